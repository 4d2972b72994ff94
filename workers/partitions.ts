import type { Position } from '../event-store/event-store.ts';

/**
 * Where several processes share the work of `workers`, it is in this many partitions: reactions by the stream of the event that caused them,
 * jobs by the document that they are in, presence by the room's stream, webhooks by their name. So many processes can take part. Part of the
 * names of checkpoints and of the queues of jobs.
 */
export const PARTITIONS = 8;
export const ALL_PARTITIONS: readonly number[] = Array.from({ length: PARTITIONS }, (_, partition) => partition);

/** FNV-1a, 32 bits: which stream belongs to which partition never changes. */
const OFFSET = 0x811c9dc5;
const PRIME = 0x01000193;

/** The partition of what an event of a stream causes, from 0. */
export function partitionOf(stream: string): number {
  let hash = OFFSET;
  for (let at = 0; at < stream.length; at++) hash = Math.imul(hash ^ stream.charCodeAt(at), PRIME);
  return ((hash ^ (hash >>> 16)) >>> 0) % PARTITIONS;
}

/** The partitions that a process works on, and whether they are still its own at a moment: another process may have taken one over. */
export interface OwnedPartitions {
  readonly numbers: readonly number[];
  isHeld(partition: number): boolean;
}

/** Whether what belongs to a stream, or to another name, is for this process to do; all is where work is not shared. */
export function isOwned(owned: OwnedPartitions | undefined, name: string): boolean {
  return owned?.numbers.includes(partitionOf(name)) ?? true;
}

/** Whether it still is at this moment. */
export function isHeldNow(owned: OwnedPartitions | undefined, name: string): boolean {
  return owned?.isHeld(partitionOf(name)) ?? true;
}

/** How far each partition had come when this process took them on: what is at or before it was handled by whoever had it then. */
export type PartitionStarts = ReadonlyMap<number, Position>;

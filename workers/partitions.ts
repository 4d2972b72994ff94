import type { Position } from '../event-store/event-store.ts';

/**
 * Where several processes share the work, reactions run in this many partitions, by the stream of the event that caused them: so many
 * processes can take part. Part of the names of checkpoints.
 */
export const PARTITIONS = 8;

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

/** How far each partition had come when this process took them on: what is at or before it was handled by whoever had it then. */
export type PartitionStarts = ReadonlyMap<number, Position>;

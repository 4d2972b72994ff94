import type { Position } from './event-store.ts';

/** A stream's state at one revision, as its bytes. Who reads it checks whether they still mean anything. */
export interface Snapshot {
  /** `Decider.version` that folded it. */
  deciderVersion: number;
  /** Version of what is around the decider's state, and of the way in which it became bytes. */
  formatVersion: number;
  /** Revision of the last event in it. */
  revision: number;
  /** A position at which all of it is durable: the last event's, or a later one's. */
  position: Position;
  /** At most MAX_SNAPSHOT_BYTES. */
  body: Uint8Array;
}

/** MongoDB's limit of a document is 16 MiB. */
export const MAX_SNAPSHOT_BYTES = 15 * 1024 * 1024;

/**
 * Where the newest snapshot of each long stream is kept; test/contract/snapshots.contract.ts shows it. A cache: losing some
 * or all of it costs only the time of folding from the log.
 * What cannot be taken or given now rejects with `StoreUnavailableError` (temporary).
 */
export interface SnapshotStore {
  /** Null where there is none. */
  loadSnapshot(stream: string): Promise<Snapshot | null>;
  /** Replaces the one before, unless that one has a higher revision. `RangeError` for what is outside the limits. */
  saveSnapshot(stream: string, snapshot: Snapshot): Promise<void>;
}

/** Throws `RangeError` for a snapshot that no store takes. */
export function checkSnapshot({ deciderVersion, formatVersion, revision, position, body }: Snapshot): void {
  for (const number of [deciderVersion, formatVersion, revision, position]) {
    if (!Number.isSafeInteger(number) || number < 0) throw new RangeError(`not a number of a snapshot: ${number}`);
  }
  if (!(body instanceof Uint8Array)) throw new RangeError('the body of a snapshot is bytes');
  if (body.byteLength > MAX_SNAPSHOT_BYTES)
    throw new RangeError(`a snapshot of ${body.byteLength} bytes is larger than ${MAX_SNAPSHOT_BYTES}`);
}

import { type Position, START } from '../event-store.ts';

/**
 * How positions of EventStoreDB become positions of the port.
 *
 * EventStoreDB's `$all` orders events by (commit position, prepare position), both bytes into its transaction log. An
 * append over gRPC writes one record an event, each marked as committed, so that both are the byte where that very event
 * begins: unique and strictly growing also within one append (StorageWriterService.cs: `PrepareFlags.IsCommitted` on every
 * prepare; AllReader.cs: such a prepare is reported at its own `LogPosition`). Only explicit transactions of the old TCP
 * API put several events at one commit position; Salon writes none, and reading one of ours at such a place fails. So the
 * commit position alone is enough. The answer to an append carries the position of its last event.
 *
 * A log grows by the bytes that are written to it: 2^53 are eight petabytes.
 */

/** The server's value for an unknown position, 2^64 - 1, as a number holds it. */
const NO_POSITION = 2 ** 64;

/** A position in `$all` as the client takes it: where an event begins, or the log's start. */
export type AllPosition = 'start' | { commit: bigint; prepare: bigint };

export function toAllPosition(position: Position): AllPosition {
  return position === START ? 'start' : { commit: BigInt(position), prepare: BigInt(position) };
}

/** The port's position of a commit position as it was read, or undefined where the server gave none. Throws `RangeError` beyond 2^53. */
export function fromWire(commit: number | undefined): Position | undefined {
  if (commit === undefined || commit === NO_POSITION) return undefined;
  if (!Number.isSafeInteger(commit)) throw new RangeError(`EventStoreDB's position ${commit} is beyond 2^53`);
  return commit;
}

import { parentPort } from 'node:worker_threads';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import type { Snapshot } from '../../event-store/snapshots.ts';
import { isDamage, StoreOpenError, sqliteCode } from '../../event-store/sqlite.ts';
import type { Failure, Reply, Request } from './channel.ts';
import { Tables, type TablesOptions } from './tables.ts';

/** The worker thread: opens the file and runs calls, one message of calls and replies at a time. */
const port = parentPort!;
let tables: Tables | null = null;

function carryOut({ call, input }: Request): unknown {
  switch (call) {
    case 'open':
      tables = new Tables(input as TablesOptions);
      return null;
    case 'close':
      try {
        tables?.close();
      } finally {
        // The caller of `close` waits for this thread to end.
        port.close();
      }
      return null;
    default:
      if (!tables) throw new Error('the read models are not open');
      return tables.carryOut(call, input);
  }
}

port.on('message', (requests: Request[]) => {
  const replies: Reply[] = [];
  // Transfer the bytes of a snapshot, a megabyte or more, rather than copy them: SQLite gives each blob its own memory.
  const transfers: ArrayBuffer[] = [];
  for (const request of requests) {
    try {
      const value = carryOut(request);
      replies.push({ id: request.id, value });
      if (request.call === 'loadSnapshot' && value) transfers.push((value as Snapshot).body.buffer as ArrayBuffer);
    } catch (error) {
      replies.push({ id: request.id, failure: failureOf(error) });
    }
  }
  port.postMessage(replies, transfers);
});

/** SQLite's primary result codes for temporary trouble: busy, locked, no memory, read-only, I/O, full, cannot open. */
const UNAVAILABLE = new Set([5, 6, 7, 8, 10, 13, 14]);

function failureOf(error: unknown): Failure {
  const { message } = error as Error;
  if (error instanceof RangeError) return { kind: 'range', message };
  // A file that is no database counts as damaged: whatever happened to it, read models can be built again.
  if (isDamage(error) || (error instanceof StoreOpenError && isDamage(error.cause))) {
    return {
      kind: 'damaged',
      message: `the read models are damaged (${message}): delete read-models.db, it is built anew`,
    };
  }
  if (error instanceof StoreOpenError) return { kind: 'open', message, problem: error.problem };
  if (error instanceof StoreUnavailableError) return { kind: 'unavailable', message };
  if (UNAVAILABLE.has(sqliteCode(error) ?? 0)) return { kind: 'unavailable', message: `read models: ${message}` };
  return { kind: 'other', message };
}

import type { Position } from '../event-store.ts';
import type { Batch } from './batch.ts';
import { type Committed, LogWriter } from './log-writer.ts';
import { closeLog, type OpenLog, openLog } from './open-log.ts';
import { serve } from './thread.ts';

export type WriteRequest =
  | { open: { file: string; maxPages?: number } }
  | { batch: Batch }
  /** Fails while the disk has no room. */
  | { findRoom: true }
  | { limitPages: number };
/** `ends`: where the streams of the tail end. */
export type WriteAnswer = { head: Position; ends: Map<string, Position> } | Committed | 'done';

let log: OpenLog | undefined;
let writer: LogWriter | undefined;

serve<WriteRequest, WriteAnswer>({
  answer(request) {
    if ('batch' in request) {
      const committed = writer!.commit(request.batch);
      log!.acknowledged.write(writer!.head);
      return committed;
    }
    if ('findRoom' in request) {
      writer!.findRoom();
      return 'done';
    }
    if ('limitPages' in request) {
      log!.database.exec(`PRAGMA max_page_count = ${Math.trunc(request.limitPages)}`);
      return 'done';
    }
    const { file, maxPages } = request.open;
    log = openLog(file);
    if (maxPages !== undefined) log.database.exec(`PRAGMA max_page_count = ${maxPages}`);
    writer = new LogWriter(log.database, file, log.end);
    const ends = [...log.end.tail.heads].map(([stream, { position }]) => [stream, position] as const);
    return { head: writer.head, ends: new Map(ends) };
  },
  close() {
    if (log) closeLog(log);
  },
});

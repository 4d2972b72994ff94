import type { Position } from '../event-store.ts';
import type { Batch, BatchResult } from './batch.ts';
import { LogWriter } from './log-writer.ts';
import { closeLog, type OpenLog, openLog } from './open-log.ts';
import { serve } from './thread.ts';

export type WriteRequest = { open: { file: string; maxPages?: number } } | { batch: Batch };
export type WriteAnswer = { head: Position } | { result: BatchResult };

let log: OpenLog | undefined;
let writer: LogWriter | undefined;

serve<WriteRequest, WriteAnswer>({
  answer(request) {
    if ('batch' in request) {
      const result = writer!.commit(request.batch);
      log!.acknowledged.write(writer!.head);
      return { result };
    }
    const { file, maxPages } = request.open;
    log = openLog(file);
    if (maxPages !== undefined) log.database.exec(`PRAGMA max_page_count = ${maxPages}`);
    writer = new LogWriter(log.database, file, log.end);
    return { head: writer.head };
  },
  transfer: (answer) => ('result' in answer ? [answer.result.buffer as ArrayBuffer] : []),
  close() {
    if (log) closeLog(log);
  },
});

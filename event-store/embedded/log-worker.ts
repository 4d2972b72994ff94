import type { Position } from '../event-store.ts';
import type { Database } from '../sqlite.ts';
import type { Batch, BatchResult } from './batch.ts';
import { openForWriting } from './log-file.ts';
import { verifyLog } from './log-integrity.ts';
import { LogWriter } from './log-writer.ts';
import { serve } from './thread.ts';

export type WriteRequest = { open: { file: string; maxPages?: number } } | { batch: Batch };
export type WriteAnswer = { head: Position } | { result: BatchResult };

let database: Database | undefined;
let writer: LogWriter | undefined;

serve<WriteRequest, WriteAnswer>({
  answer(request) {
    if ('batch' in request) return { result: writer!.commit(request.batch) };
    const { file, maxPages } = request.open;
    database = openForWriting(file);
    if (maxPages !== undefined) database.exec(`PRAGMA max_page_count = ${maxPages}`);
    const end = verifyLog(database, file);
    writer = new LogWriter(database, file, end);
    return { head: end.head };
  },
  transfer: (answer) => ('result' in answer ? [answer.result.buffer as ArrayBuffer] : []),
  close() {
    if (!database) return;
    // Leaves an empty write-ahead log, so that the database file is whole by itself.
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    database.close();
  },
});

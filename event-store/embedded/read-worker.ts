import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { Database } from '../sqlite.ts';
import { openForReading } from './log-file.ts';
import { LogReader, type Page, type ReadRequest } from './log-reader.ts';
import { serve } from './thread.ts';

export type ReaderRequest = { open: { file: string } } | { backupTo: string } | { read: ReadRequest };
export type ReaderAnswer = Page | null;

let database: Database | undefined;
let reader: LogReader | undefined;

serve<ReaderRequest, ReaderAnswer>({
  answer(request) {
    if ('read' in request) return reader!.read(request.read);
    if ('backupTo' in request) {
      backup(database!, request.backupTo);
    } else {
      ({ database } = openForReading(request.open.file));
      reader = new LogReader(database, request.open.file);
    }
    return null;
  },
  transfer: (answer) => (answer ? [answer.json.buffer] : []),
  close: () => database?.close(),
});

function backup(from: Database, toFile: string): void {
  from.prepare('VACUUM INTO ?').run(toFile);
  const file = openSync(toFile, 'r+');
  fsyncSync(file);
  closeSync(file);
}

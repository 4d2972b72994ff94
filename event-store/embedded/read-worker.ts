import { closeSync, fsyncSync, openSync } from 'node:fs';
import { type Position, START } from '../event-store.ts';
import type { Database } from '../sqlite.ts';
import { openForReading } from './log-file.ts';
import { verifyLog } from './log-integrity.ts';
import { LogReader, type Page, type ReadRequest } from './log-reader.ts';
import { serve } from './thread.ts';

export type ReaderRequest =
  | { open: { file: string } }
  | { read: ReadRequest }
  /** Writes a whole copy to a file that must not exist. */
  | { backupTo: string }
  /** Checks the whole log as it is now, as its writer does at its start, and says where it ends. */
  | { verify: true }
  /** The position of the last event now. */
  | { head: true };

/** Where a log that was checked ends; `ends`: the streams of its tail, each with its last position. */
export interface VerifiedEnd {
  head: Position;
  ends: Map<string, Position>;
}
export type ReaderAnswer = Page | VerifiedEnd | Position | null;

let file = '';
let database: Database | undefined;
let reader: LogReader | undefined;

serve<ReaderRequest, ReaderAnswer>({
  answer(request) {
    if ('read' in request) return reader!.read(request.read);
    if ('verify' in request) return verify(database!);
    if ('head' in request) return headOf(database!);
    if ('backupTo' in request) {
      backup(database!, request.backupTo);
    } else {
      ({ file } = request.open);
      ({ database } = openForReading(file));
      reader = new LogReader(database, file);
    }
    return null;
  },
  transfer: (answer) => (typeof answer === 'object' && answer && 'json' in answer ? [answer.json.buffer] : []),
  close: () => database?.close(),
});

/** In one transaction: another process may append meanwhile. */
function verify(from: Database): VerifiedEnd {
  from.exec('BEGIN');
  try {
    const { head, tail } = verifyLog(from, file);
    return { head, ends: new Map([...tail.heads].map(([stream, { position }]) => [stream, position])) };
  } finally {
    from.exec('COMMIT');
  }
}

function headOf(from: Database): Position {
  const { head } = from.prepare('SELECT coalesce(max(last), 0) AS head FROM chunks').get() as { head: Position };
  return head === 0 ? START : head;
}

function backup(from: Database, toFile: string): void {
  from.prepare('VACUUM INTO ?').run(toFile);
  const copy = openSync(toFile, 'r+');
  fsyncSync(copy);
  closeSync(copy);
}

import { DamagedLogError, type Position } from '../event-store.ts';
import { type Database, isDamage } from '../sqlite.ts';
import { MARK_EVERY, SUMMED_TEXT } from './log-file.ts';
import { checksum, summedPlace } from './record.ts';

/** Where a verified log ends: what its writer goes on from. */
export interface LogEnd {
  head: Position;
  lastStreamId: number;
  /** The block that is not sealed yet: how many events and bytes it holds, and its checksum so far. */
  open: OpenBlock;
}

export interface OpenBlock {
  events: number;
  bytes: number;
  sum: number;
}

export interface Row {
  position: Position;
  revision: number;
  previous: Position;
  name: string;
  sum: number;
  record: string;
}

export const ROW = 'e.position, e.revision, e.previous, s.name, e.sum, e.record';

const ONE_ROW = `SELECT ${ROW} FROM events e CROSS JOIN streams s ON s.id = e.stream WHERE e.position = ?`;

/** The rows of a block as one text. The scan by position keeps the concatenation in order. */
const BLOCK = `SELECT CAST(group_concat(concat(${SUMMED_TEXT}, ' ', e.sum), '') AS BLOB) AS text, count(*) AS events
  FROM events e CROSS JOIN streams s ON s.id = e.stream
  WHERE e.position > ? AND e.position <= ?`;

interface BlockRow {
  text: Uint8Array | null;
  events: number;
}

/**
 * Checks the whole log: every record against its checksum, positions for gaps, and what finds streams and their events.
 * Throws `DamagedLogError` that names the first bad record. About a second for a million events.
 */
export function verifyLog(database: Database, file: string): LogEnd {
  try {
    return new Verification(database, file).run();
  } catch (error) {
    if (!isDamage(error)) throw error;
    throw damaged(file, `SQLite cannot read it (${(error as Error).message})`, { cause: error });
  }
}

class Verification {
  private readonly database: Database;
  private readonly file: string;

  constructor(database: Database, file: string) {
    this.database = database;
    this.file = file;
  }

  run(): LogEnd {
    const head = this.one('SELECT coalesce(max(position), 0) AS value FROM events');
    const blocks = this.database.prepare('SELECT last, sum FROM blocks ORDER BY last').all() as {
      last: Position;
      sum: number;
    }[];
    const block = this.database.prepare(BLOCK);
    let after = 0;
    for (const { last, sum } of blocks) {
      this.checkSealed(after, last, sum, () => block.get(after, last) as BlockRow);
      after = last;
    }
    const open = this.checkRows(after, head);
    this.checkHeads(head);
    return { head, lastStreamId: this.checkStreams(), open };
  }

  private checkSealed(after: Position, last: Position, sum: number, read: () => BlockRow): void {
    let row: BlockRow | undefined;
    try {
      row = read();
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    if (row?.text && row.events === last - after && checksum(row.text) === sum) return;
    this.checkRows(after, last);
    throw damaged(this.file, `the checksum of positions ${after + 1} to ${last} is wrong`);
  }

  /** Checks row by row, and so finds the first bad one. */
  private checkRows(after: Position, last: Position): OpenBlock {
    const one = this.database.prepare(ONE_ROW);
    const open: OpenBlock = { events: 0, bytes: 0, sum: 0 };
    for (let position = after + 1; position <= last; position++) {
      let row: Row | undefined;
      try {
        row = one.get(position) as Row | undefined;
      } catch (error) {
        if (!isDamage(error)) throw error;
      }
      if (row === undefined) throw damaged(this.file, `position ${position} is missing or unreadable`, { position });
      const text = `${checkedText(this.file, row)} ${row.sum}`;
      open.events++;
      open.bytes += Buffer.byteLength(text);
      open.sum = checksum(text, open.sum);
    }
    return open;
  }

  /** Every stream ends where its head says, every mark is in its place, and together they account for all events. */
  private checkHeads(head: Position): void {
    const misplaced = (table: string) => `SELECT count(*) AS value FROM ${table} t LEFT JOIN events e
      ON e.position = t.position WHERE e.stream IS NOT t.stream OR e.revision IS NOT t.revision`;
    const marks = `SELECT coalesce(sum(revision / ${MARK_EVERY}), 0) AS value FROM heads`;
    if (
      this.one('SELECT coalesce(sum(revision + 1), 0) AS value FROM heads') !== head ||
      this.one(misplaced('heads')) !== 0
    ) {
      throw damaged(this.file, 'the heads of its streams disagree with the events');
    }
    if (this.one('SELECT count(*) AS value FROM marks') !== this.one(marks) || this.one(misplaced('marks')) !== 0) {
      throw damaged(this.file, 'the marks of its streams disagree with the events');
    }
  }

  /** Every name is found by the index on names, every stream by its head; returns the last id. */
  private checkStreams(): number {
    // The plus keeps SQLite from finding `b` by its id: it is the index on names that is looked at.
    const lost = `SELECT count(*) AS value FROM streams a NOT INDEXED WHERE NOT EXISTS
      (SELECT 1 FROM streams b WHERE b.name = a.name AND +b.id = a.id)
      OR NOT EXISTS (SELECT 1 FROM heads h WHERE h.stream = a.id)`;
    const last = this.one('SELECT coalesce(max(id), 0) AS value FROM streams');
    const counts = ['streams', 'heads'].map((table) => this.one(`SELECT count(*) AS value FROM ${table}`));
    if (this.one(lost) !== 0 || counts.some((count) => count !== last)) {
      throw damaged(this.file, 'the index of stream names disagrees with the streams');
    }
    return last;
  }

  private one(sql: string): number {
    return (this.database.prepare(sql).get() as { value: number }).value;
  }
}

/** The text that a row's checksum covers, once it was found right; throws `DamagedLogError` naming the row. */
export function checkedText(file: string, { position, revision, previous, name, sum, record }: Row): string {
  const text = summedPlace(position, revision, previous, name) + record;
  if (checksum(text) !== sum) {
    throw damaged(file, `the event at position ${position} (stream ${name}, revision ${revision}) fails its checksum`, {
      position,
      stream: name,
    });
  }
  return text;
}

/** An error that says what is damaged where, and what to do. */
export function damaged(
  file: string,
  what: string,
  { position, stream, cause }: { position?: Position; stream?: string; cause?: unknown } = {},
): DamagedLogError {
  const message = `${file} is damaged: ${what}. Stop, keep this directory for inspection, and restore it from a backup.`;
  return new DamagedLogError(message, { position, stream, cause });
}

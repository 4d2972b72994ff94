import { DamagedLogError, type Position } from '../event-store.ts';
import { type Database, isDamage } from '../sqlite.ts';
import { SUMMED_TEXT } from './log-file.ts';
import { checksum, summedText } from './record.ts';

/** Where a verified log ends: what its writer goes on from. */
export interface LogEnd {
  head: Position;
  lastStreamId: number;
  /** The block that is not sealed yet: how many events and characters it holds, and its checksum so far. */
  open: OpenBlock;
}

export interface OpenBlock {
  events: number;
  chars: number;
  sum: number;
}

interface Row {
  position: Position;
  revision: number;
  name: string;
  sum: number;
  record: string;
}

const ROWS = `SELECT e.position, e.revision, s.name, e.sum, e.record
  FROM events e CROSS JOIN streams s ON s.id = e.stream
  WHERE e.position > ? AND e.position <= ? ORDER BY e.position`;

/** The rows of a block as one text, and what they add up to. The scan by position keeps the concatenation in order. */
const BLOCK = `SELECT CAST(group_concat(concat(${SUMMED_TEXT}, ' ', e.sum), '') AS BLOB) AS text, count(*) AS events,
    sum(e.position) AS positions, sum(e.stream) AS streams, sum(e.revision) AS revisions
  FROM events e CROSS JOIN streams s ON s.id = e.stream
  WHERE e.position > ? AND e.position <= ?`;

interface BlockRow {
  text: Uint8Array | null;
  events: number;
  positions: number;
  streams: number;
  revisions: number;
}

/**
 * Checks the whole log: every record against its checksum, positions for gaps, and both indexes against their tables.
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
  private readonly totals = { events: 0, positions: 0, streams: 0, revisions: 0 };

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
    const open = this.checkOpen(after, head, () => block.get(after, head) as BlockRow);
    this.checkStreamIndex();
    return { head, lastStreamId: this.checkStreams(), open };
  }

  private checkSealed(after: Position, last: Position, sum: number, read: () => BlockRow): void {
    let row: BlockRow | undefined;
    try {
      row = read();
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    if (row?.text && row.events === last - after && checksum(row.text) === sum) {
      this.add(row);
      return;
    }
    this.checkRows(after, last);
    throw damaged(this.file, `the checksum of positions ${after + 1} to ${last} is wrong`);
  }

  private checkOpen(after: Position, head: Position, read: () => BlockRow): OpenBlock {
    const open = this.checkRows(after, head);
    this.add(read());
    return open;
  }

  /** Checks row by row, and so finds the first bad one. */
  private checkRows(after: Position, last: Position): OpenBlock {
    const rows = this.database.prepare(ROWS);
    const open: OpenBlock = { events: 0, chars: 0, sum: 0 };
    for (let position = after + 1; position <= last; position++) {
      let row: Row | undefined;
      try {
        row = rows.get(position - 1, position) as Row | undefined;
      } catch (error) {
        if (!isDamage(error)) throw error;
      }
      if (row === undefined) throw damaged(this.file, `position ${position} is missing or unreadable`, { position });
      const text = `${checkedText(this.file, row)} ${row.sum}`;
      open.events++;
      open.chars += text.length;
      open.sum = checksum(text, open.sum);
    }
    return open;
  }

  private add(row: BlockRow): void {
    this.totals.events += row.events;
    this.totals.positions += row.positions ?? 0;
    this.totals.streams += row.streams ?? 0;
    this.totals.revisions += row.revisions ?? 0;
  }

  /** The index holds copies of stream, revision and position: a changed one makes another total. */
  private checkStreamIndex(): void {
    const sql = `SELECT count(*) AS events, coalesce(sum(position), 0) AS positions,
        coalesce(sum(stream), 0) AS streams, coalesce(sum(revision), 0) AS revisions
      FROM events INDEXED BY events_of_stream`;
    const index = this.database.prepare(sql).get() as Record<keyof typeof this.totals, number>;
    for (const key of ['events', 'positions', 'streams', 'revisions'] as const) {
      if (index[key] !== this.totals[key]) throw damaged(this.file, 'the index of streams disagrees with the events');
    }
  }

  /** Every name is found by the index on names, and ids have no gap; returns the last id. */
  private checkStreams(): number {
    const lost = `SELECT count(*) AS value FROM streams a NOT INDEXED WHERE NOT EXISTS
      (SELECT 1 FROM streams b WHERE b.name = a.name AND b.id = a.id)`;
    const last = this.one('SELECT coalesce(max(id), 0) AS value FROM streams');
    if (this.one(lost) !== 0 || this.one('SELECT count(*) AS value FROM streams') !== last) {
      throw damaged(this.file, 'the index of stream names disagrees with the streams');
    }
    return last;
  }

  private one(sql: string): number {
    return (this.database.prepare(sql).get() as { value: number }).value;
  }
}

/** The text that a row's checksum covers, once it was found right; throws `DamagedLogError` naming the row. */
export function checkedText(file: string, { position, revision, name, sum, record }: Row): string {
  const text = summedText(position, revision, name, record);
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

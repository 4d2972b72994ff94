import type { Position } from '../event-store.ts';
import { type Database, isDamage } from '../sqlite.ts';
import { CHUNK_ROW, Chunk, type ChunkRow } from './chunk.ts';
import { damaged } from './damage.ts';
import { MARK_EVERY } from './log-file.ts';
import { checksum } from './record.ts';
import { type LogEnd, readEnd } from './tail.ts';

/** A chunk as the checksum of its block covers it: `sumOfBlock` in chunk.ts. */
const TEXT_OF_CHUNK = `concat(first, ' ', last, ' ', body, ' ', sum, ' ')`;

/** The chunks of a block as one text. The scan by position keeps the concatenation in order. */
const BLOCK = `SELECT CAST(group_concat(${TEXT_OF_CHUNK}, '') AS BLOB) AS text, sum(last - first + 1) AS events
  FROM chunks WHERE first > ? AND first <= ?`;

interface BlockRow {
  text: Uint8Array | null;
  events: number;
}

interface Block {
  last: Position;
  sum: number;
}

/**
 * Checks the whole log: every event against the checksums, positions for gaps, and what finds streams and their events.
 * Throws `DamagedLogError` that names the first bad stretch. About a second for a million events.
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
    const blocks = this.database.prepare('SELECT last, sum FROM blocks ORDER BY last').all() as Block[];
    const block = this.database.prepare(BLOCK);
    let sealed = 0;
    for (const { last, sum } of blocks) {
      this.checkSealed(sealed, { last, sum }, () => block.get(sealed, last) as BlockRow);
      sealed = last;
    }
    this.checkStreams(sealed);
    return readEnd(this.database, this.file);
  }

  private checkSealed(after: Position, { last, sum }: Block, read: () => BlockRow): void {
    let row: BlockRow | undefined;
    try {
      row = read();
    } catch (error) {
      if (!isDamage(error)) throw error;
    }
    if (row?.text && row.events === last - after && checksum(row.text) === sum) return;
    this.checkChunks(after, last);
    throw damaged(this.file, `the checksum of positions ${after + 1} to ${last} is wrong`, { position: after + 1 });
  }

  /** Checks chunk by chunk, and so finds the first bad one. */
  private checkChunks(after: Position, last: Position): void {
    const next = this.database.prepare(`SELECT ${CHUNK_ROW} FROM chunks WHERE first = ?`);
    for (let first = after + 1; first <= last; ) {
      let row: ChunkRow | undefined;
      try {
        row = next.get(first) as ChunkRow | undefined;
      } catch (error) {
        if (!isDamage(error)) throw error;
      }
      if (row === undefined)
        throw damaged(this.file, `position ${first} is missing or unreadable`, { position: first });
      first = new Chunk(this.file, row).last + 1;
    }
  }

  /**
   * Every stream ended where its row says when the last block was sealed, every mark is in its place, together they account for
   * all events, and the index on names finds each.
   */
  private checkStreams(sealed: Position): void {
    const isThere = `SELECT count(*) FROM chunks WHERE first = (SELECT max(first) FROM chunks WHERE first <= t.position)
      AND last >= t.position AND instr(CAST(body AS BLOB), CAST(concat('[', json_quote(s.name), ',', t.revision, ',') AS BLOB)) > 0`;
    const misplaced = (from: string) => {
      const sql = `SELECT s.name, t.position FROM ${from} WHERE (${isThere}) = 0 ORDER BY t.position LIMIT 1`;
      return this.database.prepare(sql).get() as { name: string; position: Position } | undefined;
    };
    const wrong =
      misplaced('streams t JOIN streams s ON s.id = t.id') ?? misplaced('marks t JOIN streams s ON s.id = t.stream');
    if (wrong) {
      const { name: stream, position } = wrong;
      throw damaged(this.file, `position ${position} is not of stream ${stream}`, { position, stream });
    }
    const marks = `SELECT coalesce(sum(revision / ${MARK_EVERY}), 0) AS value FROM streams`;
    if (
      this.one('SELECT coalesce(sum(revision + 1), 0) AS value FROM streams') !== sealed ||
      this.one('SELECT count(*) AS value FROM marks') !== this.one(marks)
    ) {
      throw damaged(this.file, 'its streams disagree with the events');
    }
    // The plus keeps SQLite from finding `b` by its id: it is the index on names that is looked at.
    const lost = `SELECT count(*) AS value FROM streams a NOT INDEXED WHERE NOT EXISTS
      (SELECT 1 FROM streams b WHERE b.name = a.name AND +b.id = a.id)`;
    const last = this.one('SELECT coalesce(max(id), 0) AS value FROM streams');
    if (this.one(lost) !== 0 || this.one('SELECT count(*) AS value FROM streams') !== last) {
      throw damaged(this.file, 'the index of stream names disagrees with the streams');
    }
  }

  private one(sql: string): number {
    return (this.database.prepare(sql).get() as { value: number }).value;
  }
}

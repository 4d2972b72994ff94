import type { Position } from '../event-store.ts';
import { type Database, isDamage } from '../sqlite.ts';
import { checkedText, damaged } from './log-integrity.ts';

/** A read of the log: after a position, or of one stream from a revision on. */
export type ReadRequest =
  | { kind: 'all'; after: Position; limit: number }
  | { kind: 'stream'; stream: string; from: number; backwards: boolean; limit: number };

/** Events as one JSON text `[[position, revision, stream, record], …]`, parsed in one go on the other side. */
export interface Page {
  json: string;
  events: number;
  /** False when the page ends because it is full, so that the reader should ask on. */
  complete: boolean;
}

/** Rows fetched at once, and the size at which a page ends: bounds of memory for a log of large events. */
const CHUNK_EVENTS = 250;
const MAX_PAGE_CHARS = 8 * 1024 * 1024;

interface Row {
  position: Position;
  revision: number;
  name: string;
  sum: number;
  record: string;
}

/** Reads pages and checks every record on the way. No cursor stays open between two pages. */
export class LogReader {
  private readonly file: string;
  private readonly statements;

  constructor(database: Database, file: string) {
    this.file = file;
    const rows = `SELECT e.position, e.revision, s.name, e.sum, e.record FROM events e CROSS JOIN streams s ON s.id = e.stream`;
    const stream = (comparison: string, order: string) =>
      database.prepare(
        `SELECT e.position, e.revision, s.name, e.sum, e.record FROM streams s CROSS JOIN events e ON e.stream = s.id
         WHERE s.name = ? AND e.revision ${comparison} ? ORDER BY e.revision ${order} LIMIT ?`,
      );
    this.statements = {
      head: database.prepare('SELECT coalesce(max(position), 0) AS head FROM events'),
      all: database.prepare(`${rows} WHERE e.position > ? ORDER BY e.position LIMIT ?`),
      forwards: stream('>=', 'ASC'),
      backwards: stream('<=', 'DESC'),
    };
  }

  /** Throws `DamagedLogError` rather than returning a record that fails its checksum, or skipping one. */
  read(request: ReadRequest): Page {
    try {
      return request.kind === 'all' ? this.readAll(request.after, request.limit) : this.readStream(request);
    } catch (error) {
      if (!isDamage(error)) throw error;
      throw damaged(this.file, `SQLite cannot read it (${(error as Error).message})`, { cause: error });
    }
  }

  private readAll(after: Position, limit: number): Page {
    const page = new PageText(this.file, limit);
    let next = after + 1;
    let emptyBefore = false;
    while (!page.isFull()) {
      const rows = this.statements.all.all(next - 1, page.chunk()) as Row[];
      for (const row of rows) {
        if (row.position !== next++) this.missing(next - 1);
        page.add(row);
      }
      if (rows.length === 0) {
        // An empty answer must mean the end of the log, not a page that its tree no longer finds.
        const { head } = this.statements.head.get() as { head: Position };
        if (head < next) return page.finish();
        if (emptyBefore) this.missing(next);
        emptyBefore = true;
      }
    }
    return page.finish();
  }

  private readStream({ stream, from, backwards, limit }: ReadRequest & { kind: 'stream' }): Page {
    const page = new PageText(this.file, limit);
    const step = backwards ? -1 : 1;
    let next = from;
    let last: number | undefined;
    while (!page.isFull() && next >= 0) {
      const rows = (backwards ? this.statements.backwards : this.statements.forwards).all(
        stream,
        next,
        page.chunk(),
      ) as Row[];
      for (const row of rows) {
        const expected = last === undefined ? (backwards ? row.revision : from) : last + step;
        if (row.revision !== expected)
          throw damaged(this.file, `stream ${stream} lacks revision ${expected}`, { stream });
        last = row.revision;
        page.add(row);
      }
      if (rows.length === 0) break;
      next = last! + step;
    }
    return page.finish();
  }

  private missing(position: Position): never {
    throw damaged(this.file, `position ${position} is missing`, { position });
  }
}

class PageText {
  private readonly file: string;
  private readonly limit: number;
  private readonly texts: string[] = [];
  private chars = 0;

  constructor(file: string, limit: number) {
    this.file = file;
    this.limit = limit;
  }

  add(row: Row): void {
    checkedText(this.file, row);
    this.texts.push(`[${row.position},${row.revision},${JSON.stringify(row.name)},${row.record}]`);
    this.chars += row.record.length;
  }

  chunk(): number {
    return Math.min(CHUNK_EVENTS, this.limit - this.texts.length);
  }

  isFull(): boolean {
    return this.texts.length >= this.limit || this.chars >= MAX_PAGE_CHARS;
  }

  finish(): Page {
    const complete = this.texts.length >= this.limit || this.chars < MAX_PAGE_CHARS;
    return { json: `[${this.texts.join(',')}]`, events: this.texts.length, complete };
  }
}

import type { Position } from '../event-store.ts';
import { type Database, isDamage } from '../sqlite.ts';
import { checkedText, damaged, ROW, type Row } from './log-integrity.ts';

/** A read of the log: after a position, or of one stream from a revision on. */
export type ReadRequest =
  | { kind: 'all'; after: Position; limit: number }
  | { kind: 'stream'; stream: string; from: number; backwards: boolean; limit: number };

/** Events as one JSON text `[[position, revision, stream, record], …]`, parsed in one go on the other side. */
export interface Page {
  json: string;
  /** False when the page ends because it is full, so that the reader should ask on. */
  complete: boolean;
}

/** Rows fetched at once, and the size at which a page ends: bounds of memory for a log of large events. */
const CHUNK_EVENTS = 250;
const MAX_PAGE_CHARS = 8 * 1024 * 1024;

/** Reads pages and checks every record on the way. No cursor stays open between two pages. */
export class LogReader {
  private readonly file: string;
  private readonly statements;

  constructor(database: Database, file: string) {
    this.file = file;
    const rows = `SELECT ${ROW} FROM events e CROSS JOIN streams s ON s.id = e.stream`;
    this.statements = {
      last: database.prepare('SELECT coalesce(max(position), 0) AS position FROM events'),
      all: database.prepare(`${rows} WHERE e.position > ? ORDER BY e.position LIMIT ?`),
      one: database.prepare(`${rows} WHERE e.position = ?`),
      head: database.prepare(
        'SELECT s.id, h.revision, h.position FROM streams s JOIN heads h ON h.stream = s.id WHERE s.name = ?',
      ),
      mark: database.prepare(
        'SELECT revision, position FROM marks WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT 1',
      ),
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
        const last = this.statements.last.get() as { position: Position };
        if (last.position < next) return page.finish();
        if (emptyBefore) this.missing(next);
        emptyBefore = true;
      }
    }
    return page.finish();
  }

  private readStream({ stream, from, backwards, limit }: ReadRequest & { kind: 'stream' }): Page {
    const page = new PageText(this.file, limit);
    const head = this.statements.head.get(stream) as (Place & { id: number }) | undefined;
    if (head === undefined || (!backwards && from > head.revision)) return page.finish();
    // The chain leads backwards, so a read forwards starts at its far end too, and is turned around.
    const first = backwards ? 0 : from;
    const last = backwards
      ? Math.min(from, head.revision)
      : Math.min(from + Math.min(limit, CHUNK_EVENTS) - 1, head.revision);
    const mark = this.statements.mark.get(head.id, last) as Place | undefined;
    let { revision, position } = mark ?? head;
    const forwards: Row[] = [];
    while (revision >= first && !page.isFull()) {
      const row = this.statements.one.get(position) as Row | undefined;
      if (row?.name !== stream || row.revision !== revision) {
        throw damaged(this.file, `stream ${stream} lacks revision ${revision}`, { position, stream });
      }
      if (revision <= last) {
        if (backwards) page.add(row);
        else forwards.push(row);
      }
      position = row.previous;
      revision--;
    }
    for (const row of forwards.reverse()) page.add(row);
    return page.finish(!backwards && last < head.revision && forwards.length < limit);
  }

  private missing(position: Position): never {
    throw damaged(this.file, `position ${position} is missing`, { position });
  }
}

/** Where an event of a stream is. */
interface Place {
  revision: number;
  position: Position;
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

  /** `endsEarly`: there is more to read although the page is not full. */
  finish(endsEarly = false): Page {
    const complete = this.texts.length >= this.limit || (this.chars < MAX_PAGE_CHARS && !endsEarly);
    return { json: `[${this.texts.join(',')}]`, complete };
  }
}

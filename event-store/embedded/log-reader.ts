import type { Position } from '../event-store.ts';
import { type Database, isDamage } from '../sqlite.ts';
import { CHUNK_ROW, Chunk, ChunkReader, type ChunkRow } from './chunk.ts';
import { damaged } from './damage.ts';
import { HEAD_ROW, headFrom } from './tail.ts';

/**
 * A read of the log: after a position, or of one stream from a revision on. `end` is the position of the stream's last event where that
 * is later than `streams` may say.
 */
export type ReadRequest =
  | { kind: 'all'; after: Position; limit: number }
  | { kind: 'stream'; stream: string; from: number; backwards: boolean; limit: number; end: Position | undefined };

/** A stretch of events: the position of the first, and what a chunk holds of each. */
export type Stretch = [first: Position, ...entries: unknown[]];

export interface Page {
  /** `Stretch[]`, parsed in one go on the other side. The first and the last may hold more than was asked for. */
  json: Uint8Array<ArrayBuffer>;
  /** False when the page ends because it is full, so that the reader should ask on. */
  complete: boolean;
}

/** Chunks fetched at once, events of a stream turned around at once, and the size at which a page ends: bounds of memory. */
const CHUNKS_AT_ONCE = 64;
const EVENTS_AT_ONCE = 250;
const MAX_PAGE_BYTES = 8 * 1024 * 1024;

/** Reads pages and checks every chunk on the way. No cursor stays open between two pages. */
export class LogReader {
  private readonly file: string;
  private readonly chunks: ChunkReader;
  private readonly statements;

  constructor(database: Database, file: string) {
    this.file = file;
    this.chunks = new ChunkReader(database, file);
    this.statements = {
      last: database.prepare('SELECT last FROM chunks ORDER BY first DESC LIMIT 1'),
      from: database.prepare(
        `SELECT ${CHUNK_ROW} FROM chunks WHERE first >= coalesce((SELECT max(first) FROM chunks WHERE first <= ?), 0)
         ORDER BY first LIMIT ?`,
      ),
      head: database.prepare(`SELECT ${HEAD_ROW}`),
      mark: database.prepare(
        'SELECT revision, position FROM marks WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT 1',
      ),
    };
  }

  /** Throws `DamagedLogError` rather than returning an event that fails its checksum, or skipping one. */
  read(request: ReadRequest): Page {
    try {
      return request.kind === 'all' ? this.readAll(request.after, request.limit) : this.readStream(request);
    } catch (error) {
      if (!isDamage(error)) throw error;
      throw damaged(this.file, `SQLite cannot read it (${(error as Error).message})`, { cause: error });
    }
  }

  private readAll(after: Position, limit: number): Page {
    const page = new PageText(limit);
    let next = after + 1;
    for (;;) {
      const before = next;
      for (const row of this.statements.from.all(next, Math.min(CHUNKS_AT_ONCE, page.room)) as ChunkRow[]) {
        if (row.last < next) continue;
        if (row.first > next) this.missing(next);
        const chunk = new Chunk(this.file, row);
        page.add(chunk.first, chunk.last - next + 1, chunk.body);
        next = chunk.last + 1;
        if (page.isFull()) return page.finish();
      }
      if (next > before) continue;
      // Nothing more must mean the end of the log, not a chunk that its tree no longer finds.
      const { last } = (this.statements.last.get() ?? { last: 0 }) as { last: Position };
      if (last < next) return page.finish(true);
      if ((this.statements.from.all(next, 2) as ChunkRow[]).every((row) => row.last < next)) this.missing(next);
    }
  }

  private readStream({ stream, from, backwards, limit, end }: ReadRequest & { kind: 'stream' }): Page {
    const page = new PageText(limit);
    const stored = headFrom(stream, this.statements.head.get(stream));
    const { quoted } = stored;
    const head =
      end === undefined ? stored : { position: end, revision: this.chunks.entry(end, stream, quoted).revision };
    if (!backwards && from > head.revision) return page.finish(true);
    // The chain leads backwards, so a read forwards starts at its far end too, and is turned around.
    const first = backwards ? 0 : from;
    const last = backwards
      ? Math.min(from, head.revision)
      : Math.min(from + Math.min(limit, EVENTS_AT_ONCE) - 1, head.revision);
    const mark = this.statements.mark.get(stored.id, last) as typeof head | undefined;
    let { revision, position } = mark ?? head;
    const forwards: [Position, string][] = [];
    while (revision >= first && !page.isFull()) {
      const entry = this.chunks.entry(position, stream, quoted);
      if (entry.revision !== revision) {
        throw damaged(this.file, `stream ${stream} lacks revision ${revision}`, { position, stream });
      }
      if (revision <= last) {
        if (backwards) page.add(position, 1, entry.text);
        else forwards.push([position, entry.text]);
      }
      position = entry.previous;
      revision--;
    }
    for (const [at, text] of forwards.reverse()) page.add(at, 1, text);
    return page.finish(backwards ? revision < 0 : last === head.revision);
  }

  private missing(position: Position): never {
    throw damaged(this.file, `position ${position} is missing`, { position });
  }
}

const NOTHING = Buffer.from('[]');
const END = Buffer.from(']');

class PageText {
  /** Events that it may still take. */
  room: number;
  private readonly parts: Uint8Array[] = [];
  private bytes = 0;

  constructor(limit: number) {
    this.room = limit;
  }

  /** Adds a stretch of which `count` events are asked for. */
  add(first: Position, count: number, entries: string | Uint8Array): void {
    this.put(Buffer.from(this.parts.length === 0 ? `[[${first},` : `,[${first},`));
    this.put(typeof entries === 'string' ? Buffer.from(entries) : entries);
    this.put(END);
    this.room -= count;
  }

  isFull(): boolean {
    return this.room <= 0 || this.bytes >= MAX_PAGE_BYTES;
  }

  /** `atEnd`: there is nothing more to read. */
  finish(atEnd = false): Page {
    this.put(this.parts.length === 0 ? NOTHING : END);
    const json = new Uint8Array(this.bytes);
    let at = 0;
    for (const part of this.parts) {
      json.set(part, at);
      at += part.byteLength;
    }
    return { json, complete: atEnd || this.room <= 0 };
  }

  private put(part: Uint8Array): void {
    this.parts.push(part);
    this.bytes += part.byteLength;
  }
}

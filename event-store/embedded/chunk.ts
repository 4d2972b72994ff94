import { LRUCache } from 'lru-cache';
import type { Position } from '../event-store.ts';
import type { Database } from '../sqlite.ts';
import { damaged } from './damage.ts';
import { checksum } from './record.ts';

/** A chunk of several events ends before this size, so that its row fits into one SQLite page, without an overflow page. */
const CHUNK_BYTES = 4_000;
/** Most bytes that an entry has besides its stream's name and its record. */
const ENTRY_BYTES = 40;

const NEW_LINE = 10;
const SEPARATOR = Buffer.from(',\n');
const END_OF_ENTRY = ']'.charCodeAt(0);

export interface ChunkRow {
  first: Position;
  last: Position;
  sum: number;
  body: Uint8Array;
}

export const CHUNK_ROW = 'first, last, sum, CAST(body AS BLOB) AS body';

/** The stretch of the log that an event lies in, as JSON: `[stream, revision, previous, record]` an event and line. */
export class Chunk {
  readonly first: Position;
  readonly last: Position;
  readonly body: Buffer;
  private starts: number[] | undefined;

  /** Throws `DamagedLogError` when the row is not as it was written. */
  constructor(file: string, { first, last, sum, body }: ChunkRow) {
    if (sumOfChunk(first, last, body) !== sum) {
      const which =
        first === last ? `the event at position ${first} fails its` : `positions ${first} to ${last} fail their`;
      throw damaged(file, `${which} checksum`, { position: first });
    }
    this.first = first;
    this.last = last;
    this.body = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  }

  /** The JSON of the event at a position, from `first` to `last`. */
  entry(position: Position): string {
    this.starts ??= startsOf(this.body);
    const index = position - this.first;
    const next = this.starts[index + 1];
    return this.body.toString('utf8', this.starts[index], next && next - SEPARATOR.length);
  }
}

function startsOf(body: Buffer): number[] {
  const starts = [0];
  for (let at = body.indexOf(NEW_LINE); at >= 0; at = body.indexOf(NEW_LINE, at + 1)) starts.push(at + 1);
  return starts;
}

/** CRC-32 of a chunk with its place. */
export function sumOfChunk(first: Position, last: Position, body: Uint8Array): number {
  return checksum(body, checksum(placeOfChunk(first, last)));
}

/** The checksum of a block that goes on with this chunk; `TEXT_OF_CHUNK` in log-integrity.ts is the same in SQL. */
export function sumOfBlock({ first, last, sum, body }: ChunkRow, before: number): number {
  return checksum(` ${sum} `, checksum(body, checksum(placeOfChunk(first, last), before)));
}

function placeOfChunk(first: Position, last: Position): string {
  return `${first} ${last} `;
}

/** Puts the body of a chunk together. */
export class ChunkBuilder {
  private buffer = Buffer.allocUnsafeSlow(2 * CHUNK_BYTES);
  private bytes = 0;
  events = 0;

  /** Whether an event still belongs into this chunk. */
  hasRoom(quotedStream: string, recordBytes: number): boolean {
    return this.events === 0 || this.bytes + quotedStream.length + recordBytes + ENTRY_BYTES <= CHUNK_BYTES;
  }

  /** `quotedStream` is the stream's name as JSON; the record is the part of `text` between `from` and `to`. */
  add(quotedStream: string, revision: number, previous: Position, text: Buffer, from: number, to: number): void {
    const place = `[${quotedStream},${revision},${previous},`;
    // UTF-8 has up to three bytes for a UTF-16 unit.
    this.makeRoom(3 * place.length + to - from + ENTRY_BYTES);
    const { buffer } = this;
    let at = this.bytes;
    if (this.events++ > 0) at += SEPARATOR.copy(buffer, at);
    at += buffer.write(place, at);
    at += text.copy(buffer, at, from, to);
    buffer[at++] = END_OF_ENTRY;
    this.bytes = at;
  }

  /** What was put together; it is overwritten by what is added next. */
  take(): Buffer {
    const body = this.buffer.subarray(0, this.bytes);
    this.clear();
    return body;
  }

  clear(): void {
    this.bytes = 0;
    this.events = 0;
  }

  private makeRoom(bytes: number): void {
    if (this.bytes + bytes <= this.buffer.length) return;
    const larger = Buffer.allocUnsafeSlow(2 * (this.bytes + bytes));
    this.buffer.copy(larger, 0, 0, this.bytes);
    this.buffer = larger;
  }
}

/** Where an event of a stream is, and the one before it. */
export interface Entry {
  revision: number;
  previous: Position;
  /** The packed event id. */
  id: string;
  /** All of it, as JSON. */
  text: string;
}

/** Bytes of cached chunks: reading along a stream meets the same ones again. */
const CACHED_BYTES = 16 * 1024 * 1024;

/** Finds single events. */
export class ChunkReader {
  private readonly file: string;
  private readonly statements;
  private readonly chunks = new LRUCache<Position, Chunk>({
    maxSize: CACHED_BYTES,
    sizeCalculation: ({ body }) => body.byteLength,
  });

  constructor(database: Database, file: string) {
    this.file = file;
    this.statements = {
      find: database.prepare('SELECT max(first) AS first FROM chunks WHERE first <= ?'),
      get: database.prepare(`SELECT ${CHUNK_ROW} FROM chunks WHERE first = ?`),
    };
  }

  /** Throws `DamagedLogError` unless the event at the position is this stream's. */
  entry(position: Position, stream: string, quotedStream: string): Entry {
    const text = this.chunkAt(position)?.entry(position) ?? '';
    const start = `[${quotedStream},`;
    const [, revision, previous, id] = (text.startsWith(start) && PLACE.exec(text.slice(start.length))) || [];
    if (revision === undefined || previous === undefined || id === undefined) {
      throw damaged(this.file, `position ${position} is not of stream ${stream}`, { position, stream });
    }
    return { revision: Number(revision), previous: Number(previous), id, text };
  }

  /** Empties the cache: after a rollback, other chunks may stand in the same places. */
  forget(): void {
    this.chunks.clear();
  }

  private chunkAt(position: Position): Chunk | undefined {
    const { first } = this.statements.find.get(position) as { first: Position | null };
    if (first === null) return undefined;
    let chunk = this.chunks.get(first);
    if (!chunk) {
      chunk = new Chunk(this.file, this.statements.get.get(first) as ChunkRow);
      this.chunks.set(first, chunk);
    }
    return position <= chunk.last ? chunk : undefined;
  }
}

/** The rest of an entry's place, and the start of its record. */
const PLACE = /^(\d+),(\d+),\["([^"]+)"/;

import type { Position } from '../event-store.ts';
import { START } from '../event-store.ts';
import type { Database } from '../sqlite.ts';
import { CHUNK_ROW, Chunk, type ChunkRow, sumOfBlock } from './chunk.ts';
import { damaged } from './damage.ts';
import { MARK_EVERY } from './log-file.ts';

/** Where a stream ends. One that does not exist has id 0, revision -1 and position 0. */
export interface Head {
  /** Its row in `streams`; 0 until the first block that it is in is sealed. */
  id: number;
  revision: number;
  position: Position;
  /** Its name as JSON. */
  quoted: string;
}

export interface Mark {
  stream: string;
  revision: number;
  position: Position;
}

/** The events after the last block, which are not in `streams`, `marks` and `blocks` yet. */
export interface Tail {
  heads: Map<string, Head>;
  marks: Mark[];
  events: number;
  bytes: number;
  /** The checksum of the block so far. */
  sum: number;
}

/** Where a log ends: what its writer goes on from. */
export interface LogEnd {
  head: Position;
  lastStreamId: number;
  tail: Tail;
}

export function emptyTail(): Tail {
  return { heads: new Map(), marks: [], events: 0, bytes: 0, sum: 0 };
}

export const HEAD_ROW = 'id, revision, position FROM streams WHERE name = ?';

/** `row` is what `HEAD_ROW` found. */
export function headFrom(stream: string, row: unknown): Head {
  const { id, revision, position } = (row ?? NO_ROW) as typeof NO_ROW;
  return { id, revision, position, quoted: JSON.stringify(stream) };
}

const NO_ROW = { id: 0, revision: -1, position: START };

/** Adds the mark of an event where one is due. */
export function markInTail({ marks }: Tail, stream: string, { revision, position }: Head): void {
  if (revision > 0 && revision % MARK_EVERY === 0) marks.push({ stream, revision, position });
}

export function addChunkToTail(tail: Tail, row: ChunkRow): void {
  tail.events += row.last - row.first + 1;
  tail.bytes += row.body.byteLength;
  tail.sum = sumOfBlock(row, tail.sum);
}

/** Reads the tail again, and checks each of its events. Throws `DamagedLogError` that names the first bad one. */
export function readEnd(database: Database, file: string): LogEnd {
  const one = (sql: string) => (database.prepare(sql).get() as { value: number }).value;
  const sealed = one('SELECT coalesce(max(last), 0) AS value FROM blocks');
  const lastStreamId = one('SELECT coalesce(max(id), 0) AS value FROM streams');
  const next = database.prepare(`SELECT ${CHUNK_ROW} FROM chunks WHERE first > ? ORDER BY first LIMIT 1`);
  const stored = database.prepare(`SELECT ${HEAD_ROW}`);
  const tail = emptyTail();
  let head = sealed;
  for (;;) {
    const row = next.get(head) as ChunkRow | undefined;
    if (row === undefined) return { head, lastStreamId, tail };
    if (row.first !== head + 1) throw damaged(file, `position ${head + 1} is missing`, { position: head + 1 });
    const chunk = new Chunk(file, row);
    for (let position = row.first; position <= row.last; position++) {
      const [stream, revision, previous] = JSON.parse(chunk.entry(position)) as [string, number, Position];
      const before = tail.heads.get(stream) ?? headFrom(stream, stored.get(stream));
      if (before.revision + 1 !== revision || before.position !== previous) {
        const what = `the event at position ${position} does not go on from where stream ${stream} ends`;
        throw damaged(file, what, { position, stream });
      }
      const moved = { ...before, revision, position };
      tail.heads.set(stream, moved);
      markInTail(tail, stream, moved);
    }
    addChunkToTail(tail, row);
    head = row.last;
  }
}

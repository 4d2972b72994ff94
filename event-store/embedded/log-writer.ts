import { rmSync, writeFileSync } from 'node:fs';
import { type Position, START } from '../event-store.ts';
import { createLruCache } from '../lru-cache.ts';
import { type Database, isDiskFull } from '../sqlite.ts';
import {
  BATCHES_IN_FLIGHT,
  type Batch,
  BatchFailure,
  type BatchResult,
  EXPECT_ANY,
  EXPECT_NONE,
  NO_OUTCOME,
  NUMBERS_PER_RESULT,
  REFUSED,
  REPEATED,
  type UnpackedAppend,
  unpackBatch,
  WRITTEN,
} from './batch.ts';
import { ChunkBuilder, ChunkReader, sumOfChunk } from './chunk.ts';
import { BLOCK_BYTES, BLOCK_EVENTS, requireFullSync } from './log-file.ts';
import { packedIdAt } from './record.ts';
import { addChunkToTail, emptyTail, HEAD_ROW, type Head, headFrom, type LogEnd, markInTail, readEnd } from './tail.ts';

/** Streams whose heads are cached, so that a busy stream is not looked up for each append. */
const MAX_HEADS = 100_000;
/** After a full disk, writing begins again when there is room for this many bytes. */
const ROOM_BYTES = 256 * 1024;

/** The outcome of a committed batch. */
export interface Committed {
  result: BatchResult;
  /** It sealed a block, so the `streams` table is up to date with it. */
  sealed: boolean;
  /** How long it took, with its sync. */
  tookMs: number;
}

/** The one writer of a log: a batch of appends is one transaction and one sync. */
export class LogWriter {
  private readonly database: Database;
  private readonly file: string;
  private readonly heads = createLruCache<string, Head>(MAX_HEADS);
  private readonly statements;
  private readonly chunk = new ChunkBuilder();
  private readonly chunks: ChunkReader;
  private end: LogEnd;
  private syncChecked = false;
  /** Outcomes that were written, by batch, of as many batches as may be in flight. */
  private readonly written: Set<number>[] = [];
  private broken: BatchFailure | undefined;

  constructor(database: Database, file: string, end: LogEnd) {
    this.database = database;
    this.file = file;
    this.end = end;
    this.chunks = new ChunkReader(database, file);
    this.statements = {
      begin: database.prepare('BEGIN IMMEDIATE'),
      commit: database.prepare('COMMIT'),
      rollback: database.prepare('ROLLBACK'),
      head: database.prepare(`SELECT ${HEAD_ROW}`),
      // The cast takes the bytes as the text that they are, unchanged.
      addChunk: database.prepare('INSERT INTO chunks (first, last, sum, body) VALUES (?, ?, ?, CAST(? AS TEXT))'),
      addStream: database.prepare('INSERT INTO streams (id, name, revision, position) VALUES (?, ?, ?, ?)'),
      moveStream: database.prepare('UPDATE streams SET revision = ?, position = ? WHERE id = ?'),
      addMark: database.prepare('INSERT INTO marks (stream, revision, position) VALUES (?, ?, ?)'),
      addBlock: database.prepare('INSERT INTO blocks (last, sum) VALUES (?, ?)'),
    };
  }

  /** The last position that was written and synced. */
  get head(): Position {
    return this.end.head;
  }

  /**
   * Writes a batch and syncs it. A refused append does not hinder the others.
   * Throws `BatchFailure`; after one whose outcome is 'unknown' nothing is written any more.
   */
  commit(batch: Batch): Committed {
    if (this.broken) throw new BatchFailure('unwritten', this.broken);
    this.written.push(new Set());
    if (this.written.length > BATCHES_IN_FLIGHT) this.written.shift();
    let committing = false;
    const begunAt = performance.now();
    try {
      this.statements.begin.run();
      const result = this.apply(batch);
      const sealed = this.end.tail.events >= BLOCK_EVENTS || this.end.tail.bytes >= BLOCK_BYTES;
      if (sealed) this.seal();
      committing = true;
      this.statements.commit.run();
      if (!this.syncChecked) requireFullSync(this.database, this.file);
      this.syncChecked = true;
      return { result, sealed, tookMs: performance.now() - begunAt };
    } catch (error) {
      throw this.undo(error, committing);
    }
  }

  /**
   * Throws while there is no room for ROOM_BYTES: neither in the file, by pages that are given back at once, nor on the disk, by a
   * file beside it.
   */
  findRoom(): void {
    if (this.broken) throw this.broken;
    this.statements.begin.run();
    try {
      const { head } = this.end;
      this.statements.addChunk.run(head + 1, head + 1, 0, new Uint8Array(ROOM_BYTES));
    } finally {
      this.statements.rollback.run();
    }
    const beside = `${this.file}-room`;
    try {
      writeFileSync(beside, new Uint8Array(ROOM_BYTES), { mode: 0o600, flush: true });
    } finally {
      rmSync(beside, { force: true });
    }
  }

  private apply(batch: Batch): BatchResult {
    const result = new Float64Array(batch.appends * NUMBERS_PER_RESULT);
    const written = this.written[this.written.length - 1]!;
    let at = 0;
    let isRefused = false;
    const appends = [...unpackBatch(batch)];
    for (const [n, append] of appends.entries()) {
      const head = this.headOf(append.stream);
      if (append.together > 0) isRefused = append.together > 1 && !this.fits(appends.slice(n, n + append.together));
      const refused = isRefused || !this.isBasisWritten(append);
      const repeated = refused || isAsExpected(append, head) ? undefined : this.findRepeated(append, head);
      const outcome = repeated ? REPEATED : refused || !isAsExpected(append, head) ? REFUSED : WRITTEN;
      if (outcome === WRITTEN) this.write(append, head);
      if (outcome !== REFUSED && append.outcome !== NO_OUTCOME) written.add(append.outcome);
      result[at++] = outcome;
      result[at++] = repeated ? repeated.revision : head.revision;
      result[at++] = repeated ? repeated.position : this.end.head;
    }
    this.endChunk();
    return result;
  }

  /** Whether appends that are written together or not at all can be written. */
  private fits(together: readonly UnpackedAppend[]): boolean {
    if (together[0]!.position !== this.end.head + 1) return false;
    return together.every((append) => this.isBasisWritten(append) && isAsExpected(append, this.headOf(append.stream)));
  }

  private isBasisWritten({ buildsOn }: UnpackedAppend): boolean {
    return buildsOn === NO_OUTCOME || this.written.some((outcomes) => outcomes.has(buildsOn));
  }

  private headOf(stream: string): Head {
    let head = this.end.tail.heads.get(stream) ?? this.heads.get(stream);
    if (head === undefined) {
      head = headFrom(stream, this.statements.head.get(stream));
      this.heads.set(stream, head);
    }
    return head;
  }

  /** Whether the append was written before: its ids stand where it would have put them. */
  private findRepeated(
    { stream, expected, text, bounds }: UnpackedAppend,
    head: Head,
  ): { revision: number; position: Position } | undefined {
    const count = bounds.length - 1;
    const last = expected + count;
    if (expected === EXPECT_ANY || last > head.revision) return undefined;
    this.endChunk();
    let end = START;
    for (let { position, revision } = head; revision > expected; revision--) {
      const { previous, id } = this.chunks.entry(position, stream, head.quoted);
      const index = revision - expected - 1;
      if (index < count && id !== packedIdAt(text, bounds[index]!)) return undefined;
      if (revision === last) end = position;
      position = previous;
    }
    return { revision: last, position: end };
  }

  private write({ stream, text, bounds }: UnpackedAppend, head: Head): void {
    for (let n = 1; n < bounds.length; n++) {
      const from = bounds[n - 1]!;
      const to = bounds[n]!;
      if (!this.chunk.hasRoom(head.quoted, to - from)) this.endChunk();
      const previous = head.position;
      head.position = ++this.end.head;
      head.revision++;
      this.chunk.add(head.quoted, head.revision, previous, text, from, to);
      markInTail(this.end.tail, stream, head);
    }
    this.end.tail.heads.set(stream, head);
  }

  private endChunk(): void {
    const { events } = this.chunk;
    if (events === 0) return;
    const last = this.end.head;
    const first = last - events + 1;
    const body = this.chunk.take();
    const sum = sumOfChunk(first, last, body);
    this.statements.addChunk.run(first, last, sum, body);
    addChunkToTail(this.end.tail, { first, last, sum, body });
  }

  /** Makes the tail a block. */
  private seal(): void {
    const { heads, marks, sum } = this.end.tail;
    for (const [stream, head] of heads) {
      const { revision, position } = head;
      if (head.id === 0) {
        head.id = ++this.end.lastStreamId;
        this.statements.addStream.run(head.id, stream, revision, position);
      } else this.statements.moveStream.run(revision, position, head.id);
      this.heads.set(stream, head);
    }
    for (const { stream, revision, position } of marks) {
      this.statements.addMark.run(heads.get(stream)!.id, revision, position);
    }
    this.statements.addBlock.run(this.end.head, sum);
    this.end.tail = emptyTail();
  }

  private undo(error: unknown, committing: boolean): BatchFailure {
    // A full disk refuses the write itself, before anything was made durable. After a failed sync nobody knows what the
    // disk holds, and trying again could report a success that it does not keep.
    const outcome = committing && !isDiskFull(error) ? 'unknown' : 'unwritten';
    try {
      this.statements.rollback.run();
    } catch {
      // Some errors roll back by themselves. If a transaction were left open, the next batch could not begin.
    }
    const failure = new BatchFailure(outcome, error);
    if (outcome === 'unknown') this.broken = failure;
    else this.startAgain();
    return failure;
  }

  /** Forgets what a batch that was rolled back has changed in memory. */
  private startAgain(): void {
    this.chunk.clear();
    this.chunks.forget();
    this.heads.clear();
    this.written[this.written.length - 1]!.clear();
    try {
      this.end = readEnd(this.database, this.file);
    } catch (error) {
      this.broken = new BatchFailure('unwritten', error);
    }
  }
}

function isAsExpected({ expected }: UnpackedAppend, head: Head): boolean {
  return expected === EXPECT_ANY || (expected === EXPECT_NONE ? head.revision === -1 : head.revision === expected);
}

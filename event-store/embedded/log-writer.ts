import { LRUCache } from 'lru-cache';
import { type Position, START } from '../event-store.ts';
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
import { BLOCK_BYTES, BLOCK_EVENTS, MARK_EVERY, PACKED_ID, requireFullSync } from './log-file.ts';
import type { LogEnd } from './log-integrity.ts';
import { checksum, packedIdOf, summedPlace } from './record.ts';

/** Where a stream ends. One that does not exist has id 0, revision -1 and position 0. */
interface Head {
  id: number;
  revision: number;
  position: Position;
}

/** Streams whose heads are kept at hand, so that a busy stream is not looked up for each append. */
const MAX_HEADS = 100_000;

/** The one writer of a log: a batch of appends is one transaction and one sync. */
export class LogWriter {
  private readonly database: Database;
  private readonly file: string;
  private readonly heads = new LRUCache<string, Head>({ max: MAX_HEADS });
  private readonly statements;
  private end: LogEnd;
  /** Heads that the batch moved. */
  private readonly moved = new Set<Head>();
  private syncChecked = false;
  /** Outcomes that were written, by batch, of as many batches as may be in flight. */
  private readonly written: Set<number>[] = [];
  private broken: BatchFailure | undefined;

  constructor(database: Database, file: string, end: LogEnd) {
    this.database = database;
    this.file = file;
    this.end = end;
    this.statements = {
      begin: database.prepare('BEGIN IMMEDIATE'),
      commit: database.prepare('COMMIT'),
      rollback: database.prepare('ROLLBACK'),
      head: database.prepare(
        'SELECT s.id, h.revision, h.position FROM streams s JOIN heads h ON h.stream = s.id WHERE s.name = ?',
      ),
      recorded: database.prepare(`SELECT previous, ${PACKED_ID} AS id FROM events WHERE position = ?`),
      addStream: database.prepare('INSERT INTO streams (id, name) VALUES (?, ?)'),
      // The cast takes the bytes as the text that they are, unchanged.
      addEvent: database.prepare(
        `INSERT INTO events (position, stream, revision, previous, sum, record)
         VALUES (?, ?, ?, ?, ?, CAST(? AS TEXT))`,
      ),
      addMark: database.prepare('INSERT INTO marks (stream, revision, position) VALUES (?, ?, ?)'),
      moveHead: database.prepare(
        `INSERT INTO heads (stream, revision, position) VALUES (?, ?, ?)
         ON CONFLICT (stream) DO UPDATE SET revision = excluded.revision, position = excluded.position`,
      ),
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
  commit(batch: Batch): BatchResult {
    if (this.broken) throw new BatchFailure('unwritten', this.broken);
    this.written.push(new Set());
    if (this.written.length > BATCHES_IN_FLIGHT) this.written.shift();
    const before: LogEnd = { ...this.end, open: { ...this.end.open } };
    let committing = false;
    try {
      this.statements.begin.run();
      const result = this.apply(batch);
      committing = true;
      this.statements.commit.run();
      if (!this.syncChecked) requireFullSync(this.database, this.file);
      this.syncChecked = true;
      return result;
    } catch (error) {
      this.end = before;
      this.moved.clear();
      this.heads.clear();
      this.written[this.written.length - 1]!.clear();
      throw this.undo(error, committing);
    }
  }

  private apply(batch: Batch): BatchResult {
    const result = new Float64Array(batch.appends * NUMBERS_PER_RESULT);
    const written = this.written[this.written.length - 1]!;
    let at = 0;
    for (const append of unpackBatch(batch)) {
      const head = this.headOf(append.stream);
      const refused = append.buildsOn !== NO_OUTCOME && !this.wasWritten(append.buildsOn);
      const repeated = refused || isAsExpected(append, head) ? undefined : this.findRepeated(append, head);
      const outcome = repeated ? REPEATED : refused || !isAsExpected(append, head) ? REFUSED : WRITTEN;
      if (outcome === WRITTEN) this.write(append, head);
      if (outcome !== REFUSED && append.outcome !== NO_OUTCOME) written.add(append.outcome);
      result[at++] = outcome;
      result[at++] = repeated ? repeated.revision : head.revision;
      result[at++] = repeated ? repeated.position : this.end.head;
    }
    for (const { id, revision, position } of this.moved) this.statements.moveHead.run(id, revision, position);
    this.moved.clear();
    return result;
  }

  private wasWritten(outcome: number): boolean {
    return this.written.some((outcomes) => outcomes.has(outcome));
  }

  private headOf(stream: string): Head {
    let head = this.heads.get(stream);
    if (head === undefined) {
      head = (this.statements.head.get(stream) as Head | undefined) ?? { id: 0, revision: -1, position: START };
      this.heads.set(stream, head);
    }
    return head;
  }

  /** The same ids in the place where the append would have put them: it was done before. */
  private findRepeated(
    { expected, records }: UnpackedAppend,
    head: Head,
  ): { revision: number; position: Position } | undefined {
    const last = expected + records.length;
    if (expected === EXPECT_ANY || last > head.revision) return undefined;
    let end = START;
    for (let position = head.position, revision = head.revision; revision > expected; revision--) {
      const row = this.statements.recorded.get(position) as { previous: Position; id: string };
      const repeated = records[revision - expected - 1];
      if (repeated !== undefined && row.id !== packedIdOf(repeated)) return undefined;
      if (revision === last) end = position;
      position = row.previous;
    }
    return { revision: last, position: end };
  }

  private write({ stream, records }: UnpackedAppend, head: Head): void {
    if (head.id === 0) {
      head.id = ++this.end.lastStreamId;
      this.statements.addStream.run(head.id, stream);
    }
    for (const record of records) {
      const previous = head.position;
      head.position = ++this.end.head;
      head.revision++;
      const place = summedPlace(head.position, head.revision, previous, stream);
      const sum = checksum(record, checksum(place));
      this.statements.addEvent.run(head.position, head.id, head.revision, previous, sum, record);
      if (head.revision > 0 && head.revision % MARK_EVERY === 0) {
        this.statements.addMark.run(head.id, head.revision, head.position);
      }
      this.addToBlock(head.position, place, record, ` ${sum}`);
    }
    this.moved.add(head);
  }

  private addToBlock(position: Position, place: string, record: Buffer, sum: string): void {
    const { open } = this.end;
    open.sum = checksum(sum, checksum(record, checksum(place, open.sum)));
    open.bytes += place.length + record.length + sum.length;
    open.events++;
    if (open.events < BLOCK_EVENTS && open.bytes < BLOCK_BYTES) return;
    this.statements.addBlock.run(position, open.sum);
    this.end.open = { events: 0, bytes: 0, sum: 0 };
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
    return failure;
  }
}

function isAsExpected({ expected }: UnpackedAppend, head: Head): boolean {
  return expected === EXPECT_ANY || (expected === EXPECT_NONE ? head.revision === -1 : head.revision === expected);
}

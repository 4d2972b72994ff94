import {
  type Appended,
  ConcurrencyError,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  PositionTakenError,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '../event-store.ts';
import {
  BATCHES_IN_FLIGHT,
  type Batch,
  type BatchAppend,
  BatchFailure,
  type BatchResult,
  EXPECT_ANY,
  EXPECT_NONE,
  NO_OUTCOME,
  NUMBERS_PER_APPEND,
  NUMBERS_PER_RESULT,
  packBatch,
  partsOf,
  REFUSED,
  WRITTEN,
} from './batch.ts';
import type { Committed } from './log-writer.ts';

/** A batch holds at most this many appends … */
const MAX_BATCH_APPENDS = 1024;
/** … or this many characters: bounds what is synced, and copied to the writer, at once. */
const MAX_BATCH_CHARS = 4 * 1024 * 1024;
/** While one batch is in flight, send a second one when it has at least this many appends. */
const OVERLAP_APPENDS = 64;
/**
 * Send a batch before the end of the turn once this many appends wait, or half as many as the last batch had: the writer then works
 * while the turn goes on. Otherwise the two would take turns when all callers wait for the same sync …
 */
const EARLY_APPENDS = 8;
/** … unless a batch takes the writer longer than this many turns: on a slow disk, fewer syncs are better. */
const EARLY_WITHIN_TURNS = 3;
/** Weight of the newest turn, or batch, in the smoothed durations (0 to 1). */
const NEWEST_SHARE = 0.25;
/** Refuse appends when this many, or this many characters, wait: the disk is far behind. */
export const MAX_WAITING_APPENDS = 100_000;
export const MAX_WAITING_CHARS = 256 * 1024 * 1024;

/** The outcome of appends that would leave a stream at the same revision, kept while one of them is under way. */
interface Outcome {
  number: number;
  underWay: number;
  /** One of them is known to be written. */
  written: boolean;
}

/** An append as its caller gave it, with its events as they will be written. */
export interface EncodedAppend {
  stream: string;
  expected: ExpectedRevision;
  events: readonly NewEvent[];
  records: string[];
  /** Length of the records in all. */
  chars: number;
}

/** An append as the writer gets it. */
interface Waiting extends BatchAppend {
  asked: ExpectedRevision;
  events: readonly NewEvent[];
  chars: number;
  /** Undefined for an append that expects nothing: none can build on it. */
  outcomes: { own: Outcome; basis: Outcome | undefined } | undefined;
  resolve(appended: Appended): void;
  reject(error: Error): void;
}

export interface QueueOwner {
  /** Writes and syncs a batch in one transaction. */
  commit(batch: Batch): Promise<Committed>;
  /**
   * Called for every event that was written, in the log's order, before its caller hears of it. Its record is the part
   * of `bytes` from `start`.
   */
  onWritten(event: NewEvent, stream: string, revision: number, bytes: Buffer, start: number, length: number): void;
  /** Called once for a batch that could not be written; `isForGood`: no further batch can be, until the log is opened again. */
  onRefused(error: Error, isForGood: boolean): void;
  /** Called once after a batch was written. */
  onCommitted(sealed: boolean): void;
}

/**
 * Group commit: appends wait while a batch is being written, then go out together, so that one sync serves them all.
 * Keeps their order, and refuses an append that builds on a refused one.
 */
export class AppendQueue {
  private readonly owner: QueueOwner;
  private readonly outcomes = new Map<string, Outcome>();
  /** Events of appends that were not answered yet. */
  eventsUnderWay = 0;
  private waiting: Waiting[] = [];
  /** How many wait; those that are written together count as one, as they do in the limits above. */
  private waitingCount = 0;
  private waitingChars = 0;
  private scheduled = false;
  private inFlight = 0;
  private lastBatch = 0;
  /** How long the writer takes for a batch, and a turn from its first append to its end; smoothed. */
  private batchMs = 0;
  private turnMs = 0;
  private earlyInTurn = 0;
  private lastOutcome = NO_OUTCOME;
  private stopped: Error | undefined;
  private onIdle: (() => void)[] = [];

  constructor(owner: QueueOwner) {
    this.owner = owner;
  }

  append(append: EncodedAppend): Promise<Appended> {
    const refusal = this.refusalOf(append.chars);
    if (refusal) return Promise.reject(refusal);
    return new Promise((resolve, reject) => {
      this.push(append, { together: 1, position: 0 }, resolve, reject);
      this.sendEarly();
    });
  }

  /** Appends to different streams that are all written, or none: see `AtomicAppends`. */
  appendTogether(appends: readonly EncodedAppend[], position: Position): Promise<Appended[]> {
    const refusal = this.refusalOf(appends.reduce((chars, append) => chars + append.chars, 0));
    if (refusal) return Promise.reject(refusal);
    const answers = appends.map((append, n) => {
      const place = n === 0 ? { together: appends.length, position } : { together: 0, position: 0 };
      return new Promise<Appended>((resolve, reject) => this.push(append, place, resolve, reject));
    });
    this.sendEarly();
    return Promise.all(answers);
  }

  private refusalOf(chars: number): Error | undefined {
    if (this.stopped) return this.stopped;
    if (this.waiting.length < MAX_WAITING_APPENDS && this.waitingChars + chars <= MAX_WAITING_CHARS) return undefined;
    return new StoreUnavailableError('too many appends are waiting for the disk');
  }

  private push(
    { stream, expected, events, records, chars }: EncodedAppend,
    place: Pick<BatchAppend, 'together' | 'position'>,
    resolve: Waiting['resolve'],
    reject: Waiting['reject'],
  ): void {
    const revision = expected === 'none' ? EXPECT_NONE : expected === 'any' ? EXPECT_ANY : expected;
    const outcomes = revision === EXPECT_ANY ? undefined : this.outcomesOf(stream, revision, records.length);
    this.waiting.push({
      stream,
      expected: revision,
      outcome: outcomes?.own.number ?? NO_OUTCOME,
      buildsOn: NO_OUTCOME,
      together: place.together,
      position: place.position,
      records,
      asked: expected,
      events,
      chars,
      outcomes,
      resolve,
      reject,
    });
    this.waitingChars += chars;
    if (place.together > 0) this.waitingCount++;
    this.eventsUnderWay += records.length;
  }

  private sendEarly(): void {
    if (!this.scheduled) this.schedule(performance.now());
    if (!this.isEarly()) return;
    this.earlyInTurn++;
    void this.send(this.take());
  }

  /** Refuses further appends with `error`, and resolves when those under way have been answered. */
  async stop(error: Error): Promise<void> {
    this.stopped ??= error;
    if (this.waiting.length > 0 || this.inFlight > 0) await new Promise<void>((resolve) => this.onIdle.push(resolve));
  }

  private outcomesOf(stream: string, expected: number, count: number): Waiting['outcomes'] {
    const basis = this.outcomes.get(outcomeKey(stream, expected));
    const key = outcomeKey(stream, expected + count);
    let own = this.outcomes.get(key);
    if (own === undefined) {
      own = { number: ++this.lastOutcome, underWay: 0, written: false };
      this.outcomes.set(key, own);
    }
    own.underWay++;
    return { own, basis };
  }

  /** After the callbacks of this turn of the event loop, so that what they append goes along. */
  private schedule(turnBegunAt?: number): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.earlyInTurn = 0;
      if (turnBegunAt !== undefined) this.turnMs = smoothed(this.turnMs, performance.now() - turnBegunAt);
      while (this.maySend()) void this.send(this.take());
    });
  }

  /** Limited for each turn: answers that lead to appends, which lead to answers, would keep the turn from ending. */
  private isEarly(): boolean {
    return (
      this.inFlight < BATCHES_IN_FLIGHT &&
      this.earlyInTurn < BATCHES_IN_FLIGHT &&
      this.waitingCount >= Math.max(EARLY_APPENDS, this.lastBatch / 2) &&
      this.batchMs < EARLY_WITHIN_TURNS * this.turnMs
    );
  }

  /** One batch in flight lets most appends share a sync; when many wait, two keep both threads busy. */
  private maySend(): boolean {
    const { waitingCount, inFlight } = this;
    return inFlight === 0 ? waitingCount > 0 : inFlight < BATCHES_IN_FLIGHT && waitingCount >= OVERLAP_APPENDS;
  }

  private take(): Waiting[] {
    const most = Math.min(
      Math.max(OVERLAP_APPENDS, Math.ceil(this.waitingCount / BATCHES_IN_FLIGHT)),
      MAX_BATCH_APPENDS,
    );
    let end = 0;
    let count = 0;
    let chars = 0;
    for (; end < this.waiting.length; end++) {
      const append = this.waiting[end]!;
      const isNext = append.together > 0;
      if (isNext && (count === most || chars >= MAX_BATCH_CHARS)) break;
      if (isNext) count++;
      chars += append.chars;
    }
    this.waitingChars -= chars;
    this.waitingCount -= count;
    this.lastBatch = count;
    return this.waiting.splice(0, end);
  }

  private async send(taken: Waiting[]): Promise<void> {
    this.inFlight++;
    try {
      for (const append of taken) {
        const basis = append.outcomes?.basis;
        if (basis && !basis.written) append.buildsOn = basis.number;
      }
      const batch = packBatch(taken);
      const { result, sealed, tookMs } = await this.owner.commit(batch);
      this.batchMs = smoothed(this.batchMs, tookMs);
      this.settle(taken, batch, result);
      this.owner.onCommitted(sealed);
    } catch (error) {
      this.fail(taken, error);
    }
    this.inFlight--;
    if (this.waiting.length > 0) this.schedule();
    else if (this.inFlight === 0) for (const resolve of this.onIdle.splice(0)) resolve();
  }

  private settle(taken: Waiting[], batch: Batch, result: BatchResult): void {
    const { numbers, text, start: textAt } = partsOf(batch);
    let start = textAt;
    let packed = 0;
    for (let i = 0, at = 0; i < taken.length; i++, at += NUMBERS_PER_RESULT) {
      const append = taken[i]!;
      const { stream, events, records } = append;
      const revision = result[at + 1]!;
      const position = result[at + 2]!;
      start += numbers[packed]!;
      packed += NUMBERS_PER_APPEND;
      for (let n = 0; n < records.length; n++) {
        const length = numbers[packed++]!;
        if (result[at] === WRITTEN) {
          this.owner.onWritten(events[n]!, stream, revision - records.length + 1 + n, text, start, length);
        }
        start += length;
      }
      if (result[at] === REFUSED) {
        const isMovedOn = append.expected === EXPECT_ANY || append.expected === revision;
        const refusal = isMovedOn
          ? new PositionTakenError(stream, append.asked, append.position)
          : new ConcurrencyError(stream, append.asked, revision);
        this.reject(append, refusal);
      } else {
        this.finish(append, true);
        append.resolve({ revision, position });
      }
    }
  }

  private fail(taken: Waiting[], error: unknown): void {
    const unwritten = error instanceof BatchFailure && error.outcome === 'unwritten';
    const message = error instanceof Error ? error.message : String(error);
    const failure = unwritten
      ? new StoreUnavailableError(`the log could not be written: ${message}`, { cause: error })
      : new UnknownOutcomeError(`the log's last write may or may not have happened: ${message}`, { cause: error });
    for (const append of taken) this.reject(append, failure);
    this.owner.onRefused(failure, !unwritten);
    if (unwritten) return;
    this.stopped ??= new StoreUnavailableError(`the log takes no more appends until it is reopened: ${message}`, {
      cause: error,
    });
    for (const append of this.waiting.splice(0)) this.reject(append, this.stopped);
    this.waitingChars = 0;
    this.waitingCount = 0;
  }

  private reject(append: Waiting, error: Error): void {
    this.finish(append, false);
    append.reject(error);
  }

  private finish({ stream, expected, records, outcomes }: Waiting, written: boolean): void {
    this.eventsUnderWay -= records.length;
    if (!outcomes) return;
    const { own } = outcomes;
    own.written ||= written;
    if (--own.underWay === 0) this.outcomes.delete(outcomeKey(stream, expected + records.length));
  }
}

function smoothed(before: number, newest: number): number {
  return before + NEWEST_SHARE * (newest - before);
}

function outcomeKey(stream: string, revision: number): string {
  return `${revision} ${stream}`;
}

import {
  type Appended,
  ConcurrencyError,
  type ExpectedRevision,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '../event-store.ts';
import {
  type Batch,
  type BatchAppend,
  BatchFailure,
  type BatchResult,
  EXPECT_ANY,
  EXPECT_NONE,
  NO_OUTCOME,
  NUMBERS_PER_RESULT,
  packBatch,
  REFUSED,
  WRITTEN,
} from './batch.ts';

/** A batch holds at most this many appends … */
const MAX_BATCH_APPENDS = 1024;
/** … or this much text: what is synced at once, and copied to the writer at once. */
const MAX_BATCH_CHARS = 4 * 1024 * 1024;
/** Appends beyond this many waiting, or this much text, are turned away: the disk is far behind. */
export const MAX_WAITING_APPENDS = 100_000;
export const MAX_WAITING_CHARS = 256 * 1024 * 1024;

/** What appends that would leave a stream at the same revision came to, as long as one of them is under way. */
interface Outcome {
  underWay: number;
  written: boolean;
  /** Why the last of them failed. */
  failure: Error | undefined;
  /** Its number in the batch that is being packed. */
  number: number;
}

interface Waiting {
  stream: string;
  expected: ExpectedRevision;
  records: string[];
  chars: number;
  outcome: Outcome | undefined;
  buildsOn: Outcome | undefined;
  resolve(appended: Appended): void;
  reject(error: Error): void;
}

export interface QueueOwner {
  /** Writes and syncs a batch in one transaction. */
  commit(batch: Batch): Promise<BatchResult>;
  /** Called for every append that was written, in the log's order, before its caller hears of it. */
  onWritten(stream: string, revision: number, records: string[]): void;
  /** Called once after a batch was written. */
  onCommitted(): void;
}

/**
 * Group commit: appends wait while a batch is being written, then go out together, so that one sync serves them all.
 * Keeps their order, and refuses an append that builds on a refused one.
 */
export class AppendQueue {
  private readonly owner: QueueOwner;
  private readonly outcomes = new Map<string, Outcome>();
  private waiting: Waiting[] = [];
  private waitingChars = 0;
  private scheduled = false;
  private inFlight = false;
  private stopped: Error | undefined;
  private onIdle: (() => void)[] = [];

  constructor(owner: QueueOwner) {
    this.owner = owner;
  }

  append(stream: string, expected: ExpectedRevision, records: string[], chars: number): Promise<Appended> {
    if (this.stopped) return Promise.reject(this.stopped);
    if (this.waiting.length >= MAX_WAITING_APPENDS || this.waitingChars + chars > MAX_WAITING_CHARS) {
      return Promise.reject(new StoreUnavailableError('too many appends are waiting for the disk'));
    }
    return new Promise((resolve, reject) => {
      const numbered = typeof expected === 'number' ? expected : expected === 'none' ? -1 : undefined;
      const append: Waiting = {
        stream,
        expected,
        records,
        chars,
        outcome: undefined,
        buildsOn: undefined,
        resolve,
        reject,
      };
      if (numbered !== undefined) {
        append.buildsOn = this.outcomes.get(outcomeKey(stream, numbered));
        append.outcome = this.outcomeOf(stream, numbered + records.length);
      }
      this.waiting.push(append);
      this.waitingChars += chars;
      this.schedule();
    });
  }

  /** Refuses further appends with `error`, and resolves when those under way have been answered. */
  async stop(error: Error): Promise<void> {
    this.stopped ??= error;
    if (this.waiting.length > 0 || this.inFlight) await new Promise<void>((resolve) => this.onIdle.push(resolve));
  }

  private outcomeOf(stream: string, revision: number): Outcome {
    const key = outcomeKey(stream, revision);
    let outcome = this.outcomes.get(key);
    if (outcome === undefined) {
      outcome = { underWay: 0, written: false, failure: undefined, number: NO_OUTCOME };
      this.outcomes.set(key, outcome);
    }
    outcome.underWay++;
    return outcome;
  }

  /** After the callbacks of this turn of the event loop, so that what they append goes along. */
  private schedule(): void {
    if (this.scheduled || this.inFlight) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      void this.flush();
    });
  }

  private async flush(): Promise<void> {
    const { taken, outcomes } = this.take();
    if (taken.length > 0) {
      this.inFlight = true;
      try {
        this.settle(taken, await this.owner.commit(pack(taken, outcomes)));
        this.owner.onCommitted();
      } catch (error) {
        this.fail(taken, error);
      }
      this.inFlight = false;
    }
    if (this.waiting.length > 0) return this.schedule();
    for (const resolve of this.onIdle.splice(0)) resolve();
  }

  /** The appends of the next batch, and how many outcomes they have; those that build on a failed one fail here. */
  private take(): { taken: Waiting[]; outcomes: number } {
    const taken: Waiting[] = [];
    let outcomes = 0;
    let chars = 0;
    let next = 0;
    while (next < this.waiting.length && taken.length < MAX_BATCH_APPENDS && chars < MAX_BATCH_CHARS) {
      const append = this.waiting[next++]!;
      const { outcome, buildsOn } = append;
      this.waitingChars -= append.chars;
      // What it builds on was issued before: it was written, or goes along in this batch, or failed.
      if (buildsOn && !buildsOn.written && buildsOn.number === NO_OUTCOME) {
        this.reject(append, failureAfter(append, buildsOn.failure!));
        continue;
      }
      if (outcome?.number === NO_OUTCOME) outcome.number = outcomes++;
      taken.push(append);
      chars += append.chars;
    }
    this.waiting = this.waiting.slice(next);
    return { taken, outcomes };
  }

  private settle(taken: Waiting[], result: BatchResult): void {
    for (let i = 0, at = 0; i < taken.length; i++, at += NUMBERS_PER_RESULT) {
      const append = taken[i]!;
      const { stream, records } = append;
      const revision = result[at + 1]!;
      const position = result[at + 2]!;
      if (result[at] === REFUSED) {
        this.reject(append, new ConcurrencyError(stream, append.expected, revision));
        continue;
      }
      if (result[at] === WRITTEN) this.owner.onWritten(stream, revision - records.length + 1, records);
      this.finish(append, undefined);
      append.resolve({ revision, position });
    }
  }

  private fail(taken: Waiting[], error: unknown): void {
    const unwritten = error instanceof BatchFailure && error.outcome === 'unwritten';
    const message = error instanceof Error ? error.message : String(error);
    const failure = unwritten
      ? new StoreUnavailableError(`the log could not be written: ${message}`, { cause: error })
      : new UnknownOutcomeError(`the log's last write may or may not have happened: ${message}`, { cause: error });
    for (const append of taken) this.reject(append, failure);
    if (unwritten) return;
    this.stopped ??= new StoreUnavailableError(`the log takes no more appends until it is reopened: ${message}`, {
      cause: error,
    });
    for (const append of this.waiting.splice(0)) this.reject(append, this.stopped);
    this.waitingChars = 0;
  }

  private reject(append: Waiting, error: Error): void {
    this.finish(append, error);
    append.reject(error);
  }

  private finish({ stream, expected, records, outcome }: Waiting, failure: Error | undefined): void {
    if (!outcome) return;
    if (failure) outcome.failure = failure;
    else outcome.written = true;
    if (--outcome.underWay > 0) return;
    const from = typeof expected === 'number' ? expected : -1;
    this.outcomes.delete(outcomeKey(stream, from + records.length));
  }
}

function outcomeKey(stream: string, revision: number): string {
  return `${revision} ${stream}`;
}

function failureAfter({ stream, expected }: Waiting, failure: Error): Error {
  return failure instanceof ConcurrencyError ? new ConcurrencyError(stream, expected, failure.actual) : failure;
}

function pack(taken: Waiting[], outcomes: number): Batch {
  const appends = taken.map(({ stream, expected, records, outcome, buildsOn }): BatchAppend => {
    return {
      stream,
      expected: expected === 'none' ? EXPECT_NONE : expected === 'any' ? EXPECT_ANY : expected,
      outcome: outcome?.number ?? NO_OUTCOME,
      // What was written by an earlier batch needs no check.
      buildsOn: buildsOn && !buildsOn.written ? buildsOn.number : NO_OUTCOME,
      records,
    };
  });
  for (const { outcome } of taken) if (outcome) outcome.number = NO_OUTCOME;
  return packBatch(appends, outcomes);
}

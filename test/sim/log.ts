import {
  type Appended,
  ConcurrencyError,
  type ExpectedRevision,
  type LoggedEvent,
  logged,
  type NewEvent,
  type Position,
  START,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '../../event-store/event-store.ts';
import type { Random } from './random.ts';
import type { Scheduler } from './scheduler.ts';

/** What tasks are given to; the contract suite runs the same log on real time. */
export type Io = Pick<Scheduler, 'after' | 'world'>;

/** 'embedded': a disk of one process, lost with it. 'shared': a server that several processes ask over a network. */
export type EngineKind = 'embedded' | 'shared';

/** Probabilities, each for one batch, append, read or delivery. */
export interface LogFaults {
  /** An append is turned away: too many wait, or the server is choosing another leader. */
  turnedAway: number;
  /** Embedded: the sync fails. What was written may be there or not, and no more is taken until the log is reopened. */
  syncFails: number;
  /** Shared: the answer to an append that was written is lost … */
  answerLost: number;
  /** … or the append itself is … */
  requestLost: number;
  /** … or it arrives long after its caller has given it up. */
  landsLate: number;
  readFails: number;
  /** A batch that a subscriber has accepted comes again. */
  redelivers: number;
  /** A sync takes up to a second. */
  slowSync: number;
}

export const NO_LOG_FAULTS: LogFaults = {
  turnedAway: 0,
  syncFails: 0,
  answerLost: 0,
  requestLost: 0,
  landsLate: 0,
  readFails: 0,
  redelivers: 0,
  slowSync: 0,
};

/** What appends that would leave a stream at one revision came to, while one of them is under way. */
export interface Outcome {
  key: string;
  underWay: number;
  written: boolean;
}

/** A process that uses the log. */
export interface LogHandle {
  /** After a failed sync, until the log is opened again. */
  isBroken: boolean;
  /** Lets the caller know, in the order of the answers, unless its process is gone by then. */
  answer(append: Pending, result: Result): void;
  /** There is something new. */
  wake(): void;
}

/** An append that waits for its sync. */
export interface Pending {
  handle: LogHandle;
  stream: string;
  events: NewEvent[];
  expected: ExpectedRevision;
  outcome?: Outcome;
  buildsOn?: Outcome;
  /** Appends to other streams that are written behind it, all of them or none. */
  others: Pending[];
  /** Where its first event must stand, for one with `others`. */
  position?: Position;
  resolve(appended: Appended): void;
  reject(error: Error): void;
}

/** What became of an append, as far as its caller is told. */
export type Result = { appended: Appended } | { error: Error };

/**
 * A log on a simulated disk. Appends wait for the sync under way, then go out together; an append is there, and is answered,
 * once its sync is done. A crash keeps any first part of what was being synced, whole appends only, and nothing that waited.
 */
export class SimLog {
  /** Durable, in order. Frozen: whoever changes an event that it shares with others is found out. */
  readonly all: LoggedEvent[] = [];
  readonly kind: EngineKind;
  readonly io: Io;
  readonly random: Random;
  faults: LogFaults = NO_LOG_FAULTS;
  /** Cannot be reached. */
  isAway = false;
  /** Takes no appends. */
  isFull = false;
  /** The bug that everything here is about: answers do not wait for the sync. */
  acknowledgesEarly = false;
  /** A bug: it foretells another position than an append gets, and does not notice. */
  foretellsWrongly = false;
  /** Told of each event as it becomes durable. */
  onDurable: (event: LoggedEvent) => void = () => {};
  private readonly streams = new Map<string, LoggedEvent[]>();
  private readonly handles = new Set<LogHandle>();
  private waiting: Pending[] = [];
  private syncing: Pending[] | null = null;
  /** Answered before its sync; part of `all` until a crash takes it away. */
  private unsynced: LoggedEvent[] = [];

  constructor(io: Io, random: Random, kind: EngineKind) {
    this.io = io;
    this.random = random;
    this.kind = kind;
  }

  join(handle: LogHandle): void {
    this.handles.add(handle);
  }

  head(): Position {
    return this.all[this.all.length - 1]?.position ?? START;
  }

  stream(name: string): readonly LoggedEvent[] {
    return this.streams.get(name) ?? [];
  }

  after(position: Position, limit: number): LoggedEvent[] {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.all[middle]!.position <= position) low = middle + 1;
      else high = middle;
    }
    return this.all.slice(low, low + limit);
  }

  /** Where the next event will stand, if all that was taken is written. */
  nextPosition(): Position {
    const underWay = [...(this.syncing ?? []), ...this.waiting].flatMap((append) => [append, ...append.others]);
    const next = this.head() + 1 + underWay.reduce((count, { events }) => count + events.length, 0);
    return this.foretellsWrongly ? next + 1 : next;
  }

  take(append: Pending): void {
    this.waiting.push(append);
    this.startSync();
  }

  release(handle: LogHandle): void {
    this.handles.delete(handle);
  }

  /** The disk loses power, or the server dies: living callers don't know what became of their appends. */
  crash(): void {
    const interrupted = this.syncing ?? [];
    this.syncing = null;
    const surviving = this.random.integer(0, interrupted.length);
    for (const append of interrupted.slice(0, surviving)) this.writeAll(append);
    this.forgetUnsynced();
    for (const append of [...interrupted, ...this.waiting.splice(0)]) {
      answerAll(append, { error: new UnknownOutcomeError('the log went away') });
    }
  }

  private startSync(): void {
    if (this.syncing || this.waiting.length === 0) return;
    const batch: Pending[] = [];
    this.syncing = batch;
    this.io.after(this.io.world, this.random.between(0, 0.5), () => {
      if (this.syncing !== batch) return;
      batch.push(...this.waiting.splice(0, this.random.integer(1, 64)));
      const early = this.acknowledgesEarly ? batch.map((append) => this.writeEarly(append)) : null;
      const syncMs = this.random.chance(this.faults.slowSync)
        ? this.random.between(50, 1_000)
        : this.random.between(0.2, 4);
      this.io.after(this.io.world, syncMs, () => {
        if (this.syncing !== batch) return;
        this.syncing = null;
        if (early) this.unsynced = [];
        else this.settle(batch);
        this.startSync();
      });
    });
  }

  private settle(batch: Pending[]): void {
    const { faults, random } = this;
    if (this.isAway || this.isFull) {
      const why = this.isFull ? 'the disk is full' : 'the log cannot be reached';
      for (const append of batch) answerAll(append, { error: new StoreUnavailableError(why) });
      return;
    }
    if (this.kind === 'embedded' && random.chance(faults.syncFails)) {
      const isThere = random.chance(0.5);
      for (const append of batch) {
        append.handle.isBroken = true;
        if (isThere) this.writeAll(append);
        answerAll(append, { error: new UnknownOutcomeError('the sync failed') });
      }
    } else {
      for (const append of batch) {
        answerAll(append, this.outcomeOf(append));
      }
    }
  }

  private outcomeOf(append: Pending): Result | Result[] {
    const { faults, random } = this;
    const lost = { error: new UnknownOutcomeError('no answer in time') };
    if (random.chance(faults.turnedAway)) return { error: new StoreUnavailableError('not now') };
    if (this.kind === 'embedded') return this.writeAll(append);
    if (random.chance(faults.requestLost)) return lost;
    if (random.chance(faults.landsLate)) {
      this.io.after(this.io.world, random.between(1, 3_000), () => this.write(append));
      return lost;
    }
    const result = this.write(append);
    return random.chance(faults.answerLost) ? lost : result;
  }

  /** Makes an append durable with those that are written together with it, or none of them. */
  private writeAll(append: Pending): Result | Result[] {
    const { others, stream, expected, position } = append;
    if (others.length === 0) return this.write(append);
    const all = [append, ...others];
    const stands = this.foretellsWrongly || position === this.head() + 1;
    if (!stands || !all.every((each) => this.fits(each))) return { error: new ConcurrencyError(stream, expected, -1) };
    return all.map((each) => this.write(each));
  }

  private fits({ stream, expected, buildsOn }: Pending): boolean {
    const wanted = expected === 'none' ? -1 : expected;
    return (!buildsOn || buildsOn.written) && (wanted === 'any' || wanted === this.stream(stream).length - 1);
  }

  /** Makes an append durable, if it is still as its caller expects. */
  private write({ stream, events, expected, buildsOn, outcome }: Pending): Result {
    const known = this.streams.get(stream) ?? [];
    const actual = known.length - 1;
    const refused: Result = { error: new ConcurrencyError(stream, expected, actual) };
    if (buildsOn && !buildsOn.written) return refused;
    const repeated = this.repeatedBy(known, events, expected);
    if (repeated) {
      if (outcome) outcome.written = true;
      return { appended: { revision: repeated.revision, position: repeated.position } };
    }
    if (repeated === null) return refused;
    for (const event of events) {
      const position = this.head() + (this.kind === 'embedded' ? 1 : this.random.integer(1, 300));
      const recorded = logged(deepFreeze({ ...event, stream, revision: known.length, position }));
      known.push(recorded);
      this.all.push(recorded);
      if (this.acknowledgesEarly) this.unsynced.push(recorded);
      else this.onDurable(recorded);
    }
    this.streams.set(stream, known);
    if (outcome) outcome.written = true;
    for (const handle of this.handles) handle.wake();
    const { revision, position } = known[known.length - 1]!;
    return { appended: { revision, position } };
  }

  /** The last event of the append when it is there already; null when it is refused; undefined when it is new. */
  private repeatedBy(
    known: readonly LoggedEvent[],
    events: readonly NewEvent[],
    expected: ExpectedRevision,
  ): LoggedEvent | null | undefined {
    if (expected === 'any') {
      if (this.kind === 'embedded') return undefined;
      // EventStoreDB knows the events of such an append by their ids, and asks for the first alone whether it is new.
      const found = events.map(({ id }) => known.find((event) => event.id === id));
      return found[0] && (found.every((event) => event !== undefined) ? found[found.length - 1] : null);
    }
    const start = expected === 'none' ? 0 : expected + 1;
    if (start === known.length) return undefined;
    const before = known.slice(start, start + events.length);
    const isRepeated = before.length === events.length && before.every(({ id }, n) => id === events[n]!.id);
    return isRepeated ? before[before.length - 1] : null;
  }

  private writeEarly(append: Pending): void {
    answerAll(append, this.writeAll(append));
  }

  private forgetUnsynced(): void {
    for (const { stream } of this.unsynced.splice(0)) {
      this.all.pop();
      this.streams.get(stream)!.pop();
    }
  }
}

function answerAll(append: Pending, results: Result | Result[]): void {
  for (const [n, each] of [append, ...append.others].entries()) {
    each.handle.answer(each, Array.isArray(results) ? results[n]! : results);
  }
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}

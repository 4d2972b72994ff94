import {
  type Appended,
  type AtomicAppends,
  type EventStore,
  type ExpectedRevision,
  type LoggedEvent,
  MAX_BATCH_EVENTS,
  type NewEvent,
  type Position,
  type ReadOptions,
  type StoreStatus,
  StoreUnavailableError,
  type StreamAppend,
  type SubscribeOptions,
  type Subscription,
} from '../../event-store/event-store.ts';
import { checkPosition, checkRevision, checkStreamName, checkTogether, readLimit } from '../../event-store/limits.ts';
import { LogSubscription } from '../../event-store/log-subscription.ts';
import { checkAppend } from '../support/memory-event-store.ts';
import type { LogHandle, Outcome, Pending, Result, SimLog } from './log.ts';
import type { Owner } from './scheduler.ts';

/** One process's way to the log; nothing of it outlives its owner. */
export class SimEventStore implements EventStore, LogHandle {
  isBroken = false;
  private readonly log: SimLog;
  private readonly owner: Owner;
  private readonly outcomes = new Map<string, Outcome>();
  private readonly subscriptions = new Set<LogSubscription>();
  private underWay = 0;
  private answersAtMs = 0;
  private closed = false;
  private onIdle: (() => void)[] = [];

  readonly atomic?: AtomicAppends;

  /** `isAtomic`: whether it takes appends to several streams as one. */
  constructor(log: SimLog, owner: Owner, { isAtomic = false } = {}) {
    this.log = log;
    this.owner = owner;
    log.join(this);
    if (!isAtomic) return;
    this.atomic = {
      nextPosition: () => log.nextPosition(),
      prepare: (appends) => appends,
      append: (appends, position) => this.appendTogether(appends, position),
    };
  }

  /** As an engine's client has noticed. */
  status(): StoreStatus {
    return this.log.isAway ? { available: false, reason: 'away', sinceMs: 0 } : { available: true };
  }

  async append(stream: string, events: NewEvent[], { expected }: { expected: ExpectedRevision }): Promise<Appended> {
    this.checkOpen();
    checkAppend(stream, events, expected);
    if (this.isBroken) throw new StoreUnavailableError('the log takes no more appends until it is reopened');
    return new Promise((resolve, reject) => {
      this.log.take(this.pending({ stream, events, expected }, resolve, reject));
    });
  }

  private async appendTogether(appends: readonly StreamAppend[], position: Position): Promise<Appended[]> {
    this.checkOpen();
    checkTogether(appends);
    for (const { stream, events, expected } of appends) checkAppend(stream, events, expected);
    if (this.isBroken) throw new StoreUnavailableError('the log takes no more appends until it is reopened');
    const all: Pending[] = [];
    const answers = appends.map((append) => {
      return new Promise<Appended>((resolve, reject) => all.push(this.pending(append, resolve, reject)));
    });
    const [first, ...others] = all;
    this.log.take(Object.assign(first!, { others, position }));
    return Promise.all(answers);
  }

  private pending(
    { stream, events, expected }: StreamAppend,
    resolve: Pending['resolve'],
    reject: Pending['reject'],
  ): Pending {
    const copies = JSON.parse(JSON.stringify(events)) as NewEvent[];
    const append: Pending = { handle: this, stream, events: copies, expected, others: [], resolve, reject };
    this.underWay++;
    if (expected !== 'any') {
      const from = expected === 'none' ? -1 : expected;
      append.buildsOn = this.outcomes.get(`${from} ${stream}`);
      append.outcome = this.outcomeOf(`${from + events.length} ${stream}`);
    }
    return append;
  }

  answer(append: Pending, result: Result): void {
    this.later(() => {
      const { outcome } = append;
      if (outcome && --outcome.underWay === 0) this.outcomes.delete(outcome.key);
      this.underWay--;
      if ('appended' in result) append.resolve(result.appended);
      else append.reject(result.error);
      if (this.underWay === 0) for (const resolve of this.onIdle.splice(0)) resolve();
    });
  }

  async read(stream: string, options: ReadOptions = {}): Promise<LoggedEvent[]> {
    this.checkOpen();
    checkStreamName(stream);
    const limit = readLimit(options.limit);
    const backwards = options.direction === 'backwards';
    if (options.from !== undefined) checkRevision(options.from);
    return this.ask(() => {
      const known = this.log.stream(stream);
      const from = options.from ?? (backwards ? known.length : 0);
      const picked = backwards ? known.slice(0, from + 1).reverse() : known.slice(from);
      return structuredClone(picked.slice(0, limit));
    });
  }

  async readAll({ after, limit }: { after: Position; limit?: number }): Promise<LoggedEvent[]> {
    this.checkOpen();
    checkPosition(after);
    const most = readLimit(limit);
    return this.ask(() => this.log.after(after, most));
  }

  async readAllBackwards({ before, limit }: { before?: Position; limit?: number } = {}): Promise<LoggedEvent[]> {
    this.checkOpen();
    if (before !== undefined) checkPosition(before);
    const most = readLimit(limit);
    return this.ask(() => {
      const { all } = this.log;
      const earlier = before === undefined ? all : all.filter(({ position }) => position < before);
      return structuredClone(earlier.slice(-most).reverse());
    });
  }

  subscribe(options: SubscribeOptions): Subscription {
    this.checkOpen();
    checkPosition(options.after);
    const { log } = this;
    const tail = {
      head: () => log.head(),
      eventsAfter: (after: Position) =>
        this.ask(() => log.after(after, log.random.chance(0.2) ? log.random.integer(1, 5) : MAX_BATCH_EVENTS)),
    };
    const subscription = new LogSubscription(tail, {
      ...options,
      async onBatch(events) {
        await options.onBatch(events);
        if (log.random.chance(log.faults.redelivers)) await options.onBatch(events);
      },
    });
    this.subscriptions.add(subscription);
    return {
      stop: async () => {
        await subscription.stop();
        this.subscriptions.delete(subscription);
      },
    };
  }

  wake(): void {
    this.later(() => {
      for (const subscription of this.subscriptions) subscription.wake();
    });
  }

  async head(): Promise<Position> {
    this.checkOpen();
    return this.ask(() => this.log.head());
  }

  async last(): Promise<LoggedEvent | undefined> {
    this.checkOpen();
    return this.ask(() => this.log.all[this.log.all.length - 1]);
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.underWay > 0) await new Promise<void>((resolve) => this.onIdle.push(resolve));
    for (const subscription of this.subscriptions) await subscription.stop();
    this.log.release(this);
  }

  private ask<Answer>(question: () => Answer): Promise<Answer> {
    const { log, owner } = this;
    return new Promise((resolve, reject) => {
      log.io.after(owner, log.random.between(0.02, 1), () => {
        if (log.isAway || log.random.chance(log.faults.readFails)) {
          reject(new StoreUnavailableError('the log cannot be reached'));
        } else resolve(question());
      });
    });
  }

  private later(run: () => void): void {
    const { log, owner } = this;
    const nowMs = 'nowMs' in log.io ? Number(log.io.nowMs) : 0;
    this.answersAtMs = Math.max(this.answersAtMs, nowMs + log.random.between(0.01, 0.3));
    log.io.after(owner, this.answersAtMs - nowMs, run);
  }

  private outcomeOf(key: string): Outcome {
    let outcome = this.outcomes.get(key);
    if (!outcome) {
      outcome = { key, underWay: 0, written: false };
      this.outcomes.set(key, outcome);
    }
    outcome.underWay++;
    return outcome;
  }

  private checkOpen(): void {
    if (this.closed) throw new StoreUnavailableError('the log is closed');
  }
}

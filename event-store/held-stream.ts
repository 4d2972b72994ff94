import { type Aggregate, acknowledgeOnce, evolveOnce, isNoted, knows } from '../domain/kernel/aggregate.ts';
import type { Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import {
  type Appended,
  type ExpectedRevision,
  type NewEvent,
  type NewerReleaseError,
  type Position,
  type RecordedEvent,
  START,
} from './event-store.ts';
import type { Folded } from './snapshot-keeper.ts';

/** Decisions of one stream that wait for the disk at a time; more are refused as `StoreUnavailableError`. */
export const MAX_IN_FLIGHT_PER_STREAM = 10_000;

export type AnyDecider = Decider<unknown, never, DomainEvent>;

/** One append: the events of a command, or of several that were decided right after one another. */
export interface Group {
  stream: HeldStream;
  events: NewEvent[];
  expected: ExpectedRevision;
  /** Which commands may join it: see `togetherWith` in group-appends.ts. */
  together: string | null;
  commands: number;
  /** The stream's revision once the group is written, unless another process writes first. */
  predicted: number;
  /** The append before it on this stream, if that was not answered yet when this one was issued. */
  builtOn: Group | null;
  failed: boolean;
  /** What the log answers, once the append has been handed to it. */
  answer: Promise<Appended> | null;
  /** Rejects when the append fails. */
  done: Promise<Appended>;
}

/** A stream that the command handler has in memory: its state, and what is on its way to the log. */
export class HeldStream {
  readonly name: string;
  /** The decider that folded the aggregate. */
  decider: AnyDecider | null = null;
  /** Includes the appends in flight; null when it must be folded from the log. */
  aggregate: Aggregate<unknown> | null = null;
  /**
   * Where other processes write to the stream as well: the state of all that is known to be durable, without the appends in flight. After
   * a conflict only what it lacks is read.
   */
  durableCopy: Folded<unknown> | null = null;
  /** What others appended while the stream was being folded: the fold may have read before it. */
  meanwhile: RecordedEvent[] = [];
  loading: Promise<Folded<unknown>> | null = null;
  /** It holds an event of a newer release, and is not folded again before `recheckAtMs` of the monotonic clock. */
  newer: { error: NewerReleaseError; recheckAtMs: number } | null = null;
  /** Commands that wait for the fold, or behind such ones: whoever comes next does not overtake them. */
  entering = 0;
  /** Counted up when an append fails: commands that were decided on top of it are then decided again. */
  generation = 0;
  /** Commands whose appends have not been answered. */
  inFlight = 0;
  /** Appends of unknown outcome that are being sent again. */
  inDoubt = 0;
  /** Takes further commands until the microtasks of this turn are done. */
  open: Group | null = null;
  /** The newest append that has not been answered. */
  newest: Group | null = null;
  /** Appends that have not been answered. */
  readonly underWay = new Set<Promise<Appended>>();
  /** Position of the last event known to be durable. */
  position: Position = START;
  /** Id of the last event in `aggregate`. */
  lastEventId = '';
  /** Revision from which on a snapshot is due; -1 while nothing was folded. */
  nextSnapshot = -1;

  constructor(name: string) {
    this.name = name;
  }

  /** Takes over what was folded from the log. */
  hold(decider: AnyDecider, folded: Folded<unknown>): void {
    Object.assign(this, folded);
    this.decider = decider;
  }

  /** Tells of an event of the log that may be another process's. */
  observe(event: RecordedEvent): void {
    if (this.loading) this.meanwhile.push(event);
    else this.takeIn(event);
  }

  /** Takes in what was observed while the stream was being folded. */
  takeInMeanwhile(): void {
    for (const event of this.meanwhile.splice(0)) this.takeIn(event);
  }

  /** Folds an event of the log into the state. This process's own events are in it already and change nothing. */
  private takeIn(event: RecordedEvent): void {
    const { aggregate, decider } = this;
    this.foldDurable([event], event.position);
    if (!aggregate || !decider) return;
    // Drop the state: the next command folds the stream from the log, and that fold throws NewerReleaseError.
    if (!knows(decider, event.type) && !isNoted(event) && !event.meta.ignorable) this.drop(this.generation);
    else if (decider.concurrency === 'any') acknowledgeOnce(aggregate, event);
    else if (event.revision === aggregate.revision + 1 && this.inFlight === 0) {
      evolveOnce(decider, aggregate, { type: event.type, data: structuredClone(event.data) }, event.meta);
      this.position = event.position;
      this.lastEventId = event.id;
    } else if (event.revision > aggregate.revision) this.drop(this.generation);
  }

  /** Keeps a copy of the state, which holds only what is durable, before anything is decided on top of it. False when it cannot be copied. */
  keepDurable(): boolean {
    const { aggregate, lastEventId, position, nextSnapshot } = this;
    if (!aggregate || this.inFlight > 0) return false;
    try {
      this.durableCopy = { aggregate: structuredClone(aggregate), lastEventId, position, nextSnapshot };
      return true;
    } catch {
      return false;
    }
  }

  /** Folds events of the log into the copy of what is durable; it has those at or below its revision, and lacks none in between. */
  foldDurable(events: readonly (NewEvent & { revision: number })[], position: Position): void {
    const { decider, durableCopy } = this;
    if (!decider || !durableCopy) return;
    for (const event of events) {
      const { aggregate } = durableCopy;
      if (event.revision <= aggregate.revision) continue;
      if (event.revision > aggregate.revision + 1) return;
      try {
        // The state may keep what the event holds, and change it later.
        evolveOnce(decider, aggregate, { type: event.type, data: structuredClone(event.data) }, event.meta);
      } catch {
        // An event of a newer release: whoever folds the stream from the log is told.
        this.durableCopy = null;
        return;
      }
      durableCopy.lastEventId = event.id;
      durableCopy.position = Math.max(durableCopy.position, position);
    }
  }

  /** Resolves when every append issued so far has been answered. Never rejects. */
  settled(): Promise<unknown> {
    return Promise.allSettled(this.underWay);
  }

  /** Waits for the appends under way. True when all that the state of this generation was built on is durable then. */
  async durable(generation: number): Promise<boolean> {
    if (this.inFlight > 0) await this.settled();
    return this.generation === generation;
  }

  /** Drops the state of a generation: it is not what the log holds. */
  drop(generation: number): void {
    if (this.generation !== generation) return;
    this.generation++;
    this.aggregate = null;
  }

  /** Drops all that was folded: the stream is read from the log when next asked for. */
  forget(): void {
    this.drop(this.generation);
    this.durableCopy = null;
  }
}

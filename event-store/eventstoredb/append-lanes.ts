import {
  type Appended,
  ConcurrencyError,
  type ExpectedRevision,
  MAX_APPEND_BYTES,
  MAX_EVENTS_PER_APPEND,
  StoreUnavailableError,
  UnknownOutcomeError,
} from '../event-store.ts';
import type { EncodedEvent } from './append-messages.ts';
import type { AppendAnswer, AppendRequest } from './batch-appender.ts';
import { bytesOf } from './events.ts';
import { AppendFailure, messageOf } from './failures.ts';
import { Outcomes, type Predicted } from './outcomes.ts';

/** Appends that are with the server at a time, of different streams … */
const MAX_IN_FLIGHT = 256;
/** … and their size: what the connection buffers. */
const MAX_IN_FLIGHT_BYTES = 16 * 1024 * 1024;
/** Refuse appends when this many, or this many bytes, wait: the server is far behind. */
const MAX_WAITING_APPENDS = 100_000;
const MAX_WAITING_BYTES = 256 * 1024 * 1024;

interface Waiting extends Predicted {
  events: EncodedEvent[];
  bytes: number;
  /** A repeated append under 'any' must not share a write: the server recognises a repetition by the first id of a write. */
  alone: boolean;
  timer: NodeJS.Timeout | undefined;
  resolve(appended: Appended): void;
  reject(error: Error): void;
}

/** The appends of one stream, in the order of their issue: one write at a time. */
interface Lane {
  stream: string;
  waiting: Waiting[];
  busy: boolean;
  /** How many of the next appends are sent one by one, because a write with all of them was refused. */
  singly: number;
}

export interface LaneOptions {
  send(request: AppendRequest): Promise<AppendAnswer>;
  /** The revision and position of an event that is known to be there. */
  find(stream: string, revision: number): Promise<Appended>;
  /** How long an append waits for its turn: longer than the deadline of the write ahead of it. */
  waitMs: number;
}

/**
 * Keeps the order of appends to one stream, which the server does not promise for writes under way together. Waiting appends that
 * build on each other (or expect nothing) go out in one write, so that one sync of the server serves many commands of a hot stream.
 * Such a write is all or nothing: when the server refuses it, nothing was written, and its appends are sent one by one. An append
 * that builds on a failed one fails too.
 */
export class AppendLanes {
  private readonly options: LaneOptions;
  private readonly outcomes = new Outcomes();
  private readonly lanes = new Map<string, Lane>();
  /** Lanes with something to send, in turn. */
  private readonly ready = new Set<Lane>();
  private scheduled = false;
  private inFlight = 0;
  private inFlightBytes = 0;
  private waitingAppends = 0;
  private waitingBytes = 0;
  private stopped: Error | undefined;
  private onIdle: (() => void)[] = [];

  constructor(options: LaneOptions) {
    this.options = options;
  }

  /**
   * Appends when the stream's earlier appends are done. Rejects with `ConcurrencyError`, with `UnknownOutcomeError`, and with
   * `StoreUnavailableError` when surely nothing was written.
   */
  append(stream: string, expected: ExpectedRevision, events: EncodedEvent[], alone = false): Promise<Appended> {
    if (this.stopped) return Promise.reject(this.stopped);
    const bytes = bytesOf(events);
    if (this.waitingAppends >= MAX_WAITING_APPENDS || this.waitingBytes + bytes > MAX_WAITING_BYTES) {
      return Promise.reject(new StoreUnavailableError('too many appends are waiting for EventStoreDB'));
    }
    return new Promise((resolve, reject) => {
      const predicted = this.outcomes.predict(stream, expected, events.length);
      const waiting: Waiting = { ...predicted, events, bytes, alone, timer: undefined, resolve, reject };
      this.startWaiting(waiting);
      const lane = this.laneOf(stream);
      lane.waiting.push(waiting);
      if (!lane.busy) this.ready.add(lane);
      this.schedule();
    });
  }

  /** Refuses further appends with `error`, and resolves when those under way have been answered. */
  async stop(error: Error): Promise<void> {
    this.stopped ??= error;
    if (this.lanes.size > 0) await new Promise<void>((resolve) => this.onIdle.push(resolve));
  }

  private laneOf(stream: string): Lane {
    let lane = this.lanes.get(stream);
    if (!lane) {
      lane = { stream, waiting: [], busy: false, singly: 0 };
      this.lanes.set(stream, lane);
    }
    return lane;
  }

  private startWaiting(waiting: Waiting): void {
    this.waitingAppends++;
    this.waitingBytes += waiting.bytes;
    waiting.timer = setTimeout(() => this.giveUp(waiting), this.options.waitMs);
  }

  private endWaiting(waiting: Waiting): void {
    this.waitingAppends--;
    this.waitingBytes -= waiting.bytes;
    clearTimeout(waiting.timer);
  }

  private giveUp(waiting: Waiting): void {
    const lane = this.lanes.get(waiting.stream);
    const index = lane?.waiting.indexOf(waiting) ?? -1;
    if (!lane || index < 0) return;
    lane.waiting.splice(index, 1);
    if (index < lane.singly) lane.singly--;
    this.endWaiting(waiting);
    this.fail(waiting, new StoreUnavailableError('EventStoreDB did not take an append in time'));
    this.afterwards(lane);
  }

  /** Sends after the callbacks of this turn of the event loop, so that what they append shares the write. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.sendReady();
    });
  }

  private sendReady(): void {
    for (const lane of this.ready) {
      if (this.inFlight >= MAX_IN_FLIGHT || this.inFlightBytes >= MAX_IN_FLIGHT_BYTES) return;
      this.ready.delete(lane);
      const run = this.take(lane);
      if (run.length > 0) void this.write(lane, run);
      else this.afterwards(lane);
    }
  }

  /** The appends of the lane's next write; those that build on a failed one fail here. */
  private take(lane: Lane): Waiting[] {
    const run: Waiting[] = [];
    let events = 0;
    let bytes = 0;
    let taken = 0;
    for (const next of lane.waiting) {
      const refusal = run.length === 0 ? this.outcomes.refusal(next) : undefined;
      if (refusal) {
        taken++;
        if (lane.singly > 0) lane.singly--;
        this.endWaiting(next);
        this.fail(next, refusal);
        continue;
      }
      events += next.events.length;
      bytes += next.bytes;
      const previous = run[run.length - 1];
      if (previous && (lane.singly > 0 || events > MAX_EVENTS_PER_APPEND || bytes > MAX_APPEND_BYTES)) break;
      if (previous && !goesWith(previous, next)) break;
      taken++;
      run.push(next);
      this.endWaiting(next);
    }
    lane.waiting.splice(0, taken);
    if (run.length > 0 && lane.singly > 0) lane.singly--;
    return run;
  }

  private async write(lane: Lane, run: Waiting[]): Promise<void> {
    const bytes = run.reduce((sum, waiting) => sum + waiting.bytes, 0);
    lane.busy = true;
    this.inFlight++;
    this.inFlightBytes += bytes;
    const events = run.length === 1 ? run[0]!.events : run.flatMap((waiting) => waiting.events);
    try {
      const answer = await this.options
        .send({ stream: lane.stream, expected: run[0]!.expected, events })
        .finally(() => {
          this.inFlight--;
          this.inFlightBytes -= bytes;
          if (this.ready.size > 0) this.schedule();
        });
      this.settle(lane, run, await this.completed(lane.stream, answer));
    } catch (error) {
      // Too large together: each may still fit by itself.
      if (error instanceof RangeError && run.length > 1) this.retrySingly(lane, run);
      else this.failAll(run, error);
    }
    lane.busy = false;
    this.afterwards(lane);
  }

  /** Adds the position of a repeated append, which the server does not always tell. */
  private async completed(stream: string, answer: AppendAnswer): Promise<AppendAnswer> {
    if (!answer.written || answer.position !== undefined) return answer;
    return { ...answer, ...(await this.find(stream, answer.revision)) };
  }

  private async find(stream: string, revision: number): Promise<Appended> {
    try {
      return await this.options.find(stream, revision);
    } catch (error) {
      throw new AppendFailure('unknown', messageOf(error), error);
    }
  }

  private settle(lane: Lane, run: Waiting[], answer: AppendAnswer): void {
    if (answer.written) {
      let revision = answer.revision;
      for (const waiting of run.toReversed()) {
        this.outcomes.finish(waiting, undefined);
        waiting.resolve({ revision, position: answer.position! });
        revision -= waiting.events.length;
      }
      return;
    }
    if (run.length === 1) {
      const { stream, expected } = run[0]!;
      this.fail(run[0]!, new ConcurrencyError(stream, expected, answer.actual));
    } else {
      this.retrySingly(lane, run);
    }
  }

  private retrySingly(lane: Lane, run: Waiting[]): void {
    for (const waiting of run) this.startWaiting(waiting);
    lane.waiting.unshift(...run);
    lane.singly = run.length;
  }

  private failAll(run: Waiting[], error: unknown): void {
    const outcome = error instanceof AppendFailure ? error.outcome : undefined;
    const unwritten = outcome === 'unwritten';
    const failure =
      outcome === undefined
        ? (error as Error)
        : unwritten
          ? new StoreUnavailableError(`EventStoreDB took no append: ${messageOf(error)}`, { cause: error })
          : new UnknownOutcomeError(`the append may or may not have happened: ${messageOf(error)}`, { cause: error });
    for (const waiting of run) this.fail(waiting, failure);
  }

  private fail(waiting: Waiting, error: Error): void {
    this.outcomes.finish(waiting, error);
    const { stream, expected } = waiting;
    // An append that builds on a refused one gets the refusal with its own expected revision.
    const isOther = error instanceof ConcurrencyError && error.expected !== expected;
    waiting.reject(isOther ? new ConcurrencyError(stream, expected, error.actual) : error);
  }

  private afterwards(lane: Lane): void {
    if (lane.busy) return;
    if (lane.waiting.length > 0) {
      this.ready.add(lane);
      this.schedule();
      return;
    }
    this.ready.delete(lane);
    this.lanes.delete(lane.stream);
    if (this.lanes.size > 0) return;
    for (const resolve of this.onIdle.splice(0)) resolve();
  }
}

/** Whether two appends that follow each other can be one write: its success must say the outcome of both. */
function goesWith(previous: Waiting, next: Waiting): boolean {
  if (previous.alone || next.alone) return false;
  if (next.expected === 'any') return previous.expected === 'any';
  return next.buildsOn !== undefined && next.buildsOn === previous.outcome;
}

import { type Aggregate, evolveOnce } from '../domain/kernel/aggregate.ts';
import { assert } from '../domain/kernel/assert.ts';
import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { settleRevision } from '../domain/kernel/seen-commands.ts';
import {
  type Appended,
  type AtomicAppends,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  UnknownOutcomeError,
} from './event-store.ts';
import type { AnyDecider, Group, HeldStream } from './held-stream.ts';

/**
 * Events of commands on one stream that are decided right after one another (a reactor's batch, a flood) share an append,
 * up to this many: it costs little more than the append of one command. If they are too large together, each is appended by itself.
 */
export const MAX_EVENTS_TOGETHER = 200;
/** Times that an append whose outcome is unknown is sent again, with the same ids and expectation. */
export const MAX_APPEND_ATTEMPTS = 5;
const RETRY_BASE_MS = 5;
const RETRY_CAP_MS = 500;

/** Stands in for a group's outcome until its append is made. */
const PENDING: Promise<Appended> = new Promise(() => undefined);

/** Appends the events of commands on held streams; commands of one turn share an append. */
export class GroupAppends {
  private readonly log: EventStore;
  private readonly random: () => number;
  private readonly onAppended: (tookMs: number, events: number) => void;
  /** Groups that are handed to the log when the microtasks of this turn are done. */
  private readonly unsent = new Set<Group>();

  /** `random`: from 0 to 1, for pauses before retries. `onAppended`: how long each append took, and how many events it had. */
  constructor(
    log: EventStore,
    random: () => number,
    onAppended: (tookMs: number, events: number) => void = () => undefined,
  ) {
    this.log = log;
    this.random = random;
    this.onAppended = onAppended;
  }

  /**
   * Folds the decided events into the state at once, and appends them together with those of other commands on this stream that are decided
   * before the microtasks of this turn end. The state is dropped when the append ends at another revision than predicted.
   */
  commit<State, Event extends DomainEvent>(
    decider: Decider<State, never, Event>,
    stream: HeldStream,
    aggregate: Aggregate<State>,
    events: NewEvent<Event>[],
    together: string | null,
  ): Group {
    const { open } = stream;
    const fits = open && open.together === together && open.events.length + events.length <= MAX_EVENTS_TOGETHER;
    let group = together !== null && fits ? open : null;
    if (!group) {
      group = begin(decider, stream, aggregate, together);
      stream.open = together === null ? null : group;
      this.unsent.add(group);
      group.done = this.append(aggregate, group);
      stream.underWay.add(group.done);
    }
    fold(decider, stream, aggregate, group, events);
    return group;
  }

  /** Hands over at once what waits for the end of the turn. */
  flush(): void {
    for (const group of this.unsent) this.send(group);
  }

  /**
   * As `commit`, for a command and what follows from it on other streams: all of it is appended now, as one, from `position` on, after a
   * `flush`. Returns the group of the first; a promise when the log is not ready for it: nothing was done then.
   */
  commitTogether(atomic: AtomicAppends, members: readonly Decided[], position: Position): Group | Promise<unknown> {
    assert(this.unsent.size === 0, 'what was decided before is appended before');
    const prepared = atomic.prepare(
      members.map(({ decider, stream, aggregate, events }) => {
        return { stream: stream.name, events, expected: expectedOf(decider, aggregate) };
      }),
    );
    if (prepared instanceof Promise) return prepared;
    const groups = members.map(({ decider, stream, aggregate, events }) => {
      const group = begin(decider, stream, aggregate, null);
      fold(decider, stream, aggregate, group, events);
      return group;
    });
    const answers = this.timed(atomic.append(prepared, position), groups);
    for (const [n, group] of groups.entries()) {
      const { stream, aggregate } = members[n]!;
      group.answer = answers.then((appended) => appended[n]!);
      group.done = this.append(aggregate, group, false);
      stream.underWay.add(group.done);
      // Its caller hears of a failure by the first group, which fails with it.
      group.done.catch(() => undefined);
    }
    return groups[0]!;
  }

  private async timed(answers: Promise<Appended[]>, groups: readonly Group[]): Promise<Appended[]> {
    const begunAt = performance.now();
    const appended = await answers;
    const events = groups.reduce((count, group) => count + group.events.length, 0);
    this.onAppended(performance.now() - begunAt, events);
    return appended;
  }

  /** Capped exponential backoff with full jitter. */
  pause(attempt: number): Promise<void> {
    const capMs = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** attempt);
    return new Promise((resolve) => setTimeout(resolve, this.random() * capMs));
  }

  /** Hands a group to the log, unless that was done. */
  private send(group: Group): Promise<Appended> {
    const { stream, events, expected } = group;
    this.unsent.delete(group);
    if (stream.open === group) stream.open = null;
    group.answer ??= this.log.append(stream.name, events, { expected });
    return group.answer;
  }

  /** Waits until the microtasks of this turn are done, then appends all that the group holds by then. */
  private async append(aggregate: Aggregate<unknown>, group: Group, mayRepeat = true): Promise<Appended> {
    const { stream } = group;
    const { generation } = stream;
    await null;
    try {
      const appended = mayRepeat ? await this.appendSurely(group) : await group.answer!;
      assert(appended.revision >= group.events.length - 1, 'an append ends where its events end');
      if (appended.position > stream.position) stream.position = appended.position;
      if (stream.durableCopy) stream.foldDurable(numbered(group.events, appended.revision), appended.position);
      if (group.expected === 'any') settleRevisions(aggregate, group.events, appended.revision);
      else if (appended.revision !== group.predicted) stream.drop(generation);
      return appended;
    } catch (error) {
      group.failed = true;
      stream.drop(generation);
      throw error;
    } finally {
      group.builtOn = null;
      if (stream.newest === group) stream.newest = null;
      stream.underWay.delete(group.done);
      stream.inFlight -= group.commands;
    }
  }

  private async appendSurely(group: Group): Promise<Appended> {
    const { stream } = group;
    const begunAt = performance.now();
    for (let attempt = 1; ; attempt++) {
      try {
        const appended = await this.send(group);
        this.onAppended(performance.now() - begunAt, group.events.length);
        return appended;
      } catch (error) {
        if (!(error instanceof UnknownOutcomeError) || attempt === MAX_APPEND_ATTEMPTS) throw error;
        group.answer = null;
        stream.inDoubt++;
        await this.pause(attempt);
        stream.inDoubt--;
        // An append below it was refused meanwhile: another process's events may stand at the revision that this one expects.
        if (group.expected !== 'any' && hasLostItsBasis(group)) throw error;
      }
    }
  }
}

/** What was decided for one stream. */
export interface Decided {
  decider: AnyDecider;
  stream: HeldStream;
  aggregate: Aggregate<unknown>;
  events: NewEvent[];
}

function expectedOf(
  { concurrency }: Pick<AnyDecider, 'concurrency'>,
  { revision }: Aggregate<unknown>,
): ExpectedRevision {
  return concurrency === 'any' ? 'any' : revision < 0 ? 'none' : revision;
}

/** A group without events, the newest of its stream. */
function begin(
  decider: Pick<AnyDecider, 'concurrency'>,
  stream: HeldStream,
  aggregate: Aggregate<unknown>,
  together: string | null,
): Group {
  const group: Group = {
    stream,
    events: [],
    expected: expectedOf(decider, aggregate),
    together,
    commands: 0,
    predicted: -1,
    answer: null,
    done: PENDING,
    builtOn: stream.newest,
    failed: false,
  };
  stream.newest = group;
  return group;
}

/** Adds a command's events to a group, and folds them into the state. */
function fold<State, Event extends DomainEvent>(
  decider: Decider<State, never, Event>,
  stream: HeldStream,
  aggregate: Aggregate<State>,
  group: Group,
  events: readonly NewEvent<Event>[],
): void {
  for (const event of events) {
    group.events.push(event as NewEvent);
    evolveOnce(decider, aggregate, event as unknown as Event, event.meta);
  }
  group.commands++;
  group.predicted = aggregate.revision;
  if (group.expected !== 'any') {
    const before = group.expected === 'none' ? -1 : group.expected;
    assert(group.predicted === before + group.events.length, 'what is appended follows on what was decided upon');
  }
  stream.inFlight++;
  stream.lastEventId = events[events.length - 1]!.id;
}

/**
 * Commands with the same answer may share an append; null: the command gets one of its own. Without a revision check, another process may
 * have appended the same events already, and EventStoreDB recognises a repeated append by its first event alone. So a command that its
 * caller may have sent to two processes stands alone, and reactions share an append only with those of the same reactor.
 */
export function togetherWith(
  { concurrency }: Pick<Decider<unknown, never, never>, 'concurrency'>,
  meta: CommandMeta,
): string | null {
  if (concurrency !== 'any') return '';
  return meta.keyed ? null : (meta.cause?.reactor ?? '');
}

/** Whether an append has failed that the group was decided on top of. */
function hasLostItsBasis(group: Group): boolean {
  for (let basis = group.builtOn; basis; basis = basis.builtOn) if (basis.failed) return true;
  return false;
}

/** The events of an append that ended at a revision, each with its own. */
function numbered(events: readonly NewEvent[], lastRevision: number): (NewEvent & { revision: number })[] {
  return events.map((event, at) => ({ ...event, revision: lastRevision - (events.length - 1 - at) }));
}

/** Remembers the revisions of commands that were appended without a revision check, now that they are known. */
function settleRevisions(aggregate: Aggregate<unknown>, events: readonly NewEvent[], lastRevision: number): void {
  aggregate.revision = Math.max(aggregate.revision, lastRevision);
  for (let i = events.length - 1, revision = lastRevision; i >= 0; i--, revision--) {
    settleRevision(aggregate.seen, events[i]!.meta.commandId, revision); // In the end that of the command's first event.
  }
}

import { type Aggregate, evolveOnce } from '../domain/kernel/aggregate.ts';
import { assert } from '../domain/kernel/assert.ts';
import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { settleRevision } from '../domain/kernel/seen-commands.ts';
import { type Appended, type EventStore, type NewEvent, UnknownOutcomeError } from './event-store.ts';
import type { Group, HeldStream } from './held-stream.ts';

/**
 * Events of commands on one stream that are decided right after one another (a reactor's batch, a flood) share an append,
 * up to this many: it costs little more than the append of one command. If they are too large together, each is appended by itself.
 */
export const MAX_EVENTS_TOGETHER = 200;
/** Times that an append whose outcome is unknown is sent again, with the same ids and expectation. */
export const MAX_APPEND_ATTEMPTS = 5;
const RETRY_BASE_MS = 5;
const RETRY_CAP_MS = 500;

/** Stands in for a group's outcome until its append is issued. */
const PENDING: Promise<Appended> = new Promise(() => undefined);

/** Appends the events of commands on held streams; commands of one turn share an append. */
export class GroupAppends {
  private readonly log: EventStore;
  private readonly random: () => number;
  private readonly onAppended: (tookMs: number, events: number) => void;

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
    let group = stream.open;
    const fits = group && group.together === together && group.events.length + events.length <= MAX_EVENTS_TOGETHER;
    if (!group || !fits || together === null) {
      const { revision } = aggregate;
      const expected = decider.concurrency === 'any' ? 'any' : revision < 0 ? 'none' : revision;
      group = {
        events: [],
        expected,
        together,
        commands: 0,
        predicted: -1,
        done: PENDING,
        builtOn: stream.newest,
        failed: false,
      };
      stream.newest = group;
      group.done = this.append(stream, aggregate, group);
      stream.underWay.add(group.done);
      stream.open = together === null ? null : group;
    }
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
    return group;
  }

  /** Capped exponential backoff with full jitter. */
  pause(attempt: number): Promise<void> {
    const capMs = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** attempt);
    return new Promise((resolve) => setTimeout(resolve, this.random() * capMs));
  }

  /** Waits until the microtasks of this turn are done, then appends all that the group holds by then. */
  private async append(stream: HeldStream, aggregate: Aggregate<unknown>, group: Group): Promise<Appended> {
    const { generation } = stream;
    await null;
    if (stream.open === group) stream.open = null;
    try {
      const appended = await this.appendSurely(stream, group);
      assert(appended.revision >= group.events.length - 1, 'an append ends where its events end');
      if (appended.position > stream.position) stream.position = appended.position;
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

  private async appendSurely(stream: HeldStream, group: Group): Promise<Appended> {
    const { events, expected } = group;
    const begunAt = performance.now();
    for (let attempt = 1; ; attempt++) {
      try {
        const appended = await this.log.append(stream.name, events, { expected });
        this.onAppended(performance.now() - begunAt, events.length);
        return appended;
      } catch (error) {
        if (!(error instanceof UnknownOutcomeError) || attempt === MAX_APPEND_ATTEMPTS) throw error;
        stream.inDoubt++;
        await this.pause(attempt);
        stream.inDoubt--;
        // An append below it was refused meanwhile: another process's events may stand at the revision that this one expects.
        if (expected !== 'any' && hasLostItsBasis(group)) throw error;
      }
    }
  }
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

/** Remembers the revisions of commands that were appended without a revision check, now that they are known. */
function settleRevisions(aggregate: Aggregate<unknown>, events: readonly NewEvent[], lastRevision: number): void {
  aggregate.revision = Math.max(aggregate.revision, lastRevision);
  for (let i = events.length - 1, revision = lastRevision; i >= 0; i--, revision--) {
    settleRevision(aggregate.seen, events[i]!.meta.commandId, revision); // In the end that of the command's first event.
  }
}

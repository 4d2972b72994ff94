import { type Aggregate, evolveOnce } from '../domain/kernel/aggregate.ts';
import { assert } from '../domain/kernel/assert.ts';
import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { settleRevision } from '../domain/kernel/seen-commands.ts';
import { type Appended, type EventStore, type NewEvent, UnknownOutcomeError } from './event-store.ts';
import type { Group, HeldStream } from './held-stream.ts';

/**
 * Events of commands on one stream that are decided right after one another (a reactor's batch, a flood) share an append,
 * up to this many: it costs little more than one command's. Should they be too large together, each is appended by itself.
 */
export const MAX_EVENTS_TOGETHER = 200;
/** Times that an append whose outcome is unknown is sent again, with the same ids and expectation. */
export const MAX_APPEND_ATTEMPTS = 5;
const RETRY_BASE_MS = 5;
const RETRY_CAP_MS = 500;

/** Until a group's append has been issued. */
const PENDING: Promise<Appended> = new Promise(() => undefined);

/** Appends what commands on held streams decide, those of one turn together. */
export class GroupAppends {
  private readonly log: EventStore;
  private readonly random: () => number;

  /** `random`: from 0 to 1, for pauses before retries. */
  constructor(log: EventStore, random: () => number) {
    this.log = log;
    this.random = random;
  }

  /**
   * Folds what was decided in at once, and appends it along with what else this stream's commands lead to before the
   * microtasks of this turn are done. The state is dropped when the log says otherwise than predicted.
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

  /** Appends what the group has come to hold when the microtasks of this turn are done. */
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
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.log.append(stream.name, events, { expected });
      } catch (error) {
        if (!(error instanceof UnknownOutcomeError) || attempt === MAX_APPEND_ATTEMPTS) throw error;
        stream.inDoubt++;
        await this.pause(attempt);
        stream.inDoubt--;
        // What it was decided on was refused meanwhile, and another process's events may stand where it expects that.
        if (expected !== 'any' && hasLostItsBasis(group)) throw error;
      }
    }
  }
}

/**
 * With which others a command's events may share an append; null for none. Without a revision check another process may have
 * appended the same events already, which EventStoreDB finds out by the first of an append alone: nothing new goes ahead of
 * a command that its caller may have sent to two processes, or of a reaction that two may carry out.
 */
export function togetherWith(
  { concurrency }: Pick<Decider<unknown, never, never>, 'concurrency'>,
  meta: CommandMeta,
): string | null {
  if (concurrency !== 'any') return '';
  return meta.keyed ? null : (meta.cause?.reactor ?? '');
}

/** Whether one of the appends that it was decided on top of has failed. */
function hasLostItsBasis(group: Group): boolean {
  for (let basis = group.builtOn; basis; basis = basis.builtOn) if (basis.failed) return true;
  return false;
}

/** Says where the events of commands stand that were appended without a revision check. */
function settleRevisions(aggregate: Aggregate<unknown>, events: readonly NewEvent[], lastRevision: number): void {
  aggregate.revision = Math.max(aggregate.revision, lastRevision);
  for (let i = events.length - 1, revision = lastRevision; i >= 0; i--, revision--) {
    settleRevision(aggregate.seen, events[i]!.meta.commandId, revision); // In the end that of the command's first event.
  }
}

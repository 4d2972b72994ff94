import { LRUCache } from 'lru-cache';
import {
  type Aggregate,
  acknowledgeOnce,
  decideOnce,
  evolveOnce,
  isNoted,
  type SeenCommand,
} from '../domain/kernel/aggregate.ts';
import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent, EventMeta } from '../domain/kernel/event.ts';
import { uuidV5 } from '../domain/kernel/ids.ts';
import {
  type Appended,
  ConcurrencyError,
  type EventStore,
  type ExpectedRevision,
  type NewEvent,
  type Position,
  type RecordedEvent,
  START,
  StoreUnavailableError,
  UnknownOutcomeError,
} from './event-store.ts';
import { foldStream } from './fold.ts';
import { type Folded, SNAPSHOT_EVERY, SnapshotKeeper } from './snapshot-keeper.ts';
import type { SnapshotStore } from './snapshots.ts';

/** Streams whose state is kept in memory; the least recently used go first and are folded again when needed. */
export const MAX_CACHED_STREAMS = 50_000;
/** Decisions of one stream that wait for the disk at a time; more are refused as `StoreUnavailableError`. */
export const MAX_IN_FLIGHT_PER_STREAM = 10_000;
/**
 * Events of commands on one stream that are decided right after one another (a reactor's batch, a flood) share an append,
 * up to this many: it costs little more than one command's. Should they be too large together, each is appended by itself.
 */
export const MAX_EVENTS_TOGETHER = 200;
/** Times that a command is decided anew because another process wrote to its stream first. */
export const MAX_DECISIONS = 12;
/** Times that an append whose outcome is unknown is sent again, with the same ids and expectation. */
export const MAX_APPEND_ATTEMPTS = 5;
const RETRY_BASE_MS = 5;
const RETRY_CAP_MS = 500;

export interface Handled<Event extends DomainEvent, State> {
  /** What the command led to: the events of its first run when it is a repetition; [] when there was nothing to do. */
  events: NewEvent<Event>[];
  /** Revision of the stream and position of the log at which all of this is durable. */
  revision: number;
  position: Position;
  repeated: boolean;
  /** The stream's state now, later commands included. Read it at once and don't keep it: the handler goes on using it. */
  state: Readonly<State>;
}

export interface CommandHandler {
  /**
   * Decides a command against a stream and makes the outcome durable.
   * The same `meta.commandId` with the same input counts once and gets the first outcome again.
   * Throws `DomainError` for a broken rule, `StoreUnavailableError` or `UnknownOutcomeError` when the log does not answer.
   */
  handle<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    stream: string,
    command: Command,
    meta: CommandMeta,
  ): Promise<Handled<Event, State>>;
  /** The stream's state, durable up to the moment of the call. Read it at once and don't keep it. */
  load<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    stream: string,
  ): Promise<{ state: Readonly<State>; revision: number }>;
  /**
   * Tells of events in the log, in its order, so that streams that other processes write to are current here as well.
   * Needed where several processes share a log; the own events change nothing.
   */
  observe(events: readonly RecordedEvent[]): void;
}

/** One append: the events of a command, or of several that were decided right after one another. */
interface Group {
  events: NewEvent[];
  /** Which commands may join it: see `togetherWith`. */
  together: string | null;
  commands: number;
  /** Of the stream when all of it is written, unless other writers come between. */
  predicted: number;
  /** Rejects when the append fails. */
  done: Promise<Appended>;
}

/** A stream in memory. */
interface Slot {
  /** What the aggregate was folded with. */
  decider: Decider<unknown, never, DomainEvent> | null;
  /** Includes the appends in flight; null when it must be folded from the log. */
  aggregate: Aggregate<unknown> | null;
  /** What others appended while the stream was being folded: the fold may have read before it. */
  meanwhile: RecordedEvent[];
  loading: Promise<Folded<unknown>> | null;
  /** Counted up when an append failed: whatever was decided on top of it is decided again. */
  generation: number;
  /** Commands whose appends have not been answered. */
  inFlight: number;
  /** Appends of unknown outcome that are being sent again. */
  inDoubt: number;
  /** Takes further commands until the microtasks of this turn are done. */
  open: Group | null;
  /** Appends that have not been answered. */
  underWay: Set<Promise<Appended>>;
  /** Position of the last event known to be durable. */
  position: Position;
  /** Id of the last event in `aggregate`. */
  lastEventId: string;
  /** Revision from which on a snapshot is due; -1 while nothing was folded. */
  nextSnapshot: number;
}

export interface CommandHandlerOptions {
  /** Where the states of long streams are kept between folds; without it every fold is from the start. */
  snapshots?: SnapshotStore;
  /** Events of a stream from one snapshot to the next, at least; default SNAPSHOT_EVERY. */
  snapshotEvery?: number;
  /** From 0 to 1, for pauses before retries. */
  random?: () => number;
  /** Told when a snapshot could not be saved or used; commands are not affected. */
  onFault?: (error: Error) => void;
}

/**
 * The command handler over an event store. Commands on one stream are decided one after the other in this process, each
 * against the state that includes the appends still in flight, so that one disk sync serves many of them. An outcome is
 * given out only when all it was built on is durable; when an append fails, everything decided on top of it is decided again.
 */
export function createCommandHandler(log: EventStore, options: CommandHandlerOptions = {}): CommandHandler {
  const { random = Math.random, snapshots, snapshotEvery = SNAPSHOT_EVERY, onFault = () => undefined } = options;
  const keeper = snapshots ? new SnapshotKeeper(snapshots, snapshotEvery, onFault) : null;
  const slots = new LRUCache<string, Slot>({ max: MAX_CACHED_STREAMS });

  function slotOf(stream: string): Slot {
    let slot = slots.get(stream);
    if (!slot) {
      slot = {
        decider: null,
        aggregate: null,
        loading: null,
        meanwhile: [],
        generation: 0,
        inFlight: 0,
        inDoubt: 0,
        open: null,
        underWay: new Set(),
        position: START,
        lastEventId: '',
        nextSnapshot: -1,
      };
      slots.set(stream, slot);
    }
    return slot;
  }

  async function fold(decider: Decider<unknown, never, DomainEvent>, stream: string, slot: Slot) {
    await settled(slot);
    return foldStream(log, decider, stream, { keeper, isLong: slot.nextSnapshot >= snapshotEvery });
  }

  /** Keeps a copy of the state, when one is due, to be saved as soon as all in it is durable. */
  function snapshot(decider: Decider<never, never, never>, stream: string, slot: Slot, aggregate: Aggregate<unknown>) {
    if (!keeper || aggregate.revision < slot.nextSnapshot) return;
    const { generation } = slot;
    slot.nextSnapshot = keeper.take(decider, stream, aggregate, slot.lastEventId, async () =>
      (await durable(slot, generation)) ? slot.position : null,
    );
  }

  /** What is held of a stream that others append to as well may lack some of theirs: its snapshots are folded from the log. */
  function snapshotAnew(decider: Decider<unknown, never, DomainEvent>, stream: string, slot: Slot): void {
    if (!keeper?.isReady() || !slot.aggregate || slot.aggregate.revision < slot.nextSnapshot) return;
    slot.nextSnapshot = slot.aggregate.revision + snapshotEvery;
    foldStream(log, decider, stream, { keeper, isLong: true }).then(
      ({ aggregate, lastEventId, position }) =>
        keeper.take(decider, stream, aggregate, lastEventId, async () => position),
      onFault,
    );
  }

  /** Takes an event of the log into a stream that is held in memory; the own ones change nothing. */
  function takeIn(slot: Slot, event: RecordedEvent): void {
    const { aggregate, decider } = slot;
    if (!aggregate || !decider) return;
    if (decider.concurrency === 'any') acknowledgeOnce(aggregate, event);
    else if (event.revision === aggregate.revision + 1 && slot.inFlight === 0) {
      evolveOnce(decider, aggregate, { type: event.type, data: structuredClone(event.data) }, event.meta);
      slot.position = event.position;
      slot.lastEventId = event.id;
    } else if (event.revision > aggregate.revision) drop(slot, slot.generation);
  }

  async function loaded<State>(decider: Decider<State, never, never>, stream: string, slot: Slot) {
    while (!slot.aggregate) {
      const generation = slot.generation;
      if (!slot.loading) {
        slot.meanwhile = [];
        slot.loading = fold(decider as unknown as Decider<unknown, never, DomainEvent>, stream, slot).finally(() => {
          slot.loading = null;
        });
      }
      const folded = await slot.loading;
      if (slot.generation !== generation || slot.aggregate) continue;
      Object.assign(slot, folded);
      slot.decider = decider as unknown as Slot['decider'];
      snapshot(decider as never, stream, slot, folded.aggregate);
      for (const event of slot.meanwhile.splice(0)) takeIn(slot, event);
    }
    return slot.aggregate as Aggregate<State>;
  }

  /** Resolves when every append issued so far has been answered. Never rejects. */
  function settled(slot: Slot): Promise<unknown> {
    return Promise.allSettled(slot.underWay);
  }

  /** True when all that the slot's state was built on at the time of the call has become durable. */
  async function durable(slot: Slot, generation: number): Promise<boolean> {
    if (slot.inFlight > 0) await settled(slot);
    return slot.generation === generation;
  }

  function drop(slot: Slot, generation: number): void {
    if (slot.generation !== generation) return;
    slot.generation++;
    slot.aggregate = null;
  }

  async function appendSurely(stream: string, slot: Slot, events: NewEvent[], expected: ExpectedRevision) {
    const { generation } = slot;
    for (let attempt = 1; ; attempt++) {
      try {
        return await log.append(stream, events, { expected });
      } catch (error) {
        if (!(error instanceof UnknownOutcomeError) || attempt === MAX_APPEND_ATTEMPTS) throw error;
        slot.inDoubt++;
        await pause(attempt, random);
        slot.inDoubt--;
        // What it was decided on was refused meanwhile, and another process's events may stand where it expects that.
        if (expected !== 'any' && slot.generation !== generation) throw error;
      }
    }
  }

  /**
   * Folds what was decided in at once, and appends it along with what else this stream's commands lead to before the
   * microtasks of this turn are done. The slot is dropped when the log says otherwise than predicted.
   */
  function commit<State, Event extends DomainEvent>(
    decider: Decider<State, never, Event>,
    stream: string,
    slot: Slot,
    aggregate: Aggregate<State>,
    events: NewEvent<Event>[],
    together: string | null,
  ): Group {
    const anyRevision = decider.concurrency === 'any';
    let group = slot.open;
    const fits = group && group.together === together && group.events.length + events.length <= MAX_EVENTS_TOGETHER;
    if (!group || !fits || together === null) {
      const expected = anyRevision ? 'any' : aggregate.revision < 0 ? 'none' : aggregate.revision;
      group = issue(stream, slot, aggregate, expected, together);
      slot.open = together === null ? null : group;
    }
    for (const event of events) {
      group.events.push(event as NewEvent);
      evolveOnce(decider, aggregate, event as unknown as Event, event.meta);
    }
    group.commands++;
    group.predicted = aggregate.revision;
    slot.inFlight++;
    slot.lastEventId = events[events.length - 1]!.id;
    if (anyRevision) snapshotAnew(decider as never, stream, slot);
    else snapshot(decider as never, stream, slot, aggregate);
    return group;
  }

  /** An append of what its group has come to hold when the microtasks of this turn are done. */
  function issue(
    stream: string,
    slot: Slot,
    aggregate: Aggregate<unknown>,
    expected: ExpectedRevision,
    together: string | null,
  ): Group {
    const { generation } = slot;
    const events: NewEvent[] = [];
    const append = async () => {
      await null;
      if (slot.open === group) slot.open = null;
      try {
        const appended = await appendSurely(stream, slot, events, expected);
        if (appended.position > slot.position) slot.position = appended.position;
        if (expected === 'any') settleRevisions(aggregate, events, appended.revision);
        else if (appended.revision !== group.predicted) drop(slot, generation);
        return appended;
      } catch (error) {
        drop(slot, generation);
        throw error;
      } finally {
        slot.underWay.delete(group.done);
        slot.inFlight -= group.commands;
      }
    };
    const group: Group = { events, together, commands: 0, predicted: -1, done: append() };
    slot.underWay.add(group.done);
    return group;
  }

  async function replay<Event extends DomainEvent>(stream: string, seen: SeenCommand | 'cause') {
    if (seen === 'cause') return { events: [], position: START };
    const recorded = await log.read(stream, { from: seen.revision, limit: seen.count });
    return {
      events: changesIn(recorded as unknown as NewEvent<Event>[]),
      position: recorded[recorded.length - 1]?.position ?? START,
    };
  }

  return {
    async handle<State, Command, Event extends DomainEvent>(
      decider: Decider<State, Command, Event>,
      stream: string,
      command: Command,
      meta: CommandMeta,
    ): Promise<Handled<Event, State>> {
      const slot = slotOf(stream);
      const folder = decider as Decider<State, never, Event>;
      for (let attempt = 1; ; attempt++) {
        const aggregate = (slot.aggregate ?? (await loaded(folder as never, stream, slot))) as Aggregate<State>;
        const { generation } = slot;
        // The log cannot tell what builds on an append that it does not have again yet: another's may stand in its place.
        if (slot.inDoubt > 0 && decider.concurrency !== 'any') {
          await settled(slot);
          continue;
        }
        if (slot.inFlight >= MAX_IN_FLIGHT_PER_STREAM) throw new StoreUnavailableError(`${stream} is too busy`);
        let decision: ReturnType<typeof decideOnce<State, Command, Event>>;
        try {
          decision = decideOnce(decider, aggregate, command, meta);
        } catch (refusal) {
          if (await durable(slot, generation)) throw refusal;
          if (attempt >= MAX_DECISIONS) throw refusal;
          continue;
        }
        if (decision.repeated !== null || decision.events.length === 0) {
          if (!(await durable(slot, generation))) continue;
          const first =
            decision.repeated === null
              ? { events: [], position: slot.position }
              : await replay<Event>(stream, decision.repeated);
          const { revision, state } = aggregate;
          return { ...first, revision, state, repeated: decision.repeated !== null };
        }
        const { events: decided, meta: written } = decision;
        const events = decided.map((event, index) => newEvent(event as Event, index, written));
        const group = commit(folder, stream, slot, aggregate, events, attempt > 1 ? null : togetherWith(decider, meta));
        const end = group.events.length;
        try {
          const { revision, position } = await group.done;
          const own = revision - (group.events.length - end);
          return { events: changesIn(events), revision: own, position, repeated: false, state: aggregate.state };
        } catch (error) {
          const tooLargeTogether = error instanceof RangeError && group.commands > 1;
          if (!(tooLargeTogether || error instanceof ConcurrencyError) || attempt >= MAX_DECISIONS) throw error;
          await pause(attempt, random);
        }
      }
    },

    async load<State, Command, Event extends DomainEvent>(decider: Decider<State, Command, Event>, stream: string) {
      const slot = slotOf(stream);
      for (;;) {
        const aggregate = (slot.aggregate ?? (await loaded(decider as never, stream, slot))) as Aggregate<State>;
        if (await durable(slot, slot.generation)) return { state: aggregate.state, revision: aggregate.revision };
      }
    },

    observe(events) {
      for (const event of events) {
        const slot = slots.peek(event.stream);
        if (!slot) continue;
        if (slot.loading) slot.meanwhile.push(event);
        else takeIn(slot, event);
      }
    },
  };
}

/** Says where the events of commands stand that were appended without a revision check. */
function settleRevisions(aggregate: Aggregate<unknown>, events: readonly NewEvent[], lastRevision: number): void {
  aggregate.revision = Math.max(aggregate.revision, lastRevision);
  for (let i = events.length - 1, revision = lastRevision; i >= 0; i--, revision--) {
    const seen = aggregate.seen.get(events[i]!.meta.commandId);
    if (seen) seen.revision = revision; // In the end that of the command's first event.
  }
}

/**
 * With which others a command's events may share an append; null for none. Without a revision check another process may have
 * appended the same events already, which EventStoreDB finds out by the first of an append alone: nothing new goes ahead of
 * a command that its caller may have sent to two processes, or of a reaction that two may carry out.
 */
function togetherWith({ concurrency }: Pick<Decider<unknown, never, never>, 'concurrency'>, meta: CommandMeta) {
  if (concurrency !== 'any') return '';
  return meta.keyed ? null : (meta.cause?.reactor ?? '');
}

/** A note that nothing changed stands alone, and is nobody's but the log's. */
function changesIn<Event extends DomainEvent>(events: NewEvent<Event>[]): NewEvent<Event>[] {
  return events[0] && isNoted(events[0]) ? [] : events;
}

function newEvent<Event extends DomainEvent>(event: Event, index: number, meta: EventMeta): NewEvent<Event> {
  return { id: uuidV5(meta.commandId, String(index)), type: event.type, data: event.data, meta };
}

/** Capped exponential backoff with full jitter. */
function pause(attempt: number, random: () => number): Promise<void> {
  const capMs = Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** attempt);
  return new Promise((resolve) => setTimeout(resolve, random() * capMs));
}

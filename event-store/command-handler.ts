import { type Aggregate, decideOnce, isNoted, knows } from '../domain/kernel/aggregate.ts';
import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { fingerprintOf, type SeenCommand, seenCommand } from '../domain/kernel/seen-commands.ts';
import { type AheadOfReactors, MAX_EVENTS_AHEAD, planAhead } from './decided-ahead.ts';
import {
  ConcurrencyError,
  type EventStore,
  type NewEvent,
  NewerReleaseError,
  type Position,
  type RecordedEvent,
  START,
  StoreUnavailableError,
} from './event-store.ts';
import { foldRest, foldStream } from './fold.ts';
import { type Decided, GroupAppends, togetherWith } from './group-appends.ts';
import { type AnyDecider, type Group, HeldStream, MAX_IN_FLIGHT_PER_STREAM } from './held-stream.ts';
import { createLruCache } from './lru-cache.ts';
import { newEvents } from './new-events.ts';
import { type Folded, SNAPSHOT_EVERY, SnapshotKeeper } from './snapshot-keeper.ts';
import type { SnapshotStore } from './snapshots.ts';
import { wordsIn } from './what-states-hold.ts';

/** Streams whose state is kept in memory; the least recently used go first and are folded again when needed. */
export const MAX_CACHED_STREAMS = 50_000;
/** Streams of which a second state is kept, of what is durable: they take as much memory again. A conflict on another is read from its snapshot on. */
const MAX_DURABLE_COPIES = 5_000;
/** Times that a command is decided anew because another process wrote to its stream first. */
export const MAX_DECISIONS = 12;
/** So many of these also try to decide ahead of reactors; then the command goes without, and reactors see to the rest. */
const MAX_DECISIONS_AHEAD = 8;
/** Fold a stream that holds an event of a newer release again after this, in ms: folding it for each request would cost too much. */
const NEWER_RECHECK_MS = 5_000;

export interface Handled<Event extends DomainEvent, State> {
  /** The command's events. Of a repeated command: those of its first run. [] when nothing had to be done. */
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
   * Throws `DomainError` for a broken rule, `NewerReleaseError` for a stream that a newer release has written to, `StoreUnavailableError` or `UnknownOutcomeError` when the log does not answer.
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
   * From now on, what follows from a command's events is decided with them and written in one, where the log can do that (`EventStore.atomic`). The
   * reactors remain the recovery: they find it done. Null: from now on everything is left to them.
   */
  decideAhead(reactors: AheadOfReactors | null): void;
  /**
   * Takes in events of the log, in its order, so that streams that other processes write to are up to date in memory. Needed where several
   * processes share a log; this process's own events change nothing.
   */
  observe(events: readonly RecordedEvent[]): void;
  /** Whether `observe` looks at events of a stream: it does not at those that are not in memory. */
  holds(stream: string): boolean;
  /** Forgets the states that may hold what somebody else is called or has said: they are folded from the log when next asked for. */
  forgetTexts(): void;
}

/** Beside what commands need, what operators look at. */
export interface WatchedCommandHandler extends CommandHandler {
  /** Streams whose state is in memory now. */
  cachedStreams(): number;
}

export interface CommandHandlerOptions {
  /** Where the states of long streams are kept between folds; without it every fold is from the start. */
  snapshots?: SnapshotStore;
  /** Events of a stream from one snapshot to the next, at least; default SNAPSHOT_EVERY. */
  snapshotEvery?: number;
  /**
   * A keyed hash of what a caller sent, as JSON, in base64url: the log tells by it whether a repeated command is the same, and must not tell what it
   * was. Without it the hash has no key.
   */
  hashInput?: (input: string) => string;
  /**
   * Whether other processes write to the same streams: a refusal that rests on a state in memory is then checked against what they have
   * appended since, before it is given, and a copy of what is durable is kept, so that a conflict reads only what it lacks. Default: no.
   */
  isShared?: boolean;
  /** From 0 to 1, for pauses before retries. */
  random?: () => number;
  /** Told when a snapshot could not be saved or used; commands are not affected. */
  onFault?: (error: Error) => void;
  /** Told of each append that succeeded: how long it took, retries included, and how many events it had. */
  onAppended?: (tookMs: number, events: number) => void;
  /** Told of a stream that this release cannot fold, at most once in NEWER_RECHECK_MS. */
  onNewer?: (error: NewerReleaseError) => void;
}

/**
 * The command handler over an event store. Commands on one stream are decided one after the other in this process, each
 * against the state that includes the appends still in flight, so that one disk sync serves many of them. An outcome is
 * given out only when all it was built on is durable; when an append fails, everything decided on top of it is decided again.
 */
export function createCommandHandler(log: EventStore, options: CommandHandlerOptions = {}): WatchedCommandHandler {
  const { random = Math.random, snapshots, snapshotEvery = SNAPSHOT_EVERY, onFault = () => undefined } = options;
  const { onNewer = () => undefined, hashInput, isShared = false } = options;
  const keeper = snapshots ? new SnapshotKeeper(snapshots, snapshotEvery, onFault) : null;
  const appends = new GroupAppends(log, random, options.onAppended);
  const streams = createLruCache<string, HeldStream>(MAX_CACHED_STREAMS);
  const durableCopies = createLruCache<string, HeldStream>(MAX_DURABLE_COPIES, {
    dispose(stream) {
      stream.durableCopy = null;
    },
  });
  let ahead: AheadOfReactors | null = null;

  /** Keeps what is durable of a stream apart from what is about to be decided on top of it. */
  function keepDurable(stream: HeldStream): void {
    if (stream.durableCopy) durableCopies.get(stream.name);
    else if (stream.keepDurable()) durableCopies.set(stream.name, stream);
  }

  function held(name: string): HeldStream {
    let stream = streams.get(name);
    if (!stream) {
      stream = new HeldStream(name);
      streams.set(name, stream);
    }
    return stream;
  }

  /** Keeps a copy of the state, when one is due, to be saved as soon as all in it is durable. */
  function snapshot(stream: HeldStream): void {
    const { decider, aggregate, generation, lastEventId } = stream;
    if (!keeper || !decider || !aggregate || aggregate.revision < stream.nextSnapshot) return;
    stream.nextSnapshot = keeper.take(decider, stream.name, aggregate, lastEventId, async () =>
      (await stream.durable(generation)) ? stream.position : null,
    );
  }

  /** Of a stream that other processes append to as well, memory may lack some events: take its snapshots from a fold of the log. */
  function snapshotAnew({ name, decider, aggregate, nextSnapshot }: HeldStream): number {
    if (!keeper?.isReady() || !decider || !aggregate || aggregate.revision < nextSnapshot) return nextSnapshot;
    foldStream(log, decider, name, { keeper, isLong: true }).then(
      (folded) => keeper.take(decider, name, folded.aggregate, folded.lastEventId, async () => folded.position),
      onFault,
    );
    return aggregate.revision + snapshotEvery;
  }

  async function fold(decider: AnyDecider, stream: HeldStream): Promise<Folded<unknown>> {
    await stream.settled();
    const { durableCopy } = stream;
    if (durableCopy) {
      const folded = structuredClone(await foldRest(log, decider, stream.name, durableCopy));
      return { ...folded, nextSnapshot: stream.nextSnapshot };
    }
    return foldStream(log, decider, stream.name, { keeper, isLong: stream.nextSnapshot >= snapshotEvery });
  }

  function noteNewer(stream: HeldStream, error: NewerReleaseError): void {
    stream.durableCopy = null;
    stream.newer = { error, recheckAtMs: performance.now() + NEWER_RECHECK_MS };
    onNewer(error);
  }

  async function loaded(decider: AnyDecider, stream: HeldStream): Promise<Aggregate<unknown>> {
    while (!stream.aggregate) {
      const { generation } = stream;
      if (stream.newer && performance.now() < stream.newer.recheckAtMs) throw stream.newer.error;
      if (!stream.loading) {
        stream.meanwhile = [];
        stream.loading = fold(decider, stream)
          .catch((error) => {
            if (error instanceof NewerReleaseError) noteNewer(stream, error);
            throw error;
          })
          .finally(() => {
            stream.loading = null;
          });
      }
      const folded = await stream.loading;
      if (stream.generation !== generation || stream.aggregate) continue;
      stream.hold(decider, folded);
      snapshot(stream);
      stream.takeInMeanwhile();
    }
    return stream.aggregate;
  }

  /** Commands of a stream that come while others wait for its fold are decided after these, so that reactions keep their order. */
  async function inTurn<T>(stream: HeldStream, wait: () => Promise<T>): Promise<T> {
    stream.entering++;
    try {
      return await wait();
    } finally {
      stream.entering--;
    }
  }

  /** Takes in what other processes have appended to a stream since it was last looked at; false when there is nothing. */
  async function takeInTail(stream: HeldStream): Promise<boolean> {
    if (!stream.aggregate) return true;
    const events = await log.read(stream.name, { from: stream.aggregate.revision + 1 });
    for (const event of events) stream.observe(event);
    return events.length > 0;
  }

  function snapshotWhenDue({ concurrency }: Pick<AnyDecider, 'concurrency'>, stream: HeldStream): void {
    if (concurrency === 'any') stream.nextSnapshot = snapshotAnew(stream);
    else snapshot(stream);
  }

  /**
   * Writes a command in one with what follows from it. Null: nothing does, or reactors see to it. `wait`: the command is to be decided anew after that,
   * because reactors are far behind (callers wait then, so that effects stay prompt), or because a stream must be folded first.
   */
  function writeAhead(first: Decided): { group: Group } | { wait: Promise<unknown> } | null {
    const reactors = ahead;
    if (!reactors || !first.events.some(({ type }) => reactors.types.has(type))) return null;
    const { atomic } = log;
    if (!atomic) return null;
    appends.flush();
    const position = atomic.nextPosition();
    if (position - reactors.reached() > MAX_EVENTS_AHEAD) return { wait: reactors.progress() };
    const plan = planAhead(reactors, first, position, held);
    if (plan.missing.length > 0) {
      return { wait: Promise.allSettled(plan.missing.map((leg) => loaded(leg.decider, held(leg.stream)))) };
    }
    if (plan.members.length === 1) return null;
    const group = appends.commitTogether(atomic, plan.members, position);
    if (group instanceof Promise) return { wait: Promise.allSettled([group]) };
    plan.noted();
    for (const { decider, stream } of plan.members) snapshotWhenDue(decider, stream);
    return { group };
  }

  async function replay<State, Event extends DomainEvent>(
    decider: Decider<State, never, Event>,
    stream: string,
    seen: SeenCommand | 'cause',
  ) {
    if (seen === 'cause') return { events: [], position: START };
    const recorded: RecordedEvent[] = await log.read(stream, { from: seen.revision, limit: seen.count });
    const isOfDecider = (event: RecordedEvent): event is RecordedEvent<Event> => knows(decider, event.type);
    return {
      events: changesIn(recorded.filter(isOfDecider)),
      position: recorded[recorded.length - 1]?.position ?? START,
    };
  }

  return {
    async handle<State, Command, Event extends DomainEvent>(
      decider: Decider<State, Command, Event>,
      name: string,
      command: Command,
      meta: CommandMeta,
    ): Promise<Handled<Event, State>> {
      const fingerprint = meta.keyed ? fingerprintOf(meta.input ?? command, hashInput) : undefined;
      const stream = held(name);
      // A state that is folded for this command lacks nothing.
      let isUpToDate = stream.aggregate === null;
      if (stream.aggregate && stream.entering > 0) await inTurn(stream, nextTurn);
      for (let attempt = 1; ; attempt++) {
        const aggregate = (stream.aggregate ??
          (await inTurn(stream, () => loaded(decider as never, stream)))) as Aggregate<State>;
        const { generation } = stream;
        const anyRevision = decider.concurrency === 'any';
        // While an append's outcome is unknown, do not decide on top of it: another process may have taken that revision.
        if (stream.inDoubt > 0 && !anyRevision) {
          await stream.settled();
          continue;
        }
        if (stream.inFlight >= MAX_IN_FLIGHT_PER_STREAM) throw new StoreUnavailableError(`${name} is too busy`);
        let decision: ReturnType<typeof decideOnce<State, Command, Event>>;
        try {
          decision = decideOnce(decider, aggregate, command, meta, fingerprint);
        } catch (refusal) {
          if (!(await stream.durable(generation)) && attempt < MAX_DECISIONS) continue;
          if (isUpToDate || !isShared || anyRevision || attempt >= MAX_DECISIONS) throw refusal;
          isUpToDate = true;
          if (!(await takeInTail(stream))) throw refusal;
          continue;
        }
        if (decision.repeated !== null || decision.events.length === 0) {
          if (!(await stream.durable(generation))) continue;
          const first =
            decision.repeated === null
              ? { events: [], position: stream.position }
              : // Where a command in flight without a revision check stands is known only now.
                await replay<State, Event>(
                  decider,
                  name,
                  seenCommand(aggregate.seen, meta.commandId) ?? decision.repeated,
                );
          const { revision, state } = aggregate;
          return { ...first, revision, state, repeated: decision.repeated !== null };
        }
        const events = newEvents(decider, decision.events, decision.meta);
        const written =
          attempt <= MAX_DECISIONS_AHEAD ? writeAhead({ decider: decider as never, stream, aggregate, events }) : null;
        if (written && 'wait' in written) {
          await written.wait;
          continue;
        }
        const together = attempt > 1 ? null : togetherWith(decider, meta);
        if (isShared && !anyRevision) keepDurable(stream);
        const group =
          written?.group ??
          appends.commit(decider as Decider<State, never, Event>, stream, aggregate, events, together);
        const end = group.events.length;
        if (!written) snapshotWhenDue(decider, stream);
        try {
          const { revision, position } = await group.done;
          const own = revision - (group.events.length - end);
          return { events: changesIn(events), revision: own, position, repeated: false, state: aggregate.state };
        } catch (error) {
          const tooLargeTogether = error instanceof RangeError && group.commands > 1;
          if (!(tooLargeTogether || error instanceof ConcurrencyError) || attempt >= MAX_DECISIONS) throw error;
          await appends.pause(attempt);
        }
      }
    },

    async load<State, Command, Event extends DomainEvent>(decider: Decider<State, Command, Event>, name: string) {
      const stream = held(name);
      for (;;) {
        const aggregate = (stream.aggregate ?? (await loaded(decider as never, stream))) as Aggregate<State>;
        if (await stream.durable(stream.generation)) return { state: aggregate.state, revision: aggregate.revision };
      }
    },

    holds: (stream) => streams.peek(stream) !== undefined,
    decideAhead(reactors) {
      ahead = reactors;
    },

    observe(events) {
      for (const event of events) streams.peek(event.stream)?.observe(event);
    },

    cachedStreams: () => streams.size,

    forgetTexts() {
      for (const stream of streams.values()) {
        if (wordsIn(stream.name) === 'others') stream.forget();
      }
    },
  };
}

/** When all that waits for a fold that has ended has gone on. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** `CommandNoted` is internal: callers see an empty list. */
function changesIn<Event extends DomainEvent>(events: NewEvent<Event>[]): NewEvent<Event>[] {
  return events[0] && isNoted(events[0]) ? [] : events;
}

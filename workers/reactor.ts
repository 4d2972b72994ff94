import type { Logger } from 'pino';
import { isKnownEvent } from '../domain/events.ts';
import type { Clock, Timer } from '../domain/kernel/clock.ts';
import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import { DomainError } from '../domain/kernel/errors.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { reactionCommandId } from '../domain/kernel/ids.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import {
  type EventStore,
  type LoggedEvent,
  MAX_BATCH_EVENTS,
  type Position,
  type Subscription,
} from '../event-store/event-store.ts';
import type { ReadModels } from '../projections/read-models.ts';
import {
  ALL_REACTORS,
  isCarriedOut,
  type ParkedReaction,
  ParkedReactions,
  type ReactionNotes,
} from './parked-reactions.ts';

/** A command that follows from an event. */
export interface Reaction {
  decider: Decider<unknown, unknown, DomainEvent>;
  stream: string;
  command: unknown;
  /** What to do instead when a rule refuses the command for good: a compensation. Without one, a refusal is the end of it. */
  refused?: (error: DomainError) => Reaction | null;
}

/** Keeps the command's type checked against its decider. */
export function reaction<State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  stream: string,
  command: Command,
  refused?: Reaction['refused'],
): Reaction {
  return { decider: decider as unknown as Reaction['decider'], stream, command, refused };
}

/**
 * Acts once on each event, in the log's order: at most one command a stream for an event. The command's id derives from the
 * event and the stream remembers the cause, so that a repetition after a crash changes nothing.
 */
export interface Reactor {
  readonly name: string;
  readonly types: readonly LoggedEvent['type'][];
  react(event: LoggedEvent, models: ReadModels): Reaction[] | Promise<Reaction[]>;
}

/** Where reactors remember how far they have come. */
export interface Checkpoints {
  checkpoint(name: string): Promise<Position>;
  saveCheckpoint(name: string, position: Position): Promise<void>;
}

export interface ReactorRunner {
  /** Position up to which every reaction has been carried out, but for those that are parked. */
  position(): Position;
  /** Reactions that could not be carried out. They are tried again every RETRY_PARKED_MS, and at each start. */
  parked(): ParkedReaction[];
  stop(): Promise<void>;
}

/** How often parked reactions are tried again. */
const RETRY_PARKED_MS = 60_000;

/** The checkpoint is written at most this often; a crash repeats what lies between, harmlessly. */
const CHECKPOINT_INTERVAL_MS = 250;

/**
 * A batch of this many reactions comes of a load: it is followed by a rest of GATHER_MS, in which the next reactions gather,
 * unless it was full and they have gathered already. Together they cost a fraction: one append a stream, fewer syncs, fewer
 * messages between threads. Effects lag by at most that much for each leg, and a quiet log by nothing.
 */
const GATHER_FROM_REACTIONS = 16;
export const GATHER_MS = 10;
/**
 * In a rush, reactors rest so many times as long as a batch took: callers want their answers, nobody waits for an effect, so
 * a rush is acknowledged first and shown with what is left …
 */
export const GIVE_WAY = 6;
const MAX_GIVE_WAY_MS = 250;
/** … unless it lags by so much already: then effects come first, and callers wait. */
export const MAX_LAG_MS = 3_000;

interface Batch {
  events: number;
  reactions: number;
  /** Age of its first event. */
  lagMs: number;
  tookMs: number;
  inRush: boolean;
}

/** How long reactors rest after a batch, in ms. */
export function restAfter({ events, reactions, lagMs, tookMs, inRush }: Batch): number {
  if (inRush && lagMs < MAX_LAG_MS) return Math.min(GIVE_WAY * tookMs, MAX_GIVE_WAY_MS);
  return reactions >= GATHER_FROM_REACTIONS && events < MAX_BATCH_EVENTS ? GATHER_MS : 0;
}

/** Under which name reactors keep their checkpoint. */
export function checkpointOf(reactors: string): string {
  return `reactors.${reactors}`;
}

/**
 * Runs reactors over the log from their checkpoint on. While a store is away everything waits and is tried again. A reaction that
 * fails for another reason is parked after TRIES_BEFORE_PARKING (written down, and tried again later), and the others go on; so
 * is an event of a type that this release does not know, until a release reacts to it that does. Nothing is skipped.
 */
export async function runReactors(options: {
  name: string;
  reactors: readonly Reactor[];
  log: EventStore;
  commands: CommandHandler;
  models: ReadModels;
  checkpoints: Checkpoints;
  /** Where parked reactions are written down; without it nothing is parked, and a reaction that fails holds up all. */
  notes?: ReactionNotes;
  retryParkedMs?: number;
  clock: Clock;
  logger: Logger;
  /** True while many requests wait in this process; default: never. */
  isRush?: () => boolean;
}): Promise<ReactorRunner> {
  const { log, reactors, commands, models, checkpoints, clock, logger, isRush = () => false } = options;
  const { notes, retryParkedMs = RETRY_PARKED_MS } = options;
  const parked = notes ? await ParkedReactions.open(notes) : null;
  const checkpointName = checkpointOf(options.name);
  let position = await checkpoints.checkpoint(checkpointName);
  const interested = new Map<string, Reactor[]>();
  for (const reactor of reactors) {
    for (const type of reactor.types) interested.set(type, [...(interested.get(type) ?? []), reactor]);
  }
  let savedAt = 0;
  let saved = position;

  async function carryOut(name: string, event: LoggedEvent, task: Reaction, isLate = false): Promise<void> {
    const { appId, commandId, correlationId } = event.meta;
    if (isLate && (await isCarriedOut(log, task.stream, name, event.position))) return;
    const meta: CommandMeta = {
      appId,
      actor: 0,
      at: clock.now(),
      commandId: reactionCommandId(event.id, name, task.stream),
      cause: { reactor: name, position: event.position, isLate },
      correlationId: correlationId ?? commandId,
    };
    try {
      await commands.handle(task.decider, task.stream, task.command, meta);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const compensation = task.refused?.(error);
      logger.warn({ reactor: name, event: event.type, position: event.position, code: error.code }, 'reaction refused');
      if (compensation) await carryOut(`${name}-refused`, event, compensation, isLate);
    }
  }

  /** Parks a reaction that failed for good, else throws what it failed with, so that the batch is tried again. */
  async function give(reactor: string, event: LoggedEvent, error: unknown): Promise<void> {
    if (parked?.has(reactor, event.position)) return;
    if (!(await parked?.park(reactor, event, error, clock.now()))) throw error;
    const { type, position: at } = event;
    logger.error({ err: error, reactor, event: type, position: at }, 'a reaction is parked, and tried again later');
  }

  async function onBatch(events: readonly LoggedEvent[]): Promise<void> {
    const begunAt = performance.now();
    const tasks: { name: string; event: LoggedEvent; task: Reaction }[] = [];
    for (const event of events) {
      if (parked && !isKnownEvent(event.type)) await putOff(event);
      for (const reactor of interested.get(event.type) ?? []) {
        if (parked?.has(reactor.name, event.position)) continue;
        try {
          const reactions = reactor.react(event, models);
          for (const task of reactions instanceof Promise ? await reactions : reactions) {
            tasks.push({ name: reactor.name, event, task });
          }
        } catch (error) {
          await give(reactor.name, event, error);
        }
      }
    }
    // Issued together, in order: one disk sync carries them all.
    const outcomes = await Promise.allSettled(tasks.map(({ name, event, task }) => carryOut(name, event, task)));
    const failures = outcomes.flatMap((outcome, at) =>
      outcome.status === 'rejected' ? [{ ...tasks[at]!, error: outcome.reason as unknown }] : [],
    );
    for (const { name, event, error } of failures) await give(name, event, error);
    position = events[events.length - 1]!.position;
    if (performance.now() - savedAt >= CHECKPOINT_INTERVAL_MS && tasks.length > 0) await save();
    const restMs = restAfter({
      events: events.length,
      reactions: tasks.length,
      lagMs: clock.now() - events[0]!.meta.at,
      tookMs: performance.now() - begunAt,
      inRush: isRush(),
    });
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
  }

  /** A newer release's reactors look at it when they run, however far the checkpoint has come by then. */
  async function putOff(event: LoggedEvent): Promise<void> {
    if (event.meta.ignorable || parked?.has(ALL_REACTORS, event.position)) return;
    await give(ALL_REACTORS, event, new Error(`${event.type} was written by a newer release`));
  }

  async function retryParked(): Promise<void> {
    for (const each of parked?.list() ?? []) {
      if (stopped) return;
      try {
        const [event] = await log.read(each.stream, { from: each.revision, limit: 1 });
        if (!event || !isKnownEvent(event.type)) continue;
        for (const reactor of interested.get(event.type) ?? []) {
          if (each.reactor !== ALL_REACTORS && each.reactor !== reactor.name) continue;
          for (const task of await reactor.react(event, models)) {
            await carryOut(reactor.name, event, task, true);
          }
        }
        await parked?.settle(each);
      } catch (error) {
        const { reactor, type } = each;
        logger.warn({ err: error, reactor, event: type }, 'a parked reaction failed again');
      }
    }
  }

  function retryLater(afterMs: number): void {
    retryTimer = clock.at(clock.now() + afterMs, () => {
      retrying = retryParked().finally(() => {
        if (!stopped) retryLater(retryParkedMs);
      });
    });
  }
  let stopped = false;
  let retrying: Promise<void> = Promise.resolve();
  let retryTimer: Timer | undefined;
  if (parked) retryLater(0);

  async function save(): Promise<void> {
    if (saved === position) return;
    savedAt = performance.now();
    const reached = position;
    await checkpoints.saveCheckpoint(checkpointName, reached);
    saved = reached;
  }

  const subscription: Subscription = log.subscribe({
    after: position,
    onBatch: (events) => onBatch(events),
    onFault: (error) => logger.error({ err: error, reactors: options.name }, 'reactors wait and try again'),
  });

  return {
    position: () => position,
    parked: () => parked?.list() ?? [],
    async stop() {
      stopped = true;
      retryTimer?.cancel();
      await subscription.stop();
      await retrying;
      await save();
    },
  };
}

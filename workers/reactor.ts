import type { Logger } from 'pino';
import type { Clock } from '../domain/kernel/clock.ts';
import type { CommandMeta, Decider } from '../domain/kernel/decider.ts';
import { DomainError } from '../domain/kernel/errors.ts';
import type { DomainEvent } from '../domain/kernel/event.ts';
import { derivedCommandId } from '../domain/kernel/ids.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import { type EventStore, MAX_BATCH_EVENTS, type Position, type Subscription } from '../event-store/event-store.ts';
import type { ReadModels, ViewEvent } from '../projections/read-models.ts';

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
  readonly types: readonly ViewEvent['type'][];
  react(event: ViewEvent, models: ReadModels): Reaction[] | Promise<Reaction[]>;
}

/** Where reactors remember how far they have come. */
export interface Checkpoints {
  checkpoint(name: string): Promise<Position>;
  saveCheckpoint(name: string, position: Position): Promise<void>;
}

export interface ReactorRunner {
  /** Position up to which every reaction has been carried out. */
  position(): Position;
  stop(): Promise<void>;
}

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

/** Runs reactors over the log from their checkpoint on. A reaction that the log does not take is tried again, never skipped. */
export async function runReactors(options: {
  name: string;
  reactors: readonly Reactor[];
  log: EventStore;
  commands: CommandHandler;
  models: ReadModels;
  checkpoints: Checkpoints;
  clock: Clock;
  logger: Logger;
  /** True while many requests wait in this process; default: never. */
  isRush?: () => boolean;
}): Promise<ReactorRunner> {
  const { reactors, commands, models, checkpoints, clock, logger, isRush = () => false } = options;
  const checkpointName = checkpointOf(options.name);
  let position = await checkpoints.checkpoint(checkpointName);
  const interested = new Map<string, Reactor[]>();
  for (const reactor of reactors) {
    for (const type of reactor.types) interested.set(type, [...(interested.get(type) ?? []), reactor]);
  }
  let savedAt = 0;
  let saved = position;

  async function carryOut(name: string, event: ViewEvent, task: Reaction): Promise<void> {
    const { appId, commandId, correlationId } = event.meta;
    const meta: CommandMeta = {
      appId,
      actor: 0,
      at: clock.now(),
      commandId: derivedCommandId(event.id, `${name}:${task.stream}`),
      cause: { reactor: name, position: event.position },
      correlationId: correlationId ?? commandId,
    };
    try {
      await commands.handle(task.decider, task.stream, task.command, meta);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      const compensation = task.refused?.(error);
      logger.warn({ reactor: name, event: event.type, position: event.position, code: error.code }, 'reaction refused');
      if (compensation) await carryOut(`${name}-refused`, event, compensation);
    }
  }

  async function onBatch(events: readonly ViewEvent[]): Promise<void> {
    const begunAt = performance.now();
    const tasks: { name: string; event: ViewEvent; task: Reaction }[] = [];
    for (const event of events) {
      for (const reactor of interested.get(event.type) ?? []) {
        const reactions = reactor.react(event, models);
        for (const task of reactions instanceof Promise ? await reactions : reactions) {
          tasks.push({ name: reactor.name, event, task });
        }
      }
    }
    // Issued together, in order: one disk sync carries them all.
    const outcomes = await Promise.allSettled(tasks.map(({ name, event, task }) => carryOut(name, event, task)));
    const failed = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failed) throw failed.reason;
    position = events[events.length - 1]!.position;
    if (Date.now() - savedAt >= CHECKPOINT_INTERVAL_MS && tasks.length > 0) await save();
    const restMs = restAfter({
      events: events.length,
      reactions: tasks.length,
      lagMs: clock.now() - events[0]!.meta.at,
      tookMs: performance.now() - begunAt,
      inRush: isRush(),
    });
    if (restMs > 0) await new Promise((resolve) => setTimeout(resolve, restMs));
  }

  async function save(): Promise<void> {
    if (saved === position) return;
    savedAt = Date.now();
    const reached = position;
    await checkpoints.saveCheckpoint(checkpointName, reached);
    saved = reached;
  }

  const subscription: Subscription = options.log.subscribe({
    after: position,
    onBatch: (events) => onBatch(events as unknown as ViewEvent[]),
    onFault: (error) => logger.error({ err: error, reactors: options.name }, 'reactors wait and try again'),
  });

  return {
    position: () => position,
    async stop() {
      await subscription.stop();
      await save();
    },
  };
}

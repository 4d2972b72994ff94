import type { Logger } from 'pino';
import { isKnownEvent } from '../domain/events.ts';
import { ForgottenCauseError } from '../domain/kernel/aggregate.ts';
import type { Clock, Timer } from '../domain/kernel/clock.ts';
import { DomainError } from '../domain/kernel/errors.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import { isDecidedAhead, reactionMeta } from '../event-store/decided-ahead.ts';
import {
  type EventStore,
  type LoggedEvent,
  type Position,
  StoreUnavailableError,
  type Subscription,
} from '../event-store/event-store.ts';
import { functionsOf } from '../event-store/on-events.ts';
import { type ReadModels, ViewNotBuiltError } from '../projections/read-models.ts';
import { ALL_REACTORS, isCarriedOut, type ParkedReaction, type ParkedReactions } from './parked-reactions.ts';
import { type PartitionStarts, partitionOf } from './partitions.ts';
import { ReactionRounds } from './reaction-rounds.ts';
import type { Reaction, Reactor, ReactorGroup } from './reactor.ts';

/** How often parked reactions are tried again. */
const RETRY_PARKED_MS = 60_000;
/** The checkpoint is written at most this often; after a crash the events since then are taken again, without harm. */
const CHECKPOINT_INTERVAL_MS = 250;
/** The same while nobody in the group reacts to the events that pass: a start then has less to read again. */
const IDLE_CHECKPOINT_INTERVAL_MS = 5_000;

/** The same where partitions are shared: each of them has a checkpoint of its own. */
const SHARED_CHECKPOINT_INTERVAL_MS = 1_000;
/** Pauses before a reaction that failed in a round is tried again: doubled from the first up to the last. */
const FIRST_RETRY_MS = 20;
const MAX_RETRY_MS = 5_000;

/** What the groups of a process share. */
export interface ReactorSurroundings {
  log: EventStore;
  commands: CommandHandler;
  models: ReadModels;
  clock: Clock;
  logger: Logger;
  retryParkedMs?: number;
  /** Told of each reaction that was carried out: how long after its event, in ms of the clock. */
  onEffect?(group: string, afterMs: number): void;
}

/** How a group is doing. */
export interface ReactorGroupStatus {
  name: string;
  /** Every reaction to events up to here has been carried out, except parked ones. */
  position: Position;
  /** Age of the oldest event that the group is busy with, in ms; 0 while it has nothing to do. */
  lagMs: number;
  /** Reactions that could not be carried out: see `ParkedReactions`. */
  parked: ParkedReaction[];
}

/** The partitions that a group runs in this process: rounds of reactions overlap then, see `ReactionRounds`. */
export interface GroupPartitions {
  starts: PartitionStarts;
  isHeld(partition: number): boolean;
}

type React = (event: LoggedEvent, models: ReadModels) => Reaction[] | Promise<Reaction[]>;
interface Task {
  reactor: Reactor;
  event: LoggedEvent;
  reaction: Reaction;
}

/**
 * Runs one group of reactors over the log, batch by batch; of partitions that several processes share, in rounds that overlap. While a store is away the group waits and tries again. A reaction that
 * fails for another reason is parked after TRIES_BEFORE_PARKING (written down, and tried again later), and the others go on. An
 * event of a type that this release does not know is parked, too, until a release that knows it reacts to it. Nothing is skipped.
 */
export class GroupRunner {
  private readonly name: string;
  private readonly around: ReactorSurroundings;
  /** Null: nothing is parked, and a reaction that fails holds up its group. */
  private readonly parked: ParkedReactions | null;
  private readonly saveCheckpoint: (position: Position) => Promise<void>;
  private readonly onProgress: (() => void) | undefined;
  private readonly interested = new Map<string, { reactor: Reactor; react: React }[]>();
  private readonly partitions: GroupPartitions | null;
  private readonly rounds: ReactionRounds;
  private position: Position;
  private saved: Position;
  private savedAtMs = 0;
  /** When the oldest event of the batch under way happened, in epoch ms. */
  private busySince: number | null = null;
  private stopped = false;
  private retrying: Promise<void> = Promise.resolve();
  private retryTimer: Timer | undefined;
  private readonly subscription: Subscription;

  constructor(
    { name, reactors }: ReactorGroup,
    around: ReactorSurroundings,
    options: {
      after: Position;
      parked: ParkedReactions | null;
      partitions?: GroupPartitions;
      saveCheckpoint(position: Position): Promise<void>;
      /** Called when `status().position` has moved on. */
      onProgress?(): void;
    },
  ) {
    this.name = name;
    this.around = around;
    this.parked = options.parked;
    this.saveCheckpoint = options.saveCheckpoint;
    this.onProgress = options.onProgress;
    this.partitions = options.partitions ?? null;
    this.rounds = new ReactionRounds(options.after);
    this.position = options.after;
    this.saved = options.after;
    for (const reactor of reactors) {
      for (const [type, react] of functionsOf(reactor.on)) {
        this.interested.set(type, [...(this.interested.get(type) ?? []), { reactor, react }]);
      }
    }
    if (this.parked) this.retryLater(0);
    this.subscription = around.log.subscribe({
      after: this.position,
      reads: ({ stream, type }) => this.interested.has(type) && this.isOurs(stream),
      onBatch: (events) => (this.partitions ? this.takeRound(events) : this.takeOrPass(events)),
      onFault: (error) => this.waits(error),
    });
  }

  private waits(error: Error): void {
    const { logger } = this.around;
    // At a first start: an expected wait is no error.
    if (error instanceof ViewNotBuiltError) logger.info({ reactors: this.name }, error.message);
    else logger.error({ err: error, reactors: this.name }, 'reactors wait and try again');
  }

  status(): ReactorGroupStatus {
    const { name } = this;
    const position = this.partitions ? this.rounds.reached : this.position;
    const busySince = this.busySince ?? this.rounds.since;
    const lagMs = busySince === null ? 0 : Math.max(0, this.around.clock.now() - busySince);
    return { name, position, lagMs, parked: this.parked?.list() ?? [] };
  }

  /** As `status().position`. */
  get reached(): Position {
    return this.position;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.retryTimer?.cancel();
    this.rounds.end();
    await this.subscription.stop();
    await this.rounds.settled();
    await this.retrying;
    await this.save();
  }

  /** Most batches hold nothing for most groups: these cost no promise. */
  private takeOrPass(events: readonly LoggedEvent[]): Promise<void> | undefined {
    if (events.some((event) => this.concerns(event))) return this.take(events);
    this.position = events[events.length - 1]!.position;
    this.onProgress?.();
    const isDue = performance.now() - this.savedAtMs >= IDLE_CHECKPOINT_INTERVAL_MS;
    return isDue ? this.save() : undefined;
  }

  private concerns({ type }: LoggedEvent): boolean {
    return this.interested.has(type) || (this.parked !== null && !isKnownEvent(type));
  }

  private async take(events: readonly LoggedEvent[]): Promise<void> {
    this.busySince = events[0]!.meta.at;
    const tasks = await this.tasksOf(events);
    // Issue all together, in order: one disk sync then covers all of them.
    const outcomes = await Promise.allSettled(tasks.map((task) => this.carryOut(task)));
    for (const [at, outcome] of outcomes.entries()) {
      const { reactor, event } = tasks[at]!;
      if (outcome.status === 'rejected') await this.park(reactor.name, event, outcome.reason);
      else this.tellEffect(event);
    }
    this.position = events[events.length - 1]!.position;
    this.onProgress?.();
    this.busySince = null;
    await this.saveAfter(tasks.length > 0 ? CHECKPOINT_INTERVAL_MS : IDLE_CHECKPOINT_INTERVAL_MS);
  }

  /** Begins a round: its appends go out at once, and the next round need not wait for their answers. */
  private async takeRound(events: readonly LoggedEvent[]): Promise<void> {
    const own = events.filter(({ stream, position }) => this.isOurs(stream, position));
    const tasks = own.length > 0 ? await this.tasksOf(own) : [];
    this.rounds.begin(events[events.length - 1]!.position, tasks, (task) => this.surely(task));
    await this.rounds.room();
    await this.saveAfter(tasks.length > 0 ? SHARED_CHECKPOINT_INTERVAL_MS : IDLE_CHECKPOINT_INTERVAL_MS);
  }

  /** Whether this process reacts to events of a stream; with a position, whether nobody has done so before it took the partition on. */
  private isOurs(stream: string, position = Number.POSITIVE_INFINITY): boolean {
    if (!this.partitions) return true;
    const start = this.partitions.starts.get(partitionOf(stream));
    return start !== undefined && position > start;
  }

  /** Carries a reaction out, and tries again until it is carried out or parked; rejects when the group is stopped before. */
  private async surely(task: Task): Promise<void> {
    const { clock, onEffect } = this.around;
    try {
      await this.carryOut(task);
      onEffect?.(this.name, Math.max(0, clock.now() - task.event.meta.at));
    } catch (error) {
      await this.insist(task, error);
    }
  }

  private async insist(task: Task, failure: unknown): Promise<void> {
    let reason = failure;
    this.rounds.troubled++;
    try {
      for (let pauseMs = FIRST_RETRY_MS; ; pauseMs = Math.min(2 * pauseMs, MAX_RETRY_MS)) {
        const isParked = await this.park(task.reactor.name, task.event, reason).then(
          () => true,
          () => false,
        );
        if (isParked) return;
        if (this.stopped) throw reason;
        this.waits(reason as Error);
        await new Promise((resolve) => setTimeout(resolve, pauseMs));
        try {
          return await this.carryOut(task);
        } catch (error) {
          reason = error;
        }
      }
    } finally {
      this.rounds.troubled--;
      this.rounds.look();
    }
  }

  private tellEffect({ meta }: LoggedEvent): void {
    this.around.onEffect?.(this.name, Math.max(0, this.around.clock.now() - meta.at));
  }

  private async tasksOf(events: readonly LoggedEvent[]): Promise<Task[]> {
    const tasks: Task[] = [];
    for (const event of events) {
      if (this.parked && !isKnownEvent(event.type)) await this.putOff(event);
      for (const { reactor, react } of this.interested.get(event.type) ?? NOBODY) {
        if (isDecidedAhead(event, reactor.name)) {
          this.tellEffect(event);
          continue;
        }
        if (this.parked?.has(reactor.name, event.position)) continue;
        try {
          const reactions = react(event, this.around.models);
          for (const reaction of reactions instanceof Promise ? await reactions : reactions) {
            tasks.push({ reactor, event, reaction });
          }
        } catch (error) {
          await this.park(reactor.name, event, error);
        }
      }
    }
    return tasks;
  }

  /** `isLate`: the reaction was parked, and later ones of its group may have been carried out since. */
  private async carryOut({ reactor, event, reaction }: Task, isLate = false, name = reactor.name): Promise<void> {
    const { log, commands, clock, logger } = this.around;
    const { partitions } = this;
    if (partitions && !partitions.isHeld(partitionOf(event.stream)))
      throw new StoreUnavailableError('the lease of this partition is not held now');
    if (isLate && (await isCarriedOut(log, reaction.stream, name, event.position))) return;
    const meta = reactionMeta(event, name, reaction.stream, clock.now());
    meta.cause = { reactor: name, position: event.position, isLate, isOneOfMany: partitions !== null };
    try {
      await commands.handle(reaction.decider, reaction.stream, reaction.command, meta);
    } catch (error) {
      // Other partitions have gone far ahead of this one: the stream no longer knows by heart, its events do.
      if (error instanceof ForgottenCauseError) return this.carryOut({ reactor, event, reaction }, true, name);
      if (!(error instanceof DomainError)) throw error;
      const compensation = reaction.refused?.(error);
      logger.warn({ reactor: name, event: event.type, position: event.position, code: error.code }, 'reaction refused');
      if (compensation) await this.carryOut({ reactor, event, reaction: compensation }, isLate, `${name}-refused`);
    }
  }

  /** Parks a reaction that failed for good. Otherwise throws `error`, so that the batch is tried again. */
  private async park(reactor: string, event: LoggedEvent, error: unknown): Promise<void> {
    const { clock, logger } = this.around;
    if (this.parked?.has(reactor, event.position)) return;
    if (!(await this.parked?.park(reactor, event, error, clock.now()))) throw error;
    const { type, position } = event;
    logger.error({ err: error, reactor, event: type, position }, 'a reaction is parked, and tried again later');
  }

  /** Parks an event of an unknown type, so that a newer release's reactors take it, wherever the checkpoint is by then. */
  private async putOff(event: LoggedEvent): Promise<void> {
    if (event.meta.ignorable || this.parked?.has(ALL_REACTORS, event.position)) return;
    await this.park(ALL_REACTORS, event, new Error(`${event.type} was written by a newer release`));
  }

  private async retryParked(): Promise<void> {
    const { log, models, logger } = this.around;
    for (const each of this.parked?.list() ?? []) {
      if (this.stopped) return;
      try {
        const [event] = await log.read(each.stream, { from: each.revision, limit: 1 });
        if (!event || !isKnownEvent(event.type)) continue;
        for (const { reactor, react } of this.interested.get(event.type) ?? NOBODY) {
          if (each.reactor !== ALL_REACTORS && each.reactor !== reactor.name) continue;
          for (const reaction of await react(event, models)) await this.carryOut({ reactor, event, reaction }, true);
        }
        await this.parked?.settle(each);
      } catch (error) {
        const { reactor, type } = each;
        logger.warn({ err: error, reactor, event: type }, 'a parked reaction failed again');
      }
    }
  }

  private retryLater(afterMs: number): void {
    const { clock, retryParkedMs = RETRY_PARKED_MS } = this.around;
    this.retryTimer = clock.at(clock.now() + afterMs, () => {
      this.retrying = this.retryParked().finally(() => {
        if (!this.stopped) this.retryLater(retryParkedMs);
      });
    });
  }

  private async saveAfter(intervalMs: number): Promise<void> {
    if (performance.now() - this.savedAtMs >= intervalMs) await this.save();
  }

  private async save(): Promise<void> {
    if (this.partitions) this.position = this.rounds.reached;
    if (this.saved === this.position) return;
    this.savedAtMs = performance.now();
    const reached = this.position;
    await this.saveCheckpoint(reached);
    this.saved = reached;
  }
}

const NOBODY: readonly never[] = [];

import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { ProcessClock, Timer } from '../domain/kernel/clock.ts';
import { DomainError } from '../domain/kernel/errors.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import type { EventStore, LoggedEvent } from '../event-store/event-store.ts';
import { functionsOf } from '../event-store/on-events.ts';
import type { ReadModels } from '../projections/read-models.ts';
import type { Heartbeats } from './heartbeats.ts';
import { isOwned, type OwnedPartitions } from './partitions.ts';
import { PRESENCE_KINDS } from './presence-kinds.ts';
import type { Reaction } from './reactor.ts';
import { type Silent, WatchedRooms } from './watched-rooms.ts';

export { MISSED_HEARTBEATS } from './presence-kinds.ts';

/** How often members are looked through. */
const SWEEP_MS = 5_000;
/** Members who seem absent are checked once more after this: a beat that has arrived may not have been read yet. */
const LOOK_AGAIN_MS = 1_000;
/**
 * Absent members are removed this many at a time; then a pause follows, this many times as long as the removal took, for
 * everybody else: when a network fails, 50,000 people may be absent at once.
 */
export const REMOVALS_AT_ONCE = 32;
const REST_AFTER_REMOVALS = 2;
const MIN_REST_MS = 10;

/** What is to be done about a member who gives no sign of life. */
interface Task {
  rooms: WatchedRooms;
  silent: Silent;
  act: 'lose' | 'remove';
}

/**
 * Removes absent members from rooms (lives, and talks of two); an absent host ends the room. Beats are not in the log, only joining and
 * leaving are. A member is absent after sending no beat for the full time, in which this process watched without interruption. So
 * everybody has the full time again after a restart, after the process was suspended or the machine's clock was set, after
 * beats could not be collected from all processes, and after the log was away, since no beat is accepted without it.
 */
export async function runPresence(options: {
  log: EventStore;
  commands: CommandHandler;
  models: ReadModels;
  clock: ProcessClock;
  heartbeats: Heartbeats;
  logger: Logger;
  /** Whose rooms this process watches, where several share the work; default: all. */
  partitions?: OwnedPartitions | undefined;
}): Promise<{ stop(): Promise<void> }> {
  const { log, commands, models, clock, heartbeats, logger, partitions } = options;
  const isOurs = (stream: string) => isOwned(partitions, stream);
  const watched = PRESENCE_KINDS.map((kind) => new WatchedRooms(kind, () => clock.elapsed(), isOurs));
  const followers = watched.map((rooms) => ({ rooms, functions: functionsOf(rooms.kind.on) }));
  /** Since this `elapsed` every beat has been seen. */
  let watchingSince = clock.elapsed();
  let tasks: Task[] = [];
  let working: Promise<void> | null = null;
  let stopped = false;

  const after = models.position();
  for (const rooms of watched) await rooms.kind.readAll(models, rooms);

  function follow(event: LoggedEvent): void {
    for (const { rooms, functions } of followers) functions.get(event.type)?.(event, rooms);
  }

  /** Beats of people who are not in the room are ignored. */
  async function collect(): Promise<void> {
    const { beats, isComplete } = await heartbeats.take();
    const now = clock.elapsed();
    if (!isComplete || log.status?.().available === false) watchingSince = now;
    for (const { appId, kind, roomId, userId, ageMs } of beats) {
      watched.find((rooms) => rooms.kind.kind === kind)?.beat(appId, roomId, userId, now - ageMs);
    }
  }

  /** Who gave the last sign of life at or before this `elapsed` was silent for `spanMs`. -Infinity: watched for less than that. */
  function silentSince(spanMs: number): number {
    const since = clock.elapsed() - spanMs;
    return Math.max(watchingSince, clock.interruptedAt()) > since ? Number.NEGATIVE_INFINITY : since;
  }

  const spanOf = ({ kind }: WatchedRooms, act: Task['act']) =>
    act === 'remove' ? kind.absentAfterMs : (kind.lostAfterMs ?? Number.POSITIVE_INFINITY);

  /** Who is to be removed first, then who is to be shown as lost. */
  function findTasks(): Task[] {
    const toRemove = watched.flatMap((rooms) =>
      rooms.absent(silentSince(spanOf(rooms, 'remove'))).map((silent): Task => ({ rooms, silent, act: 'remove' })),
    );
    const toLose = watched.flatMap((rooms) =>
      rooms.newlyLost(silentSince(spanOf(rooms, 'lose'))).map((silent): Task => ({ rooms, silent, act: 'lose' })),
    );
    return [...toRemove, ...toLose];
  }

  const isStillDue = ({ rooms, silent, act }: Task) => rooms.isAbsent(silent, silentSince(spanOf(rooms, act)));

  async function carryOut({ rooms, silent, act }: Task): Promise<void> {
    const { kind } = rooms;
    const { room, userId } = silent;
    const reaction = act === 'remove' ? kind.remove(room, userId) : kind.lose?.(room, userId);
    if (reaction) await issue(room.appId, reaction);
    if (act === 'remove') rooms.noteRemoved(silent);
    else rooms.noteLost(silent);
  }

  async function issue(appId: string, { decider, stream, command }: Reaction): Promise<void> {
    try {
      await commands.handle(decider, stream, command, {
        appId,
        actor: 0,
        at: clock.now(),
        commandId: randomUUID(),
      });
    } catch (error) {
      // A rule refused: the member has left or the room has ended already.
      if (!(error instanceof DomainError)) throw error;
    }
  }

  /** Does what is still due by then, batch by batch. Stops when the log takes nothing; the next sweep goes on. */
  async function workOff(): Promise<void> {
    while (tasks.length > 0 && !stopped) {
      const batch = tasks.splice(0, REMOVALS_AT_ONCE).filter(isStillDue);
      if (batch.length === 0) continue;
      const begunAt = performance.now();
      const outcomes = await Promise.allSettled(batch.map(carryOut));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) {
        logger.error({ err: failed.reason, left: tasks.length }, 'absent members could not be removed: tried again');
        tasks = [];
        return;
      }
      const restMs = Math.max(MIN_REST_MS, REST_AFTER_REMOVALS * (performance.now() - begunAt));
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  }

  async function sweep(): Promise<void> {
    await collect();
    if (findTasks().length === 0) return;
    await new Promise<void>((resolve) => {
      timer = clock.after(LOOK_AGAIN_MS, resolve);
    });
    await collect();
    tasks = findTasks();
    working ??= workOff().finally(() => {
      working = null;
    });
  }

  async function keepSweeping(): Promise<void> {
    try {
      await sweep();
    } catch (error) {
      // Beats may be lost meanwhile, so nobody can be called absent.
      watchingSince = clock.elapsed();
      logger.warn({ err: error }, 'heartbeats cannot be collected');
    }
    if (!stopped) timer = clock.after(SWEEP_MS, () => void keepSweeping());
  }
  let timer: Timer = clock.after(SWEEP_MS, () => void keepSweeping());

  const subscription = log.subscribe({
    after,
    onBatch(events) {
      for (const event of events) {
        try {
          follow(event);
        } catch (error) {
          // Other rooms must not wait for an event that cannot be read.
          const { type, position } = event;
          logger.error({ err: error, type, position }, 'presence leaves an event out that it cannot take');
        }
      }
    },
    onFault: (error) => logger.error({ err: error }, 'presence waits for the log'),
  });

  return {
    async stop() {
      stopped = true;
      timer.cancel();
      await subscription.stop();
      await working;
    },
  };
}

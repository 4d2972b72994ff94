import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { ProcessClock, Timer } from '../domain/kernel/clock.ts';
import { DomainError } from '../domain/kernel/errors.ts';
import { liveDecider } from '../domain/live/decider.ts';
import { LIVE_STATUS } from '../domain/live/events.ts';
import { HEARTBEAT_INTERVAL_MS } from '../domain/live/limits.ts';
import { liveStream } from '../domain/streams.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import type { EventStore, LoggedEvent } from '../event-store/event-store.ts';
import { MAX_QUERY_DOCUMENTS, type ReadModels } from '../projections/read-models.ts';
import { liveMembers } from '../projections/views/live-members.ts';
import { lives } from '../projections/views/lives.ts';
import type { Heartbeats } from './heartbeats.ts';

/** A person counts as absent when this many beats are missing. */
export const MISSED_HEARTBEATS = 3;
const ABSENT_AFTER_MS = HEARTBEAT_INTERVAL_MS * MISSED_HEARTBEATS;
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

interface Room {
  appId: string;
  liveId: number;
  hostId: number;
  /** User id → when the last beat came, in ms of the clock's `elapsed`. */
  beats: Map<number, number>;
}

interface Member {
  room: Room;
  userId: number;
}

/**
 * Removes absent members from lives; an absent host ends the live. Beats are not in the log, only joining and leaving are.
 * A member is absent after sending no beat for the full time, in which this process watched without interruption. So
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
}): Promise<{ stop(): Promise<void> }> {
  const { log, commands, models, clock, heartbeats, logger } = options;
  const rooms = new Map<string, Room>();
  const key = (appId: string, liveId: number) => `${appId}.${liveId}`;
  /** Since this `elapsed` every beat has been seen. */
  let watchingSince = clock.elapsed();
  let absentees: Member[] = [];
  let removing: Promise<void> | null = null;
  let stopped = false;

  const after = models.position();
  let startedAfter = -1;
  for (;;) {
    const page = await models.find(lives, {
      index: 'byStatus',
      equals: [LIVE_STATUS.playing],
      from: startedAfter,
      limit: MAX_QUERY_DOCUMENTS,
    });
    for (const { document: live } of page) await openRoom(live.appId, live.liveId, live.hostId);
    const last = page[page.length - 1]?.document.startedAt;
    if (page.length < MAX_QUERY_DOCUMENTS || last === undefined) break;
    startedAfter = last === startedAfter ? last + 1 : last;
  }

  async function openRoom(appId: string, liveId: number, hostId: number): Promise<void> {
    const room: Room = { appId, liveId, hostId, beats: new Map() };
    rooms.set(key(appId, liveId), room);
    let joinedAfter = -1;
    for (;;) {
      const page = await models.find(liveMembers, {
        index: 'present',
        equals: [appId, liveId, true],
        after: joinedAfter,
        limit: MAX_QUERY_DOCUMENTS,
      });
      for (const { document } of page) room.beats.set(document.userId, clock.elapsed());
      if (page.length < MAX_QUERY_DOCUMENTS) return;
      joinedAfter = page[page.length - 1]!.document.joinTime;
    }
  }

  function follow(event: LoggedEvent): void {
    const { appId } = event.meta;
    switch (event.type) {
      case 'LiveStarted': {
        const { liveId, hostId } = event.data;
        rooms.set(key(appId, liveId), { appId, liveId, hostId, beats: new Map([[hostId, clock.elapsed()]]) });
        break;
      }
      case 'ViewerJoined':
        rooms.get(key(appId, event.data.liveId))?.beats.set(event.data.userId, clock.elapsed());
        break;
      case 'ViewerLeft':
        rooms.get(key(appId, event.data.liveId))?.beats.delete(event.data.userId);
        break;
      case 'LiveStopped':
      case 'LiveBanned':
        rooms.delete(key(appId, event.data.liveId));
        break;
    }
  }

  /** Beats of people who are not in the room are ignored. */
  async function collect(): Promise<void> {
    const { beats, isComplete } = await heartbeats.take();
    const now = clock.elapsed();
    if (!isComplete || log.status?.().available === false) watchingSince = now;
    for (const { appId, liveId, userId, ageMs } of beats) {
      const room = rooms.get(key(appId, liveId));
      const last = room?.beats.get(userId);
      if (last !== undefined) room!.beats.set(userId, Math.max(last, now - ageMs));
    }
  }

  /** Members whose last beat came at or before this `elapsed` are absent. -Infinity: watched for less than the full time. */
  function absentSince(): number {
    const since = clock.elapsed() - ABSENT_AFTER_MS;
    return Math.max(watchingSince, clock.interruptedAt()) > since ? Number.NEGATIVE_INFINITY : since;
  }

  /** Absent members, hosts first. When a host is absent, the live's other members are left out: it ends for all of them. */
  function findAbsent(): Member[] {
    const since = absentSince();
    const hosts: Member[] = [];
    const viewers: Member[] = [];
    for (const room of rooms.values()) {
      if (isAbsent({ room, userId: room.hostId }, since)) hosts.push({ room, userId: room.hostId });
      else for (const [userId, lastBeat] of room.beats) if (lastBeat <= since) viewers.push({ room, userId });
    }
    return [...hosts, ...viewers];
  }

  function isAbsent({ room, userId }: Member, since: number): boolean {
    return rooms.get(key(room.appId, room.liveId)) === room && (room.beats.get(userId) ?? Infinity) <= since;
  }

  async function remove({ room, userId }: Member): Promise<void> {
    const stream = liveStream(room.appId, room.liveId);
    const meta = { appId: room.appId, actor: 0, at: clock.now(), commandId: randomUUID() };
    const isHost = userId === room.hostId;
    const command = isHost
      ? ({ type: 'StopLive', reason: 'missed-heartbeats' } as const)
      : ({ type: 'LeaveLive', userId, reason: 'missed-heartbeats' } as const);
    try {
      await commands.handle(liveDecider, stream, command, meta);
    } catch (error) {
      // A rule refused: the member has left or the live has ended already.
      if (!(error instanceof DomainError)) throw error;
    }
    room.beats.delete(userId);
    if (isHost) rooms.delete(key(room.appId, room.liveId));
  }

  /** Removes those who are still absent by then, batch by batch. Stops when the log takes nothing; the next sweep goes on. */
  async function removeAll(): Promise<void> {
    while (absentees.length > 0 && !stopped) {
      const since = absentSince();
      const batch = absentees.splice(0, REMOVALS_AT_ONCE).filter((member) => isAbsent(member, since));
      if (batch.length === 0) continue;
      const begunAt = performance.now();
      const outcomes = await Promise.allSettled(batch.map(remove));
      const failed = outcomes.find((outcome) => outcome.status === 'rejected');
      if (failed) {
        logger.error(
          { err: failed.reason, left: absentees.length },
          'absent members could not be removed: tried again',
        );
        absentees = [];
        return;
      }
      const restMs = Math.max(MIN_REST_MS, REST_AFTER_REMOVALS * (performance.now() - begunAt));
      await new Promise((resolve) => setTimeout(resolve, restMs));
    }
  }

  async function sweep(): Promise<void> {
    await collect();
    if (findAbsent().length === 0) return;
    await new Promise<void>((resolve) => {
      timer = clock.after(LOOK_AGAIN_MS, resolve);
    });
    await collect();
    absentees = findAbsent();
    removing ??= removeAll().finally(() => {
      removing = null;
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
      await removing;
    },
  };
}

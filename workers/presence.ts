import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { Clock, Timer } from '../domain/kernel/clock.ts';
import { DomainError } from '../domain/kernel/errors.ts';
import { streamName } from '../domain/kernel/ids.ts';
import { liveDecider } from '../domain/live/decider.ts';
import { LIVE_STATUS } from '../domain/live/events.ts';
import type { CommandHandler } from '../event-store/command-handler.ts';
import type { EventStore } from '../event-store/event-store.ts';
import { MAX_QUERY_DOCUMENTS, type ReadModels, type ViewEvent } from '../projections/read-models.ts';
import { liveMembers } from '../projections/views/live-members.ts';
import { lives } from '../projections/views/lives.ts';
import type { Heartbeats } from './heartbeats.ts';

/** A client beats this often (heihei, 心跳) … */
export const HEARTBEAT_INTERVAL_MS = 15_000;
/** … and has left when this many beats are missing. */
export const MISSED_HEARTBEATS = 3;
const ABSENT_AFTER_MS = HEARTBEAT_INTERVAL_MS * MISSED_HEARTBEATS;
/** How often members are looked through. */
const SWEEP_MS = 5_000;

interface Room {
  appId: string;
  liveId: number;
  hostId: number;
  /** User id → when the last beat came. */
  beats: Map<number, number>;
}

/**
 * Who is still there. Beats are not in the log: only joined and left are. After a restart everybody has the full time again.
 * Somebody absent leaves the live; an absent host ends it.
 */
export async function runPresence(options: {
  log: EventStore;
  commands: CommandHandler;
  models: ReadModels;
  clock: Clock;
  heartbeats: Heartbeats;
  logger: Logger;
}): Promise<{ stop(): Promise<void> }> {
  const { log, commands, models, clock, heartbeats, logger } = options;
  const rooms = new Map<string, Room>();
  const key = (appId: string, liveId: number) => `${appId}.${liveId}`;
  const sweeping = new Set<Promise<void>>();

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
      for (const { document } of page) room.beats.set(document.userId, clock.now());
      if (page.length < MAX_QUERY_DOCUMENTS) return;
      joinedAfter = page[page.length - 1]!.document.joinTime;
    }
  }

  function follow(event: ViewEvent): void {
    const { appId } = event.meta;
    switch (event.type) {
      case 'LiveStarted': {
        const { liveId, hostId } = event.data;
        rooms.set(key(appId, liveId), { appId, liveId, hostId, beats: new Map([[hostId, clock.now()]]) });
        break;
      }
      case 'ViewerJoined':
        rooms.get(key(appId, event.data.liveId))?.beats.set(event.data.userId, clock.now());
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

  async function remove(room: Room, userId: number): Promise<void> {
    const stream = streamName('live', room.appId, room.liveId);
    const meta = { appId: room.appId, actor: 0, at: clock.now(), commandId: randomUUID() };
    const command =
      userId === room.hostId
        ? ({ type: 'StopLive', reason: 'missed-heartbeats' } as const)
        : ({ type: 'LeaveLive', userId, reason: 'missed-heartbeats' } as const);
    try {
      await commands.handle(liveDecider, stream, command, meta);
      room.beats.delete(userId);
    } catch (error) {
      // Gone by another way; anything else is tried again by the next sweep.
      if (error instanceof DomainError) room.beats.delete(userId);
      else logger.error({ err: error, liveId: room.liveId, userId }, 'an absent member could not be removed');
    }
  }

  /** Beats of people who are not in the room are ignored. */
  async function collect(): Promise<void> {
    for (const { appId, liveId, userId, at } of await heartbeats.take()) {
      const beats = rooms.get(key(appId, liveId))?.beats;
      if (beats?.has(userId)) beats.set(userId, Math.max(beats.get(userId)!, at));
    }
  }

  async function sweep(): Promise<void> {
    const absentSince = clock.now() - ABSENT_AFTER_MS;
    try {
      await collect();
    } catch (error) {
      // Without the beats of late nobody can be called absent.
      logger.warn({ err: error }, 'heartbeats cannot be collected');
      schedule();
      return;
    }
    for (const room of rooms.values()) {
      for (const [userId, lastBeat] of room.beats) {
        if (lastBeat > absentSince) continue;
        const removal = remove(room, userId).finally(() => sweeping.delete(removal));
        sweeping.add(removal);
      }
    }
    schedule();
  }

  function schedule(): void {
    if (!stopped) timer = clock.at(clock.now() + SWEEP_MS, () => void sweep());
  }
  let stopped = false;
  let timer: Timer | undefined;
  schedule();

  const subscription = log.subscribe({
    after,
    onBatch(events) {
      for (const event of events as unknown as ViewEvent[]) follow(event);
    },
    onFault: (error) => logger.error({ err: error }, 'presence waits for the log'),
  });

  return {
    async stop() {
      stopped = true;
      timer?.cancel();
      await subscription.stop();
      await Promise.allSettled(sweeping);
    },
  };
}

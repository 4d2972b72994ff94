import type { Clock, Timer } from '../domain/kernel/clock.ts';
import type { LoggedEvent, Position } from '../event-store/event-store.ts';
import { functionsOf } from '../event-store/on-events.ts';
import { liveChannel } from './channels.ts';
import { COUNTERS_INTERVAL_MS, COUNTERS_TRIES, NOTICE_MEMBERS } from './limits.ts';
import type { Channel } from './message.ts';
import type { Logger, RenderCounters, RoomCounters } from './ports.ts';

type CountersChange = { liveId: number; withUsers: boolean };
const allOf = ({ data }: { data: { liveId: number } }): CountersChange => ({ liveId: data.liveId, withUsers: true });
const seatsOf = ({ data }: { data: { liveId: number } }): CountersChange => ({ liveId: data.liveId, withUsers: false });
const membersOf = ({ data }: { data: { liveId: number; memberCount: number } }): CountersChange => ({
  liveId: data.liveId,
  withUsers: data.memberCount <= NOTICE_MEMBERS,
});

const changes = functionsOf<[], CountersChange>({
  ViewerJoined: membersOf,
  ViewerLeft: membersOf,
  LiveStarted: allOf,
  CallRequested: allOf,
  CallInvited: allOf,
  CallExpired: allOf,
  CallRefused: allOf,
  CallWithdrawn: allOf,
  ConferenceAccepted: allOf,
  ConferenceEnded: allOf,
  SeatLocked: seatsOf,
  SeatUnlocked: seatsOf,
});

/** What an event changes in its room's counters (heihei, 观看直播用户列表, message), pure; null for most events. */
export function countersChange(event: LoggedEvent): CountersChange | null {
  return changes.get(event.type)?.(event) ?? null;
}

interface Room {
  appId: string;
  liveId: number;
  /** Something changed that has not been shown; `withUsers`: the list of users is to be shown, too. */
  changed: boolean;
  withUsers: boolean;
  /** Somebody has connected who has not been shown anything. */
  hasNewcomers: boolean;
  atLeast: Position;
  failures: number;
  /** Runs until the counters may be shown again; null while they are being rendered. */
  timer: Timer | null;
}

interface Options {
  clock: Clock;
  render: RenderCounters;
  publish(channel: Channel, counters: RoomCounters): void;
  publishToNewcomers(channel: Channel, counters: RoomCounters): void;
  hasMembers(channel: Channel): boolean;
  logger: Logger;
}

/** Shows a room's counters when they change: at once, then at most once an interval, always the latest. */
export class CountersAnnouncer {
  private readonly rooms = new Map<Channel, Room>();
  private readonly options: Options;
  private closed = false;

  constructor(options: Options) {
    this.options = options;
  }

  /** Something that the counters show has changed with the event at `position`. */
  changed(appId: string, liveId: number, withUsers: boolean, position: Position): void {
    const room = this.roomAt(appId, liveId, position);
    if (!room) return;
    room.changed = true;
    room.withUsers ||= withUsers;
  }

  /** A member has connected: newcomers alone are shown the counters as of `position`, even when nothing changed. */
  welcome(appId: string, liveId: number, position: Position): void {
    const room = this.roomAt(appId, liveId, position);
    if (room) room.hasNewcomers = true;
  }

  close(): void {
    this.closed = true;
    for (const { timer } of this.rooms.values()) timer?.cancel();
    this.rooms.clear();
  }

  /** The room, scheduled to be shown; null when nobody would see it. */
  private roomAt(appId: string, liveId: number, atLeast: Position): Room | null {
    const channel = liveChannel(appId, liveId);
    if (this.closed || !this.options.hasMembers(channel)) return null;
    let room = this.rooms.get(channel);
    if (!room) {
      const nothing = { changed: false, withUsers: false, hasNewcomers: false, failures: 0, timer: null };
      room = { appId, liveId, atLeast, ...nothing };
      this.rooms.set(channel, room);
      this.wait(channel, room, 0);
    }
    room.atLeast = atLeast;
    return room;
  }

  private wait(channel: Channel, room: Room, delayMs: number): void {
    const { clock } = this.options;
    room.timer = clock.at(clock.now() + delayMs, () => {
      room.timer = null;
      void this.show(channel, room);
    });
  }

  private async show(channel: Channel, room: Room): Promise<void> {
    const { render, hasMembers, logger } = this.options;
    const { appId, liveId, changed, withUsers, hasNewcomers, atLeast } = room;
    if (!(changed || hasNewcomers) || !hasMembers(channel)) {
      this.rooms.delete(channel);
      return;
    }
    room.changed = false;
    room.withUsers = false;
    room.hasNewcomers = false;
    try {
      const counters = await render(appId, liveId, withUsers || hasNewcomers, atLeast);
      room.failures = 0;
      if (counters && !this.closed) this.publish(channel, counters, { changed, withUsers, hasNewcomers });
    } catch (error) {
      const again = ++room.failures < COUNTERS_TRIES;
      room.changed = again && (changed || room.changed);
      room.hasNewcomers = again && (hasNewcomers || room.hasNewcomers);
      room.withUsers ||= withUsers;
      logger.warn({ err: error, channel }, 'the counters of a room could not be rendered');
    }
    if (!this.closed) this.wait(channel, room, COUNTERS_INTERVAL_MS);
  }

  private publish(
    channel: Channel,
    counters: RoomCounters,
    { changed, withUsers, hasNewcomers }: Pick<Room, 'changed' | 'withUsers' | 'hasNewcomers'>,
  ): void {
    const { publish, publishToNewcomers } = this.options;
    if (changed) publish(channel, shown(counters, withUsers));
    // Newcomers have not seen the list of users yet.
    if (hasNewcomers && !(changed && withUsers)) publishToNewcomers(channel, shown(counters, true));
  }
}

/** The documented keys alone; no `users` node means that only the counts changed. */
function shown(counters: RoomCounters, withUsers: boolean): RoomCounters {
  const { roomSeatCount, totalCount, roomLockedCount, users } = counters;
  const counts = { roomSeatCount, totalCount, roomLockedCount };
  return withUsers && users && totalCount <= NOTICE_MEMBERS ? { ...counts, users } : counts;
}

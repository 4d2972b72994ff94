import type { Clock } from '../domain/kernel/clock.ts';
import type { LoggedEvent, Position } from '../event-store/event-store.ts';
import { functionsOf } from '../event-store/on-events.ts';
import { liveChannel } from './channels.ts';
import { LatestStates } from './latest-states.ts';
import { NOTICE_MEMBERS } from './limits.ts';
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

interface Change {
  appId: string;
  liveId: number;
  /** Something that everybody is to see. */
  changed: boolean;
  /** The list of users is to be shown, too. */
  withUsers: boolean;
  /** Somebody has connected who has not been shown anything. */
  hasNewcomers: boolean;
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
  private readonly rooms: LatestStates<Change>;
  private readonly options: Options;

  constructor(options: Options) {
    this.options = options;
    this.rooms = new LatestStates({
      ...options,
      merged: (earlier, later) => ({
        ...later,
        changed: earlier.changed || later.changed,
        withUsers: earlier.withUsers || later.withUsers,
        hasNewcomers: earlier.hasNewcomers || later.hasNewcomers,
      }),
      show: (channel, change, atLeast) => this.show(channel, change, atLeast),
    });
  }

  /** Something that the counters show has changed with the event at `position`. */
  changed(appId: string, liveId: number, withUsers: boolean, position: Position): void {
    const change = { appId, liveId, changed: true, withUsers, hasNewcomers: false };
    this.rooms.changed(liveChannel(appId, liveId), change, position);
  }

  /** A member has connected: newcomers alone are shown the counters as of `position`, even when nothing changed. */
  welcome(appId: string, liveId: number, position: Position): void {
    const change = { appId, liveId, changed: false, withUsers: false, hasNewcomers: true };
    this.rooms.changed(liveChannel(appId, liveId), change, position);
  }

  close(): void {
    this.rooms.close();
  }

  private async show(channel: Channel, change: Change, atLeast: Position): Promise<void> {
    const { appId, liveId, changed, withUsers, hasNewcomers } = change;
    const { render, publish, publishToNewcomers } = this.options;
    const counters = await render(appId, liveId, withUsers || hasNewcomers, atLeast);
    if (!counters || this.rooms.closed) return;
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

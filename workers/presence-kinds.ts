import { chatDecider } from '../domain/chat/decider.ts';
import { CHAT_ABSENT_MS, CHAT_LOST_MS } from '../domain/chat/limits.ts';
import { liveDecider } from '../domain/live/decider.ts';
import { LIVE_STATUS, type LiveBanned, type LiveStopped } from '../domain/live/events.ts';
import { HEARTBEAT_INTERVAL_MS } from '../domain/live/limits.ts';
import { chatStream, liveStream } from '../domain/streams.ts';
import type { LoggedEvent } from '../event-store/event-store.ts';
import type { OnEvents } from '../event-store/on-events.ts';
import { MAX_QUERY_DOCUMENTS, type ReadModels } from '../projections/read-models.ts';
import { chats } from '../projections/views/chats.ts';
import { liveMembers } from '../projections/views/live-members.ts';
import { lives } from '../projections/views/lives.ts';
import type { RoomKind } from './heartbeats.ts';
import { type Reaction, reaction } from './reactor.ts';

/** A person in a live counts as absent when this many beats are missing. */
export const MISSED_HEARTBEATS = 3;

/** A room whose members must give signs of life. */
export interface WatchedRoom {
  appId: string;
  roomId: number;
  /** Whose absence ends the room for all; the others only leave it. */
  hosts: readonly number[];
}

/** Takes note of who is in which room. */
export interface RoomsNotes {
  /** False for a room that another process watches: nothing needs to be told of its members. */
  opened(room: WatchedRoom): boolean;
  closed(appId: string, roomId: number): void;
  joined(appId: string, roomId: number, userId: number): void;
  left(appId: string, roomId: number, userId: number): void;
}

/** A kind of rooms: who is in them, and what follows when a member gives no sign of life. */
export interface PresenceKind {
  readonly kind: RoomKind;
  /** A member without a sign of life for this long is taken out. */
  readonly absentAfterMs: number;
  /** Others are shown that the member may be lost after this long; absent: they are not. */
  readonly lostAfterMs?: number;
  /** The stream of a room, by whose partition it is watched where several processes share the work. */
  stream(appId: string, roomId: number): string;
  /** Notes the rooms that there are and who is in them, by the read models. */
  readAll(models: ReadModels, notes: RoomsNotes): Promise<void>;
  /** What each event says of rooms and members. */
  readonly on: OnEvents<[notes: RoomsNotes], void>;
  /** The command that takes a member out, or that shows that the member may be lost. A rule that refuses it says that the member has left. */
  remove(room: WatchedRoom, userId: number): Reaction;
  lose?(room: WatchedRoom, userId: number): Reaction;
}

const liveOver = ({ data, meta }: LoggedEvent<LiveStopped | LiveBanned>, notes: RoomsNotes) =>
  notes.closed(meta.appId, data.liveId);

/** Lives: absent viewers leave, an absent host ends the live. */
export const livePresence: PresenceKind = {
  kind: 'live',
  stream: liveStream,
  absentAfterMs: HEARTBEAT_INTERVAL_MS * MISSED_HEARTBEATS,
  async readAll(models, notes) {
    let startedAfter = -1;
    for (;;) {
      const page = await models.find(lives, {
        index: 'byStatus',
        equals: [LIVE_STATUS.playing],
        from: startedAfter,
        limit: MAX_QUERY_DOCUMENTS,
      });
      for (const { document } of page) {
        const { appId, liveId, hostId } = document;
        const isWatched = notes.opened({ appId, roomId: liveId, hosts: [hostId] });
        if (isWatched) await readMembers(models, appId, liveId, notes);
      }
      const last = page[page.length - 1]?.document.startedAt;
      if (page.length < MAX_QUERY_DOCUMENTS || last === undefined) return;
      startedAfter = last === startedAfter ? last + 1 : last;
    }
  },
  on: {
    LiveStarted({ data: { liveId, hostId }, meta: { appId } }, notes) {
      notes.opened({ appId, roomId: liveId, hosts: [hostId] });
      notes.joined(appId, liveId, hostId);
    },
    ViewerJoined: ({ data, meta }, notes) => notes.joined(meta.appId, data.liveId, data.userId),
    ViewerLeft: ({ data, meta }, notes) => notes.left(meta.appId, data.liveId, data.userId),
    LiveStopped: liveOver,
    LiveBanned: liveOver,
  },
  remove({ appId, roomId, hosts }, userId) {
    const reason = 'missed-heartbeats' as const;
    return hosts.includes(userId)
      ? reaction(liveDecider, liveStream(appId, roomId), { type: 'StopLive', reason })
      : reaction(liveDecider, liveStream(appId, roomId), { type: 'LeaveLive', userId, reason });
  },
};

async function readMembers(models: ReadModels, appId: string, liveId: number, notes: RoomsNotes): Promise<void> {
  let joinedAfter = -1;
  for (;;) {
    const page = await models.find(liveMembers, {
      index: 'present',
      equals: [appId, liveId, true],
      after: joinedAfter,
      limit: MAX_QUERY_DOCUMENTS,
    });
    for (const { document } of page) notes.joined(appId, liveId, document.userId);
    if (page.length < MAX_QUERY_DOCUMENTS) return;
    joinedAfter = page[page.length - 1]!.document.joinTime;
  }
}

/** Talks of two people: each side's absence ends it, once the other has been shown that it may be lost. */
export const chatPresence: PresenceKind = {
  kind: 'chat',
  stream: chatStream,
  absentAfterMs: CHAT_ABSENT_MS,
  lostAfterMs: CHAT_LOST_MS,
  async readAll(models, notes) {
    let from = -1;
    let offset = 0;
    for (;;) {
      const page = await models.find(chats, {
        index: 'byOn',
        equals: [true],
        from,
        offset,
        limit: MAX_QUERY_DOCUMENTS,
      });
      for (const { document } of page) {
        const { appId, chatId, userId, otherId, joined } = document;
        notes.opened({ appId, roomId: chatId, hosts: [userId, otherId] });
        if (joined) notes.joined(appId, chatId, userId);
      }
      const last = page[page.length - 1]?.document.createdAt;
      if (page.length < MAX_QUERY_DOCUMENTS || last === undefined) return;
      // Both sides of a talk have the same time, so a page may end in the middle of one.
      const same = page.filter(({ document }) => document.createdAt === last).length;
      offset = last === from ? offset + same : same;
      from = last;
    }
  },
  on: {
    ChatOpened({ data: { chatId, userIds }, meta: { appId } }, notes) {
      notes.opened({ appId, roomId: chatId, hosts: userIds });
    },
    ChatJoined: ({ data, meta }, notes) => notes.joined(meta.appId, data.chatId, data.userId),
    ChatStopped: ({ data, meta }, notes) => notes.closed(meta.appId, data.chatId),
  },
  remove: ({ appId, roomId }, userId) =>
    reaction(chatDecider, chatStream(appId, roomId), { type: 'RemoveUser', userId }),
  lose: ({ appId, roomId }, userId) => reaction(chatDecider, chatStream(appId, roomId), { type: 'LoseUser', userId }),
};

export const PRESENCE_KINDS: readonly PresenceKind[] = [livePresence, chatPresence];

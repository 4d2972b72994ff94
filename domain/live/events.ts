import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { nameOf, namesNobody, notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';
import { cardAt, type PersonCard } from '../user/events.ts';

/** A live is created, then playing, then over: in one of three ways. */
export const LIVE_STATUS = {
  created: 'created',
  playing: 'playing',
  stopped: 'stopped',
  banned: 'banned',
  deleted: 'deleted',
} as const;
export type LiveStatus = (typeof LIVE_STATUS)[keyof typeof LIVE_STATUS];

/** `elsewhere`: the viewer has taken seats in so many other rooms since. */
export type LeaveReason = 'quit' | 'kicked' | 'missed-heartbeats' | 'elsewhere' | 'blocked' | 'banned' | 'erased';
export type StopReason =
  | 'host'
  | 'missed-heartbeats'
  | 'host-banned'
  | 'host-erased'
  | 'live-banned'
  | 'replaced'
  | 'operator';

/** `live-<app>.<liveId>`, strict: lifecycle, seats, members, moderation. The host holds a seat from the start on. */
export type LiveCreated = DomainEvent<
  'LiveCreated',
  { liveId: number; roomId: number; hostId: number; host: PersonCard; title: string; seatCount: number }
>;
/** `hidden`: it was when it started, so that nobody is told. */
export type LiveStarted = DomainEvent<
  'LiveStarted',
  { liveId: number; hostId: number; host: PersonCard; title: string; hidden?: boolean }
>;
export type LiveTitleChanged = DomainEvent<'LiveTitleChanged', { liveId: number; hostId: number; title: string }>;
export type LivePaused = DomainEvent<'LivePaused', { liveId: number }>;
export type LiveContinued = DomainEvent<'LiveContinued', { liveId: number }>;
export type LiveStopped = DomainEvent<
  'LiveStopped',
  {
    liveId: number;
    roomId: number;
    hostId: number;
    title: string;
    reason: StopReason;
    totalUsers: number;
    onlineUsers: number;
  }
>;
export type LiveBanned = DomainEvent<'LiveBanned', { liveId: number; hostId: number; reason: string }>;
export type LiveDeleted = DomainEvent<'LiveDeleted', { liveId: number; hostId: number }>;
export type LiveVisibilitySet = DomainEvent<'LiveVisibilitySet', { liveId: number; visible: boolean }>;

/**
 * `joinTime` is unique and growing within a live (epoch ms, bumped when two join in one millisecond): the list pages by it. `muted`: the
 * viewer was, so that the room does not read their name.
 */
export type ViewerJoined = DomainEvent<
  'ViewerJoined',
  {
    liveId: number;
    userId: number;
    viewer: PersonCard;
    joinTime: number;
    byInvitation: boolean;
    memberCount: number;
    muted?: boolean;
  }
>;
/** `displayName`: as it was when the viewer joined; absent in older logs. `muted` as in `ViewerJoined`. */
export type ViewerLeft = DomainEvent<
  'ViewerLeft',
  {
    liveId: number;
    userId: number;
    displayName?: string;
    reason: LeaveReason;
    memberCount: number;
    muted?: boolean;
  }
>;
export type SeatLocked = DomainEvent<'SeatLocked', { liveId: number; lockedCount: number }>;
export type SeatUnlocked = DomainEvent<'SeatUnlocked', { liveId: number; lockedCount: number }>;
export type ViewerKnocked = DomainEvent<'ViewerKnocked', { liveId: number; hostId: number; viewer: PersonCard }>;
export type ViewerInvited = DomainEvent<
  'ViewerInvited',
  { liveId: number; userId: number; invitationKey: string; host: PersonCard }
>;
export type ViewerMuted = DomainEvent<'ViewerMuted', { liveId: number; roomId: number; userId: number }>;
export type ViewerUnmuted = DomainEvent<'ViewerUnmuted', { liveId: number; roomId: number; userId: number }>;
/** A viewer who may mute, unmute and kick others, in the room of one live, while they are in it. */
export type ManagerAppointed = DomainEvent<'ManagerAppointed', { liveId: number; userId: number }>;
export type ManagerDismissed = DomainEvent<'ManagerDismissed', { liveId: number; userId: number }>;
/** What the host tells the whole room. */
export type RoomNoticeGiven = DomainEvent<'RoomNoticeGiven', { liveId: number; hostId: number; text: string }>;

export type LiveEvent =
  | LiveCreated
  | LiveStarted
  | LiveTitleChanged
  | LivePaused
  | LiveContinued
  | LiveStopped
  | LiveBanned
  | LiveDeleted
  | LiveVisibilitySet
  | ViewerJoined
  | ViewerLeft
  | SeatLocked
  | SeatUnlocked
  | ViewerKnocked
  | ViewerInvited
  | ViewerMuted
  | ViewerUnmuted
  | ManagerAppointed
  | ManagerDismissed
  | RoomNoticeGiven;

export const liveEventTypes: EventTypes<LiveEvent> = {
  LiveCreated: true,
  LiveStarted: true,
  LiveTitleChanged: true,
  LivePaused: true,
  LiveContinued: true,
  LiveStopped: true,
  LiveBanned: true,
  LiveDeleted: true,
  LiveVisibilitySet: true,
  ViewerJoined: true,
  ViewerLeft: true,
  SeatLocked: true,
  SeatUnlocked: true,
  ViewerKnocked: true,
  ViewerInvited: true,
  ViewerMuted: true,
  ViewerUnmuted: true,
  ManagerAppointed: true,
  ManagerDismissed: true,
  RoomNoticeGiven: true,
};

export const livePersonal: PersonalFields<LiveEvent> = {
  LiveCreated: { ...cardAt('host'), title: textOf('hostId') },
  LiveStarted: { ...cardAt('host'), title: textOf('hostId') },
  LiveTitleChanged: { title: textOf('hostId') },
  LivePaused: namesNobody,
  LiveContinued: namesNobody,
  LiveStopped: { title: textOf('hostId') },
  LiveBanned: { reason: textOf('hostId') },
  LiveDeleted: namesNobody,
  LiveVisibilitySet: namesNobody,
  ViewerJoined: cardAt('viewer'),
  ViewerLeft: { displayName: nameOf('userId') },
  SeatLocked: namesNobody,
  SeatUnlocked: namesNobody,
  ViewerKnocked: cardAt('viewer'),
  ViewerInvited: { ...cardAt('host'), invitationKey: notPersonal },
  ViewerMuted: namesNobody,
  ViewerUnmuted: namesNobody,
  ManagerAppointed: namesNobody,
  ManagerDismissed: namesNobody,
  RoomNoticeGiven: { text: textOf('hostId') },
};

import type { Position } from '../event-store/event-store.ts';
import type { Channel } from './message.ts';

/** Whose connection it is, as its token says. */
export interface Identity {
  appId: string;
  userId: number;
  sessionId: string;
  /** When the session ends by itself, epoch ms of the clock; undefined: never. */
  expiresAt?: number;
}

/** Resolves null when the token is not valid now: malformed, expired, signed out, banned. */
export type Authenticate = (token: string) => Promise<Identity | null>;

export interface UserChannels {
  /** The rooms and groups whose member the user is, and the hosts that they follow. */
  on: Channel[];
  /** Where in the log the user came onto a channel, for channels whose earlier messages are not theirs to see: groups. */
  since?: ReadonlyMap<Channel, Position>;
  /** Rooms that ended lately with the user in them: a client that comes back now still gets the `stop-live` that it missed. */
  over: Channel[];
}

/**
 * Channels that a user is on by the read models. The answer must show every event up to `atLeast` (wait for the read models);
 * rejecting refuses the connection as temporary.
 */
export type ChannelsOf = (identity: Identity, atLeast: Position) => Promise<UserChannels>;

/** Is told who has a socket open here. */
export interface OnlineUsers {
  /** A person's first connection was opened. */
  came(appId: string, userId: number): void;
  /** Their last one was closed. */
  left(appId: string, userId: number): void;
}

/** The object of heihei 观看直播用户列表, message. `users` is left out when only counts changed. */
export interface RoomCounters {
  roomSeatCount: number;
  totalCount: number;
  roomLockedCount: number;
  users?: unknown[];
}

/**
 * Renders a room's counters from the read models, showing every event up to `atLeast`; null when there is nothing to show.
 * `withUsers` false leaves `users` out. A rejection is tried again an interval later.
 */
export type RenderCounters = (
  appId: string,
  liveId: number,
  withUsers: boolean,
  atLeast: Position,
) => Promise<RoomCounters | null>;

/** Counts what a user has not read, showing every event up to `atLeast`. A rejection is tried again an interval later. */
export type CountUnread = (appId: string, userId: number, atLeast: Position) => Promise<number>;

/**
 * heihei, 消息列表约聊消息: how a call stands in a user's list of messages, showing every event up to `atLeast`; null when the latest that happened
 * between the two is no call any more. A rejection is tried again an interval later.
 */
export type RenderCallEntry = (
  appId: string,
  people: { userId: number; otherId: number },
  atLeast: Position,
) => Promise<Record<string, unknown> | null>;

/** What realtime needs of a logger (pino's shape). */
export interface Logger {
  info(details: object, text: string): void;
  warn(details: object, text: string): void;
  error(details: object, text: string): void;
}

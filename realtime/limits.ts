/** Above this many members, rooms get no join and leave notices, and counters come without the list of users. */
export const NOTICE_MEMBERS = 500;

/** Events of the log replayed into the rings at start, so that resumes work right after a restart. */
export const RESUME_EVENTS = 50_000;
/** Messages kept a channel for resumes; a client that missed more fetches state by HTTP. */
export const RING_MESSAGES = 1_000;
/** Bytes kept for resumes in all: the oldest messages go first. */
export const RING_BYTES = 64 * 1024 * 1024;
/** Bytes replayed to one reconnecting client at once: half of what would cut it off as too slow. */
export const MAX_REPLAY_BYTES = 512 * 1024;

/** Bytes gathered for a channel above which they go out before their window ends: longer writes save nothing. */
export const MAX_BATCH_BYTES = 64 * 1024;

/** Channels named in `auth.since`, and the length of a channel's name in characters. */
export const MAX_SINCE_CHANNELS = 200;
export const MAX_CHANNEL_CHARS = 100;
/** Longest token, in characters. */
export const MAX_TOKEN_CHARS = 4_096;
/** Hosts whose fans' channel a user is on: the latest follows count. */
export const MAX_FOLLOWED_CHANNELS = 500;
/** Largest packet that a client may send: `auth` is all there is to say. */
export const MAX_INBOUND_BYTES = 16 * 1024;
/** A connection that did not sign in is closed after this. */
export const SIGN_IN_TIMEOUT_MS = 10_000;

/** Counters of a room: at most one a room in this time. */
export const COUNTERS_INTERVAL_MS = 1_000;
/** Tries to render a room's counters, one an interval, before they wait for the next change. */
export const COUNTERS_TRIES = 5;

/** What a deployment or a test may set; every one has a default. */
export interface RealtimeLimits {
  /** Open connections of one user; the oldest one gives way. */
  connectionsPerUser: number;
  /** Open connections from one address: carriers put many users behind one. */
  connectionsPerAddress: number;
  /** Packets that a client may send within `clientPacketsWindowMs`, its sign-in among them. */
  clientPackets: number;
  clientPacketsWindowMs: number;
  /** How long a client that has seen more of the log than this process waits for it, before it is told that it is ahead. */
  catchUpMs: number;
  /** Bytes waiting for a client above which messages of class 'latest' are dropped, … */
  dropLatestBytes: number;
  /** … texts too, leaving a gap marker, … */
  dropShouldBytes: number;
  /** … and the client is cut off. */
  cutBytes: number;
  /** A client that stays above `dropLatestBytes` for this long is cut off as well. */
  cutAfterMs: number;
  /** Below this many members a room's messages go out in the tick they come in. */
  batchFromMembers: number;
  /** A room's batching window at `batchFromMembers` members; it grows evenly … */
  minWindowMs: number;
  /** … to this at 5,000 members: a write costs about 11 µs whatever its length. */
  maxWindowMs: number;
}

export const DEFAULT_LIMITS: Readonly<RealtimeLimits> = {
  connectionsPerUser: 10,
  connectionsPerAddress: 2_000,
  clientPackets: 10,
  clientPacketsWindowMs: 10_000,
  catchUpMs: 2_000,
  dropLatestBytes: 64 * 1024,
  dropShouldBytes: 256 * 1024,
  cutBytes: 1024 * 1024,
  cutAfterMs: 5_000,
  batchFromMembers: 50,
  minWindowMs: 20,
  maxWindowMs: 100,
};

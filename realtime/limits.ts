import type { Rate } from './pace.ts';

/** Above this many members, rooms get no join and leave notices, and counters come without the list of users. */
export const NOTICE_MEMBERS = 500;

/**
 * At start the log is read backwards into the rings, so that resumes work right after a restart: until this many messages
 * are found, or this many events were read (most events leave nothing to replay: likes, for example).
 */
export const WARM_UP_MESSAGES = 50_000;
export const WARM_UP_EVENTS = 250_000;
/** Kept for resumes in each channel: this many gifts and actions, and as many texts. */
export const RING_MESSAGES = 1_000;
/** Of them at most this many of one sender, once there are RING_MESSAGES: a sender of more loses their own oldest ones. */
export const SENDER_RING_MESSAGES = 250;
/** Bytes kept for resumes in all. */
export const RING_BYTES = 64 * 1024 * 1024;
/** Channels with messages kept for resumes; the channel that was quiet for longest is forgotten first. */
export const MAX_RING_CHANNELS = 20_000;

/**
 * What a room's ring lacks is read from the log when a client comes back for it, from each of the room's streams: at most
 * this many events, of which at most this many make messages, …
 */
export const HISTORY_EVENTS = 50_000;
export const HISTORY_MESSAGES = 5_000;
/** … for this long in all for one client, which waits for it. It is told of a `gap` where something was not found by then. */
export const HISTORY_MS = 5_000;
/** Rooms read at once; further ones wait, so that a crowd that comes back leaves the log free for everybody else. */
export const HISTORY_READS = 4;
/** Results of such reads that are kept for the next clients: bytes of messages in all, and rooms. */
export const HISTORY_BYTES = 16 * 1024 * 1024;
export const HISTORY_ROOMS = 64;
/** Bytes replayed to one reconnecting client at once: half of what would cut it off as too slow. */
export const MAX_REPLAY_BYTES = 512 * 1024;

/** Above this many gathered bytes a channel's messages go out before their window ends: longer writes save nothing. */
export const MAX_BATCH_BYTES = 64 * 1024;

/** Channels named in `auth.since`, and the length of a channel's name in characters. */
export const MAX_SINCE_CHANNELS = 200;
export const MAX_CHANNEL_CHARS = 100;
/** Longest token, in characters. */
export const MAX_TOKEN_CHARS = 4_096;
/** Hosts whose fans' channel a user is on, and friends on whose channel they are: the latest ones count. */
export const MAX_FOLLOWED_CHANNELS = 500;
/** Largest packet that a client may send: `auth` is all there is to say. */
export const MAX_INBOUND_BYTES = 16 * 1024;
/**
 * A message to a group changes what each member has not read. Members are told the new count while at most this many of the group are connected here;
 * counting costs a look at all groups of each. In larger groups clients add one a message, and ask for the exact count when they show a list.
 */
export const MAX_TOLD_OF_UNREAD = 100;
/** A room's counters are shown at most once in this time. */
export const COUNTERS_INTERVAL_MS = 1_000;
/** Tries to render a room's counters, one an interval, before they wait for the next change. */
export const COUNTERS_TRIES = 5;

/** What a deployment or a test may set; every one has a default. */
export interface RealtimeLimits {
  /** Open connections of one user: above it dead ones are ended, else the oldest. Above twice as many, new ones are refused. */
  connectionsPerUser: number;
  /**
   * At a limit, clients are asked for a sign of life, and those that give none within this time are ended first. Longer than
   * the way to a phone and back on a bad line.
   */
  signOfLifeMs: number;
  /** Clients of one address are asked at most this often: if all of them are alive, there is no room before some leave. */
  askAgainMs: number;
  /** Handshakes of one address that wait for the answers, at most. */
  handshakesWaiting: number;
  /** Handshakes of one address: twice `connectionsPerAddress` at once, when all of a carrier's come back together. */
  handshakes: Rate;
  /** Sign-ins of one user, of all of their devices: each reads what rooms they are in. An app that loses its network again and again makes one in some seconds. */
  signIns: Rate;
  /** Refused handshakes and sign-ins of one address that are answered at once; further ones are answered later. */
  refusals: Rate;
  /** Open connections from one address: carriers put many users behind one. */
  connectionsPerAddress: number;
  /** Of these, connections that have not signed in after `silentGraceMs`: above it the oldest ones are terminated. */
  silentPerAddress: number;
  /** Longer than the way to a phone and back, so that clients that connect at the same moment do not count as silent. */
  silentGraceMs: number;
  /** A client that has not signed in this long after connecting is terminated. */
  signInMs: number;
  /** The same for a client whose token is being checked: that takes longer while this process starts, or a store is slow. */
  signingInMs: number;
  /** Each client is pinged this long after it connected, and after each of its pongs. */
  pingEveryMs: number;
  /** A client that does not answer a ping within this time is ended. */
  pongWithinMs: number;
  /**
   * Clients give up on this server when they hear nothing for `pingEveryMs` plus this. The sum is longer than a server may be
   * suspended (50 s) plus the time since its last ping, so that clients keep their connections.
   */
  clientPatienceMs: number;
  /** Frames and packets that a client may send at once, its sign-in, pings and pongs among them; … */
  clientFrames: number;
  /** … and a second in the long run. A proper client sends a pong every 20 s, and perhaps a ping every 10 s. */
  clientFramesPerSecond: number;
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
  /** Bytes waiting for a client that is not signed in, above which it is terminated: such a client is sent a few hundred. */
  unsignedCutBytes: number;
  /** Below this many members a room's messages go out in the tick they come in. */
  batchFromMembers: number;
  /** Messages are gathered for so many times what handing over the last ones took: sending then takes at most a quarter of the time … */
  gatherPerFlush: number;
  /** … and no longer than this: a room's batching window at `batchFromMembers` members; it grows evenly … */
  minWindowMs: number;
  /** … to this at 5,000 members: a write costs about 11 µs whatever its length. */
  maxWindowMs: number;
}

export const DEFAULT_LIMITS: Readonly<RealtimeLimits> = {
  connectionsPerUser: 10,
  signOfLifeMs: 3_000,
  askAgainMs: 10_000,
  handshakesWaiting: 200,
  handshakes: { atOnce: 4_000, perSecond: 100 },
  signIns: { atOnce: 60, perSecond: 1 },
  refusals: { atOnce: 100, perSecond: 10 },
  connectionsPerAddress: 2_000,
  silentPerAddress: 200,
  silentGraceMs: 2_000,
  signInMs: 10_000,
  signingInMs: 30_000,
  pingEveryMs: 20_000,
  pongWithinMs: 20_000,
  clientPatienceMs: 55_000,
  clientFrames: 16,
  clientFramesPerSecond: 1,
  catchUpMs: 2_000,
  dropLatestBytes: 64 * 1024,
  dropShouldBytes: 256 * 1024,
  cutBytes: 1024 * 1024,
  cutAfterMs: 5_000,
  unsignedCutBytes: 16 * 1024,
  batchFromMembers: 50,
  gatherPerFlush: 3,
  minWindowMs: 20,
  maxWindowMs: 100,
};

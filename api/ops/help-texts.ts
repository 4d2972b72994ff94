/*
 * What each number of a part of the process means: the help texts in /metrics. By the name of the number; the compiler wants one of each.
 */

import type { SignInNumbers } from '../../application/accounts/sign-in-limits.ts';
import type { HeldMetrics } from '../http/held-refusals.ts';
import type { RateLimits } from '../http/rate-limits.ts';
import type { TcpMetrics } from '../http/tcp-connections.ts';
import type { HelpTexts } from './metrics.ts';

const refused = (calls: string) => `Calls refused with 429 because their caller made too many ${calls}`;

export const RATE_LIMIT_REFUSED: HelpTexts<RateLimits['refused']> = {
  read: refused('calls that read'),
  search: refused('searches'),
  write: refused('calls that write'),
  fanOut: refused('calls that many others are told of'),
  notify: refused('calls that notify somebody'),
  paid: refused('calls that cost money to serve'),
  growth: refused('calls that make what stays'),
  stranger: refused('calls before they proved who they are'),
};

export const RATE_LIMIT_REFUSALS: HelpTexts<HeldMetrics> = {
  waiting: 'Refusals that are held back now from callers who go on asking',
  held: 'Refusals that were held back',
  closed: 'Refusals answered at once, with the end of the connection, because too many were held back',
};

export const CALLS_IN_TURN = { waiting: 'Calls that wait until others of the same person have been handled' };

export const SIGN_IN: HelpTexts<SignInNumbers> = {
  codesAsked: 'Sign-in codes that were asked for',
  triesMade: 'Sign-in codes that were tried',
  refusedByAddress: 'Sign-ins refused because their address had used up its budget (CODES_PER_ADDRESS)',
  refusedByBudget: 'Sign-ins refused because the budget of the process was used up (CODES_PER_HOUR)',
  codeBudgetExhausted: '1 while this process sends no more codes this hour: nobody new can sign in',
  tryBudgetExhausted: '1 while this process takes no more codes this hour: nobody new can sign in',
};

export const CLOCK = {
  aheadMs: "Salon's time minus that of the machine (or Redis), in milliseconds; below zero when behind",
  suspensions: 'Times that the process stood still for long',
  suspendedMs: 'Milliseconds that the process stood still for, in all',
  sets: "Times that the machine's clock was set while the process ran",
};

export const MACHINE_CLOCK = { aheadOfRedisMs: "The machine's time minus that of Redis, in milliseconds" };

export const TCP: HelpTexts<TcpMetrics> = {
  open: 'TCP connections that are open now',
  refused: 'TCP connections refused at a limit',
  evicted: 'Idle TCP connections ended to make room for new ones',
  timedOut: 'TCP connections ended because no request came in time, or nothing moved',
  cutPipelined: 'TCP connections ended because too many requests were sent ahead of their answers',
  cutOversized: 'TCP connections ended because a request was too large',
};

export const REALTIME = {
  connections: 'Sockets that are open and signed in now',
  unsigned: 'Sockets that are open and not signed in now',
  connectionsTotal: 'Sockets that were signed in',
  channels: 'Channels with members that are connected now',
  ringBytes: 'Bytes of messages kept for those who come back',
  refusedToken: 'Sockets refused because of their token',
  refusedOrigin: "Sockets refused because of their page's origin",
  refusedAddress: 'Sockets refused because their address has too many',
  refusedInput: 'Sockets refused because of what they sent',
  refusedTemporarily: 'Sockets told to come back later: the process was starting, full, or a store was away',
  messages: 'Messages made from events',
  deliveries: 'Messages handed to sockets',
  writes: 'Writes to sockets; several messages may share one',
  bytesOut: 'Bytes written to sockets',
  coalesced: 'Messages replaced by a later one of their kind before they went out',
  droppedLatest: 'Messages of which only the latest counts (likes, counters) left out for slow clients',
  droppedShould: 'Texts left out for slow clients, who are told of the gap',
  gaps: 'Gaps that slow clients were told of',
  cutSlow: 'Sockets ended because their client did not keep up; it resumes when it comes back',
  cutFlood: 'Sockets ended because their client sent too much',
  cutUnsigned: 'Sockets ended because they did not sign in in time',
  evictedUnsigned: 'Sockets ended because too many of their address were not signed in',
  evictedSilent: 'Sockets ended at a limit because they gave no sign of life',
  endedSessions: 'Sockets ended because their session did',
  resumedChannels: 'Channels that clients resumed without missing anything',
  unresumedChannels: 'Channels that clients came back to too late to resume: they fetch the state by HTTP',
  parkedEvents: 'Events that could not be made into messages: each is named in the log as an error',
};

export const EFFECTS = {
  lagMs: 'How far effects lag behind their commands, in ms, as the processes that carry them out last said',
  slowed: 'Commands of people that waited because effects lagged',
  refused: 'Commands of people that were refused with 503 because effects lagged',
};
export const LOG_SUBSCRIPTION = {
  slowEnds: "Times that EventStoreDB ended this process's subscription to the log because it was behind",
};

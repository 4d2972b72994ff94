import type { LeaveReason, LiveEvent, StopReason } from '../../../domain/live/events.ts';
import { person, T0 } from '../../support/given.ts';

/** Live 5 of host 1, and what can happen in it. */
export const HOST = 1;
export const host = { actor: HOST };
export const as = (actor: number) => ({ actor });
export const live = { liveId: 5, roomId: 50 };
export const created = (seatCount = 8): LiveEvent => ({
  type: 'LiveCreated',
  data: { ...live, hostId: HOST, host: person(HOST), title: '晚上好', seatCount },
});
export const started: LiveEvent = {
  type: 'LiveStarted',
  data: { liveId: 5, hostId: HOST, host: person(HOST), title: '晚上好' },
};
export const playing = (seatCount = 8) => [created(seatCount), started];
export const stopped = (reason: StopReason = 'host', onlineUsers = 1, totalUsers = 0): LiveEvent => ({
  type: 'LiveStopped',
  data: { ...live, hostId: HOST, title: '晚上好', reason, totalUsers, onlineUsers },
});
export const bannedLive: LiveEvent = { type: 'LiveBanned', data: { liveId: 5, hostId: HOST, reason: 'spam' } };
export const deleted: LiveEvent = { type: 'LiveDeleted', data: { liveId: 5, hostId: HOST } };
export const over = {
  stopped: [...playing(), stopped()],
  banned: [created(), bannedLive],
  deleted: [created(), deleted],
};
/** The n-th to join, with `memberCount` counting the host. */
export const joined = (userId: number, n: number, byInvitation = false): LiveEvent => ({
  type: 'ViewerJoined',
  data: { liveId: 5, userId, viewer: person(userId), joinTime: T0 + n, byInvitation, memberCount: n + 1 },
});
export const left = (userId: number, memberCount: number, reason: LeaveReason = 'quit'): LiveEvent => ({
  type: 'ViewerLeft',
  data: { liveId: 5, userId, displayName: person(userId).displayName, reason, memberCount },
});
export const invited = (userId: number, invitationKey = 'k'): LiveEvent => ({
  type: 'ViewerInvited',
  data: { liveId: 5, userId, invitationKey, host: person(HOST) },
});
export const locked = (lockedCount: number): LiveEvent => ({ type: 'SeatLocked', data: { liveId: 5, lockedCount } });
export const unlocked = (lockedCount: number): LiveEvent => ({
  type: 'SeatUnlocked',
  data: { liveId: 5, lockedCount },
});
export const join = (userId: number, change: object = {}) =>
  ({ type: 'JoinLive', viewer: person(userId), blockedByHost: false, invitationKey: '', ...change }) as const;
export const leave = (userId: number, reason: LeaveReason = 'quit') => ({ type: 'LeaveLive', userId, reason }) as const;
export const invite = (userId: number) =>
  ({ type: 'InviteViewer', userId, invitationKey: 'k', host: person(HOST) }) as const;
export const stop = (reason: StopReason = 'host') => ({ type: 'StopLive', reason }) as const;
export const knock = (userId: number, blockedByHost = false) =>
  ({ type: 'Knock', viewer: person(userId), blockedByHost }) as const;

import type { CommandMeta } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { LiveCommand } from './commands.ts';
import { type LeaveReason, LIVE_STATUS, type LiveEvent } from './events.ts';
import { mustActFor, mustBeHost, mustExist, mustKeepOrderOver, mustPlay } from './guards.ts';
import { dismissed } from './house-rules.ts';
import { KNOCK_COOLDOWN_MS } from './limits.ts';
import { capacity, isMember, type Live } from './state.ts';

type Meta = Pick<CommandMeta, 'at' | 'actor'>;
type Of<Type extends LiveCommand['type']> = Extract<LiveCommand, { type: Type }>;

/**
 * heihei, 加入直播. Not playing: `LiveNotRunning`; blocked by the host, or kicked and not invited since: `BlockedByHost`; no
 * seat: `RoomFull`, unless `invitationKey` is the viewer's outstanding invitation. An invitation is used up by joining with it.
 */
export function joinLive(command: Of<'JoinLive'>, live: Live, meta: Meta): LiveEvent[] {
  const { viewer, blockedByHost, invitationKey } = command;
  const { liveId } = live;
  const { userId } = viewer;
  mustExist(live, meta);
  if (live.status !== LIVE_STATUS.playing) throw new DomainError('LiveNotRunning');
  mustActFor(userId, meta);
  if (userId === live.hostId) return [];
  if (blockedByHost || live.kicked.has(userId)) throw new DomainError('BlockedByHost');
  if (isMember(live, userId)) return [];
  const byInvitation = invitationKey !== '' && live.invitations.get(userId) === invitationKey;
  if (live.members.size >= capacity(live) && !byInvitation) throw new DomainError('RoomFull');
  const joinTime = Math.max(meta.at, live.lastJoinTime + 1);
  const memberCount = live.members.size + 1;
  const joined = { liveId, userId, viewer, joinTime, byInvitation, memberCount };
  return [{ type: 'ViewerJoined', data: { ...joined, ...mutedIn(live, userId) } }];
}

/** heihei, 退出直播. `[]` for somebody who is not in the room, and for the host, who leaves by stopping the live. */
export function leaveLive({ userId, reason }: Of<'LeaveLive'>, live: Live, meta: Meta): LiveEvent[] {
  mustExist(live, meta);
  if (meta.actor !== live.hostId) mustActFor(userId, meta);
  if (userId === live.hostId || !isMember(live, userId)) return [];
  const isPutOut = reason === 'blocked' || reason === 'banned' || reason === 'erased';
  return [...(isPutOut ? dismissed(live, userId) : []), left(live, userId, reason)];
}

/** heihei, 敲门. For viewers outside: `AlreadyInLive` for members and the host, `BlockedByHost` for those whom the host blocks. */
export function knock({ viewer, blockedByHost }: Of<'Knock'>, live: Live, meta: Meta): LiveEvent[] {
  const { liveId, hostId } = live;
  mustPlay(live, meta);
  mustActFor(viewer.userId, meta);
  if (blockedByHost) throw new DomainError('BlockedByHost');
  if (isMember(live, viewer.userId)) throw new DomainError('AlreadyInLive');
  const last = live.knocks.get(viewer.userId);
  if (last !== undefined && meta.at - last < KNOCK_COOLDOWN_MS) throw new DomainError('KnockedTooOften');
  return [{ type: 'ViewerKnocked', data: { liveId, hostId, viewer } }];
}

/** What the host, and for some of it a manager, does about a viewer (heihei, 邀请好友, 踢出直播间的用户, 禁言, 取消禁言); about oneself: `TargetIsSelf`. */
export function moderate(
  command: Of<'InviteViewer' | 'KickViewer' | 'MuteViewer' | 'UnmuteViewer'>,
  live: Live,
  meta: Meta,
): LiveEvent[] {
  const { liveId, roomId, hostId } = live;
  const { userId } = command;
  mustPlay(live, meta);
  if (command.type === 'InviteViewer') mustBeHost(live, meta);
  else mustKeepOrderOver(live, userId, meta);
  if (userId === hostId) throw new DomainError('TargetIsSelf', 'the host is not a viewer', 'userId');
  switch (command.type) {
    case 'InviteViewer': {
      const { invitationKey, host } = command;
      return [{ type: 'ViewerInvited', data: { liveId, userId, invitationKey, host } }];
    }
    case 'KickViewer':
      if (!isMember(live, userId)) throw new DomainError('NotInLive', 'not in the room', 'userId');
      return [...dismissed(live, userId), left(live, userId, 'kicked')];
    case 'MuteViewer':
      return live.muted.has(userId) ? [] : [{ type: 'ViewerMuted', data: { liveId, roomId, userId } }];
    case 'UnmuteViewer':
      return live.muted.has(userId) ? [{ type: 'ViewerUnmuted', data: { liveId, roomId, userId } }] : [];
    default:
      return assertNever(command);
  }
}

function left(live: Live, userId: number, reason: LeaveReason): LiveEvent {
  const displayName = live.members.get(userId)!;
  const memberCount = live.members.size - 1;
  const data = { liveId: live.liveId, userId, displayName, reason, memberCount, ...mutedIn(live, userId) };
  return { type: 'ViewerLeft', data };
}

/** Carried by who comes and goes, for whoever shows it. */
function mutedIn({ muted }: Live, userId: number): { muted?: true } {
  return muted.has(userId) ? { muted: true } : {};
}

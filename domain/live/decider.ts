import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { LiveCommand } from './commands.ts';
import { type LiveEvent, liveEventTypes } from './events.ts';
import { mustBeHost, mustPlay } from './guards.ts';
import { keepHouse } from './house-rules.ts';
import { decideLifecycle } from './lifecycle.ts';
import { MIN_UNLOCKED_SEATS } from './limits.ts';
import { capacity, emptyLive, evolve, isMember, type Live } from './state.ts';
import { joinLive, knock, leaveLive, moderate } from './viewers.ts';

export { capacity, evolve, isMember, type Live } from './state.ts';

/**
 * One live room: lifecycle, seats, members, moderation. A command that changes nothing is `[]`. `LiveNotFound` for an unknown, banned or
 * deleted live, and for one that is not playing where no other error fits. This is checked before `NotHost`.
 */
export function decide(command: LiveCommand, live: Live, meta: Pick<CommandMeta, 'at' | 'actor'>): LiveEvent[] {
  switch (command.type) {
    case 'CreateLive':
    case 'StartLive':
    case 'ChangeLive':
    case 'PauseLive':
    case 'ContinueLive':
    case 'StopLive':
    case 'BanLive':
    case 'DeleteLive':
    case 'SetLiveVisible':
      return decideLifecycle(command, live, meta);
    case 'JoinLive':
      return joinLive(command, live, meta);
    case 'LeaveLive':
      return leaveLive(command, live, meta);
    case 'Knock':
      return knock(command, live, meta);
    case 'InviteViewer':
    case 'KickViewer':
    case 'MuteViewer':
    case 'UnmuteViewer':
      return moderate(command, live, meta);
    case 'AppointManager':
    case 'DismissManager':
    case 'GiveNotice':
      return keepHouse(command, live, meta);
    case 'LockSeat':
      mustPlay(live, meta);
      mustBeHost(live, meta);
      return lockSeat(live);
    case 'UnlockSeat':
      mustPlay(live, meta);
      mustBeHost(live, meta);
      if (live.lockedCount === 0) return [];
      return [{ type: 'SeatUnlocked', data: { liveId: live.liveId, lockedCount: live.lockedCount - 1 } }];
    default:
      return assertNever(command);
  }
}

/** Only an empty seat can be locked, and `MIN_UNLOCKED_SEATS` stay open: `SeatsAtMinimum`. */
function lockSeat(live: Live): LiveEvent[] {
  if (capacity(live) - 1 < Math.max(MIN_UNLOCKED_SEATS, live.members.size)) throw new DomainError('SeatsAtMinimum');
  return [{ type: 'SeatLocked', data: { liveId: live.liveId, lockedCount: live.lockedCount + 1 } }];
}

/** The host and the members. Unmuting somebody who is not muted is not written down. */
function hasPart(command: LiveCommand, live: Live, { actor }: Pick<CommandMeta, 'actor'>): boolean {
  if (command.type === 'UnmuteViewer') return false;
  return actor === live.hostId || isMember(live, actor);
}

export const liveDecider: Decider<Live, LiveCommand, LiveEvent> = {
  category: 'live',
  eventTypes: liveEventTypes,
  version: 4,
  hasPart,
  initialState: emptyLive,
  decide,
  evolve,
};

import type { CommandMeta } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { noteLine, spokenText } from '../kernel/text.ts';
import { mustBeOfAge } from '../user/profile.ts';
import type { LiveCommand } from './commands.ts';
import { LIVE_STATUS, type LiveEvent, type StopReason } from './events.ts';
import { mustActFor, mustBeHost, mustExist } from './guards.ts';
import { MAX_SEAT_COUNT, MAX_TITLE_CHARS, MIN_SEAT_COUNT } from './limits.ts';
import type { Live } from './state.ts';

type Meta = Pick<CommandMeta, 'at' | 'actor'>;
type Of<Type extends LiveCommand['type']> = Extract<LiveCommand, { type: Type }>;
type LifecycleCommand = Of<
  | 'CreateLive'
  | 'StartLive'
  | 'ChangeLive'
  | 'PauseLive'
  | 'ContinueLive'
  | 'StopLive'
  | 'BanLive'
  | 'DeleteLive'
  | 'SetLiveVisible'
>;

/** created → playing (paused or not) → stopped; banned and deleted from anywhere (heihei, 创建直播 to 继续直播). */
export function decideLifecycle(command: LifecycleCommand, live: Live, meta: Meta): LiveEvent[] {
  if (command.type === 'CreateLive') return createLive(command, live, meta);
  const { liveId, hostId } = live;
  if (command.type === 'BanLive') return banLive(command, live, meta);
  // A reactor may want to stop a live that has ended, or is gone, by now.
  if (command.type === 'StopLive' && meta.actor === 0 && live.status !== null && isOver(live)) return [];
  mustExist(live, meta);
  mustBeHost(live, meta);
  switch (command.type) {
    case 'StartLive':
      return startLive(command, live);
    case 'ChangeLive': {
      const title = spokenText(command.title, 'title', MAX_TITLE_CHARS);
      return title === live.title ? [] : [{ type: 'LiveTitleChanged', data: { liveId, hostId: live.hostId, title } }];
    }
    case 'PauseLive':
      return pausing(live) && !live.paused ? [{ type: 'LivePaused', data: { liveId } }] : [];
    case 'ContinueLive':
      return pausing(live) && live.paused ? [{ type: 'LiveContinued', data: { liveId } }] : [];
    case 'StopLive':
      return isOver(live) ? [] : [stopped(live, command.reason)];
    case 'DeleteLive':
      return [...stoppedIfPlaying(live, 'host'), { type: 'LiveDeleted', data: { liveId, hostId } }];
    case 'SetLiveVisible': {
      const { visible } = command;
      return visible === live.visible ? [] : [{ type: 'LiveVisibilitySet', data: { liveId, visible } }];
    }
    default:
      return assertNever(command);
  }
}

/** The same command again is `[]`; another live under the same id is `IdempotencyConflict`. A host without a birthday: `Underage`. */
function createLive(command: Of<'CreateLive'>, live: Live, meta: Meta): LiveEvent[] {
  const { liveId, roomId, host, seatCount } = command;
  const hostId = host.userId;
  mustActFor(hostId, meta);
  if (live.status !== null) {
    if (live.hostId === hostId && live.roomId === roomId) return [];
    throw new DomainError('IdempotencyConflict');
  }
  if (!Number.isSafeInteger(seatCount) || seatCount < MIN_SEAT_COUNT || seatCount > MAX_SEAT_COUNT) {
    throw new DomainError('InvalidInput', `${MIN_SEAT_COUNT} to ${MAX_SEAT_COUNT} seats`, 'seatCount');
  }
  mustBeOfAge(host);
  const title = spokenText(command.title, 'title', MAX_TITLE_CHARS);
  return [{ type: 'LiveCreated', data: { liveId, roomId, hostId, host, title, seatCount } }];
}

function startLive({ host }: Of<'StartLive'>, { liveId, hostId, title, status, visible }: Live): LiveEvent[] {
  if (status === LIVE_STATUS.stopped) throw new DomainError('LiveEnded');
  if (status === LIVE_STATUS.playing) return [];
  mustBeOfAge(host);
  return [{ type: 'LiveStarted', data: { liveId, hostId, host, title, ...(!visible && { hidden: true }) } }];
}

/** heihei, 暂停直播: `LiveEnded` (735) once it has stopped, `LiveNotFound` before it has started. */
function pausing({ status }: Live): true {
  if (status === LIVE_STATUS.stopped) throw new DomainError('LiveEnded');
  if (status !== LIVE_STATUS.playing) throw new DomainError('LiveNotFound', 'the live has not started');
  return true;
}

/** For the system alone: `SystemOnly`. */
function banLive({ reason }: Of<'BanLive'>, live: Live, meta: Meta): LiveEvent[] {
  const { liveId, hostId } = live;
  if (meta.actor !== 0) throw new DomainError('SystemOnly');
  if (live.status === LIVE_STATUS.banned) return [];
  mustExist(live, meta);
  return [
    ...stoppedIfPlaying(live, 'live-banned'),
    { type: 'LiveBanned', data: { liveId, hostId, reason: noteLine(reason) } },
  ];
}

function isOver({ status }: Live): boolean {
  return status !== LIVE_STATUS.created && status !== LIVE_STATUS.playing;
}

/** A playing live is stopped before it is banned or deleted: whatever follows `LiveStopped` sees it end. */
function stoppedIfPlaying(live: Live, reason: StopReason): LiveEvent[] {
  return live.status === LIVE_STATUS.playing ? [stopped(live, reason)] : [];
}

/** `onlineUsers` counts the host too, as `memberCount` does. */
function stopped(live: Live, reason: StopReason): LiveEvent {
  const { liveId, roomId, hostId, title, totalUsers } = live;
  const data = { liveId, roomId, hostId, title, reason, totalUsers, onlineUsers: live.members.size };
  return { type: 'LiveStopped', data };
}

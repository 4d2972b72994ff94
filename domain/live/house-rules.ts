import type { CommandMeta } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { spokenText } from '../kernel/text.ts';
import type { LiveCommand } from './commands.ts';
import type { LiveEvent } from './events.ts';
import { mustBeHost, mustPlay } from './guards.ts';
import { MAX_MANAGERS, MAX_NOTICE_CHARS, NOTICE_INTERVAL_MS } from './limits.ts';
import type { Live } from './state.ts';

type HouseCommand = Extract<LiveCommand, { type: 'AppointManager' | 'DismissManager' | 'GiveNotice' }>;

/**
 * The host's managers and notices (heihei, init: livemgr, systemnotify). Appointing or dismissing again changes nothing; the host:
 * `TargetIsSelf`; past `MAX_MANAGERS`: `ManagersTooMany`; a notice sooner than `NOTICE_INTERVAL_MS` after another: `TooOften`.
 */
export function keepHouse(command: HouseCommand, live: Live, meta: Pick<CommandMeta, 'at' | 'actor'>): LiveEvent[] {
  const { liveId, hostId, managers } = live;
  mustPlay(live, meta);
  mustBeHost(live, meta);
  switch (command.type) {
    case 'AppointManager': {
      const { userId } = command;
      if (userId === hostId) throw new DomainError('TargetIsSelf', 'the host needs no appointment', 'userId');
      if (managers.has(userId)) return [];
      if (managers.size >= MAX_MANAGERS) throw new DomainError('ManagersTooMany');
      return [{ type: 'ManagerAppointed', data: { liveId, userId } }];
    }
    case 'DismissManager':
      return dismissed(live, command.userId);
    case 'GiveNotice': {
      const text = spokenText(command.text, 'text', MAX_NOTICE_CHARS);
      if (meta.at - live.lastNoticeAt < NOTICE_INTERVAL_MS) throw new DomainError('TooOften');
      return [{ type: 'RoomNoticeGiven', data: { liveId, hostId, text } }];
    }
    default:
      return assertNever(command);
  }
}

/** That somebody is a manager no more; nothing for whoever is none. */
export function dismissed({ liveId, managers }: Live, userId: number): LiveEvent[] {
  return managers.has(userId) ? [{ type: 'ManagerDismissed', data: { liveId, userId } }] : [];
}

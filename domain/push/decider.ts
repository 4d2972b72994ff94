import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { PushCommand } from './commands.ts';
import { type FansPushRequested, type PushEvent, type PushRequested, pushEventTypes } from './events.ts';
import {
  MAX_BROADCASTS_PER_HOUR,
  MAX_FANS_PUSHES_PER_HOUR,
  MAX_PUSHES_PER_DAY,
  MAX_PUSHES_PER_PAIR_HOUR,
  MAX_TOLD_CONVERSATIONS,
} from './limits.ts';

const HOUR_MS = 3600_000;
const DAY_MS = 24 * HOUR_MS;

export interface Pushes {
  /** Requested and not settled, by their id. */
  open: Map<string, PushRequested['data']>;
  /** The same for followers, with how far they were notified and how many phones of theirs. */
  openForFans: Map<string, FansPushRequested['data'] & { afterUserId: number; devices: number }>;
  /** Those requested in the last day, oldest first: from whom, and when (epoch ms). At most `MAX_PUSHES_PER_DAY`. */
  recent: { fromUserId: number; at: number }[];
  /** By conversation: the last message that the person was notified of, or is to be, by its `seq`, and the notification. */
  told: Map<string, { seq: number; pushId: string }>;
  /** When followers, or everybody, were last notified, epoch ms; at most as many as an hour takes. */
  recentForFans: number[];
}

/**
 * Notifications of one person, each requested and settled once. A request past a limit (`limits.ts`), or too late, changes nothing: a
 * notification may be left out, and nobody waits for it. What an app's server tells is the system's alone: `SystemOnly`.
 */
export function decide(
  command: PushCommand,
  state: Pushes,
  { at, actor }: Pick<CommandMeta, 'at' | 'actor'>,
): PushEvent[] {
  switch (command.type) {
    case 'Announce': {
      const { type: _, ...data } = command;
      if (actor !== 0) throw new DomainError('SystemOnly');
      return [{ type: 'Announced', data, ignorable: true }];
    }
    case 'RequestPush': {
      const { type: _, unreadFrom, ...data } = command;
      if (state.open.has(data.pushId) || at >= data.expiresAt || isPastLimit(state, data.fromUserId, at)) return [];
      // One a conversation until it is read.
      const told = state.told.get(data.source.stream);
      if (unreadFrom !== undefined && told && told.seq >= unreadFrom) return [];
      return [{ type: 'PushRequested', data, ignorable: true }];
    }
    case 'SettlePush': {
      const { type: _, ...data } = command;
      return state.open.has(data.pushId) ? [{ type: 'PushSettled', data, ignorable: true }] : [];
    }
    case 'RequestFansPush': {
      const { type: _, ...data } = command;
      const lately = state.recentForFans.filter((time) => at - time < HOUR_MS).length;
      const isLeftOut = at >= data.expiresAt || lately >= perHour(data);
      if (state.openForFans.has(data.pushId) || isLeftOut) return [];
      return [{ type: 'FansPushRequested', data, ignorable: true }];
    }
    case 'AdvanceFansPush':
      return advance(command, state);
    case 'ExpireFansPush': {
      const open = state.openForFans.get(command.pushId);
      if (!open) return [];
      const { pushId, hostId, devices } = open;
      return [{ type: 'FansPushEnded', data: { pushId, hostId, outcome: 'expired', devices }, ignorable: true }];
    }
    default:
      return assertNever(command);
  }
}

/** How often an hour the followers of a host are notified; host 0 stands for the app itself, and everybody in it. */
function perHour({ hostId }: { hostId: number }): number {
  return hostId === 0 ? MAX_BROADCASTS_PER_HOUR : MAX_FANS_PUSHES_PER_HOUR;
}

function isPastLimit({ recent }: Pushes, fromUserId: number, at: number): boolean {
  const today = recent.filter((push) => at - push.at < DAY_MS);
  const ofPair = today.filter((push) => push.fromUserId === fromUserId && at - push.at < HOUR_MS);
  return today.length >= MAX_PUSHES_PER_DAY || ofPair.length >= MAX_PUSHES_PER_PAIR_HOUR;
}

/** A step that was done before changes nothing. */
function advance(
  { pushId, hostId, afterUserId, devices }: Extract<PushCommand, { type: 'AdvanceFansPush' }>,
  { openForFans }: Pushes,
): PushEvent[] {
  const open = openForFans.get(pushId);
  if (!open) return [];
  if (afterUserId === null) {
    const inAll = open.devices + devices;
    return [{ type: 'FansPushEnded', data: { pushId, hostId, outcome: 'done', devices: inAll }, ignorable: true }];
  }
  if (afterUserId <= open.afterUserId) return [];
  return [{ type: 'FansPushed', data: { pushId, hostId, afterUserId, devices }, ignorable: true }];
}

export function evolve(state: Pushes, event: PushEvent, { at }: { at: number }): Pushes {
  switch (event.type) {
    case 'Announced':
      return state;
    case 'PushRequested':
      state.open.set(event.data.pushId, event.data);
      state.recent.push({ fromUserId: event.data.fromUserId, at });
      if (state.recent.length > MAX_PUSHES_PER_DAY) state.recent.shift();
      remember(state, event.data);
      return state;
    case 'PushSettled': {
      const { pushId, outcome } = event.data;
      const stream = state.open.get(pushId)?.source.stream;
      state.open.delete(pushId);
      // Whoever was online then, or could not be reached, is notified of the next message.
      if (outcome !== 'sent' && stream && state.told.get(stream)?.pushId === pushId) state.told.delete(stream);
      return state;
    }
    case 'FansPushRequested':
      state.openForFans.set(event.data.pushId, { ...event.data, afterUserId: 0, devices: 0 });
      state.recentForFans.push(at);
      if (state.recentForFans.length > perHour(event.data)) state.recentForFans.shift();
      return state;
    case 'FansPushed': {
      const open = state.openForFans.get(event.data.pushId);
      if (!open) return state;
      open.afterUserId = event.data.afterUserId;
      open.devices += event.data.devices;
      return state;
    }
    case 'FansPushEnded':
      state.openForFans.delete(event.data.pushId);
      return state;
    default:
      return assertNever(event);
  }
}

function remember({ told }: Pushes, { seq, pushId, source }: PushRequested['data']): void {
  if (seq === undefined) return;
  told.delete(source.stream);
  told.set(source.stream, { seq, pushId });
  const [oldest] = told.keys();
  if (told.size > MAX_TOLD_CONVERSATIONS && oldest !== undefined) told.delete(oldest);
}

export const pushDecider: Decider<Pushes, PushCommand, PushEvent> = {
  category: 'push',
  eventTypes: pushEventTypes,
  version: 2,
  initialState: () => ({
    open: new Map(),
    openForFans: new Map(),
    recent: [],
    told: new Map(),
    recentForFans: [],
  }),
  decide,
  evolve,
};

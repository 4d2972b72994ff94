import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { Monitor } from './monitor.ts';

/** What somebody is in: a call that rings, or a talk. */
export interface InCall {
  chatId: number;
  otherId: number;
  state: 'calling' | 'called' | 'talking';
}

/** What somebody is in as the log has it, the newest; null for nothing. */
export function callOf(monitor: Monitor, userId: number): InCall | null {
  const events = monitor.all();
  for (let at = events.length - 1; at >= 0; at--) {
    const event = events[at]!;
    switch (event.type) {
      case 'ChatDue': {
        const { chatId, from, toId } = event.data;
        if (from.userId === userId) return { chatId, otherId: toId, state: 'calling' };
        if (toId === userId) return { chatId, otherId: from.userId, state: 'called' };
        break;
      }
      case 'DueAccepted':
      case 'ChatMatched': {
        const pair = pairOf(event);
        if (pair.includes(userId)) {
          return { chatId: event.data.chatId, otherId: pair.find((id) => id !== userId)!, state: 'talking' };
        }
        break;
      }
      case 'DueCancelled':
      case 'DueExpired':
      case 'DueDropped':
        if ([event.data.fromId, event.data.toId].includes(userId)) return null;
        break;
      case 'ChatStopped':
      case 'LineFreed':
        if (event.data.userIds.includes(userId)) return null;
        break;
    }
  }
  return null;
}

type Joined = Extract<LoggedEvent, { type: 'DueAccepted' | 'ChatMatched' }>;

function pairOf(event: Joined): readonly number[] {
  return event.type === 'ChatMatched' ? event.data.userIds : [event.data.fromId, event.data.toId];
}

/**
 * Nobody is ever in two calls; every call is accepted or ends in another way, once; every two who were joined get a talk, and it ends, and both
 * are free again. To be asked when everything has come to rest.
 */
export function checkCalls(monitor: Monitor, violation: (what: string) => void): void {
  const busy = new Map<number, number>();
  const take = (userIds: readonly number[], chatId: number) => {
    for (const userId of userIds) {
      const other = busy.get(userId);
      if (other !== undefined && other !== chatId) violation(`8: ${userId} is in the calls ${other} and ${chatId}`);
      busy.set(userId, chatId);
    }
  };
  const free = (userIds: readonly number[], chatId: number) => {
    for (const userId of userIds) if (busy.get(userId) === chatId) busy.delete(userId);
  };
  const counts = new Map<string, number>();
  const count = (type: string, chatId: number) =>
    counts.set(`${type} ${chatId}`, (counts.get(`${type} ${chatId}`) ?? 0) + 1);
  for (const event of monitor.all()) {
    switch (event.type) {
      case 'ChatDue':
        take([event.data.from.userId, event.data.toId], event.data.chatId);
        break;
      case 'DueAccepted':
      case 'ChatMatched':
        take(pairOf(event), event.data.chatId);
        if (event.type === 'DueAccepted') count('end', event.data.chatId);
        break;
      case 'DueCancelled':
      case 'DueExpired':
      case 'DueDropped':
        count('end', event.data.chatId);
        free([event.data.fromId, event.data.toId], event.data.chatId);
        break;
      case 'LineFreed':
        free(event.data.userIds, event.data.chatId);
        count('LineFreed', event.data.chatId);
        break;
      case 'ChatOpened':
      case 'ChatStopped':
        count(event.type, event.data.chatId);
        break;
    }
  }
  const once = (what: string, chatId: number) => {
    const times = counts.get(`${what} ${chatId}`) ?? 0;
    if (times !== 1) violation(`8: ${what} of call ${chatId} came ${times} times`);
  };
  for (const { data } of monitor.events('ChatDue')) once('end', data.chatId);
  for (const { data } of [...monitor.events('DueAccepted'), ...monitor.events('ChatMatched')]) {
    for (const what of ['ChatOpened', 'ChatStopped', 'LineFreed']) once(what, data.chatId);
  }
}

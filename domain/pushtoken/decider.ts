import type { Decider } from '../kernel/decider.ts';
import type { PushTokenCommand } from './commands.ts';
import { type PushTokenEvent, pushTokenEventTypes } from './events.ts';

export interface PushToken {
  /** 0: nobody's yet. */
  userId: number;
}

/** The last person who registers a phone has it. Registering one's own phone again changes nothing. */
export function decide({ tokenHash, userId }: PushTokenCommand, token: PushToken): PushTokenEvent[] {
  if (token.userId === userId) return [];
  const former = token.userId === 0 ? {} : { formerUserId: token.userId };
  return [{ type: 'PushTokenTaken', data: { tokenHash, userId, ...former }, ignorable: true }];
}

export function evolve(token: PushToken, { data }: PushTokenEvent): PushToken {
  token.userId = data.userId;
  return token;
}

export const pushTokenDecider: Decider<PushToken, PushTokenCommand, PushTokenEvent> = {
  category: 'pushtoken',
  eventTypes: pushTokenEventTypes,
  // An app registers at each start: what changes nothing is not written down.
  hasPart: () => false,
  initialState: () => ({ userId: 0 }),
  decide,
  evolve,
};

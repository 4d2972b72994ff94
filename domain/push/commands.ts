import type { Announced, FansPushRequested, PushOutcome, PushRequested } from './events.ts';

export type PushCommand =
  /** By the system alone, for an app's server. */
  | ({ type: 'Announce' } & Announced['data'])
  /** `unreadFrom`: the first message of the conversation that the person has not read, by its `seq`. */
  | ({ type: 'RequestPush'; unreadFrom?: number } & PushRequested['data'])
  | { type: 'SettlePush'; pushId: string; userId: number; outcome: PushOutcome; devices: number }
  | ({ type: 'RequestFansPush' } & FansPushRequested['data'])
  /** `afterUserId` null: there are no more followers. */
  | { type: 'AdvanceFansPush'; pushId: string; hostId: number; afterUserId: number | null; devices: number }
  | { type: 'ExpireFansPush'; pushId: string; hostId: number };

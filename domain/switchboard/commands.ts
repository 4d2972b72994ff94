import type { Gender, PersonCard } from '../user/events.ts';
import type { PartReason } from './events.ts';

export type SwitchboardCommand =
  /** `chatId` is a proposal: the call gets the next free id from there on. `isReturn`: the caller answers a call that is over. */
  | { type: 'DueChat'; chatId: number; from: PersonCard; toId: number; isReturn?: boolean }
  /** The actor accepts the call of `fromId`. */
  | { type: 'AcceptDue'; chatId: number; fromId: number }
  /** The actor, `by`, takes their call back, or refuses the other's. */
  | { type: 'CancelDue'; chatId: number; by: PersonCard }
  | { type: 'ExpireDue'; chatId: number }
  /** `candidates`: the people who may be matched with the actor as far as blocks go. */
  | { type: 'QueueMatch'; chatId: number; gender: Gender; candidates: readonly number[] }
  /** Matches somebody who waits already, if it can be done by now. */
  | { type: 'PairWaiting'; chatId: number; userId: number; candidates: readonly number[] }
  | { type: 'LeaveMatch' }
  | { type: 'ExpireMatch'; userId: number }
  /** Ends what `userId` has with `otherId`, or without one with anybody: calls, the wait for a stranger, a talk. */
  | { type: 'PartPeople'; userId: number; otherId?: number; reason: PartReason }
  | { type: 'FreeLine'; chatId: number };

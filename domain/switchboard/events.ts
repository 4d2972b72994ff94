import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { genderOf, namesNobody, type PersonalFields } from '../kernel/personal.ts';
import { cardAt, type Gender, type PersonCard } from '../user/events.ts';

/** Why the system ends what two people have with each other: one blocks the other, was banned or erased, or plays a live now. */
export type PartReason = 'blocked' | 'banned' | 'erased' | 'live';
/** `called`: somebody calls, or is called, and so no longer waits for a stranger. */
export type MatchLeftReason = 'stopped' | 'expired' | 'called' | PartReason;

/** A call from one person to another. */
interface Due {
  chatId: number;
  fromId: number;
  toId: number;
}

/**
 * `switchboard-<app>.0`: who calls whom, who waits for a stranger, and who is busy with a talk. One stream an app, so that nobody is in two
 * calls; its events are small, since every call of the app passes through it. `expiresAt`, `joinBy` and `until` are epoch ms.
 *
 * `isReturn`: the one who is called has called in vain before.
 */
export type ChatDue = DomainEvent<
  'ChatDue',
  { chatId: number; from: PersonCard; toId: number; isReturn: boolean; expiresAt: number }
>;
/** The one who was called accepts; also by calling back while it rings. */
export type DueAccepted = DomainEvent<'DueAccepted', Due & { joinBy: number }>;
/** The caller takes the call back, or the other refuses it: `by`. */
export type DueCancelled = DomainEvent<'DueCancelled', Due & { by: PersonCard }>;
export type DueExpired = DomainEvent<'DueExpired', Due>;
export type DueDropped = DomainEvent<'DueDropped', Due & { reason: PartReason }>;
export type MatchQueued = DomainEvent<'MatchQueued', { userId: number; gender: Gender; until: number }>;
export type MatchLeft = DomainEvent<'MatchLeft', { userId: number; reason: MatchLeftReason }>;
/** The first of `userIds` waited longer. */
export type ChatMatched = DomainEvent<'ChatMatched', { chatId: number; userIds: readonly number[]; joinBy: number }>;
/** The talk is to be ended; both stay busy until `LineFreed`. */
export type TalkBroken = DomainEvent<'TalkBroken', { chatId: number; reason: PartReason }>;
/** The talk is over: both can be called again. */
export type LineFreed = DomainEvent<'LineFreed', { chatId: number; userIds: readonly number[] }>;

export type SwitchboardEvent =
  | ChatDue
  | DueAccepted
  | DueCancelled
  | DueExpired
  | DueDropped
  | MatchQueued
  | MatchLeft
  | ChatMatched
  | TalkBroken
  | LineFreed;

export const switchboardEventTypes: EventTypes<SwitchboardEvent> = {
  ChatDue: true,
  DueAccepted: true,
  DueCancelled: true,
  DueExpired: true,
  DueDropped: true,
  MatchQueued: true,
  MatchLeft: true,
  ChatMatched: true,
  TalkBroken: true,
  LineFreed: true,
};

export const switchboardPersonal: PersonalFields<SwitchboardEvent> = {
  ChatDue: cardAt('from'),
  DueAccepted: namesNobody,
  DueCancelled: cardAt('by'),
  DueExpired: namesNobody,
  DueDropped: namesNobody,
  MatchQueued: { gender: genderOf('userId') },
  MatchLeft: namesNobody,
  ChatMatched: namesNobody,
  TalkBroken: namesNobody,
  LineFreed: namesNobody,
};

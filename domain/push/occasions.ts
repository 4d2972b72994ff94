import { isListed } from '../conversation/content.ts';
import type { SalonEvent } from '../events.ts';
import type { EventMeta } from '../kernel/event.ts';
import { isAnnounced } from '../policy/lives.ts';
import { INVITATION_PUSH_MS, MESSAGE_PUSH_MS, START_PUSH_MS } from './limits.ts';

/** Who is to be notified of an event when no socket of theirs is open, and until when. */
export interface Occasion {
  /** `fansOf` 0: everybody of the app. `membersOf`: all of a group who have not read the message, but for its writer. */
  to: { userId: number } | { fansOf: number } | { membersOf: number };
  /** The person who causes it; 0 for the app itself: nobody is notified by those whom they may not hear of (`policy/people.ts`). */
  fromUserId: number;
  /** Epoch ms. */
  expiresAt: number;
  /** Only while this live plays, and to those who may know of it. */
  liveId?: number;
  /** Only while this call rings. */
  chatId?: number;
  /** Only one until the conversation is read: the message's `seq` there. */
  seq?: number;
  /** On these phones alone. */
  tokenHashes?: readonly string[];
}

/**
 * Each event that notifies, and whom. To add one: a line here, and its words in `realtime/heihei/pushes.ts`, which the compiler then asks
 * for. Null: nobody, this time.
 */
const OCCASIONS = {
  ViewerInvited: ({ data: { userId, host, liveId }, meta: { at } }) => ({
    to: { userId },
    fromUserId: host.userId,
    expiresAt: at + INVITATION_PUSH_MS,
    liveId,
  }),
  LiveStarted: ({ data, meta: { at } }) =>
    isAnnounced(data)
      ? { to: { fansOf: data.hostId }, fromUserId: data.hostId, expiresAt: at + START_PUSH_MS, liveId: data.liveId }
      : null,
  ChatDue: ({ data: { chatId, from, toId, expiresAt } }) => ({
    to: { userId: toId },
    fromUserId: from.userId,
    expiresAt,
    chatId,
  }),
  Announced: ({ data: { userId, tokenHashes, expiresAt } }) => ({
    to: userId === 0 ? { fansOf: 0 } : { userId },
    fromUserId: 0,
    expiresAt,
    ...(tokenHashes && { tokenHashes }),
  }),
  MessageSent: ({ data: { from, toUserId, content, seq }, meta: { at } }) =>
    isListed(content) && toUserId !== from.userId
      ? { to: { userId: toUserId }, fromUserId: from.userId, expiresAt: at + MESSAGE_PUSH_MS, seq }
      : null,
  GroupMessageSent: ({ data: { groupId, from, seq }, meta: { at } }) => ({
    to: { membersOf: groupId },
    fromUserId: from.userId,
    expiresAt: at + MESSAGE_PUSH_MS,
    seq,
  }),
} as const satisfies { [Event in SalonEvent as Event['type']]?: (event: Event & Happened) => Occasion | null };

interface Happened {
  meta: Pick<EventMeta, 'at'>;
}

export type NotifyingType = keyof typeof OCCASIONS;
export type NotifyingEvent = Extract<SalonEvent, { type: NotifyingType }>;
export const NOTIFYING_TYPES = Object.keys(OCCASIONS) as readonly NotifyingType[];

/** Who is notified of an event; null: nobody. */
export function occasionOf(event: SalonEvent & Happened): Occasion | null {
  const occasion = (OCCASIONS as Partial<Record<string, (event: never) => Occasion | null>>)[event.type];
  return occasion?.(event as never) ?? null;
}

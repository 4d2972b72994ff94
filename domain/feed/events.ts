import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import type { PersonCard } from '../user/events.ts';
import type { GiftSnapshot } from '../wallet/events.ts';

interface InRoom {
  liveId: number;
  roomId: number;
  from: PersonCard;
}

/** `feed-<app>.<liveId>`: what is said and given in a room, in the room's order. Chatty, so apart from `live-`. */
export type TextSaid = DomainEvent<'TextSaid', InRoom & { text: string }>;
/** `type` 1, 2 or 3 (heihei 点亮). */
export type Liked = DomainEvent<'Liked', InRoom & { type: number }>;
export type GiftShown = DomainEvent<
  'GiftShown',
  InRoom & { gift: GiftSnapshot; amount: number; giftUuid: string; totalTicket: number; purchaseEventId: string }
>;
export type BulletShown = DomainEvent<
  'BulletShown',
  InRoom & { text: string; totalTicket: number; purchaseEventId: string }
>;
export type FeedEvent = TextSaid | Liked | GiftShown | BulletShown;

export const feedEventTypes: EventTypes<FeedEvent> = {
  TextSaid: true,
  Liked: true,
  GiftShown: true,
  BulletShown: true,
};

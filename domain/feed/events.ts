import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';
import { cardAt, type PersonCard } from '../user/events.ts';
import type { GiftSnapshot } from '../wallet/events.ts';

interface InRoom {
  liveId: number;
  roomId: number;
  from: PersonCard;
}

/** `feed-<app>.<liveId>`: what is said and given in a room, in the room's order. Chatty, so apart from `live-`. */
export type TextSaid = DomainEvent<'TextSaid', InRoom & { text: string }>;
/** Looks that a like can have; what each stands for is the clients' affair. */
export const LIKE_KINDS = ['a', 'b', 'c'] as const;
export type LikeKind = (typeof LIKE_KINDS)[number];
export type Liked = DomainEvent<'Liked', InRoom & { kind: LikeKind }>;
/** `livePointsAfter`: what the live has earned so far, this purchase included. */
export type GiftShown = DomainEvent<
  'GiftShown',
  InRoom & { gift: GiftSnapshot; amount: number; comboId: string; livePointsAfter: number; purchaseEventId: string }
>;
export type BulletShown = DomainEvent<
  'BulletShown',
  InRoom & { text: string; livePointsAfter: number; purchaseEventId: string }
>;
export type FeedEvent = TextSaid | Liked | GiftShown | BulletShown;

export const feedEventTypes: EventTypes<FeedEvent> = {
  TextSaid: true,
  Liked: true,
  GiftShown: true,
  BulletShown: true,
};

export const feedPersonal: PersonalFields<FeedEvent> = {
  TextSaid: { ...cardAt('from'), text: textOf('from.userId') },
  Liked: cardAt('from'),
  GiftShown: { ...cardAt('from'), 'gift.name': notPersonal, comboId: notPersonal, purchaseEventId: notPersonal },
  BulletShown: { ...cardAt('from'), text: textOf('from.userId'), purchaseEventId: notPersonal },
};

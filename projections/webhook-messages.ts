import type { EventMeta } from '../domain/kernel/event.ts';
import { LIVE_STATUS } from '../domain/live/events.ts';
import type { LoggedEvent } from '../event-store/event-store.ts';
import { functionsOf, type OnEvents } from '../event-store/on-events.ts';
import type { ReadModels } from './read-models.ts';
import { shownBy } from './shown-by.ts';
import { type LiveDocument, lives } from './views/lives.ts';

/** What a customer's back end can be told of. `WEBHOOK_EVENTS` and docs/webhooks.md list them. */
export const WEBHOOK_EVENTS = [
  'gift',
  'room-started',
  'room-ended',
  'joined',
  'left',
  'message',
  'payment',
  'payment-refunded',
  'report',
  'person-registered',
  'person-banned',
  'person-erased',
] as const;
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];

/** One thing that happened, as a customer's back end is told of it. */
export interface WebhookMessage {
  /** The event's: the same in every delivery, so that a receiver drops what it has seen. */
  id: string;
  type: WebhookEvent;
  /** Position in the log: grows from message to message. */
  position: number;
  /** Epoch ms. */
  at: number;
  /** What it is about, `live:9` or `person:7`: messages about the same come in the order in which they happened. */
  subject: string;
  data: object;
}

type Told = Pick<WebhookMessage, 'subject' | 'data'>;
type Models = Pick<ReadModels, 'caughtUp' | 'get'>;
interface Person {
  userId: number;
  displayName: string;
}

const person = ({ userId, displayName }: Person) => ({ userId, displayName });
const ofPerson = (userId: number) => `person:${userId}`;
const ofLive = (liveId: number) => `live:${liveId}`;

/** The message that follows from each event, by its type: names and texts of people who were erased are placeholders by then. */
const TOLD: Record<WebhookEvent, OnEvents<[Models], Told | Promise<Told | null>>> = {
  gift: {
    GiftBought: ({ id, data: { liveId, hostId, from, gift, units, costGold } }) => ({
      subject: ofLive(liveId),
      data: {
        place: { liveId },
        toUserId: hostId,
        from: person(from),
        ...giftOf(gift),
        units,
        costGold,
        purchaseId: id,
      },
    }),
    ChatGiftBought: ({ id, data: { chatId, toUserId, from, gift, units, costGold } }) => ({
      subject: `chat:${chatId}`,
      data: { place: { chatId }, toUserId, from: person(from), ...giftOf(gift), units, costGold, purchaseId: id },
    }),
  },
  'room-started': {
    LiveStarted: ({ data: { liveId, hostId, title, host } }) => ({
      subject: ofLive(liveId),
      data: { liveId, hostId, displayName: host.displayName, title },
    }),
  },
  'room-ended': {
    LiveStopped: (event, models) => ended(event, event.data.reason, models),
    LiveBanned: (event, models) => ended(event, 'live-banned', models),
  },
  joined: {
    ViewerJoined: ({ data: { liveId, viewer, memberCount } }) => ({
      subject: ofLive(liveId),
      data: { liveId, ...person(viewer), memberCount },
    }),
  },
  left: {
    ViewerLeft: ({ data: { liveId, userId, reason, memberCount } }) => ({
      subject: ofLive(liveId),
      data: { liveId, userId, reason, memberCount },
    }),
  },
  message: {
    TextSaid: ({ data: { liveId, from, text } }) => ({
      subject: ofLive(liveId),
      data: { place: { liveId }, from: person(from), content: { kind: 'text', text } },
    }),
    MessageSent: ({ stream, data: { messageId, seq, from, toUserId, content } }) => ({
      subject: stream,
      data: { place: { toUserId }, messageId, seq, from: person(from), content },
    }),
    GroupMessageSent: ({ data: { messageId, seq, groupId, from, content } }) => ({
      subject: `group:${groupId}`,
      data: { place: { groupId }, messageId, seq, from: person(from), content },
    }),
  },
  payment: {
    OrderPaid: ({ data: { orderId, userId, channel, tradeNo, paidCents, amountGold } }) => ({
      subject: `order:${orderId}`,
      data: { orderId, userId, channel, tradeNo, paidCents, amountGold },
    }),
  },
  'payment-refunded': {
    OrderRefunded: ({ data: { orderId, userId, tradeNo, amountGold, by } }) => ({
      subject: `order:${orderId}`,
      data: { orderId, userId, tradeNo, amountGold, by },
    }),
  },
  report: {
    UserReported: ({ data: { reportId, userId, reporterId, kind } }) => ({
      subject: ofPerson(userId),
      data: { reportId, userId, reporterId, kind },
    }),
  },
  'person-registered': {
    UserRegistered: ({ data: { userId, displayName } }) => ({
      subject: ofPerson(userId),
      data: { userId, displayName },
    }),
  },
  'person-banned': { UserBanned: ({ data: { userId } }) => ({ subject: ofPerson(userId), data: { userId } }) },
  'person-erased': { PersonErased: ({ data: { userId } }) => ({ subject: ofPerson(userId), data: { userId } }) },
};

/**
 * Makes the message that a hook gets of an event, null where it gets none. Rejects with `StoreUnavailableError` while the read models that a
 * message is made of are behind.
 */
export type MessageOf = (event: LoggedEvent, models: Models) => Promise<WebhookMessage | null>;

/** By the type of event, for a hook that asked for messages of these types; it gets none of other events. */
export function messagesOf(wanted: readonly WebhookEvent[]): ReadonlyMap<string, MessageOf> {
  const all = new Map<string, MessageOf>();
  for (const type of wanted) {
    for (const [eventType, tell] of functionsOf(TOLD[type])) {
      all.set(eventType, async (event, models) => {
        const told = await tell(event, models);
        const { id, position, meta } = event;
        return told && { id, type, position, at: meta.at, ...told };
      });
    }
  }
  return all;
}

function giftOf({ id, name, priceGold }: { id: number; name: string; priceGold: number }) {
  return { gift: { id, name, priceGold } };
}

/** A room's end with its sums; of a room that never started, nothing is told. */
async function ended(
  { position, meta, data }: { position: number; meta: EventMeta; data: { liveId: number; hostId: number } },
  reason: string,
  models: Models,
): Promise<Told | null> {
  const { liveId, hostId } = data;
  await shownBy(models, position, [lives]);
  const live: LiveDocument | null = await models.get(lives, `${meta.appId}.${liveId}`);
  if (!live || live.startedAt === 0 || live.status === LIVE_STATUS.playing) return null;
  const { startedAt, endedAt, totalUsers, totalPoints } = live;
  const sums = { startedAt, endedAt, durationMs: endedAt - startedAt, totalUsers, totalPoints };
  return { subject: ofLive(liveId), data: { liveId, hostId, reason, ...sums } };
}

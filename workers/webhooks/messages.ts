import type { EventMeta } from '../../domain/kernel/event.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { functionsOf, type OnEvents } from '../../event-store/on-events.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { type LiveDocument, lives } from '../../projections/views/lives.ts';
import { shownBy } from '../shown-by.ts';
import type { WebhookEvent } from './hooks.ts';

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

type Told = Pick<WebhookMessage, 'type' | 'subject' | 'data'>;
type Models = Pick<ReadModels, 'caughtUp' | 'get'>;
interface Person {
  userId: number;
  displayName: string;
}

const person = ({ userId, displayName }: Person) => ({ userId, displayName });
const ofPerson = (userId: number) => `person:${userId}`;
const ofLive = (liveId: number) => `live:${liveId}`;

/** The message that follows from each event: names and texts of people who were erased are placeholders by then. */
const TOLD: OnEvents<[Models], Told | null | Promise<Told | null>> = {
  GiftBought: ({ id, data: { liveId, hostId, from, gift, units, costGold } }) => ({
    type: 'gift',
    subject: ofLive(liveId),
    data: { place: { liveId }, toUserId: hostId, from: person(from), ...giftOf(gift), units, costGold, purchaseId: id },
  }),
  ChatGiftBought: ({ id, data: { chatId, toUserId, from, gift, units, costGold } }) => ({
    type: 'gift',
    subject: `chat:${chatId}`,
    data: { place: { chatId }, toUserId, from: person(from), ...giftOf(gift), units, costGold, purchaseId: id },
  }),
  LiveStarted: ({ data: { liveId, hostId, title, host } }) => ({
    type: 'room-started',
    subject: ofLive(liveId),
    data: { liveId, hostId, displayName: host.displayName, title },
  }),
  LiveStopped: (event, models) => ended(event, event.data.reason, models),
  LiveBanned: (event, models) => ended(event, 'live-banned', models),
  ViewerJoined: ({ data: { liveId, viewer, memberCount } }) => ({
    type: 'joined',
    subject: ofLive(liveId),
    data: { liveId, ...person(viewer), memberCount },
  }),
  ViewerLeft: ({ data: { liveId, userId, reason, memberCount } }) => ({
    type: 'left',
    subject: ofLive(liveId),
    data: { liveId, userId, reason, memberCount },
  }),
  TextSaid: ({ data: { liveId, from, text } }) => ({
    type: 'message',
    subject: ofLive(liveId),
    data: { place: { liveId }, from: person(from), content: { kind: 'text', text } },
  }),
  MessageSent: ({ stream, data: { messageId, seq, from, toUserId, content } }) => ({
    type: 'message',
    subject: stream,
    data: { place: { toUserId }, messageId, seq, from: person(from), content },
  }),
  GroupMessageSent: ({ data: { messageId, seq, groupId, from, content } }) => ({
    type: 'message',
    subject: `group:${groupId}`,
    data: { place: { groupId }, messageId, seq, from: person(from), content },
  }),
  OrderPaid: ({ data: { orderId, userId, channel, tradeNo, paidCents, amountGold } }) => ({
    type: 'payment',
    subject: `order:${orderId}`,
    data: { orderId, userId, channel, tradeNo, paidCents, amountGold },
  }),
  OrderRefunded: ({ data: { orderId, userId, tradeNo, amountGold, by } }) => ({
    type: 'payment-refunded',
    subject: `order:${orderId}`,
    data: { orderId, userId, tradeNo, amountGold, by },
  }),
  UserReported: ({ data: { reportId, userId, reporterId, kind } }) => ({
    type: 'report',
    subject: ofPerson(userId),
    data: { reportId, userId, reporterId, kind },
  }),
  UserRegistered: ({ data: { userId, displayName } }) => ({
    type: 'person-registered',
    subject: ofPerson(userId),
    data: { userId, displayName },
  }),
  UserBanned: ({ data: { userId } }) => ({ type: 'person-banned', subject: ofPerson(userId), data: { userId } }),
  PersonErased: ({ data: { userId } }) => ({ type: 'person-erased', subject: ofPerson(userId), data: { userId } }),
};
const FUNCTIONS = functionsOf(TOLD);

/**
 * The message that a hook gets of an event; null where it gets none. `wants`: whether the hook asked for messages of a type. Rejects with
 * `StoreUnavailableError` while the read models that a message is made of are behind.
 */
export async function messageOf(
  event: LoggedEvent,
  models: Models,
  wants: (type: WebhookEvent) => boolean,
): Promise<WebhookMessage | null> {
  const told = await FUNCTIONS.get(event.type)?.(event, models);
  if (!told || !wants(told.type)) return null;
  const { id, position, meta } = event;
  const { type, subject, data } = told;
  return { id, type, position, at: meta.at, subject, data };
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
  return { type: 'room-ended', subject: ofLive(liveId), data: { liveId, hostId, reason, ...sums } };
}

import { type Static, Type } from '@sinclair/typebox';
import { roomReplay } from '../../application/operators/replay.ts';
import { isKnownEvent } from '../../domain/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { named } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { query } from './endpoint.ts';
import { SOME_TIME } from './session.ts';
import { Count, Id, SOME_PERSON, Time } from './shapes.ts';

const Text = Type.String();
const Optional = Type.Optional;

const RoomMoment = named(
  'RoomMoment',
  Type.Object({
    position: Count,
    at: Time,
    type: Type.String({ description: 'The event, such as TextSaid: docs/architecture.md.' }),
    userId: Type.Integer({ minimum: 0, description: 'Whom it is about: who came, spoke, gave; 0: the room.' }),
    name: Type.String({ description: 'As they were called then; empty where the event does not say.' }),
    text: Optional(Text),
    giftName: Optional(Text),
    amount: Optional(Count),
    pointsAfter: Optional(Type.Integer({ minimum: 0, description: 'What the live had earned then.' })),
    memberCount: Optional(Count),
    title: Optional(Text),
    reason: Optional(Text),
    correlationId: Optional(Text),
  }),
);

interface Card {
  userId: number;
  displayName: string;
}

/** Everything that an event of a room may name. */
interface Named {
  from?: Card;
  viewer?: Card;
  guest?: Card;
  host?: Card;
  userId?: number;
  displayName?: string;
  hostId?: number;
  text?: string;
  gift?: { name: string };
  amount?: number;
  livePointsAfter?: number;
  memberCount?: number;
  title?: string;
  reason?: string;
}

function momentOf({ position, type, data, meta }: LoggedEvent): Static<typeof RoomMoment> {
  const given = data as Named;
  const card = given.from ?? given.viewer ?? given.guest ?? given.host;
  const { text, gift, amount, livePointsAfter, memberCount, title, reason } = given;
  const { correlationId } = meta;
  return {
    ...{ position, at: meta.at, type },
    userId: given.userId ?? card?.userId ?? (type === 'RoomNoticeGiven' ? (given.hostId ?? 0) : 0),
    name:
      given.displayName ?? (given.userId === undefined || given.userId === card?.userId ? card?.displayName : '') ?? '',
    ...(text !== undefined && { text }),
    ...(gift && { giftName: gift.name }),
    ...(amount !== undefined && { amount }),
    ...(livePointsAfter !== undefined && { pointsAfter: livePointsAfter }),
    ...(memberCount !== undefined && { memberCount }),
    ...(title !== undefined && { title }),
    ...(reason !== undefined && { reason }),
    ...(correlationId !== undefined && { correlationId }),
  };
}

const SOME_LIVE = { liveId: 246211187523001 };

const replay = query({
  path: 'lives/replay',
  name: 'replayLive',
  role: 'support',
  summary: 'Show all that happened in a room, page by page: members, what was said and given, its conference',
  params: {
    ...{ liveId: Id },
    from: Optional(Type.String({ maxLength: 50, description: 'Where the page begins: `next` of the one before.' })),
  },
  answer: Type.Object({
    hostId: Id,
    moments: Type.Array(RoomMoment, { description: 'In their order; likes are left out.' }),
    next: Type.String({ description: 'Where the next page begins, or what happens from now on.' }),
    isEnd: Type.Boolean({ description: 'There is nothing more now.' }),
  }),
  example: {
    params: SOME_LIVE,
    answer: {
      hostId: SOME_PERSON,
      moments: [{ position: 1042, at: SOME_TIME, type: 'TextSaid', userId: SOME_PERSON, name: '小红', text: '大家好' }],
      ...{ next: '2.1.0', isEnd: true },
    },
  },
  errors: ['LiveNotFound'],
  async handle({ core, tenant, params: { liveId, from } }) {
    const { events, ...rest } = await roomReplay(core, tenant, { liveId, from });
    return { ...rest, moments: events.filter(({ type }) => isKnownEvent(type)).map(momentOf) };
  },
});

export const replayEndpoints: readonly Endpoint[] = [replay];

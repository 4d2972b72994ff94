import { type Static, Type } from '@sinclair/typebox';
import { type ReplayedLine, replayOf } from '../../../application/rooms/replay.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { messagesOf } from '../../../realtime/heihei/index.ts';
import { Nullable, named } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, LiveId, UserId } from '../../http/params.ts';
import { BirthDay, Gender } from '../person.ts';
import { isReplaySign, REPLAY_PATH } from './addresses.ts';
import { LIVE_ID, VIEWER_ID } from './examples.ts';
import { chinaTime } from './shapes.ts';

const Text = Type.String();
const Count = Type.Integer({ minimum: 0 });

/** One line: what the room got over its sockets, and when. */
const ReplayLine = named(
  'ReplayLine',
  Type.Object({
    offset: Type.Integer({ minimum: 0, description: 'Since the live began, in milliseconds.' }),
    msgType: Type.Union([Type.Literal('text'), Type.Literal('gift'), Type.Literal('barrage')]),
    roomId: Id,
    fromUserId: Id,
    fromUserName: Text,
    gender: Gender,
    text: Type.Optional(Text),
    birthDay: Type.Optional(BirthDay),
    coverUrl: Type.Optional(Text),
    amount: Type.Optional(Count),
    giftId: Type.Optional(Id),
    gift: Type.Optional(Type.Object({ id: Id, name: Text, type: Type.Integer(), desc: Text })),
    totalTicket: Type.Optional(Count),
    gift_uuid: Type.Optional(Text),
  }),
);

function shown({ offsetMs, event }: ReplayedLine): Static<typeof ReplayLine>[] {
  return messagesOf(event).map(({ body }) => ({ offset: offsetMs, ...body }) as Static<typeof ReplayLine>);
}

/**
 * The replay of a stopped live (messageAddr of 直播推荐列表 and its like): a page of what was said and given. The app fetches it as any
 * file, so the address itself proves who may read, for some minutes; what they may see is asked anew each time.
 */
export const replayFeed = endpoint({
  path: REPLAY_PATH,
  module: 'live',
  name: 'replayFeed',
  summary: 'Read what was said and given in a stopped live, page by page, by an address from messageAddr',
  auth: 'none',
  own: true,
  params: Type.Object({
    liveId: LiveId,
    user: UserId,
    expires: Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Epoch seconds.' }),
    sign: Type.String({ minLength: 1, maxLength: 64 }),
    from: Type.Integer({
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      default: 0,
      description: 'Where the page begins: `next` of the one before.',
    }),
  }),
  answer: Type.Object({
    liveId: Id,
    startTime: Nullable(Type.String({ description: "`YYYY-MM-DD HH:mm:ss` in China's time (UTC+8)." })),
    messages: Type.Array(ReplayLine),
    next: Nullable(Type.Integer({ description: 'To be added as `from` for the next page; null behind the last.' })),
  }),
  examples: [
    {
      params: { liveId: LIVE_ID, user: VIEWER_ID, expires: 1_767_226_800, sign: '4c81b16486c463941fb745938849cf37' },
      answer: {
        liveId: LIVE_ID,
        startTime: '2026-01-01 08:00:00',
        messages: [
          {
            offset: 61_250,
            msgType: 'text',
            roomId: LIVE_ID,
            fromUserId: VIEWER_ID,
            fromUserName: '小明',
            gender: 'Male',
            coverUrl: '',
            text: '大家好',
          },
        ],
        next: null,
      },
    },
  ],
  errors: ['SignatureInvalid', 'LiveNotFound'],
  async handle({ core, params: { liveId, user: userId, expires, sign, from } }) {
    const { settings, clock } = core;
    const { heiheiAppId: appId } = settings;
    if (!isReplaySign(settings, { appId, liveId, userId, expires }, sign, clock.now()))
      throw new DomainError('SignatureInvalid');
    const { startedAt, lines, next } = await replayOf(core, { appId, userId }, { liveId, from });
    return { liveId, startTime: chinaTime(startedAt), messages: lines.flatMap(shown), next };
  },
});

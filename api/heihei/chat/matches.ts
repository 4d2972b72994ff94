import { Type } from '@sinclair/typebox';
import { matchChat as match, stopMatchChat as stopMatch } from '../../../application/chats/matches.ts';
import { TIPS_SHOWN, tipsFrom } from '../../../application/chats/tips.ts';
import { NoAnswer, UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';

/** heihei, 开始匹配: to be joined with a stranger within `expireTime` seconds (`join-chat`). Asked again, the time begins anew. */
export const matchChat = endpoint({
  path: '/api/chat/match-chat',
  module: 'chat',
  name: 'matchChat',
  summary: 'Wait to be joined with a stranger',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({}),
  answer: Type.Object({
    expireTime: Type.Integer({ minimum: 0, description: 'Seconds that the wait lasts.' }),
    tips: Type.Array(Type.String(), { minItems: TIPS_SHOWN, description: 'To be shown meanwhile.' }),
    ...UpToDate,
  }),
  examples: [{ params: {}, answer: { expireTime: 15, tips: tipsFrom(0) } }],
  errors: ['ChatStateWrong', 'UserIsLive', 'LineBusy'],
  async handle({ core, caller, meta }) {
    const { waitMs, ...answer } = await match(core, caller, meta);
    return { expireTime: waitMs / 1000, ...answer };
  },
});

/** heihei, 停止匹配. */
export const stopMatchChat = endpoint({
  path: '/api/chat/stop-match-chat',
  module: 'chat',
  name: 'stopMatchChat',
  summary: 'No longer wait for a stranger',
  auth: 'user',
  cost: 'fanOut',
  params: Type.Object({}),
  answer: NoAnswer,
  examples: [{ params: {}, answer: {} }],
  errors: [],
  async handle({ core, caller, meta }) {
    await stopMatch(core, caller, meta);
    return {};
  },
});

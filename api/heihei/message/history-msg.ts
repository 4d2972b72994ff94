import { Type } from '@sinclair/typebox';
import { type CallNotice, callNoticesOf, settleCallNotice } from '../../../application/messages/call-notices.ts';
import { dueChatNotify, noticeIdOf, positionOfNotice } from '../../../realtime/heihei/due-chat-notify.ts';
import { DueChatNotify } from '../../../realtime/heihei/schemas.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Int } from '../../http/params.ts';

const KeptNotice = Type.Object(
  {
    msg: Type.Object({ ...DueChatNotify, msgId: Type.Integer() }, { title: 'DueChatNotice' }),
    timeStamp: Type.Integer({ description: 'Epoch seconds.' }),
  },
  { title: 'KeptNotice' },
);

/** heihei, historyMsg: who called, and was told by `due-chat-notify`; the `msgId` is the socket's. */
export const historyMsg = endpoint({
  path: '/api/msg/history-msg',
  module: 'message',
  name: 'historyMsg',
  summary: 'List who called lately',
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({
    unReadCount: Type.Integer({ minimum: 0 }),
    unReadMsg: Type.Array(KeptNotice),
    readMsg: Type.Array(KeptNotice),
  }),
  examples: [{ params: {}, answer: { unReadCount: 0, unReadMsg: [], readMsg: [] } }],
  errors: [],
  async handle({ core, caller }) {
    const notices = await callNoticesOf(core, caller);
    const unread = notices.filter(({ isRead }) => !isRead);
    return {
      unReadCount: unread.length,
      unReadMsg: unread.map(kept),
      readMsg: notices.filter(({ isRead }) => isRead).map(kept),
    };
  },
});

function kept({ at, position, ...call }: CallNotice) {
  return { msg: { ...dueChatNotify(call), msgId: noticeIdOf(position) }, timeStamp: Math.floor(at / 1000) };
}

const settling = (name: 'readOneMsg' | 'deleteMsg', path: string, how: 'read' | 'remove', summary: string) =>
  endpoint({
    path,
    module: 'message',
    name,
    summary,
    auth: 'user',
    cost: 'write',
    params: Type.Object({ msgId: Int }),
    answer: Type.Object(UpToDate),
    examples: [{ params: { msgId: 1_865_290_063_436_513 }, answer: {} }],
    errors: [],
    handle: ({ core, caller, params: { msgId }, meta }) =>
      settleCallNotice(core, caller, { position: positionOfNotice(msgId), how }, meta),
  });

/** heihei, 已读一条消息. */
export const readOneMsg = settling('readOneMsg', '/api/msg/read-one-msg', 'read', 'Count one notice of a call as read');
/** heihei, 删除消息. */
export const deleteMsg = settling('deleteMsg', '/api/msg/delete-msg', 'remove', 'Take one notice of a call away');

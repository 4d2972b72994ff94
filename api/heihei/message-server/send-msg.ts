import { Type } from '@sinclair/typebox';
import { sendForServer } from '../../../application/messages/send-for-server.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import type { NoticeAudience } from '../../../domain/notice/events.ts';
import { MAX_NOTICE_BYTES, NOTICE_WINDOW_MS } from '../../../domain/notice/limits.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { badParameter } from '../../http/refusals.ts';

/** Beside the message, `data` holds a time, a type and an id. */
const MAX_DATA_CHARS = MAX_NOTICE_BYTES + 512;

/** The types of 消息服务器接受消息结构, in lower case: the document writes them in several ways. Each names whom it reaches by a field. */
const AUDIENCES: Readonly<Record<string, { audience: NoticeAudience; idField: string }>> = {
  tosingle: { audience: 'user', idField: 'targetUserId' },
  tochat: { audience: 'chat', idField: 'chatId' },
  tolive: { audience: 'live', idField: 'liveId' },
};

/** The kinds of 客户端接受消息结构: clients leave out what they do not know. */
const MSG_TYPES = ['IM', 'text', 'gift', 'barrage', 'like', 'system', 'toast', 'action', 'push'];
/** The gateway writes these itself. */
const GATEWAYS_OWN = ['msgId', 'position', 'channel'];

interface Data {
  timeStamp: number;
  audience: NoticeAudience;
  targetId: number;
  /** JSON. */
  message: string;
}

/** heihei, sever send message. 700 names what of `data` is wrong; a time more than five minutes away is 701. */
export const sendMsg = endpoint({
  path: '/messageserver/api/msg/send-msg.action',
  module: 'messageserver',
  name: 'sendMsg',
  shapesNamed: 'sendServerMessage',
  summary: 'Send a message to a person, a talk or a room, as it is',
  auth: 'app',
  cost: 'notify',
  params: Type.Object({
    data: Type.String({
      minLength: 1,
      maxLength: MAX_DATA_CHARS,
      description: 'JSON: timeStamp (epoch ms), type (tosingle, toChat, toLive), targetUserId, chatId or liveId, msg.',
    }),
  }),
  answer: NoAnswer,
  examples: [
    {
      params: {
        data: JSON.stringify({
          ...{ timeStamp: 1_796_050_800_000, type: 'tosingle', targetUserId: 221 },
          msg: { msgType: 'toast', text: '恭喜中奖', expireTime: 3 },
        }),
      },
      answer: {},
    },
  ],
  errors: ['SignatureInvalid'],
  async handle({ core, app, params, meta }) {
    const { timeStamp, ...notice } = dataFrom(params.data);
    if (Math.abs(core.clock.now() - timeStamp) > NOTICE_WINDOW_MS) throw new DomainError('SignatureInvalid');
    await sendForServer(core, app.tenant, notice, meta);
    return {};
  },
});

/** Throws `InvalidInput` naming the field that is wrong. */
function dataFrom(given: string): Data {
  const data = objectFrom(given);
  const { timeStamp, type, msg } = data;
  if (!isPositive(timeStamp)) throw badParameter('data.timeStamp');
  const name = typeof type === 'string' ? type.toLowerCase() : '';
  if (!Object.hasOwn(AUDIENCES, name)) throw badParameter('data.type');
  const { audience, idField } = AUDIENCES[name]!;
  const targetId = data[idField];
  if (!isPositive(targetId)) throw badParameter(`data.${idField}`);
  if (!isMessage(msg)) throw badParameter('data.msg');
  const message = JSON.stringify(msg);
  if (Buffer.byteLength(message) > MAX_NOTICE_BYTES) throw badParameter('data.msg');
  return { timeStamp, audience, targetId, message };
}

function objectFrom(text: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw badParameter('data');
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw badParameter('data');
  return parsed as Record<string, unknown>;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

function isMessage(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const { msgType } = value as Record<string, unknown>;
  const isKnown = typeof msgType === 'string' && MSG_TYPES.includes(msgType);
  return isKnown && !GATEWAYS_OWN.some((name) => Object.hasOwn(value, name));
}

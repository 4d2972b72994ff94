import { Type } from '@sinclair/typebox';
import type { Actor } from '../../application/actor.ts';
import { actingAs } from '../../application/commands.ts';
import { readGroup, revokeInGroup } from '../../application/messages/groups.ts';
import { readConversation, revokeMessage } from '../../application/messages/inbox.ts';
import { type AppMessage, type AppRecipient, writeForApp } from '../../application/messages/send-for-app.ts';
import type { MessageContent } from '../../domain/conversation/content.ts';
import { APP_CARD_LIMITS } from '../../domain/user/limits.ts';
import { pictureOrNull, vouchedNameOrNull } from '../../domain/user/profile.ts';
import { type AppCall, type Endpoint, endpoint } from '../http/endpoint.ts';
import { MAX_LIST_ITEMS } from '../http/json.ts';
import { answersOnce, onceInADay } from './answers.ts';
import { isContentType, readContent } from './content.ts';
import { OpenimRefused } from './errors.ts';
import { groupIdOf } from './groups.ts';
import { knownPerson, NamedUid, OperationId, requireManager } from './params.ts';

/** `sessionType` (OpenIM, 发送单聊群聊消息). */
const [TO_PERSON, TO_GROUP] = [1, 2];
const NS_PER_MS = 1_000_000n;

/** A bigint: 19 digits, each of which is sent. */
const SendTime = Type.Unsafe<bigint | number>({
  type: 'integer',
  format: 'int64',
  description: 'When it was sent, in ns of the epoch: beyond 2^53.',
});

const Params = Type.Object({
  operationID: OperationId,
  sendID: NamedUid,
  recvID: NamedUid,
  senderNickName: Type.String({ maxLength: APP_CARD_LIMITS.name, default: '' }),
  senderFaceURL: Type.String({ maxLength: APP_CARD_LIMITS.icon, default: '' }),
  forceList: Type.Array(NamedUid, { maxItems: MAX_LIST_ITEMS, default: [] }),
  content: Type.Unknown({ description: 'An object of the form of its contentType, or its JSON text.' }),
  contentType: Type.Integer(),
  sessionType: Type.Integer({ description: '1: to a user, 2: to a group.' }),
});
type Call = AppCall<(typeof Params)['static']>;

/** OpenIM, 发送单聊群聊消息. */
const sendMsg = endpoint({
  path: '/manager/send_msg',
  methods: ['POST'],
  module: 'manager',
  name: 'sendMsg',
  summary: 'Send a message in the name of a user, to another or to a group, for managers',
  auth: 'app',
  cost: 'notify',
  params: Params,
  answer: Type.Object({
    sendTime: SendTime,
    msgID: Type.String(),
  }),
  examples: [
    {
      params: {
        operationID: '1111111222',
        sendID: '1111111222',
        recvID: '1111111222',
        senderNickName: '张三',
        senderFaceURL: 'http://www.head.com',
        forceList: ['122', '223'],
        content: { text: 'nihao' },
        contentType: 101,
        sessionType: 1,
      },
      answer: { sendTime: 156454545565, msgID: '454dfddfjjfg' },
    },
  ],
  errors: ['SystemOnly', 'UserNotFound', 'GroupNotFound', 'NotInGroup', 'MessageNotRevocable'],
  async handle(call) {
    requireManager(call);
    const { core, app, params } = call;
    const { sendID, recvID, contentType, sessionType } = params;
    if (!isContentType(contentType)) throw new OpenimRefused('unknownContentType', 'contentType');
    const meant = readContent(contentType, params.content);
    if (sessionType !== TO_PERSON && sessionType !== TO_GROUP)
      throw new OpenimRefused('unknownSessionType', 'sessionType');
    const fromId = await knownPerson(call, sendID);
    const to = sessionType === TO_GROUP ? { groupId: groupIdOf(recvID) } : { userId: await knownPerson(call, recvID) };
    if (meant.does === 'write') return answerOf(await written(call, fromId, to, meant.content));
    const actor = { appId: app.tenant, userId: fromId };
    const [at, messageId] = await answersOnce(call, async () => {
      const messageId = await (meant.does === 'revoke'
        ? revoked(call, actor, to, meant)
        : read(call, actor, to, meant));
      return [core.clock.now(), messageId];
    });
    return answerOf({ messageId: messageId!, at: at! });
  },
});

/** 撤回: the sender takes a message back. Returns its id. */
async function revoked(
  { core, meta }: Call,
  actor: Actor,
  to: AppRecipient,
  { messageId }: { messageId: number },
): Promise<number> {
  const own = actingAs(actor.userId, meta);
  if ('groupId' in to) await revokeInGroup(core, actor, { groupId: to.groupId, messageId }, own);
  else await revokeMessage(core, actor, { otherId: to.userId, messageId }, own);
  return messageId;
}

/** 已读回执: the sender has read what the receiver wrote, or what was said in a group. Returns the last message that is named. */
async function read(
  { core, meta }: Call,
  actor: Actor,
  to: AppRecipient,
  { messageIds }: { messageIds: number[] },
): Promise<number> {
  const own = actingAs(actor.userId, meta);
  if ('groupId' in to) await readGroup(core, actor, { groupId: to.groupId }, own);
  else await readConversation(core, actor, { otherId: to.userId }, own);
  return messageIds.at(-1)!;
}

function answerOf({ messageId, at }: { messageId: number; at: number }) {
  return { sendTime: BigInt(at) * NS_PER_MS, msgID: String(messageId) };
}

/** Writes the message, once for the same request. A text has stars for words of the tenant's list. */
function written(call: Call, fromUserId: number, to: AppRecipient, content: MessageContent) {
  const { core, app, params } = call;
  const { words } = core.settings;
  const shown =
    content.kind === 'text' ? { ...content, text: words.worded(app.tenant, content.text, 'content').text } : content;
  const look = lookOf(params);
  const input = { fromUserId, to, content, look };
  const message = { fromUserId, to, content: shown, look, takesSelf: true, input } as const;
  return onceInADay(call, (meta) => writeForApp(core, app.tenant, message, meta));
}

/** How this message names its sender: as the app says, where that can be shown. */
function lookOf({ senderNickName, senderFaceURL }: Call['params']): NonNullable<AppMessage['look']> {
  const displayName = vouchedNameOrNull(senderNickName);
  const coverUrl = pictureOrNull(senderFaceURL);
  return { ...(displayName !== null && { displayName }), ...(coverUrl && { coverUrl }) };
}

export const messageEndpoints: readonly Endpoint[] = [sendMsg];

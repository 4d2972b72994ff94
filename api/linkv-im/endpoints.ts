import { Type } from '@sinclair/typebox';
import { personByUid } from '../../application/accounts/named-person.ts';
import { signInNamed } from '../../application/accounts/sign-in-named.ts';
import { MAX_ISSUED_TOKEN_CHARS } from '../../application/accounts/tokens.ts';
import { sendForApp, signalForApp } from '../../application/messages/send-for-app.ts';
import { MAX_CUSTOM_BYTES, MAX_CUSTOM_TYPE_CHARS } from '../../domain/conversation/content.ts';
import { NoAnswer } from '../http/answers.ts';
import { type AppCall, type Endpoint, endpoint } from '../http/endpoint.ts';
import { badParameter } from '../http/refusals.ts';
import { Change, changed, endOf, NoOrder } from '../linkv/coins.ts';
import { TOKEN_PATH } from './errors.ts';
import { Resends } from './resends.ts';

const Uid = Type.String({ pattern: '^[A-Za-z0-9+=_-]{1,64}$', description: "The app's own id of a user." });
const Optional = Type.String({ default: '' });
const Content = Type.String({ minLength: 1, maxLength: MAX_CUSTOM_BYTES });
const ObjectName = Type.String({ minLength: 1, maxLength: MAX_CUSTOM_TYPE_CHARS, default: 'RC:textMsg' });
/** What the SDKs' texts are called. */
const TEXT = 'RC:textMsg';
const Done = Type.Object({ requestID: Type.String() });

const resends = new Resends();

/** A command's metadata by which a resend is known; `done` when the request is answered with success. */
function metaOf<Params>({ key, meta }: Pick<AppCall<Params>, 'key' | 'meta'>) {
  return {
    meta: (purpose: Parameters<typeof meta>[0]) => meta(purpose, key === undefined ? undefined : resends.keyOf(key)),
    done: () => {
      if (key?.startsWith('nonce ')) resends.done(key);
    },
  };
}

/** LinkV IM, 获取IM token. A user who is named for the first time comes to be, under that name. */
export const getToken = endpoint({
  path: TOKEN_PATH,
  module: 'im',
  name: 'getToken',
  summary: 'Get a token for a user of the app, who is registered at the first call',
  auth: 'app',
  cost: 'write',
  params: Type.Object({ userId: Uid }),
  answer: Type.Object({ userId: Type.String(), token: Type.String({ maxLength: MAX_ISSUED_TOKEN_CHARS }) }),
  examples: [
    {
      params: { userId: '738131192624578560' },
      answer: { userId: '738131192624578560', token: 'hamif02795fce736993c96be32c31daa' },
    },
  ],
  errors: ['UserBanned', 'UserNotFound'],
  async handle(call) {
    const { core, app, params } = call;
    const { userId: uid } = params;
    const isNew = (await personByUid(core, app.tenant, uid)) === null;
    const facts = isNew ? { displayName: uid } : {};
    const { meta, done } = metaOf(call);
    const { token } = await signInNamed(core, { uid, facts, audience: 'linkv-im', input: params }, meta);
    done();
    return { userId: uid, token };
  },
});

const Message = {
  fromUserId: Uid,
  toUserId: Uid,
  content: Content,
  objectName: ObjectName,
  appId: Optional,
  toUserAppid: Optional,
  toUserExtSysUserId: Optional,
  pushContent: Optional,
  pushData: Optional,
  deviceId: Optional,
};

/** LinkV IM, 单聊消息发送, under the document's path and those that its SDKs call. */
const pushConverseData = (path: string, name: string) =>
  endpoint({
    path,
    module: 'im',
    name,
    summary: 'Send a message from one user of the app to another',
    auth: 'app',
    cost: 'notify',
    params: Type.Object({ ...Message, isCheckSensitiveWords: Type.String({ pattern: '^[01]$', default: '1' }) }),
    answer: Done,
    examples: [
      {
        params: { fromUserId: '1100', toUserId: '123456', content: 'hello' },
        answer: { requestID: '9ea1ef8a-9b1a-4bd1-9a5b-0d7b0e3a6a40' },
      },
    ],
    errors: ['IdempotencyConflict', 'TargetIsSelf'],
    async handle(call) {
      const { core, app, params, requestId } = call;
      checkApp(call);
      const { meta, done } = metaOf(call);
      const { fromUserId: fromUid, toUserId: toUid, objectName: type, content: text } = params;
      const isMasked = params.isCheckSensitiveWords === '1';
      await sendForApp(core, app, { fromUid, toUid, type, text, isMasked }, meta);
      done();
      return { requestID: requestId };
    },
  });

/** Messages go to users of the same app alone. */
function checkApp({ app, params }: Pick<AppCall<{ appId: string; toUserAppid: string }>, 'app' | 'params'>): void {
  for (const name of ['appId', 'toUserAppid'] as const) {
    if (params[name] !== '' && params[name] !== app.appId) throw badParameter(name);
  }
}

/** Of both forms; which of them are needed, the proof decides. */
const EventParams = Type.Partial(Type.Object({ ...Change, ...NoOrder, reason: Optional, ...Message }));

/** The parameters of these names; throws `InvalidInput` naming the first that is missing. */
function needed<Params extends object, Name extends keyof Params & string>(
  params: Params,
  names: readonly Name[],
): { [Key in Name]-?: NonNullable<Params[Key]> } {
  for (const name of names) if (params[name] === undefined) throw badParameter(name);
  return params as { [Key in Name]-?: NonNullable<Params[Key]> };
}

/**
 * LinkV IM, 事件消息发送, in both of its forms: the document's, which is LinkV live's changeGold, and the SDKs', an event that passes
 * by from one user to another.
 */
const sendEventMsg = (path: string, name: string) =>
  endpoint({
    path,
    module: 'im',
    name,
    summary: 'Send an event that is not kept; or, signed as LinkV live, change gold',
    auth: 'app',
    cost: 'notify',
    params: EventParams,
    answer: Type.Union([Done, NoAnswer]),
    examples: [
      {
        summary: 'An event',
        params: { fromUserId: '1100', toUserId: '123456', content: '{"a":1}', objectName: 'LM:event' },
        answer: { requestID: '9ea1ef8a-9b1a-4bd1-9a5b-0d7b0e3a6a40' },
      },
      {
        summary: 'Gold',
        params: { uid: '534961119', request_id: 'gift-7', type: '2', value: '10', reason: 'gift' },
        answer: {},
      },
    ],
    errors: ['UserNotFound', 'InsufficientGold', 'IdempotencyConflict', 'AmountOutOfRange', 'TargetIsSelf'],
    async handle(call) {
      const { core, app, requestId } = call;
      if (app.dialect === 'linkv-live') {
        const params = needed(call.params, ['uid', 'request_id', 'type', 'value']);
        const expiresAt = endOf({ type: params.type, expriation: call.params.expriation ?? '' });
        await changed({ ...call, params }, { expiresAt, reason: call.params.reason });
        return {};
      }
      const { fromUserId, toUserId, content: body } = needed(call.params, ['fromUserId', 'toUserId', 'content']);
      const { appId = '', toUserAppid = '', objectName: type = TEXT } = call.params;
      checkApp({ app, params: { appId, toUserAppid } });
      const { meta, done } = metaOf(call);
      const event = { kind: 'custom', type, body } as const;
      await signalForApp(core, app, { fromUid: fromUserId, toUid: toUserId, content: event }, meta);
      done();
      return { requestID: requestId };
    },
  });

/** LinkV IM's server API, whole: the document's paths, and those that its SDKs call instead. `getUserTokens` is LinkV live's. */
export const linkvImEndpoints: readonly Endpoint[] = [
  getToken,
  pushConverseData('/api/rest/message/converse/pushConverseData', 'pushConverseData'),
  pushConverseData('/api/rest/message/v1/converse/pushConverseData', 'pushConverseDataV1'),
  sendEventMsg('/api/rest/sendEventMsg', 'sendEventMsg'),
  sendEventMsg('/api/rest/v1/sendEventMsg', 'sendEventMsgV1'),
];

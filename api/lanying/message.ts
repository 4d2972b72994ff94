import { Type } from '@sinclair/typebox';
import { type Mailing, sendToMany } from '../../application/messages/send-to-many.ts';
import { MAX_CUSTOM_BYTES, vouchedContent } from '../../domain/conversation/content.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { IdOrDigits } from '../http/params.ts';
import { badParameter } from '../http/refusals.ts';
import { DONE, Done, Ids, OF_TOKEN } from './parts.ts';

/** Lanying's numbers for kinds of targets. */
const [TO_PEOPLE, TO_GROUPS] = [1, 2];
const Text = Type.String({ maxLength: MAX_CUSTOM_BYTES, default: '' });

/** Lanying IM, 管理员发送单聊文本消息. */
const send = endpoint({
  path: '/message/send',
  methods: ['POST', 'PUT'],
  module: 'message',
  name: 'send',
  summary: 'Send a message to people or to groups, in the name of a person or of the app',
  auth: 'app',
  cost: 'notify',
  params: Type.Object({
    targets: Ids,
    type: Type.Integer({ enum: [TO_PEOPLE, TO_GROUPS] }),
    content_type: Type.Integer({ minimum: 0, maximum: 0 }),
    content: Text,
    from_user_id: Type.Optional(IdOrDigits),
    transaction_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
  }),
  answer: Done,
  examples: [
    {
      params: { targets: [2302128618880], type: 1, content: 'hello', content_type: 0 },
      answer: DONE,
    },
  ],
  errors: [...OF_TOKEN, 'SystemOnly', 'GroupNotFound', 'TargetIsSelf', 'IdempotencyConflict'],
  async handle({ core, app, caller, params, meta }) {
    const { targets, type, content: text, transaction_id: key } = params;
    if (text === '') throw badParameter('content');
    const fromUserId = params.from_user_id ?? caller?.userId ?? 0;
    const content = vouchedContent('text', text);
    const to: Mailing['to'] = type === TO_PEOPLE ? { userIds: targets } : { groupIds: targets };
    await sendToMany(core, app.tenant, { fromUserId, to, content }, meta, key);
    return DONE;
  },
});

export const messageEndpoints: readonly Endpoint[] = [send];

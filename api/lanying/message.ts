import { type Static, Type } from '@sinclair/typebox';
import { personWithId } from '../../application/accounts/named-person.ts';
import { actingAs } from '../../application/commands.ts';
import { readGroup } from '../../application/messages/groups.ts';
import { readConversation } from '../../application/messages/inbox.ts';
import { type Mailing, sendToMany } from '../../application/messages/send-to-many.ts';
import { MAX_CUSTOM_BYTES } from '../../domain/conversation/content.ts';
import { type AppCall, type Endpoint, endpoint } from '../http/endpoint.ts';
import { IdOrDigits } from '../http/params.ts';
import { badParameter } from '../http/refusals.ts';
import { CONTENT_TYPES, contentOf, READ } from './content.ts';
import { DONE, Done, Ids, OF_TOKEN } from './parts.ts';

/** Lanying's numbers for kinds of targets. */
const [TO_PEOPLE, TO_GROUPS] = [1, 2];
/** Longest text of a request, in characters; how much of it is kept is the domain's limit, in bytes. */
const MAX_BODY_CHARS = MAX_CUSTOM_BYTES;
/** An object, or its JSON as text: clients send either. */
const ObjectOrJson = Type.Optional(Type.Unknown({ description: 'An object, or its JSON as text.' }));

const Params = Type.Object({
  targets: Ids,
  type: Type.Integer({ enum: [TO_PEOPLE, TO_GROUPS] }),
  content_type: Type.Integer({
    enum: [...CONTENT_TYPES],
    description: '0 text, 1 image, 2 audio, 3 video, 4 file, 5 location, 6 command, 7 forward, 9 read receipt.',
  }),
  content: Type.String({ maxLength: MAX_BODY_CHARS, default: '' }),
  attachment: ObjectOrJson,
  config: ObjectOrJson,
  ext: ObjectOrJson,
  related_mid: Type.Optional(IdOrDigits),
  from_user_id: Type.Optional(IdOrDigits),
  transaction_id: Type.Optional(Type.String({ minLength: 1, maxLength: 200 })),
});
type Params = Static<typeof Params>;

/** Lanying IM, 管理员发送单聊文本消息. */
const send = endpoint({
  path: '/message/send',
  methods: ['POST', 'PUT'],
  module: 'message',
  name: 'send',
  summary: 'Send a message to people or to groups, in the name of a person or of the app',
  auth: 'app',
  cost: 'notify',
  params: Params,
  answer: Done,
  examples: [
    {
      params: { targets: [2302128618880], type: 1, content: 'hello', content_type: 0 },
      answer: DONE,
    },
  ],
  errors: [...OF_TOKEN, 'SystemOnly', 'GroupNotFound', 'NotInGroup', 'TargetIsSelf', 'IdempotencyConflict'],
  async handle(call) {
    const { core, app, caller, params, meta } = call;
    const { targets, type, transaction_id: key } = params;
    const fromUserId = params.from_user_id ?? caller?.userId ?? 0;
    if (params.content_type === READ) {
      if (params.related_mid === undefined) throw badParameter('related_mid');
      await read(call, fromUserId);
      return DONE;
    }
    const to: Mailing['to'] = type === TO_PEOPLE ? { userIds: targets } : { groupIds: targets };
    await sendToMany(core, app.tenant, { fromUserId, to, ...contentOf(params) }, meta, key);
    return DONE;
  },
});

/** Somebody has read what the targets wrote to them, or what was said in these groups. */
async function read({ core, app, params, meta }: AppCall<Pick<Params, 'targets' | 'type'>>, fromUserId: number) {
  const reader = { appId: app.tenant, userId: fromUserId };
  if (fromUserId === 0) throw badParameter('from_user_id');
  const as = actingAs(fromUserId, meta);
  const { targets, type } = params;
  const people = type === TO_PEOPLE ? targets : [];
  for (const userId of [fromUserId, ...people]) await personWithId(core, app.tenant, String(userId));
  for (const otherId of people) await readConversation(core, reader, { otherId }, as);
  if (type === TO_GROUPS) for (const groupId of targets) await readGroup(core, reader, { groupId }, as);
}

export const messageEndpoints: readonly Endpoint[] = [send];

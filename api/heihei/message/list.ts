import { Type } from '@sinclair/typebox';
import { readGroup } from '../../../application/messages/groups.ts';
import {
  conversationsOf,
  type ListedConversation,
  type ListedGroup,
  readConversation,
  readInbox,
  removeInboxEntry,
} from '../../../application/messages/inbox.ts';
import type { MessageContent } from '../../../domain/conversation/content.ts';
import { listEntry } from '../../../realtime/heihei/list-entry.ts';
import { shownAsLine } from '../../../realtime/heihei/shown-as.ts';
import { Nullable, UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id, PersonOrApp } from '../../http/params.ts';
import { badParameter } from '../../http/refusals.ts';
import { BirthDay, Gender } from '../person.ts';

const OTHER_ID = 7_012_345_678_901;

/** heihei, 消息列表, and what the public client reads beside it: `data.read`, `data.text`. */
const ListedMessage = Type.Object(
  {
    fromUserId: PersonOrApp,
    fromUserName: Type.String(),
    gender: Gender,
    coverUrl: Type.String(),
    data: Type.Object({
      count: Type.Integer({ minimum: 0 }),
      type: Type.Union([Type.Literal('calling'), Type.Literal('post'), Type.Literal('call'), Type.Literal('im')], {
        description: 'They called in vain (calling), the caller of this did (post), they talked, or wrote (im).',
      }),
      read: Type.Boolean({ description: 'Nothing of this person is unread.' }),
      text: Type.String(),
      unread: Type.Integer({ minimum: 0 }),
    }),
    birthDay: BirthDay,
    link: Type.String(),
    timeStamp: Type.Integer({ description: 'Epoch seconds.' }),
    action: Type.Literal('message'),
    msgType: Type.Literal('action'),
    text: Nullable(Type.String()),
  },
  { title: 'ListedMessage' },
);

/** A group in the list. Ours: the document knows people alone. */
const ListedGroupAnswer = Type.Object(
  {
    groupId: Id,
    name: Type.String(),
    coverUrl: Type.String(),
    memberCount: Type.Integer({ minimum: 0 }),
    unread: Type.Integer({ minimum: 0 }),
    timeStamp: Type.Integer({ description: 'Epoch seconds.' }),
    fromUserId: Nullable(PersonOrApp),
    text: Nullable(Type.String()),
  },
  { title: 'ListedGroup' },
);

/** heihei, messageList: one entry for each person, the last one first. */
export const messageList = endpoint({
  path: '/api/msg/message-list',
  module: 'message',
  name: 'messageList',
  summary: 'List with whom the caller writes',
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({
    messages: Type.Array(ListedMessage),
    groups: Type.Array(ListedGroupAnswer, { description: 'The groups of the caller, the last one first. Ours.' }),
    unreadMsgCount: Type.Integer({
      minimum: 0,
      description: 'Of all people and groups, those beyond these lists among them.',
    }),
  }),
  examples: [{ params: {}, answer: { messages: [], groups: [], unreadMsgCount: 0 } }],
  errors: [],
  async handle({ core, caller }) {
    const { conversations, groups, unread } = await conversationsOf(core, caller);
    return { messages: conversations.map(listed), groups: groups.map(listedGroup), unreadMsgCount: unread };
  },
});

function listed({ entry, other, unread }: ListedConversation) {
  const text = entry.kind === 'message' ? previewOf(entry.content) : null;
  const shown = listEntry(entry, other, text);
  return { ...shown, data: { ...shown.data, read: unread === 0, text: text ?? '', unread } };
}

function listedGroup({ group, talk, unread, at }: ListedGroup) {
  const { groupId, name, pictureUrl: coverUrl, memberCount } = group;
  const last = { fromUserId: talk?.from.userId ?? null, text: talk && previewOf(talk.content) };
  return { groupId, name, coverUrl, memberCount, unread, timeStamp: Math.floor(at / 1000), ...last };
}

function previewOf(content: MessageContent | null): string {
  return content === null ? '[消息已撤回]' : shownAsLine(content, '[语音通话]');
}

/** heihei, message-del: the person is gone from the list until one of the two writes again. */
export const messageDel = endpoint({
  path: '/api/msg/message-del',
  module: 'message',
  name: 'messageDel',
  summary: 'Take a person out of the list of messages',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ userId: PersonOrApp }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { userId: OTHER_ID }, answer: {} }],
  errors: [],
  handle: ({ core, caller, params: { userId }, meta }) => removeInboxEntry(core, caller, { otherId: userId }, meta),
});

const readAll = (path: string, name: string, summary: string) =>
  endpoint({
    path,
    module: 'message',
    name,
    summary,
    auth: 'user',
    cost: 'write',
    params: Type.Object({}),
    answer: Type.Object(UpToDate),
    examples: [{ params: {}, answer: {} }],
    errors: [],
    handle: ({ core, caller, meta }) => readInbox(core, caller, meta),
  });

/** heihei, 已读全部消息. */
export const messageReadAll = readAll('/api/msg/message-read-all', 'messageReadAll', 'Count all messages as read');
/** heihei, 已读全部消息, under its older name. */
export const readAllMsg = readAll('/api/msg/read-all-msg', 'readAllMsg', 'Count all messages as read (older name)');

/** Counts all of one person's messages as read; they are told. Ours. */
export const readIm = endpoint({
  path: '/api/msg/read-im',
  module: 'message',
  name: 'readIm',
  own: true,
  summary: "Count a person's or a group's messages as read",
  auth: 'user',
  cost: 'write',
  params: Type.Object({ userId: Type.Optional(PersonOrApp), groupId: Type.Optional(Id) }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { userId: OTHER_ID }, answer: {} }],
  errors: ['GroupNotFound', 'NotInGroup'],
  handle({ core, caller, params: { userId, groupId }, meta }) {
    if (groupId !== undefined && userId === undefined) return readGroup(core, caller, { groupId }, meta);
    if (userId === undefined || groupId !== undefined) throw badParameter('userId');
    return readConversation(core, caller, { otherId: userId }, meta);
  },
});

import type { Static } from '@sinclair/typebox';
import type { SeenChat } from '../../../application/chats/talk.ts';
import { chinaTime } from '../live/shapes.ts';
import { personFields } from '../person.ts';
import { sampleListedUser } from '../user/shapes.ts';
import type { Chat, ChatUser } from './schemas.ts';

/** The document's numbers (heihei, 动作消息: chat-user-status). */
const USER_STATUS = { entering: 0, normal: 1, left: 2, lost: 3, over: 3 } as const;
const CHAT_STATUS = { entering: 0, connected: 1, over: 3 } as const satisfies Record<SeenChat['status'], number>;

/** A talk as one of the two sees it (heihei, 加入对话, 获取连麦状态). */
export function chatDocument(chat: SeenChat): Static<typeof Chat> {
  const { chatId, creatorId, topic, createdAt, startedAt } = chat;
  const users = chat.users.map(chatUser);
  return {
    chatId,
    roomId: chatId,
    createrId: creatorId,
    status: CHAT_STATUS[chat.status],
    title: users.map(({ id }) => id).join(','),
    initTopic: topic,
    visible: 1,
    pushAddr: '',
    streamAddr: '',
    archiveFile: null,
    createTime: chinaTime(createdAt)!,
    startTime: chinaTime(startedAt || createdAt),
    users,
    user: users,
  };
}

function chatUser({ card, isFollowed, status }: SeenChat['users'][number]): Static<typeof ChatUser> {
  const { points: point, earnedPoints: allEarnPoint } = card;
  return { ...personFields(card), status: USER_STATUS[status], point, allEarnPoint, isFollowed };
}

/** A talk for examples. */
export const CHAT_ID = 247_111_222_333_444;
export const OTHER_ID = 10_446;

const { attribute: _, ...person } = sampleListedUser;
const sampleUsers = [10_062, OTHER_ID].map((id) => ({ ...person, id, status: 1, point: 0, allEarnPoint: 0 }));

export const sampleChat: Static<typeof Chat> = {
  chatId: CHAT_ID,
  roomId: CHAT_ID,
  createrId: 10_062,
  status: 1,
  title: `10062,${OTHER_ID}`,
  initTopic: '打个招呼，介绍一下自己吧~',
  visible: 1,
  pushAddr: '',
  streamAddr: '',
  archiveFile: null,
  createTime: '2026-11-27 19:00:00',
  startTime: '2026-11-27 19:00:04',
  users: sampleUsers,
  user: sampleUsers,
};

import type { ChatEndReason, ChatUser } from '../../../domain/chat/events.ts';
import type { MessageContent } from '../../../domain/conversation/content.ts';
import type { SalonEvent } from '../../../domain/events.ts';
import type { PersonCard } from '../../../domain/user/events.ts';
import type { LoggedEvent } from '../../../event-store/event-store.ts';

export const APP = 'heihei';
export const HOST = 10;
export const VIEWER = 11;
export const LIVE = 1001;
export const ROOM = 2001;
export const CHAT = 3001;

export function person(userId: number, displayName = `user ${userId}`): PersonCard {
  return { userId, displayName, gender: 'Female', birthDay: '1995-03-13', coverUrl: `https://c/${userId}.png` };
}

/** An event as the log hands it over. */
export function recorded(event: SalonEvent, position = 8, appId = APP): LoggedEvent {
  const meta = { appId, actor: HOST, at: 1_700_000_000_000, commandId: '00000000-0000-4000-8000-000000000000' };
  return { ...event, id: `event-${position}`, meta, stream: 'stream', revision: 0, position } as LoggedEvent;
}

const host = person(HOST, '主播');
const viewer = person(VIEWER, '张三');
const inLive = { liveId: LIVE, hostId: HOST };
const inRoom = { liveId: LIVE, roomId: ROOM, from: viewer };
const gift = { id: 113, name: 'kiss雨', picture: 'static', priceGold: 10, experience: 10 } as const;
const call = { ...inLive, callId: 'call-1' };
const conference = { ...inLive, conferenceId: 'conference-1', guest: viewer };

export const text = (said: string, from = viewer): SalonEvent => ({
  type: 'TextSaid',
  data: { ...inRoom, from, text: said },
});
export const liked = (from = viewer): SalonEvent => ({ type: 'Liked', data: { ...inRoom, from, kind: 'a' } });
export const giftShown = (livePointsAfter = 20): SalonEvent => ({
  type: 'GiftShown',
  data: { ...inRoom, gift, amount: 2, comboId: 'adfd32ffa424', livePointsAfter, purchaseEventId: 'p' },
});
export const bulletShown: SalonEvent = {
  type: 'BulletShown',
  data: { ...inRoom, text: 'hello', livePointsAfter: 21, purchaseEventId: 'p' },
};
export const liveStarted: SalonEvent = { type: 'LiveStarted', data: { ...inLive, host, title: 'title' } };
export const titleChanged: SalonEvent = {
  type: 'LiveTitleChanged',
  data: { liveId: LIVE, hostId: HOST, title: 'new' },
};
export const livePaused: SalonEvent = { type: 'LivePaused', data: { liveId: LIVE } };
export const liveContinued: SalonEvent = { type: 'LiveContinued', data: { liveId: LIVE } };
export const liveStopped: SalonEvent = {
  type: 'LiveStopped',
  data: { ...inLive, roomId: ROOM, title: 'title', reason: 'host', totalUsers: 3, onlineUsers: 2 },
};
export const liveBanned: SalonEvent = { type: 'LiveBanned', data: { ...inLive, reason: 'r' } };
export const joined = (userId = VIEWER, memberCount = 2, liveId = LIVE): SalonEvent => ({
  type: 'ViewerJoined',
  data: { liveId, userId, viewer: person(userId), joinTime: 1, byInvitation: false, memberCount },
});
export const left = (
  reason: 'quit' | 'kicked' | 'blocked' | 'banned' | 'missed-heartbeats',
  userId = VIEWER,
  memberCount = 1,
) => {
  const { displayName } = person(userId);
  return { type: 'ViewerLeft', data: { liveId: LIVE, userId, displayName, reason, memberCount } } satisfies SalonEvent;
};
export const seatLocked: SalonEvent = { type: 'SeatLocked', data: { liveId: LIVE, lockedCount: 1 } };
export const knocked: SalonEvent = { type: 'ViewerKnocked', data: { ...inLive, viewer } };
export const invited: SalonEvent = {
  type: 'ViewerInvited',
  data: { liveId: LIVE, userId: VIEWER, invitationKey: '12ac58ef', host },
};
export const appointed: SalonEvent = { type: 'ManagerAppointed', data: { liveId: LIVE, userId: VIEWER } };
export const dismissed: SalonEvent = { type: 'ManagerDismissed', data: { liveId: LIVE, userId: VIEWER } };
export const noticeGiven: SalonEvent = { type: 'RoomNoticeGiven', data: { liveId: LIVE, hostId: HOST, text: '抽奖' } };
export const muted: SalonEvent = { type: 'ViewerMuted', data: { liveId: LIVE, roomId: ROOM, userId: VIEWER } };
export const unmuted: SalonEvent = { type: 'ViewerUnmuted', data: { liveId: LIVE, roomId: ROOM, userId: VIEWER } };
export const callRequested: SalonEvent = { type: 'CallRequested', data: { ...call, viewer, expiresAt: 1 } };
export const callInvited: SalonEvent = { type: 'CallInvited', data: { ...call, viewer, expiresAt: 1 } };
export const callExpired = (by: 'viewer' | 'host'): SalonEvent => ({
  type: 'CallExpired',
  data: { ...call, userId: VIEWER, by },
});
export const callRefused = (refusedBy: number): SalonEvent => ({
  type: 'CallRefused',
  data: { ...call, userId: VIEWER, refusedBy },
});
export const accepted: SalonEvent = { type: 'ConferenceAccepted', data: { ...conference, callId: 'c', connectBy: 1 } };
export const conferenceJoined = (connected: boolean): SalonEvent => ({
  type: 'ConferenceJoined',
  data: { ...conference, userId: VIEWER, connectBy: 1, first: true, connected },
});
export const connected: SalonEvent = { type: 'ConferenceConnected', data: conference };
export const conferenceEnded = (reason: 'host' | 'guest' | 'timeout' | 'guest-left' | 'live-stopped'): SalonEvent => ({
  type: 'ConferenceEnded',
  data: { ...conference, reason },
});
export const bought: SalonEvent = {
  type: 'GoldGranted',
  data: { userId: VIEWER, amountGold: 980, source: 'order:1', goldAfter: 980 },
};
export const granted: SalonEvent = {
  type: 'GoldGranted',
  data: { userId: VIEWER, amountGold: 980, source: 'dev', goldAfter: 980 },
};
export const frozen: SalonEvent = { type: 'WalletFrozen', data: { userId: VIEWER, reason: 'r' } };
export const refunded: SalonEvent = {
  type: 'PurchaseRefunded',
  data: { userId: VIEWER, purchaseEventId: 'p', amountGold: 10, goldAfter: 10 },
};
export const followed: SalonEvent = { type: 'UserFollowed', data: { userId: VIEWER, targetId: HOST } };
export const unfollowed: SalonEvent = { type: 'UserUnfollowed', data: { userId: VIEWER, targetId: HOST } };
export const signedOut = (sessionId: string, userId = VIEWER): SalonEvent => ({
  type: 'SessionClosed',
  data: { userId, sessionId },
});
export const banned = (userId = VIEWER): SalonEvent => ({ type: 'UserBanned', data: { userId, reason: 'r' } });

const written = { messageId: 12_345, seq: 1 };
export const messageSent = (content: MessageContent): SalonEvent => ({
  type: 'MessageSent',
  data: { ...written, from: { ...viewer, heiNum: 7, level: 2 }, toUserId: HOST, content, isFollowed: true },
});
/** What an app's server tells somebody. */
export const announced: SalonEvent = {
  type: 'Announced',
  data: {
    userId: HOST,
    announcement: { kind: 'image', title: 't', body: 'b', attachmentUrl: 'https://c/1.png', ext: '{"key1":12345}' },
    expiresAt: 9,
  },
};
/** What becomes a message between people. */
export const everyIm: SalonEvent[] = [
  messageSent({ kind: 'text', text: '在吗' }),
  {
    type: 'SignalSent',
    data: { messageId: 12_345, from: { ...viewer, heiNum: 7, level: 2 }, toUserId: HOST, type: 'LM:event', body: '{}' },
  },
  { type: 'MessageRevoked', data: { ...written, fromUserId: VIEWER, toUserId: HOST } },
  { type: 'ConversationRead', data: { ...written, userId: HOST, otherId: VIEWER } },
];

const GROUP = 4_242;
const look = { name: '一群人', pictureUrl: '', introduction: '', notice: '' };
const inGroup = { groupId: GROUP, byUserId: HOST };
const writer = { ...viewer, heiNum: 7, level: 2 };

/** One of each event about groups and friends that becomes a message. */
export const everyGroup: SalonEvent[] = [
  {
    type: 'GroupMembersAdded',
    data: { ...inGroup, userIds: [VIEWER], firstNo: 2, fromSeq: 0, memberCount: 2, how: 'invited' },
  },
  { type: 'GroupMembersRemoved', data: { ...inGroup, userIds: [VIEWER], memberCount: 1, reason: 'removed' } },
  { type: 'GroupChanged', data: { ...inGroup, ...look } },
  { type: 'GroupTransferred', data: { ...inGroup, fromUserId: HOST, toUserId: VIEWER } },
  { type: 'GroupRoleSet', data: { ...inGroup, userId: VIEWER, role: 'admin' } },
  { type: 'GroupDestroyed', data: inGroup },
  {
    type: 'GroupMessageSent',
    data: { messageId: 12_346, seq: 1, groupId: GROUP, from: writer, content: { kind: 'text', text: '大家好' } },
  },
  { type: 'GroupSignalSent', data: { messageId: 12_347, groupId: GROUP, from: writer, type: 'LM:event', body: '{}' } },
  {
    type: 'GroupMessageRevoked',
    data: { messageId: 12_346, seq: 1, groupId: GROUP, fromUserId: VIEWER, byUserId: HOST },
  },
  { type: 'GroupsRead', data: { userId: VIEWER, groups: [{ groupId: GROUP, seq: 1 }] } },
  { type: 'FriendRequested', data: { userId: VIEWER, targetId: HOST, text: '我是观众' } },
  { type: 'FriendAdded', data: { userId: VIEWER, targetId: HOST, how: 'accepted', isMirror: false } },
  {
    type: 'ProfileUpdated',
    data: {
      ...{ userId: HOST, displayName: '主播', gender: 'Female', birthDay: '1990-01-01', address: '', latlng: '' },
      ...{ description: '', renamed: false },
    },
  },
  {
    type: 'AppCardSet',
    data: { userId: HOST, name: '主播', icon: '', mobile: '', birth: '', email: '', ex: '' },
  },
];

const due = { chatId: CHAT, fromId: HOST, toId: VIEWER };
const chatUsers = (...statuses: ChatUser['status'][]): ChatUser[] =>
  [host, viewer].map((card, n) => ({ person: { ...card, ...shownToOthers }, status: statuses[n]! }));
const shownToOthers = {
  ...{ heiNum: 7, description: '', address: '', points: 1, earnedPoints: 2 },
  ...{ experience: 3, isAnchor: true, lastModified: 4 },
};
export const chatDue = (isReturn = false): SalonEvent => ({
  type: 'ChatDue',
  data: { chatId: CHAT, from: host, toId: VIEWER, isReturn, expiresAt: 1 },
});
export const dueCancelled = (by: PersonCard): SalonEvent => ({ type: 'DueCancelled', data: { ...due, by } });
export const dueExpired: SalonEvent = { type: 'DueExpired', data: due };
export const dueDropped: SalonEvent = { type: 'DueDropped', data: { ...due, reason: 'blocked' } };
const userIds = [HOST, VIEWER];
export const chatOpened: SalonEvent = {
  type: 'ChatOpened',
  data: { chatId: CHAT, userIds, openedBy: 'call', topic: 't', joinBy: 1 },
};
export const chatJoined = (status: ChatUser['status']): SalonEvent => ({
  type: 'ChatJoined',
  data: { chatId: CHAT, userId: HOST, users: chatUsers(status, status) },
});
export const chatUserLost: SalonEvent = {
  type: 'ChatUserStatusChanged',
  data: { chatId: CHAT, userId: HOST, otherId: VIEWER, status: 'lost', users: chatUsers('lost', 'normal') },
};
export const chatPaused: SalonEvent = { type: 'ChatPaused', data: { chatId: CHAT, userId: HOST, otherId: VIEWER } };
export const chatContinued: SalonEvent = {
  type: 'ChatContinued',
  data: { chatId: CHAT, userId: HOST, otherId: VIEWER },
};
export const topicChanged: SalonEvent = {
  type: 'ChatTopicChanged',
  data: { chatId: CHAT, byUserId: HOST, text: '说说你的第一次' },
};
export const chatGiftShown = (late = false): SalonEvent => ({
  type: 'ChatGiftShown',
  data: {
    ...{ chatId: CHAT, gift, amount: 2, comboId: 'adfd32ffa424', toUserId: HOST, from: viewer },
    ...{ earnedPointsAfter: 20, purchaseEventId: 'p', ...(late && { late }) },
  },
});
export const chatStopped = (reason: ChatEndReason): SalonEvent => ({
  type: 'ChatStopped',
  data: { chatId: CHAT, userIds, byUserId: HOST, reason, lengthSeconds: 3, users: chatUsers('left', 'normal') },
});

/** One of every event that becomes a message; `everyIm` is apart. */
export const everyAnnounced: SalonEvent[] = [
  ...[chatDue(), dueCancelled(host), dueExpired, dueDropped, chatOpened, chatJoined('entering'), chatUserLost],
  ...[chatPaused, chatContinued, topicChanged, chatGiftShown(), chatGiftShown(true), chatStopped('user')],
  text('hello'),
  liked(),
  giftShown(),
  bulletShown,
  liveStarted,
  titleChanged,
  livePaused,
  liveContinued,
  liveStopped,
  liveBanned,
  joined(),
  left('quit'),
  left('kicked'),
  knocked,
  invited,
  muted,
  unmuted,
  appointed,
  dismissed,
  noticeGiven,
  callRequested,
  callInvited,
  callExpired('viewer'),
  callExpired('host'),
  callRefused(HOST),
  callRefused(VIEWER),
  accepted,
  conferenceJoined(false),
  conferenceJoined(true),
  connected,
  ...(['host', 'guest', 'timeout', 'guest-left', 'live-stopped'] as const).map(conferenceEnded),
  bought,
  frozen,
  refunded,
];

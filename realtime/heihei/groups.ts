import { friendsChannel, groupChannel, userChannel } from '../channels.ts';
import type { OutgoingMessage } from '../message.ts';
import type { Messages } from './facts.ts';
import { groupImBody } from './im-body.ts';

/** What a client is told that changed, by the numbers that OpenIM's clients know (OpenIM, contentType). */
export const NOTICES = {
  friendAdded: 201,
  friendRequested: 203,
  friendChanged: 204,
  groupTransferred: 501,
  groupCreated: 502,
  memberJoined: 504,
  memberLeft: 505,
  groupChanged: 506,
  membersRemoved: 509,
  membersInvited: 510,
  groupDestroyed: 511,
  roleSet: 512,
} as const;

/** What is said in a group and what happens to it: to its members, on its channel. What friends hear: on their own. */
export const groupMessages: Messages = {
  GroupMessageSent: ({ data, meta: { appId, at } }) => [toGroup(appId, data.groupId, groupImBody(data, at))],
  GroupSignalSent({ data, meta: { appId, at } }) {
    const { messageId, groupId, from, type, body: text } = data;
    const content = { kind: 'custom', type, body: text } as const;
    const { msg, ...rest } = groupImBody({ messageId, groupId, from, content }, at);
    return [toGroup(appId, groupId, { ...rest, msg: { ...msg, msgType: 'event' } })];
  },
  GroupMessageRevoked({ data: { messageId, groupId, byUserId }, meta: { appId, at } }) {
    const createTime = Math.floor(at / 1000);
    const msg = { groupId, fromUserId: byUserId, msgType: 'revoke', content: { msgId: messageId }, createTime };
    return [toGroup(appId, groupId, { msgType: 'IM', msg })];
  },
  GroupsRead({ data: { userId, groups }, meta: { appId, at } }) {
    // To the reader's other devices alone: how many have read a message, its readers ask for.
    const createTime = Math.floor(at / 1000);
    const read = groups.map(({ groupId, seq }) => ({ groupId, seq }));
    const msg = { fromUserId: userId, msgType: 'read', content: { groups: read }, createTime };
    return [{ channel: userChannel(appId, userId), body: { msgType: 'IM', msg }, class: 'must', urgent: true }];
  },
  GroupMembersAdded({ data: { groupId, userIds, how, byUserId, memberCount }, meta: { appId, at } }) {
    // The first members are told by this that there is a group: before it nobody is on the channel.
    const what = ({ created: 'groupCreated', joined: 'memberJoined', invited: 'membersInvited' } as const)[how];
    return [groupNotice(appId, groupId, what, byUserId, { groupId, userIds, memberCount }, at)];
  },
  GroupMembersRemoved({ data: { groupId, userIds, reason, byUserId, memberCount }, meta: { appId, at } }) {
    // Nobody is on the channel any more: they heard that the group was destroyed.
    if (reason === 'destroyed') return [];
    const what = reason === 'removed' ? 'membersRemoved' : 'memberLeft';
    return [groupNotice(appId, groupId, what, byUserId, { groupId, userIds, memberCount }, at)];
  },
  GroupChanged({ data: { byUserId, ...look }, meta: { appId, at } }) {
    return [groupNotice(appId, look.groupId, 'groupChanged', byUserId, { ...look }, at)];
  },
  GroupTransferred({ data: { groupId, fromUserId, toUserId, byUserId }, meta: { appId, at } }) {
    return [groupNotice(appId, groupId, 'groupTransferred', byUserId, { groupId, fromUserId, toUserId }, at)];
  },
  GroupRoleSet({ data: { groupId, userId, role, byUserId }, meta: { appId, at } }) {
    return [groupNotice(appId, groupId, 'roleSet', byUserId, { groupId, userId, role }, at)];
  },
  GroupDestroyed: ({ data: { groupId, byUserId }, meta: { appId, at } }) => [
    groupNotice(appId, groupId, 'groupDestroyed', byUserId, { groupId }, at),
  ],
  FriendRequested({ data: { userId, targetId, text }, meta: { appId, at } }) {
    return [friendNotice(appId, targetId, 'friendRequested', userId, { userId, text }, at)];
  },
  FriendAdded({ data: { userId, targetId }, meta: { appId, at } }) {
    return [friendNotice(appId, userId, 'friendAdded', targetId, { userId: targetId }, at)];
  },
  ProfileUpdated: friendChanged,
  AppCardSet: friendChanged,
};

/** A friend's name, picture or the like is another: clients that show it ask for it. */
function friendChanged({ data: { userId }, meta: { appId, at } }: FriendsEvent): OutgoingMessage[] {
  const body = noticeBody('friendChanged', {}, userId, { userId }, at);
  return [{ channel: friendsChannel(appId, userId), body, class: 'should', replaces: 'friend-changed' }];
}

interface FriendsEvent {
  data: { userId: number };
  meta: { appId: string; at: number };
}

type Notice = keyof typeof NOTICES;

const TIPS: Readonly<Record<Notice, string>> = {
  friendAdded: '你们已成为好友',
  friendRequested: '请求添加你为好友',
  friendChanged: '好友资料已更新',
  groupTransferred: '群主已转让',
  groupCreated: '群组已创建',
  memberJoined: '新成员加入了群组',
  memberLeft: '有成员退出了群组',
  groupChanged: '群资料已更新',
  membersRemoved: '有成员被移出群组',
  membersInvited: '新成员被邀请加入群组',
  groupDestroyed: '群组已解散',
  roleSet: '群成员角色已更新',
};

function noticeBody(what: Notice, to: object, fromUserId: number, detail: object, at: number) {
  const content = { contentType: NOTICES[what], defaultTips: TIPS[what], detail: JSON.stringify(detail) };
  const createTime = Math.floor(at / 1000);
  return { msgType: 'IM', msg: { ...to, fromUserId, msgType: 'notice', content, createTime } };
}

function groupNotice(appId: string, groupId: number, what: Notice, by: number, detail: object, at: number) {
  return toGroup(appId, groupId, noticeBody(what, { groupId }, by, detail, at));
}

function friendNotice(
  appId: string,
  toUserId: number,
  what: Notice,
  by: number,
  detail: object,
  at: number,
): OutgoingMessage {
  const body = noticeBody(what, { toUserId }, by, detail, at);
  return { channel: userChannel(appId, toUserId), body, class: 'must', urgent: true };
}

/** In small groups it goes out at once, in large ones with the channel's next batch: a write costs as much as a member. */
function toGroup(appId: string, groupId: number, body: Record<string, unknown>): OutgoingMessage {
  return { channel: groupChannel(appId, groupId), body, class: 'must' };
}

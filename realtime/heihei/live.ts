import type { LiveEvent } from '../../domain/live/events.ts';
import { isAnnounced, isNameShown } from '../../domain/policy/lives.ts';
import { fansChannel, liveChannel, userChannel } from '../channels.ts';
import { NOTICE_MEMBERS } from '../limits.ts';
import type { OutgoingMessage } from '../message.ts';
import { conferenceStatus } from './conference.ts';
import type { MessageFacts, Messages } from './facts.ts';
import { sender, showTip, system, toast, userLink } from './parts.ts';

type DataOf<Type extends LiveEvent['type']> = Extract<LiveEvent, { type: Type }>['data'];

/** A room's life, members and moderation. */
export const liveMessages: Messages = {
  LiveStarted: ({ data, meta }) => (isAnnounced(data) ? [liveStarted(meta.appId, data)] : []),
  LiveTitleChanged({ data: { liveId, title }, meta }) {
    const body = { action: 'live-change', comment: '修改直播标题', liveId, title };
    return [{ ...action(liveChannel(meta.appId, liveId), body), replaces: 'live-change' }];
  },
  LivePaused: ({ data, meta }) => [system(liveChannel(meta.appId, data.liveId), '主播暂时离开')],
  LiveContinued: ({ data, meta }) => [system(liveChannel(meta.appId, data.liveId), '主播回来了')],
  LiveStopped: ({ data, meta }, facts) => [liveStopped(meta.appId, data, facts)],
  LiveBanned: ({ data: { liveId, hostId, reason }, meta: { appId } }) => [
    { ...system(liveChannel(appId, liveId), '直播已被关闭'), class: 'must', urgent: true },
    toast(appId, hostId, `你的直播已被关闭：${reason}`),
  ],
  ViewerJoined: ({ data, meta }, facts) => viewerJoined(meta.appId, liveChannel(meta.appId, data.liveId), data, facts),
  ViewerLeft: ({ data, meta }) => viewerLeft(meta.appId, liveChannel(meta.appId, data.liveId), data),
  ViewerKnocked: ({ data, meta }) => [viewerKnocked(meta.appId, data)],
  ViewerInvited: ({ data, meta }) => [viewerInvited(meta.appId, data)],
  ViewerMuted: ({ data, meta }) => muted(meta.appId, data, true),
  ViewerUnmuted: ({ data, meta }) => muted(meta.appId, data, false),
  // No message is documented: the person is told, and their client asks getuser what they may do.
  ManagerAppointed: ({ data: { liveId, userId }, meta }) => [
    { ...toast(meta.appId, userId, '您已成为场控'), replaces: `manager.${liveId}` },
  ],
  ManagerDismissed: ({ data: { liveId, userId }, meta }) => [
    { ...toast(meta.appId, userId, '您已不再是场控'), replaces: `manager.${liveId}` },
  ],
  RoomNoticeGiven: ({ data: { liveId, text }, meta }) => [system(liveChannel(meta.appId, liveId), text)],
};

function action(channel: string, body: { action: string } & Record<string, unknown>): OutgoingMessage {
  return { channel, body: { msgType: 'action', ...body }, class: 'must' };
}

/** heihei, 消息数据定义: start-live-notify. */
function liveStarted(appId: string, { liveId, hostId, host }: DataOf<'LiveStarted'>): OutgoingMessage {
  return action(fansChannel(appId, hostId), {
    action: 'start-live-notify',
    comment: '系统通知',
    link: `wmlives_heihei://live?id=${liveId}`,
    text: `您关注的${host.displayName}开播了`,
    ...sender(host),
    'text-head': '您关注的',
    'text-tail': '开播了',
    getuiAction: 'live',
  });
}

/** heihei, 消息数据定义: stop-live. Where it was pushed is for the host alone, and its recording for each viewer by an address of their own. */
function liveStopped(
  appId: string,
  data: DataOf<'LiveStopped'>,
  { totalTickets, addresses: { streamAddr, shareAddr } }: MessageFacts,
): OutgoingMessage {
  const { liveId, roomId, title, hostId, totalUsers, onlineUsers } = data;
  const room = liveChannel(appId, liveId);
  const shown = { streamAddr: streamAddr(appId, liveId), shareAddr: shareAddr(appId, liveId) };
  const addresses = { ...shown, pushAddr: '', lookbackAddr: '' };
  const live = { liveId, title, ...addresses, userId: hostId, roomId, totalUsers, totalTickets, onlineUsers };
  return { ...action(room, { action: 'stop-live', comment: '直播结束', roomId, live }), urgent: true };
}

/** heihei, 加入连麦接口: a viewer who joins during a conference is told of it, as the room was. */
function viewerJoined(
  appId: string,
  room: string,
  { liveId, viewer, memberCount, muted }: DataOf<'ViewerJoined'>,
  { conference }: MessageFacts,
): OutgoingMessage[] {
  const isSaid = memberCount <= NOTICE_MEMBERS && isNameShown({ muted });
  const messages = isSaid ? [system(room, `${viewer.displayName}进入直播间`)] : [];
  if (conference) {
    const { guest, connected } = conference;
    const status = connected ? 'connected' : 'waiting';
    messages.push(conferenceStatus(userChannel(appId, viewer.userId), liveId, guest, status));
  }
  return messages;
}

/** heihei, 踢出直播间的用户: a viewer who was thrown out is told to call quitLive. */
function viewerLeft(appId: string, room: string, data: DataOf<'ViewerLeft'>): OutgoingMessage[] {
  const { liveId, userId, displayName = '有人', reason, memberCount } = data;
  const thrownOut = reason === 'kicked' || reason === 'blocked' || reason === 'banned';
  const messages: OutgoingMessage[] = [];
  if (thrownOut) {
    const body = { action: 'quit-live', comment: '踢出房间动作消息', liveId };
    messages.push({ ...action(userChannel(appId, userId), body), urgent: true });
  }
  if (memberCount <= NOTICE_MEMBERS && isNameShown(data)) {
    messages.push(system(room, `${displayName}${thrownOut ? '被请出直播间' : '离开直播间'}`));
  }
  return messages;
}

/** heihei, 敲门 documents no message of its own: the host sees a tip that names the viewer and leads to their page. */
function viewerKnocked(appId: string, { liveId, hostId, viewer }: DataOf<'ViewerKnocked'>): OutgoingMessage {
  const link = userLink(viewer.userId);
  const tip = showTip(appId, hostId, {
    type: 'alert',
    title: `${viewer.displayName}敲门`,
    desc: `${viewer.displayName}想加入你的直播间`,
    jump: link,
    image: viewer.coverUrl,
    buttons: [
      { title: '查看', action: link },
      { title: '取消', jump: '' },
    ],
  });
  return { ...tip, replaces: `knock.${liveId}.${viewer.userId}` };
}

/** heihei, 邀请好友. */
function viewerInvited(
  appId: string,
  { liveId, userId, invitationKey: liveKey, host }: DataOf<'ViewerInvited'>,
): OutgoingMessage {
  const body = {
    action: 'live-invite',
    liveId,
    liveKey,
    text: `队长"${host.displayName}"想邀请你加入队伍，是否加入？`,
    link: `wmlivesheihei://live?id=${liveId}&liveKey=${liveKey}`,
    ...sender(host),
    coverUrl: host.coverUrl,
    birthDay: host.birthDay,
    honours: [],
  };
  // Its key is void once the host invites the same person again.
  return { ...action(userChannel(appId, userId), body), urgent: true, replaces: `live-invite.${liveId}` };
}

/** heihei, 消息数据定义: shutup-user, shutup-open-user. */
function muted(
  appId: string,
  { liveId, userId, roomId }: DataOf<'ViewerMuted' | 'ViewerUnmuted'>,
  isMuted: boolean,
): OutgoingMessage[] {
  const body = isMuted
    ? { action: 'shutup-user', comment: '被禁言', userId, roomId }
    : { action: 'shutup-open-user', comment: '取消禁言', userId, roomId };
  // A client that was away needs only the latest state.
  const replaces = `muted.${liveId}.${userId}`;
  const notice = toast(appId, userId, isMuted ? '您已被禁言' : '您已被取消禁言');
  return [
    { ...action(liveChannel(appId, liveId), body), replaces },
    { ...notice, replaces },
  ];
}

import {
  CALL_TIMEOUT_MS,
  type CallExpired,
  type CallInvited,
  type ConferenceEnded,
} from '../../domain/conference/events.ts';
import { assertNever } from '../../domain/kernel/event.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import { liveChannel, userChannel } from '../channels.ts';
import type { Channel, OutgoingMessage } from '../message.ts';
import type { Messages } from './facts.ts';
import { sender, showTip } from './parts.ts';

/** heihei, 连麦消息, in the order of its flow: asked, accepted, joined, connected, over. */
export const conferenceMessages: Messages = {
  CallInvited: (event) => [callInvited(event.meta.appId, event)],
  CallRequested({ data: { liveId, hostId, viewer }, meta }) {
    const asked = tip(meta.appId, hostId, `${viewer.displayName}申请连线`);
    return [{ ...asked, replaces: `call.${liveId}.${viewer.userId}` }];
  },
  CallExpired: (event) => callExpired(event.meta.appId, event),
  CallRefused({ data: { hostId, userId, refusedBy }, meta: { appId } }) {
    return refusedBy === userId ? [tip(appId, hostId, '对方拒绝了连线')] : [tip(appId, userId, '主播拒绝了连线')];
  },
  ConferenceAccepted: ({ data: { liveId, hostId, guest }, meta: { appId } }) =>
    [hostId, guest.userId].map((userId) => joinConference(appId, liveId, userId)),
  ConferenceJoined: ({ data: { liveId, guest, connected }, meta }) => [
    conferenceStatus(liveChannel(meta.appId, liveId), liveId, guest, connected ? 'connected' : 'waiting'),
  ],
  ConferenceConnected: ({ data: { liveId, guest }, meta }) => [
    conferenceStatus(liveChannel(meta.appId, liveId), liveId, guest, 'connected'),
  ],
  ConferenceEnded(event) {
    const { liveId, guest } = event.data;
    const { appId } = event.meta;
    return [
      ...told(event).map((userId) => stopConference(appId, liveId, userId)),
      conferenceStatus(liveChannel(appId, liveId), liveId, guest, 'disconnected'),
    ];
  },
};

function callInvited(appId: string, { data: { liveId, viewer } }: CallInvited): OutgoingMessage {
  const message = control(userChannel(appId, viewer.userId), {
    action: 'conference-notify',
    comment: '邀请连麦通知消息',
    text: '主播邀你连线',
    expireTime: CALL_TIMEOUT_MS / 1000,
    liveId,
  });
  return { ...message, replaces: `conference-notify.${liveId}` };
}

/** The viewer learns it in both cases: their own call came to nothing, or the invitation they see is void. */
function callExpired(appId: string, { data: { hostId, userId, by } }: CallExpired): OutgoingMessage[] {
  if (by === 'viewer') return [tip(appId, userId, '主播没有应答')];
  return [tip(appId, userId, '连线邀请已过期'), tip(appId, hostId, '对方没有应答')];
}

/** Who is told of the end: the side that did not end it (heihei, 退出连麦接口); both sides when time ran out. */
function told({ data: { hostId, guest, reason } }: ConferenceEnded): number[] {
  switch (reason) {
    case 'host':
    case 'live-stopped':
      return [guest.userId];
    case 'guest':
    case 'guest-left':
      return [hostId];
    case 'timeout':
      return [hostId, guest.userId];
    default:
      return assertNever(reason);
  }
}

function control(channel: string, body: { action: string } & Record<string, unknown>): OutgoingMessage {
  return { channel, body: { msgType: 'action', ...body }, class: 'must', urgent: true };
}

function joinConference(appId: string, liveId: number, userId: number): OutgoingMessage {
  const body = { action: 'join-conference', comment: '加入连麦动作消息', liveId };
  return control(userChannel(appId, userId), body);
}

function stopConference(appId: string, liveId: number, userId: number): OutgoingMessage {
  return control(userChannel(appId, userId), { action: 'stop-conference', comment: '结束连麦', liveId });
}

/** The document's numbers (heihei, 连麦消息). */
const STATUS_NUMBER = { waiting: 0, connected: 1, disconnected: 2 } as const;

/** heihei, 连麦消息: conference-status, to the room or to somebody who has just joined it. */
export function conferenceStatus(
  channel: Channel,
  liveId: number,
  guest: PersonCard,
  status: keyof typeof STATUS_NUMBER,
): OutgoingMessage {
  return control(channel, {
    action: 'conference-status',
    comment: '连麦状态，0：连麦等待，1：已连麦 2:断开',
    liveId,
    status: STATUS_NUMBER[status],
    ...sender(guest),
    birthDay: guest.birthDay,
    coverUrl: guest.coverUrl,
  });
}

function tip(appId: string, userId: number, title: string): OutgoingMessage {
  return showTip(appId, userId, { type: 'toast', title, desc: '' });
}

import type { Gender, PersonCard } from '../../domain/user/events.ts';
import { userChannel } from '../channels.ts';
import type { OutgoingMessage } from '../message.ts';

/** How long a toast stays, in seconds (heihei, 消息数据定义: toast弹窗消息). */
export const TOAST_SECONDS = 3;
/** How long a tip stays, in seconds (heihei, 连麦消息: tip消息). */
export const TIP_SECONDS = 5;

/** Stands for the app itself where a message has a sender. */
export const NOBODY: PersonCard = { userId: 0, displayName: '', gender: 'Unspecified', birthDay: '', coverUrl: '' };

/** The sender as nearly every documented message names them. */
export function sender(person: PersonCard): { fromUserId: number; fromUserName: string; gender: Gender } {
  return { fromUserId: person.userId, fromUserName: person.displayName, gender: person.gender };
}

export function senderCard(person: PersonCard) {
  return { ...sender(person), birthDay: person.birthDay, coverUrl: person.coverUrl };
}

/** heihei, 消息数据定义: toast弹窗消息. */
export function toast(appId: string, userId: number, text: string): OutgoingMessage {
  const body = { msgType: 'toast', text, expireTime: TOAST_SECONDS };
  return { channel: userChannel(appId, userId), body, class: 'must', urgent: true };
}

/** heihei, 消息数据定义: 系统通知消息. */
export function system(channel: string, text: string): OutgoingMessage {
  return { channel, body: { msgType: 'system', text }, class: 'should' };
}

/** heihei, 消息数据定义: link的值, 用户. */
export function userLink(userId: number): string {
  return `wmlives_heihei://user?id=${userId}`;
}

type TipButton = { title: string; action: string } | { title: string; jump: string };

/** heihei, 连麦消息: tip消息. `alert` asks for an answer, `toast` passes by. */
export interface Tip {
  type: 'alert' | 'toast' | 'image';
  title: string;
  desc: string;
  jump?: string;
  image?: string;
  buttons?: TipButton[];
}

export function showTip(appId: string, userId: number, tip: Tip): OutgoingMessage {
  const { type, title, desc, jump = '', image = '', buttons = [] } = tip;
  const message = { type, title, desc, jump, timeout: TIP_SECONDS, image, buttons };
  const body = { msgType: 'action', action: 'show-tip', comment: 'tip消息', message };
  return { channel: userChannel(appId, userId), body, class: 'must', urgent: true };
}

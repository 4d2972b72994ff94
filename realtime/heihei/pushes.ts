import type { MessageContent } from '../../domain/conversation/content.ts';
import type { Device } from '../../domain/devices/decider.ts';
import { type NotifyingEvent, type NotifyingType, type Occasion, occasionOf } from '../../domain/push/occasions.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { fansChannel, groupChannel, userChannel } from '../channels.ts';
import { type Channel, messageId } from '../message.ts';
import { announced } from './announcements.ts';
import { messagesOf } from './index.ts';
import { NOBODY, sender } from './parts.ts';
import { shownAsLine } from './shown-as.ts';

/** Of a longer text a phone shows the beginning, in code points. */
const MAX_SHOWN_CHARS = 100;

/** What a notification says, and where a tap on it leads (heihei, push, link的值). */
interface Words {
  action: string;
  /** Default: the text. */
  title?: string;
  text: string;
  link: string;
  from: PersonCard;
  /** For the app alone: nothing is shown. */
  isSilent?: true;
  /** What else the app gets. */
  data?: object;
  /** Takes the place of the one before with the same value; default: stands by itself. */
  replaces?: string;
}

/** The words of each event that notifies (`domain/push/occasions.ts`). */
const WORDS: { [Event in NotifyingEvent as Event['type']]: (event: Event) => Words } = {
  // heihei, 邀请好友: 推送消息结构.
  ViewerInvited: ({ data: { host, liveId, invitationKey } }) => ({
    action: 'live-invite',
    text: `队长"${host.displayName}"想邀请你加入队伍，是否加入？`,
    link: `wmlivesheihei://live?id=${liveId}&liveKey=${invitationKey}`,
    from: host,
  }),
  LiveStarted: ({ data: { host, liveId } }) => ({
    action: 'live',
    text: `您关注的${host.displayName}开播了`,
    link: `wmlives_heihei://live?id=${liveId}`,
    from: host,
  }),
  // heihei, link的值: 约聊push.
  ChatDue: ({ data: { chatId, from, isReturn } }) => ({
    action: 'duechat',
    text: `${from.displayName}邀请你语音聊天`,
    link: `wmlives_heihei://acceptchat?${queryOf({
      chatId,
      type: isReturn ? 1 : 0,
      userId: from.userId,
      fromUserName: from.displayName,
      gender: from.gender,
    })}`,
    from,
  }),
  Announced: ({ data: { announcement } }) => ({
    action: 'push',
    // A phone shows no notification without a text.
    title: announcement.title || announcement.body,
    text: announcement.body || announcement.title,
    link: '',
    from: NOBODY,
    ...(announcement.kind === 'command' && { isSilent: true }),
    data: announced(announcement),
  }),
  // One a sender, the latest.
  MessageSent: ({ data: { from, content } }) => ({
    action: 'message',
    text: `${from.displayName}：${saidIn(content)}`,
    link: 'wmlives_heihei://message',
    from,
    replaces: `message-${from.userId}`,
  }),
  // One a group, the latest.
  GroupMessageSent: ({ data: { from, groupId, content } }) => ({
    action: 'message',
    text: `${from.displayName}：${saidIn(content)}`,
    link: 'wmlives_heihei://message',
    from,
    replaces: `group-${groupId}`,
    data: { groupId },
  }),
};

/**
 * What an event says to a phone (heihei, push); null when it notifies nobody. Its `msgId` is that of the socket message for the same
 * event, so that an app which gets both shows one.
 */
export function notificationOf(event: LoggedEvent, device: Device) {
  const occasion = occasionOf(event);
  const wordsOf = WORDS[event.type as NotifyingType] as ((event: LoggedEvent) => Words) | undefined;
  if (!occasion || !wordsOf) return null;
  const { action, text, title = text, link, from, replaces, isSilent, data = {} } = wordsOf(event);
  const { appId } = event.meta;
  const channel = channelOf(appId, occasion.to);
  const n = messagesOf(event).findIndex((message) => message.channel === channel);
  const msgId = messageId(event.position, Math.max(0, n));
  return {
    ...(isSilent && { isSilent }),
    title,
    text,
    id: String(msgId),
    collapseId: replaces ?? String(msgId),
    expiresAt: occasion.expiresAt,
    payload: {
      ...{ title, text, action, link, msgId, ...sender(from), data },
      ...{ deviceType: device.platform, clientid: device.token },
    },
  };
}

function channelOf(appId: string, to: Occasion['to']): Channel {
  if ('userId' in to) return userChannel(appId, to.userId);
  return 'membersOf' in to ? groupChannel(appId, to.membersOf) : fansChannel(appId, to.fansOf);
}

/** Blanks as `%20`: not every client reads `+` as one. */
function queryOf(parameters: Record<string, string | number>): string {
  return Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&');
}

/** What a phone shows of a message, beside a name. */
function saidIn(content: MessageContent): string {
  const line = shownAsLine(content, '[约聊]');
  const characters = [...line];
  return characters.length <= MAX_SHOWN_CHARS ? line : `${characters.slice(0, MAX_SHOWN_CHARS).join('')}…`;
}

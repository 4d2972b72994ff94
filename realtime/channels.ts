import {
  chatStream,
  conferenceStream,
  feedStream,
  groupConversationStream,
  groupStream,
  liveStream,
  noticeStream,
} from '../domain/streams.ts';
import type { Channel } from './message.ts';

/** Why everybody leaves a live's room, a talk, or a group. */
export const LIVE_STOPPED = 'live-stopped';
export const CHAT_STOPPED = 'chat-stopped';
export const GROUP_DESTROYED = 'group-destroyed';

/** What only one user sees: invitations, tips, toasts. Every socket of the user is on it, always. */
export function userChannel(appId: string, userId: number): Channel {
  return `user:${appId}.${userId}`;
}

/** A live room. Its members, by the log, are on it. */
export function liveChannel(appId: string, liveId: number): Channel {
  return `live:${appId}.${liveId}`;
}

/** A talk of two people. Both are on it, by the log. */
export function chatChannel(appId: string, chatId: number): Channel {
  return `chat:${appId}.${chatId}`;
}

/** A group. Its members, by the log, are on it. */
export function groupChannel(appId: string, groupId: number): Channel {
  return `group:${appId}.${groupId}`;
}

/** Whether a channel is a group's: its members see nothing of what was said before they came. */
export function isGroup(channel: Channel): boolean {
  return channel.startsWith('group:');
}

/** The followers of a host, who are told when a live starts. */
export function fansChannel(appId: string, hostId: number): Channel {
  return `fans:${appId}.${hostId}`;
}

/** The friends of a person, who are told when that person changes. */
export function friendsChannel(appId: string, userId: number): Channel {
  return `friends:${appId}.${userId}`;
}

/** The live whose room a channel is; null for other channels. An app's name holds no dot. */
export function liveOf(channel: Channel): { appId: string; liveId: number } | null {
  const match = /^live:([^.]+)\.(\d+)$/.exec(channel);
  return match && { appId: match[1]!, liveId: Number(match[2]) };
}

const chatNotices = (appId: string, chatId: number) => noticeStream(appId, 'chat', chatId);
const liveNotices = (appId: string, liveId: number) => noticeStream(appId, 'live', liveId);

/** The streams whose events make a room's, a talk's or a group's messages; null for other channels, whose messages come from anywhere. */
export function streamsOf(channel: Channel): string[] | null {
  const chat = /^chat:([^.]+)\.(\d+)$/.exec(channel);
  if (chat) return [chatStream, chatNotices].map((streamOf) => streamOf(chat[1]!, Number(chat[2])));
  const group = /^group:([^.]+)\.(\d+)$/.exec(channel);
  if (group) return [groupStream, groupConversationStream].map((streamOf) => streamOf(group[1]!, Number(group[2])));
  const live = liveOf(channel);
  if (!live) return null;
  return [liveStream, conferenceStream, feedStream, liveNotices].map((streamOf) => streamOf(live.appId, live.liveId));
}

/** Why nobody is on a channel any more whose room, talk or group is over. */
export function reasonOver(channel: Channel): string {
  if (isGroup(channel)) return GROUP_DESTROYED;
  return liveOf(channel) ? LIVE_STOPPED : CHAT_STOPPED;
}

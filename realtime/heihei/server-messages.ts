import type { NoticeAudience } from '../../domain/notice/events.ts';
import { chatChannel, liveChannel, userChannel } from '../channels.ts';
import type { Channel } from '../message.ts';
import type { Messages } from './facts.ts';

const CHANNEL_OF: Readonly<Record<NoticeAudience, (appId: string, targetId: number) => Channel>> = {
  user: userChannel,
  chat: chatChannel,
  live: liveChannel,
};

/** heihei, 消息服务器接受消息结构: what a server sends goes out as it was given. */
export const serverMessages: Messages = {
  ServerMessageSent({ data: { audience, targetId, message }, meta: { appId } }) {
    // Whom it was kept for was erased.
    if (message === '') return [];
    const body = JSON.parse(message) as Record<string, unknown>;
    return [{ channel: CHANNEL_OF[audience](appId, targetId), body, class: 'must', urgent: true }];
  },
};

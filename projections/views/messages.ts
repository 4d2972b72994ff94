import type { MessageContent } from '../../domain/conversation/content.ts';
import type { SenderCard } from '../../domain/conversation/events.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A message between two people; id `<app>.<lower user id>.<higher user id>.<seq>`. */
export interface MessageDocument {
  appId: string;
  /** `<lower user id>.<higher user id>`. */
  conversation: string;
  seq: number;
  messageId: number;
  from: SenderCard;
  toUserId: number;
  /** Null once it was taken back. */
  content: MessageContent | null;
  isFollowed: boolean;
  /** Epoch ms. */
  at: number;
}

const indexes = {
  bySeq: ['appId', 'conversation', '-seq'],
  byMessageId: ['appId', 'conversation', 'messageId'],
} as const satisfies Indexes<MessageDocument>;

export const messages: View<MessageDocument, typeof indexes> = {
  name: 'messages',
  version: 1,
  indexes,
  on: {
    MessageSent: {
      ids: (event) => {
        const { from, toUserId, seq } = event.data;
        return [documentId(event, conversationOf(from.userId, toUserId), seq)];
      },
      evolve(_, { data, meta: { appId, at } }) {
        const { from, toUserId, content, ...rest } = data;
        const conversation = conversationOf(from.userId, toUserId);
        return { appId, conversation, ...rest, from: { ...from }, toUserId, content: { ...content }, at };
      },
    },
    MessageRevoked: {
      ids: (event) => {
        const { fromUserId, toUserId, seq } = event.data;
        return [documentId(event, conversationOf(fromUserId, toUserId), seq)];
      },
      evolve(message) {
        if (message) message.content = null;
        return message;
      },
    },
  },
};

/** How the view names what two people write to each other, whoever of them is named first. */
export function conversationOf(userId: number, otherId: number): string {
  return `${Math.min(userId, otherId)}.${Math.max(userId, otherId)}`;
}

import { assertNever } from '../kernel/event.ts';
import type { ConversationEvent } from './events.ts';

/** How long a message can be taken back after it was sent. */
export const REVOKE_MS = 2 * 60_000;
/** Messages of a conversation that can be taken back at a time; of more within `REVOKE_MS`, the oldest cannot. */
export const MAX_REVOCABLE = 1_000;

export interface Conversation {
  /** `seq` and id of the last message; 0 while there is none. */
  lastSeq: number;
  lastMessageId: number;
  /** The last message of each of the two, by `seq`. */
  lastSeqOf: Map<number, number>;
  /** Up to which `seq` each of the two has read. */
  readSeqOf: Map<number, number>;
  /** Messages that can be taken back, oldest first. In a group, nobody in particular is the receiver: 0. */
  revocable: Map<number, { seq: number; senderId: number; receiverId: number; at: number }>;
}

export function initialState(): Conversation {
  return { lastSeq: 0, lastMessageId: 0, lastSeqOf: new Map(), readSeqOf: new Map(), revocable: new Map() };
}

export function evolve(conversation: Conversation, event: ConversationEvent, { at }: { at: number }): Conversation {
  switch (event.type) {
    case 'MessageSent': {
      const { messageId, seq, from, toUserId } = event.data;
      conversation.lastSeq = seq;
      conversation.lastMessageId = messageId;
      conversation.lastSeqOf.set(from.userId, seq);
      forgetOld(conversation, at);
      conversation.revocable.set(messageId, { seq, senderId: from.userId, receiverId: toUserId, at });
      return conversation;
    }
    case 'GroupMessageSent': {
      const { messageId, seq, from } = event.data;
      conversation.lastSeq = seq;
      conversation.lastMessageId = messageId;
      forgetOld(conversation, at);
      conversation.revocable.set(messageId, { seq, senderId: from.userId, receiverId: 0, at });
      return conversation;
    }
    case 'SignalSent':
    case 'GroupSignalSent':
      return conversation;
    case 'MessageRevoked':
    case 'GroupMessageRevoked':
      conversation.revocable.delete(event.data.messageId);
      return conversation;
    case 'ConversationRead':
      conversation.readSeqOf.set(event.data.userId, event.data.seq);
      return conversation;
    default:
      return assertNever(event);
  }
}

function forgetOld({ revocable }: Conversation, now: number): void {
  for (const [messageId, { at }] of revocable) {
    if (now - at <= REVOKE_MS && revocable.size < MAX_REVOCABLE) return;
    revocable.delete(messageId);
  }
}

import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { ConversationCommand } from './commands.ts';
import { customContent, personalContent } from './content.ts';
import { type ConversationEvent, conversationEventTypes } from './events.ts';

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
  /** Messages that can be taken back, oldest first. */
  revocable: Map<number, { seq: number; senderId: number; receiverId: number; at: number }>;
}

/**
 * What two people write to each other (heihei, IM消息类型; LinkV IM, 发送消息接口).
 * Writing to oneself: `TargetIsSelf`; a content out of bounds: `InvalidInput`. Taking back what is not there, not one's own, or older
 * than `REVOKE_MS`: `MessageNotRevocable`. Reading when nothing is unread is `[]`. What the server writes is the system's alone:
 * `SystemOnly`.
 */
export function decide(
  command: ConversationCommand,
  conversation: Conversation,
  { actor, at }: Pick<CommandMeta, 'actor' | 'at'>,
): ConversationEvent[] {
  switch (command.type) {
    case 'SendMessage':
    case 'WriteMessage': {
      const { messageId, from, toUserId, isFollowed } = command;
      if (command.type === 'WriteMessage' && actor !== 0) throw new DomainError('SystemOnly');
      if (from.userId === toUserId) throw new DomainError('TargetIsSelf');
      const content = command.type === 'SendMessage' ? personalContent(command.content) : command.content;
      const seq = conversation.lastSeq + 1;
      return [{ type: 'MessageSent', data: { messageId, seq, from, toUserId, content, isFollowed } }];
    }
    case 'SendSignal': {
      const { messageId, from, toUserId } = command;
      if (actor !== 0) throw new DomainError('SystemOnly');
      if (from.userId === toUserId) throw new DomainError('TargetIsSelf');
      const { type, body } = customContent(command.content);
      return [{ type: 'SignalSent', data: { messageId, from, toUserId, type, body } }];
    }
    case 'RevokeMessage': {
      const { messageId } = command;
      const sent = conversation.revocable.get(messageId);
      if (sent?.senderId !== actor || at - sent.at > REVOKE_MS) throw new DomainError('MessageNotRevocable');
      return [
        { type: 'MessageRevoked', data: { messageId, seq: sent.seq, fromUserId: actor, toUserId: sent.receiverId } },
      ];
    }
    case 'ReadConversation': {
      const { otherId } = command;
      const seq = conversation.lastSeqOf.get(otherId) ?? 0;
      if (seq <= (conversation.readSeqOf.get(actor) ?? 0)) return [];
      const { lastSeq, lastMessageId } = conversation;
      return [{ type: 'ConversationRead', data: { userId: actor, otherId, seq: lastSeq, messageId: lastMessageId } }];
    }
    default:
      return assertNever(command);
  }
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
    case 'SignalSent':
      return conversation;
    case 'MessageRevoked':
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

export const conversationDecider: Decider<Conversation, ConversationCommand, ConversationEvent> = {
  category: 'conversation',
  eventTypes: conversationEventTypes,
  // Reading nothing new is not written down: anybody's id can be named, without end.
  hasPart: ({ type }) => type !== 'ReadConversation',
  initialState: () => ({
    lastSeq: 0,
    lastMessageId: 0,
    lastSeqOf: new Map(),
    readSeqOf: new Map(),
    revocable: new Map(),
  }),
  decide,
  evolve,
};

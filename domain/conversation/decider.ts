import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { ConversationCommand, GroupConversationCommand } from './commands.ts';
import { customContent, personalContent } from './content.ts';
import { type ConversationEvent, conversationEventTypes } from './events.ts';
import { decideInGroup } from './group.ts';
import { type Conversation, evolve, initialState, REVOKE_MS } from './state.ts';

/**
 * What two people write to each other (heihei, IM消息类型; LinkV IM, 发送消息接口), or what is said in a group (`decideInGroup`).
 * Writing to oneself: `TargetIsSelf`, unless the server does so (OpenIM, 发送单聊群聊消息: the document's own example); a content out of bounds: `InvalidInput`. Taking back what is not there, not one's own, or older
 * than `REVOKE_MS`: `MessageNotRevocable`. Reading when nothing is unread is `[]`. What the server writes is the system's alone:
 * `SystemOnly`.
 */
export function decide(
  command: ConversationCommand | GroupConversationCommand,
  conversation: Conversation,
  { actor, at }: Pick<CommandMeta, 'actor' | 'at'>,
): ConversationEvent[] {
  if ('groupId' in command) return decideInGroup(command, conversation, { actor, at });
  switch (command.type) {
    case 'SendMessage':
    case 'WriteMessage': {
      const { messageId, from, toUserId, isFollowed } = command;
      if (command.type === 'WriteMessage' && actor !== 0) throw new DomainError('SystemOnly');
      if (command.type === 'SendMessage' && from.userId === toUserId) throw new DomainError('TargetIsSelf');
      const content = command.type === 'SendMessage' ? personalContent(command.content) : command.content;
      const sent = { messageId, from, toUserId, content, isFollowed };
      const hint = command.type === 'SendMessage' && conversation.lastSeq === 0 ? command.hint : undefined;
      // A new conversation begins with a line of the tenant's.
      const begun: ConversationEvent[] = hint
        ? [{ type: 'MessageSent', data: { ...sent, ...hint, seq: 1, content: { kind: 'hint', text: hint.text } } }]
        : [];
      const seq = conversation.lastSeq + begun.length + 1;
      return [...begun, { type: 'MessageSent', data: { ...sent, seq } }];
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

export const conversationDecider: Decider<
  Conversation,
  ConversationCommand | GroupConversationCommand,
  ConversationEvent
> = {
  category: 'conversation',
  eventTypes: conversationEventTypes,
  // Reading nothing new is not written down: anybody's id can be named, without end.
  hasPart: ({ type }) => type !== 'ReadConversation',
  initialState,
  decide,
  evolve,
};

import type { CommandMeta } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { GroupConversationCommand } from './commands.ts';
import { customContent, personalContent } from './content.ts';
import type { ConversationEvent } from './events.ts';
import { type Conversation, REVOKE_MS } from './state.ts';

/**
 * What is said in a group. A content out of bounds: `InvalidInput`. Taking back what is not there, what is older than `REVOKE_MS`, or another's
 * message without running the group: `MessageNotRevocable`. What an app's server writes is the system's alone: `SystemOnly`.
 */
export function decideInGroup(
  command: GroupConversationCommand,
  conversation: Conversation,
  { actor, at }: Pick<CommandMeta, 'actor' | 'at'>,
): ConversationEvent[] {
  const { messageId, groupId } = command;
  switch (command.type) {
    case 'SendToGroup':
    case 'WriteToGroup': {
      if (command.type === 'WriteToGroup' && actor !== 0) throw new DomainError('SystemOnly');
      const content = command.type === 'SendToGroup' ? personalContent(command.content) : command.content;
      const seq = conversation.lastSeq + 1;
      return [{ type: 'GroupMessageSent', data: { messageId, seq, groupId, from: command.from, content } }];
    }
    case 'SignalGroup': {
      if (actor !== 0) throw new DomainError('SystemOnly');
      const { type, body } = customContent(command.content);
      return [{ type: 'GroupSignalSent', data: { messageId, groupId, from: command.from, type, body } }];
    }
    case 'RevokeInGroup': {
      const sent = conversation.revocable.get(messageId);
      const isAllowed = sent && (sent.senderId === actor || command.mayRevokeOthers);
      if (!isAllowed || at - sent.at > REVOKE_MS) throw new DomainError('MessageNotRevocable');
      const { seq, senderId: fromUserId } = sent;
      return [{ type: 'GroupMessageRevoked', data: { messageId, seq, groupId, fromUserId, byUserId: actor } }];
    }
    default:
      return assertNever(command);
  }
}

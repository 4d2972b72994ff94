import type { CustomContent, MessageContent, PersonalContent } from './content.ts';
import type { SenderCard } from './events.ts';

export type ConversationCommand =
  | {
      type: 'SendMessage';
      messageId: number;
      from: SenderCard;
      toUserId: number;
      content: PersonalContent;
      isFollowed: boolean;
      /** What a conversation begins with, if this is its first message. */
      hint?: { messageId: number; text: string };
    }
  /** By the system alone: reactors, and an app's server, which answers for its people's texts: they stay as they are. */
  | {
      type: 'WriteMessage';
      messageId: number;
      from: SenderCard;
      toUserId: number;
      content: MessageContent;
      isFollowed: boolean;
    }
  /** By the system alone. */
  | { type: 'SendSignal'; messageId: number; from: SenderCard; toUserId: number; content: CustomContent }
  | { type: 'RevokeMessage'; messageId: number }
  /** The actor has read all that `otherId` wrote so far. */
  | { type: 'ReadConversation'; otherId: number };

export type WriteMessage = Extract<ConversationCommand, { type: 'WriteMessage' }>;

/** What is said in a group, on the group's conversation. Whether the actor may, the caller has looked up in the group. */
export type GroupConversationCommand =
  | { type: 'SendToGroup'; messageId: number; groupId: number; from: SenderCard; content: PersonalContent }
  /** By the system alone, for an app's server. */
  | { type: 'WriteToGroup'; messageId: number; groupId: number; from: SenderCard; content: MessageContent }
  /** By the system alone. */
  | { type: 'SignalGroup'; messageId: number; groupId: number; from: SenderCard; content: CustomContent }
  /** `mayRevokeOthers`: the actor is the group's owner or one of its administrators, or the system. */
  | { type: 'RevokeInGroup'; messageId: number; groupId: number; mayRevokeOthers: boolean };

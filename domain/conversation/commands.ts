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

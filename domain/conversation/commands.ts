import type { PersonalContent, ServerContent } from './content.ts';
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
  /** By the system alone: reactors, an app's server. */
  | {
      type: 'WriteMessage';
      messageId: number;
      from: SenderCard;
      toUserId: number;
      content: ServerContent;
      isFollowed: boolean;
    }
  | { type: 'RevokeMessage'; messageId: number }
  /** The actor has read all that `otherId` wrote so far. */
  | { type: 'ReadConversation'; otherId: number };

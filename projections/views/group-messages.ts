import type { MessageContent } from '../../domain/conversation/content.ts';
import type { SenderCard } from '../../domain/conversation/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A message in a group; id `<app>.<groupId>.<seq>`. */
export interface GroupMessageDocument {
  appId: string;
  groupId: number;
  seq: number;
  messageId: number;
  from: SenderCard;
  /** Null once it was taken back. */
  content: MessageContent | null;
  /** Epoch ms. */
  at: number;
}

const indexes = {
  bySeq: ['appId', 'groupId', '-seq'],
  byMessageId: ['appId', 'groupId', 'messageId'],
} as const satisfies Indexes<GroupMessageDocument>;

const idsOf = (event: Pick<LoggedEvent, 'meta'> & { data: { groupId: number; seq: number } }) => [
  documentId(event, event.data.groupId, event.data.seq),
];

export const groupMessages: View<GroupMessageDocument, typeof indexes> = {
  name: 'group-messages',
  version: 1,
  indexes,
  on: {
    GroupMessageSent: {
      ids: idsOf,
      evolve(_, { data: { groupId, seq, messageId, from, content }, meta: { appId, at } }) {
        return { appId, groupId, seq, messageId, from: { ...from }, content: { ...content }, at };
      },
    },
    GroupMessageRevoked: {
      ids: idsOf,
      evolve(message) {
        if (message) message.content = null;
        return message;
      },
    },
  },
};

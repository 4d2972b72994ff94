import type { MessageContent } from '../../domain/conversation/content.ts';
import type { SenderCard } from '../../domain/conversation/events.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/**
 * The last message of a group; id `<app>.<groupId>`. One document a group, whatever number of members it has: what each has not read follows from
 * it and from their own document (`group-members`).
 */
export interface GroupTalk {
  appId: string;
  groupId: number;
  /** Messages so far. */
  lastSeq: number;
  messageId: number;
  from: SenderCard;
  /** Null once it was taken back. */
  content: MessageContent | null;
  /** Epoch ms. */
  at: number;
}

const indexes = {} as const satisfies Indexes<GroupTalk>;

export const groupTalks: View<GroupTalk, typeof indexes> = {
  name: 'group-talks',
  version: 1,
  indexes,
  on: {
    GroupMessageSent: {
      ids: (event) => [documentId(event, event.data.groupId)],
      evolve(_, { data: { groupId, seq, messageId, from, content }, meta: { appId, at } }) {
        return { appId, groupId, lastSeq: seq, messageId, from: { ...from }, content: { ...content }, at };
      },
    },
    GroupMessageRevoked: {
      ids: (event) => [documentId(event, event.data.groupId)],
      evolve(talk, { data }) {
        if (talk?.messageId === data.messageId) talk.content = null;
        return talk;
      },
    },
  },
};

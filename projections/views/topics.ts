import type { EventMeta } from '../../domain/kernel/event.ts';
import type { TopicKind, TopicLook } from '../../domain/topic/events.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** What people speak about; id `<app>.<topicId>`. */
export interface TopicDocument extends TopicLook {
  appId: string;
  topicId: number;
  kind: TopicKind;
  isOpen: boolean;
  /** Epoch ms. */
  openedAt: number;
  /** First listenings and likes of its subjects, and answers to its posts. */
  viewCount: number;
  likeCount: number;
  replyCount: number;
}

const indexes = {
  listed: ['appId', 'isOpen', '-isOnTop', 'rank', '-openedAt'],
  byKind: ['appId', 'isOpen', 'kind', '-openedAt'],
} as const satisfies Indexes<TopicDocument>;

type Counter = 'viewCount' | 'likeCount' | 'replyCount';

export const topics: View<TopicDocument, typeof indexes> = {
  name: 'topics',
  version: 2,
  indexes,
  on: {
    TopicOpened: {
      ids: idsOfTopic,
      evolve(_, { data: { topicId, ...look }, meta: { appId, at } }) {
        return { appId, topicId, ...look, isOpen: true, openedAt: at, viewCount: 0, likeCount: 0, replyCount: 0 };
      },
    },
    TopicChanged: {
      ids: idsOfTopic,
      evolve: (topic, { data: { topicId: _, ...look } }) => topic && { ...topic, ...look },
    },
    TopicClosed: { ids: idsOfTopic, evolve: (topic) => topic && { ...topic, isOpen: false } },
    SubjectLiked: { ids: idsOfTopic, evolve: (topic) => counted(topic, 'likeCount', 1) },
    SubjectListened: { ids: idsOfTopic, evolve: (topic) => counted(topic, 'viewCount', 1) },
    SubjectPosted: {
      ids: (event) => (event.data.mainSubjectId === 0 ? [] : idsOfTopic(event)),
      evolve: (topic) => counted(topic, 'replyCount', 1),
    },
    SubjectRemoved: {
      ids: (event) => (event.data.mainSubjectId === 0 ? [] : idsOfTopic(event)),
      evolve: (topic) => counted(topic, 'replyCount', -1),
    },
  },
};

function counted(topic: TopicDocument | null, counter: Counter, by: number): TopicDocument | null {
  if (topic) topic[counter] += by;
  return topic;
}

function idsOfTopic(event: { meta: EventMeta; data: { topicId: number } }): string[] {
  return [documentId(event, event.data.topicId)];
}

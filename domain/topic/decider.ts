import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { optionalLines, pictureAddress, spokenText } from '../kernel/text.ts';
import type { TopicCommand } from './commands.ts';
import { TOPIC_KINDS, type TopicEvent, type TopicLook, topicEventTypes } from './events.ts';
import {
  MAX_TOPIC_CATEGORY_CHARS,
  MAX_TOPIC_INTRODUCTION_CHARS,
  MAX_TOPIC_NAME_CHARS,
  MAX_TOPIC_RANK,
} from './limits.ts';

export interface Topic {
  /** 0: there is none. */
  topicId: number;
  look: TopicLook | null;
  isClosed: boolean;
}

/**
 * A topic. Opening it again, changing it into what it is and closing it again change nothing. `TopicNotFound` for one that is not there or was closed,
 * `InvalidInput` for a look out of bounds, `SystemOnly` for anybody but operators.
 */
export function decide(command: TopicCommand, topic: Topic, { actor }: Pick<CommandMeta, 'actor'>): TopicEvent[] {
  if (actor !== 0) throw new DomainError('SystemOnly');
  switch (command.type) {
    case 'OpenTopic': {
      if (topic.look) return [];
      return [{ type: 'TopicOpened', data: { topicId: command.topicId, ...tidied(command.look) } }];
    }
    case 'ChangeTopic': {
      const { look, topicId } = open(topic);
      const next = tidied({ ...look, ...command.look });
      const isSame = Object.entries(next).every(([name, value]) => look[name as keyof TopicLook] === value);
      return isSame ? [] : [{ type: 'TopicChanged', data: { topicId, ...next } }];
    }
    case 'CloseTopic': {
      if (!topic.look) throw new DomainError('TopicNotFound');
      return topic.isClosed ? [] : [{ type: 'TopicClosed', data: { topicId: topic.topicId } }];
    }
    default:
      return assertNever(command);
  }
}

function open({ topicId, look, isClosed }: Topic): { topicId: number; look: TopicLook } {
  if (!look || isClosed) throw new DomainError('TopicNotFound');
  return { topicId, look };
}

function tidied({ name, introduction, pictureUrl, category, kind, isOnTop, rank }: TopicLook): TopicLook {
  if (!TOPIC_KINDS.includes(kind)) throw new DomainError('InvalidInput', 'no such kind of topic', 'type');
  if (!Number.isSafeInteger(rank) || rank < 0 || rank > MAX_TOPIC_RANK)
    throw new DomainError('InvalidInput', `a rank is from 0 to ${MAX_TOPIC_RANK}`, 'order');
  return {
    name: spokenText(name, 'name', MAX_TOPIC_NAME_CHARS),
    introduction: optionalLines(introduction, 'content', MAX_TOPIC_INTRODUCTION_CHARS),
    pictureUrl: pictureUrl === '' ? '' : pictureAddress(pictureUrl, 'img'),
    category: spokenText(category, 'catName', MAX_TOPIC_CATEGORY_CHARS),
    ...{ kind, isOnTop, rank },
  };
}

export function evolve(topic: Topic, event: TopicEvent): Topic {
  switch (event.type) {
    case 'TopicOpened':
    case 'TopicChanged': {
      const { topicId, ...look } = event.data;
      topic.topicId = topicId;
      topic.look = look;
      return topic;
    }
    case 'TopicClosed':
      topic.isClosed = true;
      return topic;
    default:
      return assertNever(event);
  }
}

export const topicDecider: Decider<Topic, TopicCommand, TopicEvent> = {
  category: 'topic',
  eventTypes: topicEventTypes,
  initialState: () => ({ topicId: 0, look: null, isClosed: false }),
  decide,
  evolve,
};

import type { TopicLook } from './events.ts';

/** For operators alone. What is absent stays as it is. */
export type TopicCommand =
  | { type: 'OpenTopic'; topicId: number; look: TopicLook }
  | { type: 'ChangeTopic'; look: Partial<TopicLook> }
  | { type: 'CloseTopic' };

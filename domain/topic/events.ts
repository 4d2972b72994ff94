import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';

/** `calls`: the zone where people look for somebody to talk to (heihei, topic-list: 约聊专区). */
export const TOPIC_KINDS = ['plain', 'calls'] as const;
export type TopicKind = (typeof TOPIC_KINDS)[number];

/** How a topic is shown, in lists by `isOnTop`, then by `rank`, small ones first. */
export interface TopicLook {
  name: string;
  introduction: string;
  pictureUrl: string;
  category: string;
  kind: TopicKind;
  isOnTop: boolean;
  rank: number;
}

/** `topic-<app>.<topicId>`: what people speak about. Operators open, change and close it. */
export type TopicOpened = DomainEvent<'TopicOpened', { topicId: number } & TopicLook>;
export type TopicChanged = DomainEvent<'TopicChanged', { topicId: number } & TopicLook>;
/** It is in no list any more, and nobody posts to it; what was posted stays. */
export type TopicClosed = DomainEvent<'TopicClosed', { topicId: number }>;
export type TopicEvent = TopicOpened | TopicChanged | TopicClosed;

export const topicEventTypes: EventTypes<TopicEvent> = { TopicOpened: true, TopicChanged: true, TopicClosed: true };

const LOOK = {
  name: notPersonal,
  introduction: notPersonal,
  pictureUrl: notPersonal,
  category: notPersonal,
} satisfies PersonalFields<TopicEvent>['TopicOpened'];

export const topicPersonal: PersonalFields<TopicEvent> = { TopicOpened: LOOK, TopicChanged: LOOK, TopicClosed: {} };

import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, type PersonalFields } from '../kernel/personal.ts';

/**
 * `answer-<app>.<hash of the request>`: what a server of an app was answered, in the numbers that the answer is made of, so that the same request gets
 * it again from any process. For requests whose repetition changes nothing, but would be answered differently.
 */
export type RequestAnswered = DomainEvent<'RequestAnswered', { numbers: readonly number[] }>;
export type AnswerEvent = RequestAnswered;

export const answerEventTypes: EventTypes<AnswerEvent> = { RequestAnswered: true };

export const answerPersonal: PersonalFields<AnswerEvent> = { RequestAnswered: namesNobody };

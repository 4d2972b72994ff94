import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { type AnswerEvent, answerEventTypes } from './events.ts';

/** How long the same request gets its first answer, in ms: a day, in which clients send again; scripts send the same body every day. */
export const SAME_REQUEST_MS = 24 * 3600_000;

export interface Answer {
  /** The newest; null: none was given. */
  given: { numbers: readonly number[]; at: number } | null;
}

export interface AnswerCommand {
  type: 'AnswerRequest';
  numbers: readonly number[];
}

/** The first answer of a day counts: a later one within SAME_REQUEST_MS changes nothing. */
export function decide({ numbers }: AnswerCommand, answer: Answer, { at }: Pick<CommandMeta, 'at'>): AnswerEvent[] {
  return answerAt(answer, at) ? [] : [{ type: 'RequestAnswered', data: { numbers: [...numbers] } }];
}

/** What the request is answered at a moment (epoch ms), if it was answered in the day before it. */
export function answerAt({ given }: Readonly<Answer>, at: number): readonly number[] | null {
  return given !== null && at - given.at <= SAME_REQUEST_MS ? given.numbers : null;
}

export const answerDecider: Decider<Answer, AnswerCommand, AnswerEvent> = {
  category: 'answer',
  eventTypes: answerEventTypes,
  initialState: () => ({ given: null }),
  decide,
  evolve(answer, { data: { numbers } }, { at }) {
    answer.given = { numbers: [...numbers], at };
    return answer;
  },
};

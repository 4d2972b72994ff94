import { expect } from 'chai';
import { answerAt, answerDecider, decide, SAME_REQUEST_MS } from '../../../domain/answer/decider.ts';
import type { AnswerEvent } from '../../../domain/answer/events.ts';

describe('answer', () => {
  const given = (at: number, ...numbers: number[]) =>
    answerDecider.evolve(answerDecider.initialState(), { type: 'RequestAnswered', data: { numbers } }, { at } as never);
  const answer = (at: number, state = answerDecider.initialState()): AnswerEvent[] =>
    decide({ type: 'AnswerRequest', numbers: [0, -1] }, state, { at });

  it('is kept as it was given first, for a day', () => {
    expect(answer(5)).to.deep.equal([{ type: 'RequestAnswered', data: { numbers: [0, -1] } }]);
    expect(answer(5 + SAME_REQUEST_MS, given(5, 7))).to.deep.equal([]);
    expect(answerAt(given(5, 7), 5 + SAME_REQUEST_MS)).to.deep.equal([7]);
  });

  it('is given anew after that', () => {
    expect(answerAt(given(5, 7), 6 + SAME_REQUEST_MS)).to.equal(null);
    expect(answer(6 + SAME_REQUEST_MS, given(5, 7))).to.have.length(1);
    expect(answerAt(answerDecider.initialState(), 5)).to.equal(null);
  });
});

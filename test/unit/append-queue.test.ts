import { expect } from 'chai';
import { AppendQueue } from '../../event-store/embedded/append-queue.ts';
import { NUMBERS_PER_RESULT } from '../../event-store/embedded/batch.ts';
import { event } from '../support/log-events.ts';

/** A queue before a writer that says how long each batch took, and the appends of each batch that it was given. */
function queueBefore(
  tookMs: number,
  answer: () => Promise<unknown> = () => new Promise(setImmediate),
): { batches: number[]; append: () => Promise<unknown> } {
  const batches: number[] = [];
  const queue = new AppendQueue({
    commit: async ({ appends }) => {
      batches.push(appends);
      await answer();
      return { result: new Float64Array(appends * NUMBERS_PER_RESULT), sealed: false, tookMs };
    },
    onWritten: () => undefined,
    onRefused: () => undefined,
    onCommitted: () => undefined,
  });
  const record = '["AAAAAAAAAAAAAAAAAAAAAA"]';
  return {
    batches,
    append: () =>
      queue.append({ stream: 'feed-1', expected: 'any', events: [event()], records: [record], chars: record.length }),
  };
}

/** One append in a turn that takes a while, from which the queue learns how long both take. */
async function learn(append: () => Promise<unknown>): Promise<void> {
  const answered = append();
  const until = performance.now() + 5;
  while (performance.now() < until);
  await answered;
}

const sixteen = (append: () => Promise<unknown>) => Promise.all(Array.from({ length: 16 }, append));

describe('append queue', () => {
  it('gives a writer that is faster than a turn the first appends of it at once', async () => {
    const { batches, append } = queueBefore(0.01);
    await learn(append);
    const answered = sixteen(append);
    expect(batches, 'before the turn has ended').to.deep.equal([1, 8, 8]);
    await answered;
    expect(batches).to.deep.equal([1, 8, 8]);
  });

  it('lets the turn end where each answer leads to the next append', async () => {
    const { append } = queueBefore(0.01, () => Promise.resolve());
    await learn(append);
    let answered = 0;
    let whenTurnEnded = Number.NaN;
    setImmediate(() => {
      whenTurnEnded = answered;
    });
    const caller = async () => {
      for (let i = 0; i < 1_000; i++) {
        await append();
        answered++;
      }
    };
    await Promise.all(Array.from({ length: 16 }, caller));
    expect(answered).to.equal(16_000);
    expect(whenTurnEnded).to.be.lessThan(100);
  });

  it('gives a slow writer all appends of a turn together: they share a sync', async () => {
    const { batches, append } = queueBefore(10_000);
    await learn(append);
    const answered = sixteen(append);
    expect(batches, 'before the turn has ended').to.deep.equal([1]);
    await answered;
    expect(batches).to.deep.equal([1, 16]);
  });
});

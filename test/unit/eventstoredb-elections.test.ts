import { expect } from 'chai';
import { throughElection } from '../../event-store/eventstoredb/elections.ts';
import { AppendFailure } from '../../event-store/eventstoredb/failures.ts';
import { rejection } from '../support/promises.ts';

const LONG_MS = 60_000;
const LEFT = '14 UNAVAILABLE: Channel closed before call started';

/** Fails with each of these in turn, then answers how often it was called. */
function failing(...errors: Error[]): () => Promise<number> {
  let calls = 0;
  return async () => {
    const error = errors[calls++];
    if (error) throw error;
    return calls;
  };
}

describe('a call to EventStoreDB while its cluster elects', () => {
  it('is made again when the node does not lead, and when its connection was left before it went out', async () => {
    const busy = new Error('Server Is Not Ready');
    const left = Object.assign(new Error(LEFT), { code: 14 });
    const unwritten = new AppendFailure('unwritten', LEFT, left);
    expect(await throughElection(failing(busy, left, unwritten), LONG_MS)).to.equal(4);
  });

  it('is not made again when it may have been done, when nothing says that this passes, and when the time is over', async () => {
    const unknown = new AppendFailure('unknown', 'Server Is Not Ready');
    const broken = new Error('14 UNAVAILABLE: read ECONNRESET');
    for (const error of [unknown, broken])
      expect(await rejection(throughElection(failing(error), LONG_MS))).to.equal(error);
    const left = new Error(LEFT);
    expect(await rejection(throughElection(failing(left), 0))).to.equal(left);
  });
});

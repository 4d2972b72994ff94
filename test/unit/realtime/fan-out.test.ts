import { expect } from 'chai';
import { gatherMs, windowMs } from '../../../realtime/fan-out.ts';
import { DEFAULT_LIMITS } from '../../../realtime/limits.ts';

describe('how long messages of a room are gathered', () => {
  const costing = (flushMs: number, flushed: number) => ({ flushMs, flushed });

  it('follows what handing over the last ones took, for as many as there are now', () => {
    expect(gatherMs(200, costing(2, 200), DEFAULT_LIMITS)).to.equal(6);
    expect(gatherMs(400, costing(2, 200), DEFAULT_LIMITS)).to.equal(12);
  });

  it('is never longer than the members account for, whatever a flush took', () => {
    for (const members of [1, 100, 1_000, 10_000]) {
      expect(gatherMs(members, costing(10_000, members), DEFAULT_LIMITS)).to.equal(windowMs(members, DEFAULT_LIMITS));
    }
  });

  it('is nothing before anything was handed over', () => {
    expect(gatherMs(1_000, costing(0, 0), DEFAULT_LIMITS)).to.equal(0);
  });
});

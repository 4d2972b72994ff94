import { expect } from 'chai';
import { Sweeper } from '../../timing/sweeper.ts';
import { until } from '../e2e/gateway-harness.ts';

describe('a sweeper', () => {
  let monotonicMs = 1_000;
  let sweeper: Sweeper;
  beforeEach(() => {
    monotonicMs = 1_000;
    sweeper = new Sweeper(
      () => {},
      1_000,
      () => monotonicMs,
    );
    sweeper.start();
  });
  afterEach(() => sweeper.stop());

  const passAwake = (ms: number) => {
    for (let left = ms; left > 0; left -= 500) {
      monotonicMs += Math.min(500, left);
      sweeper.now();
    }
  };

  it('counts the time in which the process is awake', () => {
    const since = sweeper.now();
    passAwake(12_000);
    expect(sweeper.passedSince(since)).to.equal(12_000);
  });

  it('does not count the time for which the process is kept busy', () => {
    const since = sweeper.now();
    passAwake(5_000);
    monotonicMs += 3_500;
    expect(sweeper.passedSince(since)).to.equal(6_000);
    passAwake(2_000);
    expect(sweeper.passedSince(since)).to.equal(8_000);
  });

  it('begins everything anew after the process was suspended', () => {
    const since = sweeper.now();
    passAwake(9_000);
    monotonicMs += 50_000;
    expect(sweeper.passedSince(since)).to.equal(0);
    passAwake(9_000);
    expect(sweeper.passedSince(since)).to.equal(9_000);
  });

  it('lets no time pass while it is stopped', () => {
    const since = sweeper.now();
    sweeper.stop();
    monotonicMs += 2_000;
    sweeper.start();
    passAwake(1_000);
    expect(sweeper.passedSince(since)).to.equal(1_000);
  });

  it('sweeps again and again, after what came until then was read, until it is stopped', async () => {
    const course: string[] = [];
    const real = new Sweeper(() => course.push('swept'), 1);
    real.start();
    // Timers that are due ring first in a turn of the loop, what has arrived is read after them.
    setTimeout(() => setImmediate(() => course.push('read')), 1);
    const blockedUntilMs = performance.now() + 50;
    while (performance.now() < blockedUntilMs);
    await until(() => course.length >= 4, 'three sweeps');
    expect(course[0]).to.equal('read');
    real.stop();
    const { length } = course;
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(course).to.have.length(length);
  });
});

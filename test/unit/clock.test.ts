import { expect } from 'chai';
import { createClock } from '../../workers/clock.ts';

const HOUR_MS = 3_600_000;

describe('clock', () => {
  it('rings timers when it is advanced past them, and only those', async () => {
    const clock = createClock();
    const rung: string[] = [];
    const start = clock.now();
    clock.at(start + HOUR_MS, () => rung.push('hour'));
    const later = clock.at(start + 5 * HOUR_MS, () => rung.push('five hours'));
    await new Promise<void>((resolve) => {
      clock.at(start + HOUR_MS + 1, resolve);
      clock.advance(2 * HOUR_MS);
    });
    expect(rung).to.deep.equal(['hour']);
    expect(clock.now()).to.be.at.least(start + 2 * HOUR_MS);
    later.cancel();
  });

  it('rings what is due however quickly it is advanced on', async () => {
    const clock = createClock();
    let rung = false;
    clock.at(clock.now() + HOUR_MS, () => {
      rung = true;
    });
    // Each turn is shorter than the shortest timeout.
    for (let turn = 0; !rung && turn < 100_000; turn++) {
      clock.advance(HOUR_MS);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(rung).to.equal(true);
  });

  it('does not ring a cancelled timer', async () => {
    const clock = createClock();
    let rung = false;
    const timer = clock.at(clock.now() + HOUR_MS, () => {
      rung = true;
    });
    timer.cancel();
    clock.advance(2 * HOUR_MS);
    await new Promise<void>((resolve) => clock.at(clock.now(), resolve));
    expect(rung).to.equal(false);
  });

  it('never goes backwards, and starts no earlier than the log ends', () => {
    let machine = 1_000;
    const clock = createClock(5_000, () => machine);
    expect(clock.now()).to.equal(5_000);
    machine = 500;
    expect(clock.now()).to.equal(5_000);
    machine = 3_000;
    expect(clock.now()).to.equal(7_000);
  });

  it('waits for times further away than a timeout can hold', () => {
    const clock = createClock();
    let rung = false;
    const timer = clock.at(clock.now() + 100 * 24 * HOUR_MS, () => {
      rung = true;
    });
    clock.advance(HOUR_MS);
    expect(rung).to.equal(false);
    timer.cancel();
  });
});

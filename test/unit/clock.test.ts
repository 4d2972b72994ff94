import { expect } from 'chai';
import {
  type ClockOptions,
  type ClockTrouble,
  createClock,
  MAX_FORGIVEN_MS,
  READ_FIRST_MS,
} from '../../workers/clock.ts';

const HOUR_MS = 3_600_000;
const START = Date.UTC(2026, 5, 1);

/** A machine whose clocks are moved by hand; `pass` looks at the time every second, as a running process does. */
function machine(options: ClockOptions & { wallMs?: number; sharedMs?: number } = {}) {
  let monotonic = 0;
  let wall = options.wallMs ?? START;
  let source = options.sharedMs;
  const troubles: ClockTrouble[] = [];
  const clock = createClock({
    notBeforeMs: options.notBeforeMs,
    monotonicNow: () => monotonic,
    machineNow: () => wall,
    shared: source === undefined ? undefined : { now: () => source! },
    onTrouble: (trouble) => troubles.push(trouble),
  });
  const move = (ms: number) => {
    monotonic += ms;
    wall += ms;
    if (source !== undefined) source += ms;
  };
  return {
    clock,
    troubles,
    /** Time passes in a running process. */
    pass(ms: number) {
      for (let left = ms; left > 0; left -= 1_000) {
        move(Math.min(1_000, left));
        clock.now();
      }
    },
    /** Time passes while the process does nothing. */
    suspend: move,
    setWall(byMs: number) {
      wall += byMs;
    },
    setSource(byMs: number) {
      source! += byMs;
    },
  };
}

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

  it('starts no earlier than the log ends', () => {
    const { clock, pass } = machine({ notBeforeMs: 5_000, wallMs: 1_000 });
    expect(clock.now()).to.equal(5_000);
    pass(1_000);
    expect(clock.now()).to.be.within(5_900, 6_000);
    clock.stop();
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

  for (const [way, byMs] of [
    ['back', -HOUR_MS],
    ['forwards', HOUR_MS],
  ] as const) {
    it(`goes on evenly when the machine's clock is set ${way} by an hour, and says so once`, () => {
      const { clock, pass, setWall, troubles } = machine();
      pass(10_000);
      const [now, elapsed] = [clock.now(), clock.elapsed()];
      setWall(byMs);
      pass(30_000);
      expect(clock.elapsed() - elapsed).to.equal(30_000);
      expect(clock.now() - now).to.be.within(28_500, 31_500);
      expect(troubles).to.deep.equal([{ kind: 'set', byMs }]);
      expect(clock.interruptedAt()).to.be.within(elapsed, elapsed + 1_000);
      clock.stop();
    });
  }

  it('comes back to a machine’s clock that was set by a minute, and never goes backwards on the way', () => {
    for (const byMs of [60_000, -60_000]) {
      const { clock, pass, setWall } = machine();
      setWall(byMs);
      let last = clock.now();
      for (let minute = 0; minute < 25; minute++) {
        pass(60_000);
        expect(clock.now()).to.be.at.least(last);
        last = clock.now();
      }
      expect(Math.abs(clock.now() - clock.wall())).to.be.at.most(1);
      clock.stop();
    }
  });

  it('does not follow a clock that is days off, so that one mistake does not stand in the log for ever', () => {
    const { clock, pass, setWall } = machine();
    setWall(400 * 24 * HOUR_MS);
    pass(600_000);
    expect(clock.now() - START).to.be.within(599_000, 601_000);
    expect(clock.wall() - START).to.be.greaterThan(400 * 24 * HOUR_MS);
    clock.stop();
  });

  it('does not count what a process that is alone was suspended for', () => {
    const { clock, pass, suspend, troubles } = machine();
    pass(10_000);
    suspend(50_000);
    expect(clock.now() - START).to.be.within(10_000, 10_001);
    expect(clock.elapsed()).to.equal(10_000);
    expect(clock.interruptedAt()).to.equal(10_000);
    expect(troubles).to.deep.equal([{ kind: 'suspended', forMs: 50_000 }]);
    pass(20_000);
    expect(clock.elapsed()).to.equal(30_000);
    expect(clock.metrics).to.include({ suspensions: 1, suspendedMs: 50_000, sets: 0 });
    clock.stop();
  });

  it('takes a suspension that outlasts every deadline for what it is', () => {
    const { clock, pass, suspend } = machine();
    pass(1_000);
    suspend(MAX_FORGIVEN_MS + 1_000);
    expect(clock.now() - START).to.equal(MAX_FORGIVEN_MS + 2_000);
    expect(clock.elapsed()).to.equal(1_000);
    clock.stop();
  });

  it('goes by the shared clock of several processes, whatever the machine’s own shows', () => {
    const { clock, pass, suspend, setWall } = machine({ sharedMs: START, wallMs: START + 40_000 });
    expect(clock.now()).to.equal(START);
    setWall(-HOUR_MS);
    pass(10_000);
    expect(clock.now() - START).to.equal(10_000);
    suspend(50_000);
    expect(clock.now() - START, 'the others went on').to.equal(60_000);
    expect(clock.elapsed()).to.equal(10_000);
    clock.stop();
  });

  it('catches up with a shared clock at once, and waits for one that fell behind', () => {
    const { clock, pass, setSource } = machine({ sharedMs: START });
    setSource(40_000);
    expect(clock.now() - START).to.equal(40_000);
    setSource(-30_000);
    pass(20_000);
    expect(clock.now() - START).to.be.within(58_900, 59_100);
    clock.stop();
  });

  it('rings timers by the time that passed, not by what the machine’s clock shows', async () => {
    let wall = START;
    const clock = createClock({ machineNow: () => wall + performance.now() });
    const rung: string[] = [];
    const later = [
      clock.at(clock.now() + HOUR_MS, () => rung.push('in an hour')),
      clock.after(HOUR_MS, () => rung.push('after an hour')),
    ];
    wall += 2 * HOUR_MS;
    clock.now();
    wall -= 4 * HOUR_MS;
    await new Promise<void>((resolve) => void clock.after(20, resolve));
    expect(rung).to.deep.equal([]);
    await new Promise<void>((resolve) => void clock.at(clock.now() + 20, resolve));
    expect(rung).to.deep.equal([]);
    clock.stop();
    for (const timer of later) timer.cancel();
  });

  it('rings nothing after a suspension before what waited can have been read', async () => {
    let monotonic = 0;
    const clock = createClock({ machineNow: () => START + monotonic, monotonicNow: () => monotonic });
    let rung = false;
    clock.after(10, () => {
      rung = true;
    });
    monotonic += 50_000;
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(rung).to.equal(false);
    for (let n = 0; !rung && n < 1_000; n++) {
      monotonic += 100;
      clock.now();
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    expect(rung).to.equal(true);
    expect(clock.elapsed()).to.be.at.least(READ_FIRST_MS);
    clock.stop();
  });
});

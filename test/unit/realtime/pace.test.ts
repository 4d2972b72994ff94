import { expect } from 'chai';
import { HeldRefusals, HOLD_MS, MAX_HELD, RateByKey } from '../../../realtime/pace.ts';

describe('the pace of handshakes and sign-ins', () => {
  let nowMs: number;
  let timers: { atMs: number; callback: () => void }[];
  beforeEach(() => {
    nowMs = 0;
    timers = [];
  });
  const now = () => nowMs;
  const later = (ms: number, callback: () => void) => void timers.push({ atMs: nowMs + ms, callback });
  function pass(ms: number): void {
    nowMs += ms;
    const due = timers.filter(({ atMs }) => atMs <= nowMs);
    timers = timers.filter(({ atMs }) => atMs > nowMs);
    for (const { callback } of due) callback();
  }

  it('is so many at once and so many a second, by key', () => {
    const rate = new RateByKey({ atOnce: 3, perSecond: 0.5 }, now);
    expect([1, 2, 3, 4].map(() => rate.take('a'))).to.deep.equal([true, true, true, false]);
    expect(rate.take('b')).to.equal(true);
    pass(1_999);
    expect(rate.take('a')).to.equal(false);
    pass(1);
    expect([rate.take('a'), rate.take('a')]).to.deep.equal([true, false]);
    pass(1_000_000);
    expect([1, 2, 3, 4].map(() => rate.take('a'))).to.deep.equal([true, true, true, false]);
  });

  it('holds refusals of one address back beyond a rate, and those of nobody else', async () => {
    const held = new HeldRefusals({ atOnce: 2, perSecond: 1 }, { now, later });
    expect([held.turn('a'), held.turn('a')]).to.deep.equal([undefined, undefined]);
    const turn = held.turn('a')!;
    expect(held.turn('b')).to.equal(undefined);
    let isReleased = false;
    void turn.then(() => {
      isReleased = true;
    });
    pass(HOLD_MS - 1);
    await Promise.resolve();
    expect(isReleased).to.equal(false);
    pass(1);
    await turn;
  });

  it('holds so many back and no more, and none when it closes', async () => {
    const held = new HeldRefusals({ atOnce: 1, perSecond: 0.001 }, { now, later });
    held.turn('a');
    const turns = Array.from({ length: MAX_HELD }, () => held.turn('a'));
    expect(turns.every(Boolean)).to.equal(true);
    expect(held.turn('a')).to.equal(undefined);
    held.close();
    await Promise.all(turns);
    expect(held.turn('a')).to.equal(undefined);
    // Their timers still fire, and change nothing.
    pass(HOLD_MS);
  });
});

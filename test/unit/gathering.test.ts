import { expect } from 'chai';
import { Gathering } from '../../event-store/embedded/gathering.ts';

/** Plays appends that come at these times (ms) to a writer that takes no time; returns how many each batch had, and how long the appends waited. */
function played(times: readonly number[]): { batches: number[]; longestMs: number } {
  const gathering = new Gathering();
  const batches: number[] = [];
  let waiting: number[] = [];
  let dueMs = Number.POSITIVE_INFINITY;
  let longestMs = 0;
  const send = (nowMs: number) => {
    gathering.begin(waiting.length, nowMs);
    batches.push(waiting.length);
    longestMs = Math.max(longestMs, nowMs - waiting[0]!);
    waiting = [];
    dueMs = Number.POSITIVE_INFINITY;
  };
  for (const nowMs of times) {
    if (dueMs <= nowMs) send(dueMs);
    waiting.push(nowMs);
    const waitMs = gathering.waitMs(waiting.length, nowMs);
    if (waitMs === 0) send(nowMs);
    else {
      gathering.putOff(waiting.length);
      dueMs = Math.min(dueMs, nowMs + waitMs);
    }
  }
  if (waiting.length > 0) send(dueMs);
  return { batches, longestMs };
}

/** One caller who sends the next append 1 ms after the last was written. */
function oneAfterTheOther(count: number): { waits: number } {
  const gathering = new Gathering();
  let nowMs = 0;
  let waits = 0;
  for (let n = 0; n < count; n++) {
    const waitMs = gathering.waitMs(1, nowMs);
    if (waitMs > 0) {
      waits++;
      gathering.putOff(1);
      nowMs += waitMs;
    }
    gathering.begin(1, nowMs);
    nowMs += 1;
  }
  return { waits };
}

describe('gathering of appends', () => {
  it('lets 500 appends a second share less than half as many syncs, and none waits for more than 5 ms', () => {
    const { batches, longestMs } = played(Array.from({ length: 1_000 }, (_, n) => 2 * n));
    expect(batches.length).to.be.lessThan(500);
    expect(longestMs).to.be.at.most(5);
  });

  it('puts nothing off that comes after a pause', () => {
    expect(played([0, 50, 100, 150]).longestMs).to.equal(0);
  });

  it('sends a batch at once that is worth its sync', () => {
    const { batches, longestMs } = played([0, ...Array.from({ length: 16 }, () => 1)]);
    expect(batches.slice(0, 2)).to.deep.equal([1, 8]);
    expect(longestMs).to.equal(0);
  });

  it('soon leaves a caller alone who sends one append after the other', () => {
    expect(oneAfterTheOther(100).waits).to.be.lessThan(8);
    expect(oneAfterTheOther(10_000).waits).to.be.lessThan(50);
  });
});

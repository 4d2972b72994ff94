import { expect } from 'chai';
import { CountersAnnouncer } from '../../../realtime/counters.ts';
import type { RoomCounters } from '../../../realtime/ports.ts';
import { ManualClock } from '../../support/manual-clock.ts';

interface Asked {
  withUsers: boolean;
  atLeast: number;
}

function setUp(answer: (asked: Asked) => RoomCounters | null | Error = () => null) {
  const clock = new ManualClock();
  const asked: Asked[] = [];
  const shown: { channel: string; counters: RoomCounters }[] = [];
  const toNewcomers: typeof shown = [];
  const members = { any: true };
  const counters = new CountersAnnouncer({
    clock,
    async render(_appId, _liveId, withUsers, atLeast) {
      asked.push({ withUsers, atLeast });
      const result = answer({ withUsers, atLeast });
      if (result instanceof Error) throw result;
      return result;
    },
    publish: (channel, body) => shown.push({ channel, counters: body }),
    publishToNewcomers: (channel, body) => toNewcomers.push({ channel, counters: body }),
    hasMembers: () => members.any,
    logger: { info() {}, warn() {}, error() {} },
  });
  return { clock, asked, shown, toNewcomers, counters, members };
}

const eight = (totalCount: number, users?: unknown[]): RoomCounters => ({
  roomSeatCount: 8,
  totalCount,
  roomLockedCount: 0,
  ...(users && { users }),
});

describe('a room’s counters', () => {
  it('show the first change at once, then one a second, the latest', async () => {
    const { clock, asked, shown, counters } = setUp(({ atLeast }) => eight(atLeast));
    counters.changed('a', 1, false, 1);
    await clock.advance(0);
    expect(shown.map(({ counters }) => counters.totalCount)).to.deep.equal([1]);
    for (let position = 2; position <= 100; position++) counters.changed('a', 1, false, position);
    await clock.advance(999);
    expect(shown).to.have.length(1);
    await clock.advance(1);
    expect(shown.map(({ counters }) => counters.totalCount)).to.deep.equal([1, 100]);
    expect(asked).to.have.length(2);
  });

  it('rest when nothing changes, and keep nothing of the room', async () => {
    const { clock, shown, counters } = setUp(() => eight(1));
    counters.changed('a', 1, false, 1);
    await clock.advance(0);
    await clock.advance(1_000);
    expect(clock.pending).to.equal(0);
    await clock.advance(10_000);
    expect(shown).to.have.length(1);
    counters.changed('a', 1, false, 2);
    await clock.advance(0);
    expect(shown).to.have.length(2);
  });

  it('count each room for itself', async () => {
    const { clock, shown, counters } = setUp(() => eight(1));
    counters.changed('a', 1, false, 1);
    counters.changed('a', 2, false, 2);
    await clock.advance(0);
    expect(shown.map(({ channel }) => channel)).to.deep.equal(['live:a.1', 'live:a.2']);
  });

  it('name users only when members or the queue changed', async () => {
    const { clock, shown, counters } = setUp(() => eight(1, [{ id: 1 }]));
    counters.changed('a', 1, false, 1);
    await clock.advance(0);
    expect(shown[0]!.counters).to.not.have.property('users');
    counters.changed('a', 1, true, 2);
    counters.changed('a', 1, false, 3);
    await clock.advance(1_000);
    expect(shown[1]!.counters.users).to.deep.equal([{ id: 1 }]);
  });

  it('leave users out above 500, and anything undocumented always', async () => {
    const { clock, shown, counters } = setUp(() => ({ ...eight(501, [{ id: 1 }]), secret: 1 }) as RoomCounters);
    counters.changed('a', 1, true, 1);
    await clock.advance(0);
    expect(shown[0]!.counters).to.deep.equal(eight(501));
  });

  it('try again after a failure, with users still due, and give up in the end', async () => {
    let failures = 2;
    const { clock, asked, shown, counters } = setUp(() =>
      failures-- > 0 ? new Error('behind') : eight(1, [{ id: 1 }]),
    );
    counters.changed('a', 1, true, 1);
    await clock.advance(0);
    await clock.advance(1_000);
    await clock.advance(1_000);
    expect(shown.map(({ counters }) => counters)).to.deep.equal([eight(1, [{ id: 1 }])]);
    failures = Number.POSITIVE_INFINITY;
    counters.changed('a', 1, true, 2);
    for (let second = 0; second < 20; second++) await clock.advance(1_000);
    expect(asked).to.have.length(3 + 5);
    expect(clock.pending).to.equal(0);
  });

  it('ask nobody for an empty room', async () => {
    const { clock, asked, counters, members } = setUp(() => eight(1));
    members.any = false;
    counters.changed('a', 1, true, 1);
    await clock.advance(1_000);
    expect(asked).to.deep.equal([]);
  });

  it('are shown, with users, to newcomers alone when nothing changed', async () => {
    const { clock, shown, toNewcomers, counters } = setUp(() => eight(1, [{ id: 1 }]));
    counters.welcome('a', 1, 1);
    counters.welcome('a', 1, 1);
    await clock.advance(0);
    expect(shown).to.deep.equal([]);
    expect(toNewcomers).to.deep.equal([{ channel: 'live:a.1', counters: eight(1, [{ id: 1 }]) }]);
    counters.welcome('a', 1, 1);
    await clock.advance(999);
    expect(toNewcomers).to.have.length(1);
    await clock.advance(1);
    expect(toNewcomers).to.have.length(2);
    await clock.advance(5_000);
    expect(clock.pending).to.equal(0);
  });

  it('are shown to newcomers with everybody when users changed, and with users of their own when only counts did', async () => {
    const { clock, shown, toNewcomers, counters } = setUp(() => eight(1, [{ id: 1 }]));
    counters.changed('a', 1, true, 1);
    counters.welcome('a', 1, 1);
    await clock.advance(0);
    expect(toNewcomers).to.deep.equal([]);
    expect(shown).to.have.length(1);
    counters.changed('a', 1, false, 2);
    counters.welcome('a', 1, 2);
    await clock.advance(1_000);
    expect(shown[1]!.counters).to.not.have.property('users');
    expect(toNewcomers[0]!.counters.users).to.deep.equal([{ id: 1 }]);
  });

  it('are still due to newcomers after a failure', async () => {
    let failures = 1;
    const { clock, toNewcomers, counters } = setUp(() => (failures-- > 0 ? new Error('behind') : eight(1)));
    counters.welcome('a', 1, 1);
    await clock.advance(0);
    await clock.advance(1_000);
    expect(toNewcomers).to.have.length(1);
  });
});

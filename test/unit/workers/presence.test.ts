import { expect } from 'chai';
import { pino } from 'pino';
import { streamName } from '../../../domain/kernel/ids.ts';
import type { LiveCommand } from '../../../domain/live/commands.ts';
import { liveDecider } from '../../../domain/live/decider.ts';
import { createCommandHandler } from '../../../event-store/command-handler.ts';
import { type NewEvent, type StoreStatus, StoreUnavailableError } from '../../../event-store/event-store.ts';
import { Projector } from '../../../projections/projector.ts';
import { allViews } from '../../../projections/views/all.ts';
import { type AdjustableClock, createClock } from '../../../workers/clock.ts';
import { type Heartbeats, localHeartbeats, type TakenBeats } from '../../../workers/heartbeats.ts';
import { REMOVALS_AT_ONCE, runPresence } from '../../../workers/presence.ts';
import { metaOf, person } from '../../support/given.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { MemoryReadModelStore } from '../../support/memory-read-models.ts';
import { until } from '../../support/promises.ts';

const APP = 'heihei';
const LIVE = 100;
const HOST = 9;
/** Three heartbeats of 15 s. */
const ABSENT_MS = 45_000;
/** Shorter than the time between two looks. */
const STEP_MS = 2_000;

/** A log whose engine can be away, and that can refuse appends. */
class Log extends MemoryEventStore {
  isAway = false;
  refuses = false;
  appendsUnderWay = 0;
  mostUnderWay = 0;

  status(): StoreStatus {
    return this.isAway ? { available: false, reason: 'away', sinceMs: 0 } : { available: true };
  }

  override async append(stream: string, events: NewEvent[], options: Parameters<MemoryEventStore['append']>[2]) {
    if (this.refuses) throw new StoreUnavailableError('full');
    this.mostUnderWay = Math.max(this.mostUnderWay, ++this.appendsUnderWay);
    try {
      return await super.append(stream, events, options);
    } finally {
      this.appendsUnderWay--;
    }
  }
}

/** A live with viewers, watched by a clock whose machine stops and leaps as it is told. */
async function watchedRoom(viewers: number[]) {
  const log = new Log();
  const commands = createCommandHandler(log);
  let stoppedMs = 0;
  let setMs = 0;
  const monotonicNow = () => performance.now() + stoppedMs;
  const clock: AdjustableClock = createClock({ monotonicNow, machineNow: () => Date.now() + stoppedMs + setMs });
  let serial = 0;
  const run = (command: LiveCommand, actor: number) =>
    commands.handle(liveDecider, streamName('live', APP, LIVE), command, {
      ...metaOf({ appId: APP, actor, at: clock.now() }),
      commandId: `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`,
    });
  await openLive(run);
  for (const userId of viewers) await join(run, userId);
  const models = new Projector({ log, store: new MemoryReadModelStore(), views: allViews });
  await models.start();
  await models.caughtUp(await log.head(), allViews, 30_000);
  const local = localHeartbeats(clock);
  /** Replaced by tests in which beats cannot be had, or not from everybody. */
  const taking: { now(beats: Promise<TakenBeats>): Promise<TakenBeats> } = { now: (beats) => beats };
  const heartbeats: Heartbeats = {
    ...local,
    async take() {
      return taking.now(local.take());
    },
  };
  const lines: object[] = [];
  const logger = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line)) });
  const presence = await runPresence({ log, commands, models, clock, heartbeats, logger });
  return {
    log,
    clock,
    taking,
    lines,
    beat: (...userIds: number[]) => {
      for (const userId of userIds) local.beat({ appId: APP, kind: 'live', roomId: LIVE, userId });
    },
    /** The process is stopped: its clocks go on, and it does nothing. */
    suspend(ms: number) {
      stoppedMs += ms;
    },
    setClock(ms: number) {
      setMs += ms;
    },
    /** Time passes while people may beat, and every look that falls due is taken. */
    async pass(ms: number, whatever: () => void = () => {}): Promise<void> {
      for (let left = ms; left > 0; left -= STEP_MS) {
        whatever();
        clock.advance(Math.min(STEP_MS, left));
        for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setTimeout(resolve, 1));
      }
    },
    /** Whom missed heartbeats took out, in the log's order. */
    removed: () =>
      log.all.flatMap(({ data }) => {
        const { reason, userId = HOST } = data as { reason?: string; userId?: number };
        return reason === 'missed-heartbeats' ? [userId] : [];
      }),
    async end() {
      await presence.stop();
      await models.stop();
      clock.stop();
    },
  };
}

type Run = (command: LiveCommand, actor: number) => Promise<unknown>;

async function openLive(run: Run): Promise<void> {
  const host = person(HOST);
  await run({ type: 'CreateLive', liveId: LIVE, roomId: LIVE, host, title: 'an evening', seatCount: 10_000 }, HOST);
  await run({ type: 'StartLive', host }, HOST);
}

async function join(run: Run, userId: number): Promise<void> {
  await run({ type: 'JoinLive', viewer: person(userId), blockedByHost: false, invitationKey: '' }, userId);
}

describe('presence', () => {
  let room: Awaited<ReturnType<typeof watchedRoom>>;
  async function watch(...viewers: number[]): Promise<void> {
    room = await watchedRoom(viewers);
  }
  afterEach(() => room.end());

  /** Until so many are removed, and no sooner. */
  async function untilRemoved(...userIds: unknown[]): Promise<void> {
    await until(async () => {
      await room.pass(STEP_MS);
      return room.removed().length >= userIds.length;
    });
    expect(room.removed()).to.deep.equal(userIds);
  }

  it('takes out who misses three heartbeats, and nobody who beats', async () => {
    await watch(1, 2);
    await room.pass(ABSENT_MS - STEP_MS, () => room.beat(HOST, 1));
    expect(room.removed()).to.deep.equal([]);
    await until(async () => {
      await room.pass(STEP_MS, () => room.beat(HOST, 1));
      return room.removed().length > 0;
    });
    expect(room.removed()).to.deep.equal([2]);
  });

  it('ends the live of an absent host, and takes nobody out of it', async () => {
    await watch(1, 2);
    await room.pass(ABSENT_MS - STEP_MS);
    await untilRemoved(HOST);
    await room.pass(2 * ABSENT_MS);
    expect(room.removed()).to.deep.equal([HOST]);
  });

  it('asks again before it takes somebody out: a beat that had arrived may not have been read', async () => {
    await watch(1);
    let looks = 0;
    room.taking.now = async (beats) => {
      const taken = await beats;
      // The first look that finds the viewer absent comes before the beat is read, the next one after.
      if (room.clock.elapsed() > ABSENT_MS && looks++ === 0) room.beat(1);
      return taken;
    };
    await room.pass(ABSENT_MS + 12_000, () => room.beat(HOST));
    expect(looks).to.be.greaterThan(1);
    expect(room.removed()).to.deep.equal([]);
  });

  it('does not take its own absence for everybody else’s', async () => {
    await watch(1, 2);
    await room.pass(30_000);
    room.suspend(50_000);
    await room.pass(ABSENT_MS - STEP_MS);
    expect(room.removed()).to.deep.equal([]);
    await untilRemoved(HOST);
  });

  for (const [way, ms] of [
    ['forwards', 3_600_000],
    ['back', -3_600_000],
  ] as const) {
    it(`does not mind a clock that is set ${way} by an hour, and still notices who is absent`, async () => {
      await watch(1);
      await room.pass(30_000, () => room.beat(HOST));
      room.setClock(ms);
      await room.pass(ABSENT_MS - STEP_MS, () => room.beat(HOST));
      expect(room.removed()).to.deep.equal([]);
      await until(async () => {
        await room.pass(STEP_MS, () => room.beat(HOST));
        return room.removed().length > 0;
      });
      expect(room.removed()).to.deep.equal([1]);
    });
  }

  const blind: [string, (room: Awaited<ReturnType<typeof watchedRoom>>) => () => void][] = [
    [
      'beats cannot be collected',
      ({ taking }) => {
        taking.now = () => Promise.reject(new StoreUnavailableError('Redis is away'));
        return () => {
          taking.now = (beats) => beats;
        };
      },
    ],
    [
      'a process that takes beats is silent',
      ({ taking }) => {
        taking.now = async (beats) => ({ ...(await beats), isComplete: false });
        return () => {
          taking.now = (beats) => beats;
        };
      },
    ],
    [
      'the log is away, without which no beat is accepted',
      ({ log }) => {
        log.isAway = true;
        return () => {
          log.isAway = false;
        };
      },
    ],
  ];
  for (const [what, begin] of blind) {
    it(`gives everybody the full time again after a minute in which ${what}`, async () => {
      await watch(1);
      await room.pass(20_000);
      const end = begin(room);
      await room.pass(60_000);
      end();
      await room.pass(ABSENT_MS - 4 * STEP_MS);
      expect(room.removed()).to.deep.equal([]);
      await untilRemoved(HOST);
    });
  }

  it('takes a crowd out a few at a time, and nobody who comes back meanwhile', async () => {
    const crowd = Array.from({ length: 500 }, (_, n) => n + 1_000);
    await watch(...crowd);
    await room.pass(ABSENT_MS, () => room.beat(HOST));
    await until(async () => {
      await room.pass(STEP_MS, () => room.beat(HOST));
      return room.removed().length > 0;
    });
    const last = crowd[crowd.length - 1]!;
    const isBackInTime = !room.removed().includes(last);
    await until(async () => {
      await room.pass(STEP_MS, () => room.beat(HOST, last));
      return room.removed().length >= crowd.length - 1;
    });
    expect(isBackInTime).to.equal(true);
    expect(room.removed()).to.deep.equal(crowd.slice(0, -1));
    expect(room.log.mostUnderWay).to.be.at.most(REMOVALS_AT_ONCE);
  });

  it('writes one line a pass when the log takes no removals, and goes on when it does', async () => {
    const crowd = Array.from({ length: 200 }, (_, n) => n + 1_000);
    await watch(...crowd);
    room.log.refuses = true;
    await room.pass(ABSENT_MS, () => room.beat(HOST));
    await until(async () => {
      await room.pass(STEP_MS, () => room.beat(HOST));
      return room.lines.length >= 2;
    });
    expect(room.lines.length).to.be.lessThan(20);
    room.log.refuses = false;
    await until(async () => {
      await room.pass(STEP_MS, () => room.beat(HOST));
      return room.removed().length === crowd.length;
    });
  });
});

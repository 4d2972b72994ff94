import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { pino } from 'pino';
import { REMEMBERED_CAUSES } from '../../../domain/kernel/aggregate.ts';
import type { CommandMeta, Decider } from '../../../domain/kernel/decider.ts';
import type { DomainEvent } from '../../../domain/kernel/event.ts';
import { createCommandHandler } from '../../../event-store/command-handler.ts';
import { type NewEvent, START, StoreUnavailableError } from '../../../event-store/event-store.ts';
import type { ReadModels } from '../../../projections/read-models.ts';
import { createClock } from '../../../workers/clock.ts';
import type { Lease } from '../../../workers/lease.ts';
import { type PartitionShare, sharePartitions } from '../../../workers/partition-share.ts';
import { type OwnedPartitions, PARTITIONS, partitionOf } from '../../../workers/partitions.ts';
import { reaction } from '../../../workers/reactor.ts';
import { type RunningReactors, reachedBy, runReactors } from '../../../workers/run-reactors.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { until } from '../../support/promises.ts';

const logger = pino({ level: 'silent' });
const ALL = Array.from({ length: PARTITIONS }, (_, partition) => partition);
const owned = (numbers: readonly number[]): OwnedPartitions => ({ numbers, isHeld: () => true });

type Shown = DomainEvent<'GiftShown', { from: string }>;

/** A stream that many others lead to, as a room's feed; `concurrency` 'any', as there. */
const board: Decider<{ shown: number }, { from: string }, Shown> = {
  category: 'board',
  concurrency: 'any',
  initialState: () => ({ shown: 0 }),
  decide: ({ from }) => [{ type: 'GiftShown', data: { from } }],
  evolve(state) {
    state.shown++;
    return state;
  },
};

const BOARD = 'board-a.1';
const group = {
  name: 'gifts',
  reactors: [
    { name: 'show', on: { TextSent: (event: { id: string }) => [reaction(board, BOARD, { from: event.id })] } },
  ],
} as never;

class Checkpoints {
  readonly saved = new Map<string, number>();
  async checkpoint(name: string) {
    return this.saved.get(name) ?? START;
  }
  async saveCheckpoint(name: string, position: number) {
    this.saved.set(name, position);
  }
}

/** A log whose appends to the board may be held back, or fail. */
class Log extends MemoryEventStore {
  isHeld = false;
  failures = 0;
  begun = 0;
  private waiting: (() => void)[] = [];

  override async append(stream: string, events: NewEvent[], options: Parameters<MemoryEventStore['append']>[2]) {
    if (stream === BOARD) {
      this.begun += events.length;
      if (this.failures > 0 && this.failures-- > 0) throw new StoreUnavailableError('away');
      if (this.isHeld) await new Promise<void>((resolve) => this.waiting.push(resolve));
    }
    return super.append(stream, events, options);
  }

  release(): void {
    this.isHeld = false;
    for (const resolve of this.waiting.splice(0)) resolve();
  }
}

function cause(): NewEvent {
  const meta: CommandMeta = { appId: 'a', actor: 1, at: 1, commandId: randomUUID() };
  return { id: randomUUID(), type: 'TextSent', data: {}, meta };
}

async function give(log: Log, streams: number, each: number): Promise<void> {
  for (let n = 0; n < streams; n++) {
    await log.append(`wallet-a.${n}`, Array.from({ length: each }, cause), { expected: 'any' });
  }
}

/** What was shown is each cause once, and those of one stream in its order. */
function expectExact(log: Log): void {
  const shown = log.all.filter(({ stream }) => stream === BOARD).map(({ data }) => (data as { from: string }).from);
  const causes = log.all.filter(({ stream }) => stream !== BOARD);
  expect([...shown].sort()).to.deep.equal(causes.map(({ id }) => id).sort());
  const place = new Map(shown.map((id, at) => [id, at]));
  for (const stream of new Set(causes.map((each) => each.stream))) {
    const places = causes.filter((each) => each.stream === stream).map(({ id }) => place.get(id)!);
    expect(places, stream).to.deep.equal([...places].sort((a, b) => a - b));
  }
}

describe('partitions of reactors', () => {
  const running: RunningReactors[] = [];
  const start = async (log: Log, checkpoints: Checkpoints, numbers: readonly number[], isHeld = () => true) => {
    const reactors = await runReactors({
      groups: [group],
      log,
      commands: createCommandHandler(log),
      models: {} as ReadModels,
      checkpoints,
      clock: createClock(),
      logger,
      partitions: { ...owned(numbers), isHeld },
    });
    running.push(reactors);
    return reactors;
  };
  const shown = (log: Log) => log.all.filter(({ stream }) => stream === BOARD).length;
  afterEach(() => Promise.all(running.splice(0).map((reactors) => reactors.stop())));

  it('belong to streams for ever, and are of one size', () => {
    expect(['wallet-heihei.1', 'wallet-heihei.2', 'feed-heihei.1'].map(partitionOf)).to.deep.equal(
      ['wallet-heihei.1', 'wallet-heihei.2', 'feed-heihei.1'].map(partitionOf),
    );
    const counts = ALL.map(() => 0);
    for (let n = 0; n < 8_000; n++) counts[partitionOf(`wallet-heihei.${n}`)]!++;
    for (const count of counts) expect(count).to.be.within(800, 1_200);
  });

  it('are carried out once by two processes, also when they move', async () => {
    const log = new Log();
    const checkpoints = new Checkpoints();
    await give(log, 40, 5);
    const first = await start(log, checkpoints, ALL);
    await until(() => shown(log) > 20);
    await first.stop();
    await start(log, checkpoints, ALL.slice(0, 3));
    await start(log, checkpoints, ALL.slice(3));
    await give(log, 40, 5);
    await until(() => shown(log) === 400);
    await Promise.all(running.splice(0).map((reactors) => reactors.stop()));
    expectExact(log);
    expect(await reachedBy(checkpoints, 'gifts')).to.be.greaterThan(START);
    await start(log, new Checkpoints(), ALL);
    const end = await log.head();
    await until(() => running[0]!.position() === end);
    expectExact(log);
  });

  it('overlap their rounds; the checkpoint stays before the oldest that is not done', async () => {
    const log = new Log();
    const checkpoints = new Checkpoints();
    await give(log, 6, 100);
    log.isHeld = true;
    const reactors = await start(log, checkpoints, ALL);
    await until(() => log.begun === 600);
    expect(shown(log)).to.equal(0);
    expect(reactors.position()).to.equal(START);
    log.release();
    await until(() => shown(log) === 600);
    expectExact(log);
  });

  it('try again what failed before they go on', async () => {
    const log = new Log();
    log.failures = 3;
    await give(log, 12, 100);
    await start(log, new Checkpoints(), ALL);
    await until(() => shown(log) === 1_200);
    const ids = log.all.filter(({ stream }) => stream === BOARD).map(({ data }) => (data as { from: string }).from);
    expect(new Set(ids).size).to.equal(1_200);
  });

  it('write nothing while the lease is not held', async () => {
    const log = new Log();
    let isHeld = false;
    await give(log, 4, 2);
    await start(log, new Checkpoints(), ALL, () => isHeld);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(shown(log)).to.equal(0);
    isHeld = true;
    await until(() => shown(log) === 8);
  });

  it('lose nothing when one lags behind all that the stream remembers of the others', async () => {
    const log = new Log();
    const checkpoints = new Checkpoints();
    const [late] = ALL.map((n) => `wallet-a.${n}`);
    await log.append(late!, [cause(), cause()], { expected: 'any' });
    const others = ALL.filter((partition) => partition !== partitionOf(late!));
    const many = 2 * REMEMBERED_CAUSES;
    let given = 0;
    for (let n = 1; given < many; n++) {
      if (partitionOf(`wallet-a.${n}`) === partitionOf(late!)) continue;
      await log.append(`wallet-a.${n}`, Array.from({ length: 500 }, cause), { expected: 'any' });
      given += 500;
    }
    const ahead = await start(log, checkpoints, others);
    await until(() => shown(log) === given);
    await ahead.stop();
    await start(log, checkpoints, ALL);
    await until(() => shown(log) === given + 2);
    expectExact(log);
  });
});

describe('the share of a process in the partitions', () => {
  /** Leases and members of one store. */
  class Store {
    readonly holders = new Map<number, string>();
    readonly members = new Set<string>();
    leaseOf(name: string, partition: number): Lease {
      const { holders } = this;
      return {
        async acquire() {
          if (!holders.has(partition)) holders.set(partition, name);
          return holders.get(partition) === name;
        },
        async release() {
          if (holders.get(partition) === name) holders.delete(partition);
        },
      };
    }
  }

  function join(store: Store, name: string, log: string[] = []): PartitionShare {
    return sharePartitions({
      name: 'reactors',
      leases: ALL.map((partition) => store.leaseOf(name, partition)),
      members: {
        async count() {
          store.members.add(name);
          return store.members.size;
        },
        leave: async () => void store.members.delete(name),
      },
      logger,
      async start({ numbers }) {
        log.push(`${numbers.length}`);
        return { stop: async () => {} };
      },
    });
  }

  it('is all while it is alone, and half of them beside another, given one by one', async () => {
    const store = new Store();
    const log: string[] = [];
    const first = join(store, 'a', log);
    await until(() => first.numbers().length === PARTITIONS);
    const second = join(store, 'b');
    await until(() => first.numbers().length === 4 && second.numbers().length === 4);
    expect(log).to.deep.equal(['8', '7', '6', '5', '4']);
    expect([...first.numbers(), ...second.numbers()].sort()).to.deep.equal(ALL);
    await second.stop();
    await until(() => first.numbers().length === PARTITIONS);
    await first.stop();
    expect(store.holders.size).to.equal(0);
    expect(store.members.size).to.equal(0);
  });
});

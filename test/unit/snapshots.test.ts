import { expect } from 'chai';
import fc from 'fast-check';
import type { CommandMeta, Decider } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import type { WalletCommand } from '../../domain/wallet/commands.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type { WalletEvent } from '../../domain/wallet/events.ts';
import { type CommandHandlerOptions, createCommandHandler } from '../../event-store/command-handler.ts';
import { MAX_EVENTS_PER_APPEND, type NewEvent, type ReadOptions } from '../../event-store/event-store.ts';
import { SNAPSHOT_EVERY } from '../../event-store/snapshot-keeper.ts';
import type { Snapshot } from '../../event-store/snapshots.ts';
import { metaOf, person } from '../support/given.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { MemorySnapshotStore } from '../support/memory-snapshots.ts';

type Counted = DomainEvent<'Counted', { n: number }>;
interface Count {
  total: number;
  least: number;
  last: Map<number, Set<number>>;
}

/** Keeps what JSON could not: a map, a set, and infinity. */
const count: Decider<Count, { n: number }, Counted> = {
  category: 'count',
  initialState: () => ({ total: 0, least: Number.POSITIVE_INFINITY, last: new Map() }),
  decide: ({ n }) => [{ type: 'Counted', data: { n } }],
  evolve(state, { data: { n } }) {
    state.total += n;
    if (n < 0) state.least = Math.min(state.least, n);
    state.last.set(n % 3, new Set([n]));
    return state;
  },
};
/** The same events by another rule. */
const countDouble: typeof count = {
  ...count,
  version: 2,
  evolve: (state, { data }) => ({ ...state, total: state.total + 2 * data.n }),
};

const STREAM = 'count-a.1';
let serial = 0;
const newId = () => `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
const meta = (options: Partial<CommandMeta> = {}) => metaOf({ commandId: newId(), ...options });

/** Counts what is read, and can hold its appends back or refuse them. */
class WatchedLog extends MemoryEventStore {
  eventsRead = 0;
  gates: (() => void)[] | null = null;
  failing = false;

  override async read(stream: string, options?: ReadOptions) {
    const events = await super.read(stream, options);
    this.eventsRead += events.length;
    return events;
  }

  override async append(...[stream, events, options]: Parameters<MemoryEventStore['append']>) {
    const { gates } = this;
    if (gates) await new Promise<void>((resolve) => gates.push(resolve));
    if (this.failing) throw new Error('refused');
    return super.append(stream, events, options);
  }

  release(): void {
    for (const open of this.gates?.splice(0) ?? []) open();
  }
}

async function history(log: MemoryEventStore, events: number): Promise<void> {
  for (let done = 0; done < events; done += MAX_EVENTS_PER_APPEND) {
    const size = Math.min(MAX_EVENTS_PER_APPEND, events - done);
    const batch = Array.from({ length: size }, (): NewEvent<Counted> => {
      return { id: newId(), type: 'Counted', data: { n: 1 }, meta: meta() };
    });
    await log.append(STREAM, batch, { expected: 'any' });
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

/** What was saved is at `revision`: saving is not waited for by any command. */
const saved = (store: MemorySnapshotStore, revision: number, stream = STREAM) =>
  until(() => (store.all.get(stream)?.revision ?? -1) >= revision);

/** Gives snapshots under way the time to arrive; nothing depends on whether they did. */
const pause = () => new Promise((resolve) => setTimeout(resolve, 3));

const nothing: () => Promise<never> = () => new Promise(() => undefined);

describe('snapshots of long streams', () => {
  let log: WatchedLog;
  let store: MemorySnapshotStore;
  let faults: string[];
  /** A process of its own, as far as memory goes. */
  const handler = (options: CommandHandlerOptions = {}) =>
    createCommandHandler(log, { snapshots: store, onFault: ({ message }) => faults.push(message), ...options });

  beforeEach(() => {
    log = new WatchedLog();
    store = new MemorySnapshotStore();
    faults = [];
  });

  it('let a stream of 20,000 events be read from the last one on', async () => {
    await history(log, 20_000);
    expect((await handler().load(count, STREAM)).state.total).to.equal(20_000);
    expect(log.eventsRead).to.equal(20_000);
    await saved(store, 19_999);
    await history(log, 30);
    log.eventsRead = 0;
    const { state, revision } = await handler().load(count, STREAM);
    expect(state.total).to.equal(20_030);
    expect(state.least).to.equal(Number.POSITIVE_INFINITY);
    expect(state.last).to.deep.equal(new Map([[1, new Set([1])]]));
    expect(revision).to.equal(20_029);
    // The beginning that tells a long stream from a short one, the snapshot's own event, and what came later.
    expect(log.eventsRead).to.equal(250 + 1 + 30);
    expect(faults).to.deep.equal([]);
  });

  it('are neither asked for nor taken for a short stream', async () => {
    let asked = 0;
    store.loadSnapshot = async () => {
      asked++;
      return null;
    };
    await history(log, 200);
    await handler().handle(count, STREAM, { n: 1 }, meta());
    expect(asked).to.equal(0);
    expect(store.all.size).to.equal(0);
  });

  it('are taken as commands come, every so many events', async () => {
    const revisions: number[] = [];
    const save = store.saveSnapshot.bind(store);
    store.saveSnapshot = async (stream, snapshot) => {
      revisions.push(snapshot.revision);
      await save(stream, snapshot);
    };
    const { handle } = handler();
    for (let i = 0; i < 2 * SNAPSHOT_EVERY + 10; i++) await handle(count, STREAM, { n: 1 }, meta());
    await saved(store, 2 * SNAPSHOT_EVERY - 1);
    expect(revisions).to.deep.equal([SNAPSHOT_EVERY - 1, 2 * SNAPSHOT_EVERY - 1]);
    expect((await handler().load(count, STREAM)).state.total).to.equal(2 * SNAPSHOT_EVERY + 10);
  });

  it('are saved under continuous load too, and never before all in them is durable', async () => {
    const { handle, load } = handler({ snapshotEvery: 10 });
    await load(count, STREAM);
    log.gates = [];
    const outcomes: Promise<unknown>[] = [];
    for (let n = 1; n <= 15; n++) {
      outcomes.push(handle(count, STREAM, { n: 1 }, meta()));
      await until(() => log.gates?.length === n);
    }
    expect(store.all.size).to.equal(0);
    const opening = log.gates.splice(0, 10);
    for (const open of opening) open();
    await saved(store, 9);
    expect(store.all.get(STREAM)?.revision).to.equal(9);
    expect(log.all).to.have.length(10);
    log.release();
    await Promise.all(outcomes);
    expect((await handler({ snapshotEvery: 10 }).load(count, STREAM)).state.total).to.equal(15);
  });

  it('are not saved of a state that an append in flight then failed to become', async () => {
    const { handle, load } = handler({ snapshotEvery: 10 });
    await load(count, STREAM);
    log.gates = [];
    const outcomes: Promise<unknown>[] = [];
    for (let n = 1; n <= 15; n++) {
      outcomes.push(handle(count, STREAM, { n: 1 }, meta()).catch(() => null));
      await until(() => log.gates?.length === n);
    }
    log.failing = true;
    log.release();
    await Promise.all(outcomes);
    log.failing = false;
    log.gates = null;
    await handle(count, STREAM, { n: 7 }, meta());
    expect(store.all.size).to.equal(0);
    expect((await load(count, STREAM)).state.total).to.equal(7);
  });

  it('are left out when the decider has another version', async () => {
    await history(log, 1_500);
    await handler().load(count, STREAM);
    await saved(store, 1_499);
    log.eventsRead = 0;
    expect((await handler().load(countDouble, STREAM)).state.total).to.equal(3_000);
    expect(log.eventsRead).to.equal(1_500);
    await until(() => store.all.get(STREAM)?.deciderVersion === 2);
    expect((await handler().load(countDouble, STREAM)).state.total).to.equal(3_000);
    expect((await handler().load(count, STREAM)).state.total).to.equal(1_500);
  });

  const damages: Record<string, (snapshot: Snapshot) => Partial<Snapshot>> = {
    'a flipped bit': ({ body }) => ({ body: body.map((byte, i) => (i === 40 ? byte ^ 1 : byte)) }),
    'missing bytes': ({ body }) => ({ body: body.subarray(0, 30) }),
    'other bytes': () => ({ body: Buffer.from('not a state') }),
    'no bytes': () => ({ body: new Uint8Array() }),
    'another revision than its own': () => ({ revision: 1_200 }),
    'another format': () => ({ formatVersion: 99 }),
  };
  for (const [damage, change] of Object.entries(damages)) {
    it(`are left out with ${damage}`, async () => {
      await history(log, 1_500);
      await handler().load(count, STREAM);
      await saved(store, 1_499);
      const whole = store.all.get(STREAM)!;
      store.all.set(STREAM, { ...whole, ...change(whole) });
      const { state, revision } = await handler().load(count, STREAM);
      expect([state.total, revision]).to.deep.equal([1_500, 1_499]);
    });
  }

  for (const [where, offset] of Object.entries({ aligned: 8, 'not aligned': 3 })) {
    it(`are used from memory that is ${where}, and left as they are there`, async () => {
      // The arrays of the state begin at each remainder once.
      for (let length = 1; length <= 8; length++) {
        const stream = `count-a.${'1'.repeat(length)}`;
        const add = (by = handler({ snapshotEvery: 10 })) => by.handle(count, stream, { n: 1 }, meta({ keyed: true }));
        const first = handler({ snapshotEvery: 10 });
        for (let i = 0; i < 10; i++) await add(first);
        await until(() => store.all.has(stream));
        const whole = store.all.get(stream)!;
        const body = new Uint8Array(whole.body.byteLength + offset).subarray(offset);
        body.set(whole.body);
        store.loadSnapshot = async () => ({ ...whole, body });
        for (let i = 0; i < 3; i++) await add();
        expect(Buffer.compare(body, whole.body)).to.equal(0);
      }
      expect(faults).to.deep.equal([]);
    });
  }

  it('are left out when they are of another stream', async () => {
    await history(log, 1_500);
    await handler().load(count, STREAM);
    await saved(store, 1_499);
    const other = log.all.map(({ id, type, meta: by }) => ({ id, type, data: { n: 5 }, meta: by }));
    await log.append('count-a.2', other.slice(0, 1_000), { expected: 'any' });
    await log.append('count-a.2', other.slice(1_000), { expected: 'any' });
    store.all.set('count-a.2', store.all.get(STREAM)!);
    expect((await handler().load(count, 'count-a.2')).state.total).to.equal(7_500);
    expect(faults.join()).to.include('the snapshot of count-a.2 is left out');
  });

  for (const events of [1_200, 1_800]) {
    it(`are left out when the log was put back and went on otherwise (${events} events instead of 1,500)`, async () => {
      await history(log, 1_500);
      await handler().load(count, STREAM);
      await saved(store, 1_499);
      log = new WatchedLog();
      await history(log, events);
      expect((await handler().load(count, STREAM)).state.total).to.equal(events);
      expect(faults.join()).to.include('another event at revision 1499');
    });
  }

  it('harm nothing when their store fails, and it is not asked all the time', async () => {
    let calls = 0;
    const broken = async () => {
      calls++;
      throw new Error('away');
    };
    store.loadSnapshot = broken;
    store.saveSnapshot = broken;
    await history(log, 1_500);
    const { handle } = handler({ snapshotEvery: 10 });
    for (let i = 0; i < 50; i++) await handle(count, STREAM, { n: 1 }, meta());
    expect((await handler().load(count, STREAM)).state.total).to.equal(1_550);
    expect(calls).to.equal(2); // once a handler
    expect(faults.join()).to.include('away');
  });

  it('hold up no command when their store does not answer at all', async () => {
    const { handle } = handler({ snapshotEvery: 10 });
    store.saveSnapshot = nothing;
    for (let i = 0; i < 200; i++) await handle(count, STREAM, { n: 1 }, meta());
    store.loadSnapshot = nothing;
    expect((await handler({ snapshotEvery: 10 }).load(count, STREAM)).state.total).to.equal(200);
    expect(faults.join()).to.include('no answer');
  });

  it('are not taken of a state that cannot be copied', async () => {
    const odd: Decider<{ now(): number }, { n: number }, Counted> = {
      category: 'count',
      initialState: () => ({ now: () => 1 }),
      decide: ({ n }) => [{ type: 'Counted', data: { n } }],
      evolve: (state) => state,
    };
    const { handle } = handler({ snapshotEvery: 5 });
    for (let i = 0; i < 20; i++) await handle(odd, STREAM, { n: 1 }, meta());
    expect(faults).to.have.length(1);
    expect(faults[0]).to.include('cannot be copied');
    expect(log.all).to.have.length(20);
  });

  it('keep what makes a repeated command count once: keys and causes', async () => {
    const keyed = meta({ keyed: true });
    const caused = meta({ cause: { reactor: 'core', position: 4_711 } });
    const { handle } = handler();
    await handle(count, STREAM, { n: 3 }, keyed);
    await handle(count, STREAM, { n: 5 }, caused);
    for (let i = 0; i < SNAPSHOT_EVERY; i++) await handle(count, STREAM, { n: 1 }, meta());
    await saved(store, SNAPSHOT_EVERY - 1);
    log.eventsRead = 0;
    const restarted = handler();
    const again = await restarted.handle(count, STREAM, { n: 3 }, { ...keyed, at: keyed.at + 1_000 });
    expect(again.repeated).to.equal(true);
    expect(again.events.map(({ data }) => data)).to.deep.equal([{ n: 3 }]);
    const causedAgain = await restarted.handle(count, STREAM, { n: 5 }, { ...caused, commandId: newId() });
    expect(causedAgain.repeated).to.equal(true);
    const conflict = await restarted.handle(count, STREAM, { n: 4 }, keyed).catch((error: DomainError) => error.code);
    expect(conflict).to.equal('IdempotencyConflict');
    expect(log.all).to.have.length(SNAPSHOT_EVERY + 2);
    expect(log.eventsRead).to.be.lessThan(300);
  });

  it('of a chatty stream that two processes append to are what the log says', async () => {
    const chatty = { ...count, concurrency: 'any' as const };
    const [here, there] = [handler({ snapshotEvery: 20 }), handler({ snapshotEvery: 20 })];
    for (let i = 0; i < 50; i++) {
      await Promise.all(
        [here, there].map(({ handle }) => handle(chatty, STREAM, { n: i }, meta({ keyed: i % 2 === 0 }))),
      );
    }
    await saved(store, 19);
    const state = (options: CommandHandlerOptions) => handler(options).load(chatty, STREAM);
    const plain = await state({ snapshots: undefined });
    expect(await state({ snapshotEvery: 20 })).to.deep.equal(plain);
    expect(plain.revision).to.equal(99);
    expect(faults).to.deep.equal([]);
  });

  it('and what came later are the same wallet as a fold of everything, whatever happened', async () => {
    const commands: fc.Arbitrary<WalletCommand> = fc.oneof(
      fc.integer({ min: 1, max: 500 }).map((amountGold): WalletCommand => {
        return { type: 'GrantGold', userId: 1, amountGold, source: 'test' };
      }),
      fc
        .tuple(fc.integer({ min: 1, max: 9 }), fc.constantFrom('', 'u1', 'u2'))
        .map(([amount, comboId]): WalletCommand => {
          const gift = { id: 101, name: '小黄瓜', picture: 'static', priceGold: 1, experience: 10 } as const;
          return { type: 'BuyGift', gift, amount, comboId, liveId: 5, roomId: 50, hostId: 2, from: person(1) };
        }),
      fc.constantFrom('x', 'y').map((purchaseEventId): WalletCommand => {
        return { type: 'RefundPurchase', purchaseEventId, amountGold: 1 };
      }),
      fc.boolean().map((freeze): WalletCommand => {
        return freeze ? { type: 'FreezeWallet', userId: 1, reason: '' } : { type: 'UnfreezeWallet', userId: 1 };
      }),
    );
    const steps = fc.array(fc.tuple(commands, fc.boolean(), fc.boolean()), {
      minLength: 10,
      maxLength: 60,
      size: 'max',
    });
    const stream = 'wallet-a.1';
    let used = 0;
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 12 }), async (run, snapshotEvery) => {
        log = new WatchedLog();
        store = new MemorySnapshotStore();
        let current = handler({ snapshotEvery });
        for (const [command, keyed, restarts] of run) {
          if (restarts) {
            await pause();
            current = handler({ snapshotEvery });
          }
          await current
            .handle<object, WalletCommand, WalletEvent>(walletDecider as never, stream, command, {
              ...meta({ keyed, actor: 1, cause: keyed ? undefined : { reactor: 'core', position: serial } }),
            })
            .catch(onlyRefusals);
        }
        await pause();
        if (store.all.size > 0) used++;
        const whole = await handler({ snapshots: undefined }).load(walletDecider, stream);
        expect(await handler({ snapshotEvery }).load(walletDecider, stream)).to.deep.equal(whole);
        expect(await current.load(walletDecider, stream)).to.deep.equal(whole);
      }),
      { numRuns: 30 },
    );
    expect(used).to.be.greaterThan(10);
    expect(faults).to.deep.equal([]);
  });
});

function onlyRefusals(error: unknown): void {
  if (!(error instanceof DomainError)) throw error;
}

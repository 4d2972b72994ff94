import { expect } from 'chai';
import { REMEMBERED_CAUSES } from '../../domain/kernel/aggregate.ts';
import type { Decider } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import { type NewEvent, StoreUnavailableError, UnknownOutcomeError } from '../../event-store/event-store.ts';
import { MAX_EVENTS_TOGETHER } from '../../event-store/group-appends.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { rejection } from '../support/promises.ts';
import { type Added, meta, type Sum, sum } from '../support/sum.ts';

/** A log whose appends wait until released and can be made to fail. */
class GatedLog extends MemoryEventStore {
  private gates: (() => void)[] = [];
  fail: ((stream: string, events: NewEvent[]) => Error | null) | null = null;
  /** Commits, then answers with this error. */
  failAfter: (() => Error | null) | null = null;
  appends = 0;
  gated = false;

  override async append(...[stream, events, options]: Parameters<MemoryEventStore['append']>) {
    this.appends++;
    if (this.gated) await new Promise<void>((resolve) => this.gates.push(resolve));
    const error = this.fail?.(stream, events);
    if (error) throw error;
    const appended = await super.append(stream, events, options);
    const late = this.failAfter?.();
    if (late) throw late;
    return appended;
  }

  release(count = this.gates.length): void {
    for (const open of this.gates.splice(0, count)) open();
  }
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setImmediate(resolve));
}

describe('command handler', () => {
  it('decides waiting commands on top of appends in flight', async () => {
    const log = new GatedLog();
    const handler = createCommandHandler(log);
    await handler.load(sum, 'sum-a.1');
    log.gated = true;
    const outcomes: Promise<{ revision: number }>[] = [];
    for (let n = 1; n <= 10; n++) {
      outcomes.push(handler.handle(sum, 'sum-a.1', { add: 10 }, meta()));
      await until(() => log.appends === n);
    }
    const refused = Promise.allSettled([1, 2].map(() => handler.handle(sum, 'sum-a.1', { add: 10 }, meta())));
    log.release();
    expect((await Promise.all(outcomes)).map(({ revision }) => revision)).to.deep.equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect((await refused).map(({ status }) => status)).to.deep.equal(['rejected', 'rejected']);
    expect(log.appends).to.equal(10);
  });

  it('forgets what it has in memory of streams that may name others, also while appends are in flight', async () => {
    const log = new GatedLog();
    let reads = 0;
    const read = log.read.bind(log);
    log.read = (...given) => {
      reads++;
      return read(...given);
    };
    const handler = createCommandHandler(log);
    for (const stream of ['sum-a.1', 'wallet-a.1']) await handler.handle(sum, stream, { add: 1 }, meta());
    log.gated = true;
    const inFlight = handler.handle(sum, 'sum-a.1', { add: 2 }, meta());
    await until(() => log.appends === 3);
    const before = reads;
    handler.forgetTexts();
    const after = handler.load(sum, 'sum-a.1');
    await handler.load(sum, 'wallet-a.1');
    expect(reads, 'a wallet names nobody else').to.equal(before);
    log.release();
    expect((await inFlight).revision).to.equal(1);
    expect((await after).state.total).to.equal(3);
    expect(reads).to.be.greaterThan(before);
  });

  it('appends together what one stream is asked for at once, and tells each its own revision', async () => {
    const log = new GatedLog();
    const handler = createCommandHandler(log);
    const outcomes = await Promise.all(
      [1, 2, 3].map((add) => handler.handle(sum, 'sum-a.1', { add }, meta({ keyed: true }))),
    );
    expect(log.appends).to.equal(1);
    expect(outcomes.map(({ revision, events }) => [revision, events.map(({ data }) => data.n)])).to.deep.equal([
      [0, [1]],
      [1, [2]],
      [2, [3]],
    ]);
    // Another turn, and other streams: appends of their own.
    const others = [1, 2].map((n) => handler.handle(sum, `sum-b.${n}`, { add: 1 }, meta()));
    await Promise.all(others);
    expect(log.appends).to.equal(3);
  });

  it('appends at most MAX_EVENTS_TOGETHER at a time, in order', async () => {
    const log = new GatedLog();
    const handler = createCommandHandler(log);
    const unbounded: typeof sum = { ...sum, decide: ({ add }) => [{ type: 'Added', data: { n: add } }] };
    const count = 2 * MAX_EVENTS_TOGETHER + 1;
    const outcomes = await Promise.all(
      Array.from({ length: count }, (_, n) => handler.handle(unbounded, 'sum-a.1', { add: n }, meta())),
    );
    expect(log.appends).to.equal(3);
    expect(outcomes.map(({ revision }) => revision)).to.deep.equal(Array.from({ length: count }, (_, n) => n));
    expect(log.all.map((event) => (event.data as unknown as { n: number }).n)).to.deep.equal(
      Array.from({ length: count }, (_, n) => n),
    );
  });

  it('appends one by one what is too large together, and refuses only what is too large by itself', async () => {
    const log = new GatedLog();
    log.fail = (_, events) => {
      const size = events.reduce((total, event) => total + (event.data as unknown as { n: number }).n, 0);
      return size > 50 ? new RangeError('too large') : null;
    };
    const handler = createCommandHandler(log);
    const outcomes = await Promise.allSettled(
      [10, 60, 20].map((add) => handler.handle(sum, 'sum-a.1', { add }, meta()).then(({ revision }) => revision)),
    );
    expect(outcomes.map(({ status }) => status)).to.deep.equal(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).to.have.property('reason').that.is.instanceOf(RangeError);
    expect((await handler.load(sum, 'sum-a.1')).state.total).to.equal(30);
    expect(log.all).to.have.length(2);
  });

  it('holds back a refusal that rests on an append in flight, and decides anew when that append fails', async () => {
    const log = new GatedLog();
    const handler = createCommandHandler(log);
    await handler.load(sum, 'sum-a.1');
    log.gated = true;
    let broken = true;
    log.fail = () => (broken ? new StoreUnavailableError('disk full') : null);
    const first = handler.handle(sum, 'sum-a.1', { add: 100 }, meta());
    const second = handler.handle(sum, 'sum-a.1', { add: 50 }, meta());
    const firstOutcome = first.catch((error) => error);
    await until(() => log.appends === 1);
    log.release(1);
    expect(await firstOutcome).to.be.instanceOf(StoreUnavailableError);
    broken = false;
    await until(() => log.appends === 2);
    log.release();
    expect((await second).state.total).to.equal(50);
  });

  it('shows a stream as it is durable: nothing of an append in flight that then fails', async () => {
    const log = new GatedLog();
    const handler = createCommandHandler(log);
    await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
    log.gated = true;
    log.fail = () => new StoreUnavailableError('disk full');
    const lost = handler.handle(sum, 'sum-a.1', { add: 5 }, meta()).catch((error) => error);
    await until(() => log.appends === 2);
    const shown = handler.load(sum, 'sum-a.1').then(({ state }) => state.total);
    log.release();
    expect(await lost).to.be.instanceOf(StoreUnavailableError);
    expect(await shown).to.equal(1);
  });

  it('decides anew when another process has written to the stream', async () => {
    const log = new MemoryEventStore();
    const here = createCommandHandler(log);
    const there = createCommandHandler(log);
    await here.handle(sum, 'sum-a.1', { add: 1 }, meta());
    await there.handle(sum, 'sum-a.1', { add: 2 }, meta());
    const outcome = await here.handle(sum, 'sum-a.1', { add: 3 }, meta());
    expect(outcome.state.order).to.deep.equal([1, 2, 3]);
    expect(outcome.revision).to.equal(2);
  });

  it('sends an append of unknown outcome again, and it counts once', async () => {
    const log = new GatedLog();
    const handler = createCommandHandler(log);
    let lost = 2;
    log.failAfter = () => (lost-- > 0 ? new UnknownOutcomeError('no answer') : null);
    const outcome = await handler.handle(sum, 'sum-a.1', { add: 7 }, meta());
    expect(outcome.revision).to.equal(0);
    expect(log.all).to.have.length(1);
    expect((await handler.load(sum, 'sum-a.1')).state.total).to.equal(7);
  });

  it('sends it again also when what was decided on top of it was refused: that was built on it, not the other way round', async () => {
    const log = new GatedLog();
    const handler = createCommandHandler(log);
    await handler.handle(sum, 'sum-a.1', { add: 1 }, meta());
    let lost = true;
    log.fail = () => {
      if (!lost) return null;
      lost = false;
      return new UnknownOutcomeError('no answer');
    };
    log.gated = true;
    const outcomes = [handler.handle(sum, 'sum-a.1', { add: 2 }, meta())];
    await until(() => log.appends === 2);
    outcomes.push(handler.handle(sum, 'sum-a.1', { add: 4 }, meta()));
    await until(() => log.appends === 3);
    log.gated = false;
    log.release();
    expect((await Promise.all(outcomes)).map(({ revision }) => revision)).to.deep.equal([1, 2]);
    expect((await handler.load(sum, 'sum-a.1')).state.total).to.equal(7);
    expect(log.all).to.have.length(3);
  });

  it('gives a repeated keyed command its first outcome, also after a restart, and refuses another input', async () => {
    const log = new MemoryEventStore();
    const key = meta({ keyed: true });
    const first = await createCommandHandler(log).handle(sum, 'sum-a.1', { add: 7 }, key);
    await createCommandHandler(log).handle(sum, 'sum-a.1', { add: 1 }, meta());
    const again = await createCommandHandler(log).handle(sum, 'sum-a.1', { add: 7 }, { ...key, at: 2_000 });
    expect(again.repeated).to.equal(true);
    expect(again.events.map((e) => ({ id: e.id, data: e.data }))).to.deep.equal(
      first.events.map((e) => ({ id: e.id, data: e.data })),
    );
    expect(again.position).to.equal(first.position);
    const other = await createCommandHandler(log)
      .handle(sum, 'sum-a.1', { add: 8 }, key)
      .catch((error) => error);
    expect(other).to.be.instanceOf(DomainError).with.property('code', 'IdempotencyConflict');
    expect(log.all).to.have.length(2);
  });

  it('knows a keyed command that changed nothing, also after a restart: it changes nothing later either', async () => {
    const log = new MemoryEventStore();
    const toTen: Decider<Sum, { to: number }, Added> = {
      ...sum,
      hasPart: undefined,
      decide: ({ to }, { total }) => (total === to ? [] : [{ type: 'Added', data: { n: to - total } }]),
    };
    const key = meta({ keyed: true });
    const zero = await createCommandHandler(log).handle(toTen, 'sum-a.1', { to: 0 }, key);
    expect([zero.events, zero.repeated, zero.state.order]).to.deep.equal([[], false, []]);
    await createCommandHandler(log).handle(toTen, 'sum-a.1', { to: 10 }, meta());
    const again = await createCommandHandler(log).handle(toTen, 'sum-a.1', { to: 0 }, key);
    expect([again.events, again.repeated, again.state.total]).to.deep.equal([[], true, 10]);
    expect(again.position).to.equal(zero.position);
    const other = await createCommandHandler(log)
      .handle(toTen, 'sum-a.1', { to: 5 }, key)
      .catch((error) => error);
    expect(other).to.be.instanceOf(DomainError).with.property('code', 'IdempotencyConflict');
    expect(log.all.map(({ type }) => type)).to.deep.equal(['CommandNoted', 'Added']);
  });

  it('forgets a keyed command that a rule refused: it may succeed later', async () => {
    const log = new MemoryEventStore();
    const handler = createCommandHandler(log);
    const key = meta({ keyed: true });
    await handler.handle(sum, 'sum-a.1', { add: 99 }, meta());
    const refusal = await handler.handle(sum, 'sum-a.1', { add: 2 }, key).catch((error) => error);
    expect(refusal).to.be.instanceOf(DomainError).with.property('code', 'InsufficientGold');
    await handler.handle(sum, 'sum-a.1', { add: -99 }, meta());
    expect(await handler.handle(sum, 'sum-a.1', { add: 2 }, key)).to.include({ repeated: false });
  });

  it('counts a keyed command once when it is sent many times at once', async () => {
    const log = new GatedLog();
    log.gated = true;
    const handler = createCommandHandler(log);
    const key = meta({ keyed: true });
    const outcomes = Array.from({ length: 5 }, () => handler.handle(sum, 'sum-a.1', { add: 7 }, key));
    await until(() => log.appends === 1);
    log.release();
    const ids = (await Promise.all(outcomes)).map((o) => o.events[0]!.id);
    expect(new Set(ids).size).to.equal(1);
    expect(log.all).to.have.length(1);
  });

  it('does a reactor command once per cause, in whatever order causes of one batch arrive', async () => {
    const log = new MemoryEventStore();
    const handler = createCommandHandler(log);
    const positions = [3, 1, 2, 3, 2, 1];
    for (const position of positions) {
      await handler.handle(sum, 'sum-a.1', { add: position }, meta({ cause: { reactor: 'r', position } }));
    }
    expect((await handler.load(sum, 'sum-a.1')).state.order).to.deep.equal([3, 1, 2]);
  });

  it('still knows a cause that is older than all it remembers one by one', async () => {
    const log = new MemoryEventStore();
    const handler = createCommandHandler(log);
    const unbounded: typeof sum = { ...sum, decide: ({ add }) => [{ type: 'Added', data: { n: add } }] };
    for (let position = 1; position <= REMEMBERED_CAUSES + 600; position++) {
      await handler.handle(unbounded, 'sum-a.1', { add: 1 }, meta({ cause: { reactor: 'r', position } }));
    }
    const again = await handler.handle(
      unbounded,
      'sum-a.1',
      { add: 1 },
      meta({ cause: { reactor: 'r', position: 4 } }),
    );
    expect(again.repeated).to.equal(true);
    expect(log.all).to.have.length(REMEMBERED_CAUSES + 600);
  });

  it('answers nothing-to-do with the position that the stream is durable at', async () => {
    const log = new MemoryEventStore();
    const handler = createCommandHandler(log);
    const done = await handler.handle(sum, 'sum-a.1', { add: 7 }, meta());
    const nothing = await handler.handle(sum, 'sum-a.1', { add: 0 }, meta());
    expect(nothing).to.include({ repeated: false, position: done.position, revision: 0 });
    expect(nothing.events).to.deep.equal([]);
  });
});

describe('command handlers of several processes', () => {
  async function pair() {
    const log = new MemoryEventStore();
    const [here, there] = [createCommandHandler(log), createCommandHandler(log)];
    const subscription = log.subscribe({ after: 0, onBatch: (events) => here.observe(events) });
    return { log, here, there, subscription };
  }

  /** No sum passes 100, whatever the order in which the numbers came into the log. */
  function expectSumsWithin(log: MemoryEventStore): void {
    let total = 0;
    for (const { data } of log.all) {
      total += (data as unknown as { n: number }).n;
      expect(total).to.be.at.most(100);
    }
  }

  it('decide nothing on an append that is being sent again: another process may stand in its place', async () => {
    const log = new GatedLog();
    const [here, there] = [createCommandHandler(log), createCommandHandler(log)];
    await here.handle(sum, 'sum-a.1', { add: 10 }, meta());
    await there.load(sum, 'sum-a.1');
    let lost = 1;
    log.fail = () => (lost-- > 0 ? new UnknownOutcomeError('lost on its way') : null);
    const lower = here.handle(sum, 'sum-a.1', { add: -50 }, meta());
    await until(() => lost === 0);
    const others = [
      there.handle(sum, 'sum-a.1', { add: 80 }, meta()),
      here.handle(sum, 'sum-a.1', { add: 30 }, meta()),
    ];
    await Promise.allSettled([lower, ...others]);
    expectSumsWithin(log);
  });

  it('do not send again what was decided on an append that was refused', async () => {
    const log = new GatedLog();
    const [here, there] = [createCommandHandler(log), createCommandHandler(log)];
    await here.handle(sum, 'sum-a.1', { add: 10 }, meta());
    await there.handle(sum, 'sum-a.1', { add: 80 }, meta());
    let lost = 1;
    log.fail = (_, [event]) =>
      (event!.data as { n: number }).n === 30 && lost-- > 0 ? new UnknownOutcomeError('lost on its way') : null;
    log.gated = true;
    const lower = here.handle(sum, 'sum-a.1', { add: -50 }, meta());
    await new Promise((resolve) => setImmediate(resolve));
    const onThat = here.handle(sum, 'sum-a.1', { add: 30 }, meta());
    await new Promise((resolve) => setImmediate(resolve));
    log.gated = false;
    log.release();
    await Promise.allSettled([lower, onThat]);
    expectSumsWithin(log);
  });

  it('refuse nothing that rests on a state which others have changed since', async () => {
    const log = new MemoryEventStore();
    const reads: number[] = [];
    const read = log.read.bind(log);
    log.read = (stream, options) => {
      reads.push(options?.from ?? 0);
      return read(stream, options);
    };
    const here = createCommandHandler(log, { isShared: true });
    const there = createCommandHandler(log);
    await here.handle(sum, 'sum-a.1', { add: 90 }, meta());
    await there.handle(sum, 'sum-a.1', { add: -50 }, meta());
    reads.length = 0;
    const { state } = await here.handle(sum, 'sum-a.1', { add: 40 }, meta());
    expect(state.order).to.deep.equal([90, -50, 40]);
    expect(reads, 'only what is missing').to.deep.equal([1]);
    expect(await rejection(here.handle(sum, 'sum-a.1', { add: 30 }, meta()))).to.be.instanceOf(DomainError);
    expect(reads).to.deep.equal([1, 3]);
    await there.load(sum, 'sum-a.1');
    expectSumsWithin(log);
  });

  it('read after a conflict only what others have appended', async () => {
    const log = new MemoryEventStore();
    const read = log.read.bind(log);
    let eventsRead = 0;
    log.read = async (stream, options) => {
      const events = await read(stream, options);
      eventsRead += events.length;
      return events;
    };
    const [here, there] = [0, 1].map(() => createCommandHandler(log, { isShared: true }));
    for (let n = 0; n < 40; n++) await here!.handle(sum, 'sum-a.1', { add: 1 }, meta());
    await there!.load(sum, 'sum-a.1');
    eventsRead = 0;
    for (let n = 0; n < 3; n++) {
      await there!.handle(sum, 'sum-a.1', { add: 2 }, meta());
      expect(eventsRead, 'what the other one appended').to.equal(n === 0 ? 0 : 1);
      eventsRead = 0;
      // Two on top of each other: both fail, and are decided again.
      await Promise.all([3, 4].map((add) => here!.handle(sum, 'sum-a.1', { add }, meta())));
      expect(eventsRead).to.equal(1);
      eventsRead = 0;
      await there!.handle(sum, 'sum-a.1', { add: 5 }, meta());
      expect(eventsRead).to.equal(2);
      eventsRead = 0;
      await here!.handle(sum, 'sum-a.1', { add: 6 }, meta());
      expect(eventsRead).to.equal(1);
      eventsRead = 0;
    }
    const [mine, others] = await Promise.all([here, there].map((handler) => handler!.load(sum, 'sum-a.1')));
    expect(mine!.state.total).to.equal(40 + 3 * 20);
    expect(mine!.state.order.slice(0, others!.state.order.length)).to.deep.equal(others!.state.order);
    expectSumsWithin(log);
  });

  it('see what others append to streams that they hold in memory', async () => {
    const { here, there, subscription } = await pair();
    await here.handle(sum, 'sum-a.1', { add: 1 }, meta());
    for (const add of [2, 3, 4]) await there.handle(sum, 'sum-a.1', { add }, meta());
    for (;;) {
      const { state, revision } = await here.load(sum, 'sum-a.1');
      if (revision === 3) {
        expect(state.order).to.deep.equal([1, 2, 3, 4]);
        break;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await subscription.stop();
  });

  it('load a stream that others never stop writing to', async () => {
    class SlowReads extends MemoryEventStore {
      override async read(...args: Parameters<MemoryEventStore['read']>) {
        const events = await super.read(...args);
        // While the answer is on its way, others go on.
        for (let n = 0; n < 3; n++) await there.handle(sum, 'sum-a.1', { add: 0.01 }, meta());
        return events;
      }
    }
    const log = new SlowReads();
    const there = createCommandHandler(
      new Proxy(log, {
        get: (target, name) =>
          name === 'read' ? MemoryEventStore.prototype.read.bind(target) : Reflect.get(target, name).bind(target),
      }),
    );
    const here = createCommandHandler(log);
    const subscription = log.subscribe({ after: 0, onBatch: (events) => here.observe(events) });
    await here.load(sum, 'sum-a.1');
    const { revision } = await here.handle(sum, 'sum-a.1', { add: 1 }, meta());
    expect(revision).to.be.at.least(3);
    await subscription.stop();
  });

  it('come to the same state when both write to one stream at once', async () => {
    const { log, here, there, subscription } = await pair();
    const work = Array.from({ length: 40 }, (_, n) =>
      (n % 2 ? here : there).handle(sum, 'sum-a.1', { add: 1 }, meta()),
    );
    await Promise.all(work);
    expect(log.all).to.have.length(40);
    for (;;) {
      const { state, revision } = await here.load(sum, 'sum-a.1');
      if (revision === 39) {
        expect(state.total).to.equal(40);
        break;
      }
      await new Promise((resolve) => setImmediate(resolve));
    }
    await subscription.stop();
  });
});

import { expect } from 'chai';
import type { DomainError } from '../../domain/kernel/errors.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { meta, sum } from '../support/sum.ts';

describe('streams appended to without a revision check', () => {
  const chatty = {
    ...sum,
    concurrency: 'any',
    decide: ({ add }: { add: number }) => [{ type: 'Added', data: { n: add } }],
  } as typeof sum;

  it('let a reactor through while others keep writing', async () => {
    let appends = 0;
    class BusyLog extends MemoryEventStore {
      /** Somebody else always comes first. */
      override async append(...[stream, events, options]: Parameters<MemoryEventStore['append']>) {
        appends++;
        const other = { ...events[0]!, id: `00000000-0000-5000-9000-${String(appends).padStart(12, '0')}` };
        await super.append(stream, [{ ...other, meta: { ...other.meta, cause: undefined } }], { expected: 'any' });
        return super.append(stream, events, options);
      }
    }
    const log = new BusyLog();
    const handler = createCommandHandler(log);
    for (const position of [1, 2, 3, 2, 1]) {
      await handler.handle(chatty, 'sum-a.1', { add: position }, meta({ cause: { reactor: 'r', position } }));
    }
    expect(appends).to.equal(3);
  });

  it('know a keyed command of their own and of others, and repeat its outcome', async () => {
    const log = new MemoryEventStore();
    const [here, there] = [createCommandHandler(log), createCommandHandler(log)];
    const key = meta({ keyed: true });
    await here.load(chatty, 'sum-a.1');
    for (const add of [1, 2]) await there.handle(chatty, 'sum-a.1', { add }, meta());
    const first = await there.handle(chatty, 'sum-a.1', { add: 7 }, key);
    here.observe(log.all);
    for (const handler of [here, there, createCommandHandler(log)]) {
      const again = await handler.handle(chatty, 'sum-a.1', { add: 7 }, key);
      expect(again).to.include({ repeated: true, position: first.position });
      expect(again.events[0]!.data).to.deep.equal({ n: 7 });
    }
    const own = meta({ keyed: true });
    await here.handle(chatty, 'sum-a.1', { add: 9 }, own);
    await there.handle(chatty, 'sum-a.1', { add: 3 }, meta());
    expect((await here.handle(chatty, 'sum-a.1', { add: 9 }, own)).events[0]!.data).to.deep.equal({ n: 9 });
    expect(log.all).to.have.length(5);
  });

  it('repeat the outcome of a command in flight from where it has come to stand', async () => {
    let [underWay, release] = [0, () => {}];
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    class GatedLog extends MemoryEventStore {
      override async append(...args: Parameters<MemoryEventStore['append']>) {
        underWay++;
        await gate;
        return super.append(...args);
      }
    }
    const log = new GatedLog();
    const handler = createCommandHandler(log);
    await handler.load(chatty, 'sum-a.1');
    const key = meta({ keyed: true });
    const first = handler.handle(chatty, 'sum-a.1', { add: 7 }, key);
    while (underWay === 0) await new Promise((resolve) => setImmediate(resolve));
    const again = handler.handle(chatty, 'sum-a.1', { add: 7 }, key);
    const other = { id: '00000000-0000-5000-9000-000000000001', type: 'Added', data: { n: 1 }, meta: meta() };
    await MemoryEventStore.prototype.append.call(log, 'sum-a.1', [other], { expected: 'any' });
    release();
    expect((await first).revision).to.equal(1);
    expect(await again).to.deep.include({ repeated: true, position: log.all[1]!.position });
    expect((await again).events[0]!.data).to.deep.equal({ n: 7 });
  });

  it('take the log for right about which command came first under a key', async () => {
    /** As EventStoreDB: an append whose first event is there already was done before. */
    class KnowingLog extends MemoryEventStore {
      override async append(...[stream, events, options]: Parameters<MemoryEventStore['append']>) {
        const known = this.all.find(({ id }) => id === events[0]!.id);
        return known ?? super.append(stream, events, options);
      }
    }
    const log = new KnowingLog();
    const [here, there] = [createCommandHandler(log), createCommandHandler(log)];
    const key = meta({ keyed: true });
    await here.load(chatty, 'sum-a.1');
    await there.handle(chatty, 'sum-a.1', { add: 1 }, key);
    await here.handle(chatty, 'sum-a.1', { add: 2 }, key);
    here.observe(log.all);
    expect(await here.handle(chatty, 'sum-a.1', { add: 1 }, key)).to.include({ repeated: true });
    const other = await here.handle(chatty, 'sum-a.1', { add: 2 }, key).catch((error: DomainError) => error);
    expect(other).to.include({ code: 'IdempotencyConflict' });
  });

  it('append apart what another process may have appended already: a log knows it by the first event of an append', async () => {
    const appends: number[][] = [];
    class ListingLog extends MemoryEventStore {
      override async append(...[stream, events, options]: Parameters<MemoryEventStore['append']>) {
        appends.push(events.map(({ data }) => (data as { n: number }).n));
        return super.append(stream, events, options);
      }
    }
    const handler = createCommandHandler(new ListingLog());
    await handler.load(chatty, 'sum-a.1');
    const cause = (position: number) => meta({ cause: { reactor: 'r', position } });
    const key = () => meta({ keyed: true });
    const metas = [meta(), meta(), key(), key(), meta(), cause(1), cause(2), meta()];
    await Promise.all(metas.map((one, add) => handler.handle(chatty, 'sum-a.1', { add }, one)));
    expect(appends).to.deep.equal([[0, 1], [2], [3], [4], [5, 6], [7]]);
  });
});

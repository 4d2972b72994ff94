import { expect } from 'chai';
import {
  ConcurrencyError,
  type EventStore,
  type ExpectedRevision,
  type StreamAppend,
} from '../../event-store/event-store.ts';
import { events, readWhole } from '../support/log-events.ts';
import { rejection } from '../support/promises.ts';
import type { StoreUnderTest } from './event-store.contract.ts';

/** What `AtomicAppends` promises, for adapters that have it. */
export function atomicAppendsContract(name: string, make: () => Promise<StoreUnderTest>): void {
  describe(`appends to several streams as one: ${name}`, () => {
    let under: StoreUnderTest;
    let store: EventStore;
    beforeEach(async () => {
      under = await make();
      store = under.store;
    });
    afterEach(() => under.dispose());

    const append = (stream: string, expected: ExpectedRevision, count = 1) => ({
      stream,
      events: events(count),
      expected,
    });
    /** Prepares and issues in one turn, as the port asks. */
    function together({ atomic }: EventStore, appends: StreamAppend[], position = atomic!.nextPosition()) {
      const prepared = atomic!.prepare(appends);
      if (prepared instanceof Promise) throw new Error('nothing is to be fetched here');
      return atomic!.append(prepared, position);
    }
    it('stand one behind the other from the position that was foretold, whatever is under way', async () => {
      const before = Array.from({ length: 5 }, () => store.append('live-heihei.1', events(2), { expected: 'any' }));
      const position = store.atomic!.nextPosition();
      const written = together(store, [append('a-1', 'none', 2), append('b-1', 'none'), append('c-1', 'any', 3)]);
      const after = store.append('a-1', events(1), { expected: 1 });
      await Promise.all([...before, after]);
      const [a, b, c] = await written;
      expect([a!.revision, b!.revision, c!.revision]).to.deep.equal([1, 0, 2]);
      const found = (await readWhole(store)).filter((one) => one.position >= position);
      const expected = ['a-1', 'a-1', 'b-1', 'c-1', 'c-1', 'c-1', 'a-1'];
      expect(found.map(({ stream }) => stream)).to.deep.equal(expected);
      expect(found.map((one) => one.position)).to.deep.equal(expected.map((_, n) => position + n));
    });

    it('are all refused when one finds another revision, or another position, and leave nothing', async () => {
      await store.append('a-1', events(1), { expected: 'none' });
      const wrong = together(store, [append('b-1', 'none'), append('a-1', 'none'), append('c-1', 'any')]);
      const builds = store.append('b-1', events(1), { expected: 0 });
      const late = together(store, [append('d-1', 'any'), append('e-1', 'none')], store.atomic!.nextPosition() + 1);
      for (const refused of [wrong, builds, late]) {
        expect(await rejection(refused)).to.be.instanceOf(ConcurrencyError);
      }
      expect(await readWhole(store)).to.have.length(1);
      expect(
        (await together(store, [append('a-1', 0), append('b-1', 'none')])).map((one) => one.revision),
      ).to.deep.equal([1, 0]);
    });

    it('are all refused when what one builds on is refused', async () => {
      await store.append('a-1', events(1), { expected: 'none' });
      const refused = store.append('a-1', events(1), { expected: 'none' });
      const building = together(store, [append('b-1', 'none'), append('a-1', 0)]);
      for (const each of [refused, building]) expect(await rejection(each)).to.be.instanceOf(ConcurrencyError);
      expect(await readWhole(store)).to.have.length(1);
    });

    it('go to different streams', async () => {
      const error = await rejection(together(store, [append('a-1', 'any'), append('a-1', 'any')]));
      expect(error).to.be.instanceOf(RangeError);
    });
  });
}

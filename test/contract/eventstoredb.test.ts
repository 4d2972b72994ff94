import { expect } from 'chai';
import type { EventStore } from '../../event-store/event-store.ts';
import { EventStoreDbEventStore } from '../../event-store/eventstoredb/eventstoredb-event-store.ts';
import { FakeProcess } from '../fakes/eventstoredb/fake-process.ts';
import { FreshLog } from '../fakes/eventstoredb/fresh-log.ts';
import { MemoryKeyStore } from '../support/memory-key-store.ts';
import { sealedUnderTest } from '../support/sealed-under-test.ts';
import { eventStoreContract, type StoreUnderTest } from './event-store.contract.ts';

/** Far beyond what any of these tests takes on a busy machine: no test here is about deadlines. */
const DEADLINES = { openDeadlineMs: 60_000, appendDeadlineMs: 60_000, readDeadlineMs: 60_000 };

async function underTest(open: () => Promise<EventStore>, whileClosed: () => Promise<void>) {
  const store = await FreshLog.of(await open());
  return {
    store,
    async reopen() {
      await store.close();
      await whileClosed();
      store.inner = await open();
      return store;
    },
    dispose: () => store.close(),
  } satisfies StoreUnderTest;
}

describe('EventStoreDB: the contract, on the fake', () => {
  let fake: FakeProcess;
  before(async () => {
    fake = await FakeProcess.start();
  });
  after(() => fake.dispose());

  const restart = async () => {
    await fake.kill();
    await fake.start();
  };
  eventStoreContract('EventStoreDB (a fake of its protocol)', () =>
    underTest(() => EventStoreDbEventStore.open({ url: fake.url, ...DEADLINES }), restart),
  );
  eventStoreContract('EventStoreDB (a fake of its protocol), with next to nothing in memory', () =>
    underTest(
      () => EventStoreDbEventStore.open({ url: fake.url, ...DEADLINES, recent: { maxEvents: 8, maxBytes: 2_000 } }),
      restart,
    ),
  );
  // All of its tests read one log, so they have its keys.
  const keys = new MemoryKeyStore();
  eventStoreContract('EventStoreDB (a fake of its protocol), sealed', () =>
    underTest(
      async () => sealedUnderTest(await EventStoreDbEventStore.open({ url: fake.url, ...DEADLINES }), keys),
      restart,
    ),
  );

  describe('what the fake has counted', () => {
    it('went over the batch call alone', async () => {
      const { appends, batchAppends } = await fake.counters();
      expect(appends).to.equal(0);
      expect(batchAppends).to.be.greaterThan(100);
    });
  });
});

const { EVENTSTORE_URL: url } = process.env;
if (url) {
  eventStoreContract('EventStoreDB (the server at EVENTSTORE_URL)', () =>
    underTest(
      () => EventStoreDbEventStore.open({ url, ...DEADLINES }),
      async () => {},
    ),
  );
} else {
  describe('EventStoreDB: the contract, on a real server', () => {
    it('was SKIPPED: set EVENTSTORE_URL to an EventStoreDB that may be written to', function () {
      console.log(
        '    SKIPPED: no EVENTSTORE_URL; the adapter for EventStoreDB was tested against a fake of its protocol only',
      );
      this.skip();
    });
  });
}

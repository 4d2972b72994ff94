import {
  EventStoreDbEventStore,
  type EventStoreDbOptions,
} from '../../event-store/eventstoredb/eventstoredb-event-store.ts';
import { FakeProcess } from '../fakes/eventstoredb/fake-process.ts';
import { PATIENCE_MS } from '../support/promises.ts';

/** For what is not answered, yet long enough for a busy machine to answer what is. */
export const SHORT_MS = 1_500;
/** For an answer that is lost while others must come: a machine that stalls for seconds must not lose those, too, so often that the sender gives up. */
export const LOST_ANSWER_MS = 5_000;

export interface OnFake {
  /** The server of the test that runs. */
  readonly fake: FakeProcess;
  /** The store that the test opened last. */
  readonly store: EventStoreDbEventStore;
  /** Opens a store on the fake; it is closed after the test. */
  open(options?: Partial<EventStoreDbOptions>): Promise<EventStoreDbEventStore>;
}

/** Gives each test of the suite a fake server of its own (`start`: of what kind), and what it works with. */
export function eachOnFake(start: () => Promise<FakeProcess> = () => FakeProcess.start()): OnFake {
  let fake: FakeProcess;
  const opened: EventStoreDbEventStore[] = [];
  beforeEach(async () => {
    fake = await start();
  });
  afterEach(async () => {
    await fake.set({ frozen: false, denied: false, unavailable: 0 }).catch(() => {});
    await fake.lead({ leader: 0, stale: [], unaware: [] }).catch(() => {});
    await Promise.all(opened.splice(0).map((one) => one.close()));
    await fake.dispose();
  });
  return {
    get fake() {
      return fake;
    },
    get store() {
      return opened.at(-1)!;
    },
    async open(options = {}) {
      const store = await EventStoreDbEventStore.open({
        url: fake.url,
        openDeadlineMs: PATIENCE_MS,
        appendDeadlineMs: PATIENCE_MS,
        readDeadlineMs: PATIENCE_MS,
        electionMs: PATIENCE_MS,
        ...options,
      });
      opened.push(store);
      return store;
    },
  };
}

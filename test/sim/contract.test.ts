import { atomicAppendsContract } from '../contract/atomic-appends.contract.ts';
import { eventStoreContract } from '../contract/event-store.contract.ts';
import { readModelStoreContract } from '../contract/read-models.contract.ts';
import { SimEventStore } from './event-store.ts';
import { type EngineKind, type Io, SimLog } from './log.ts';
import { Random } from './random.ts';
import { SimReadModels } from './read-models.ts';
import { newOwner } from './scheduler.ts';

/** Real time: everything in a turn of its own, in order. */
const io: Io = {
  world: newOwner('world'),
  after(owner, delayMs, run) {
    setImmediate(run);
    return { atMs: delayMs, turn: 0, owner, run };
  },
};

for (const kind of ['embedded', 'shared'] satisfies EngineKind[]) {
  const openLog = async () => {
    const log = new SimLog(io, new Random(1, 'contract'), kind);
    const open = () => new SimEventStore(log, newOwner('process'), { isAtomic: kind === 'embedded' });
    let store = open();
    return {
      store,
      async reopen() {
        await store.close();
        store = open();
        return store;
      },
      dispose: () => store.close(),
    };
  };
  eventStoreContract(`simulated, ${kind}, without faults`, openLog);
  if (kind === 'embedded') atomicAppendsContract('simulated, without faults', openLog);
  readModelStoreContract(`simulated, ${kind}, without faults`, async () =>
    new SimReadModels(io, new Random(1, 'contract'), kind).open(newOwner('process')),
  );
}

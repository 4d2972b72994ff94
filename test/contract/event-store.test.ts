import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { EmbeddedKeyStore } from '../../event-store/embedded/key-store.ts';
import type { RecentLimits } from '../../event-store/embedded/recent-events.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { MemoryKeyStore } from '../support/memory-key-store.ts';
import { sealedUnderTest } from '../support/sealed-under-test.ts';
import { atomicAppendsContract } from './atomic-appends.contract.ts';
import { eventStoreContract, type StoreUnderTest } from './event-store.contract.ts';

async function embedded(recent?: RecentLimits): Promise<StoreUnderTest> {
  const dir = mkdtempSync(join(tmpdir(), 'salon-log-'));
  let store = await EmbeddedEventStore.open({ dir, recent });
  return {
    store,
    async reopen() {
      await store.close();
      store = await EmbeddedEventStore.open({ dir, recent });
      return store;
    },
    async dispose() {
      await store.close();
      rmSync(dir, { recursive: true });
    },
  };
}

async function embeddedSealed(): Promise<StoreUnderTest> {
  const dir = mkdtempSync(join(tmpdir(), 'salon-log-'));
  let keys: EmbeddedKeyStore;
  const open = async () => {
    const stored = await EmbeddedEventStore.open({ dir });
    keys = await EmbeddedKeyStore.open({ dir });
    return sealedUnderTest(stored, keys);
  };
  const close = async () => {
    await store.close();
    await keys.close();
  };
  let store = await open();
  return {
    store,
    async reopen() {
      await close();
      store = await open();
      return store;
    },
    async dispose() {
      await close();
      rmSync(dir, { recursive: true });
    },
  };
}

eventStoreContract('embedded', () => embedded());
atomicAppendsContract('embedded', () => embedded());
eventStoreContract('embedded, sealed', embeddedSealed);
eventStoreContract('embedded, with next to nothing in memory', () => embedded({ maxEvents: 8, maxBytes: 2_000 }));
eventStoreContract('in memory', async () => {
  const store = new MemoryEventStore();
  return { store, dispose: () => store.close() };
});
eventStoreContract('in memory, sealed', async () => {
  const store = sealedUnderTest(new MemoryEventStore(), new MemoryKeyStore());
  return { store, dispose: () => store.close() };
});

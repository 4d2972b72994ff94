import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { EmbeddedKeyStore } from '../../event-store/embedded/key-store.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import { sealLog } from '../../event-store/sealing/seal-log.ts';

/** Opens a log with its keys as a server does, to write to it before one starts. */
export async function openEmbeddedLog(dir: string): Promise<EventStore> {
  const stored = await EmbeddedEventStore.open({ dir });
  const keys = await EmbeddedKeyStore.open({ dir });
  const { log } = await sealLog(stored, keys);
  const close = log.close.bind(log);
  log.close = async () => {
    await close();
    await keys.close();
  };
  return log;
}

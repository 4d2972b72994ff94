import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../../config.ts';
import { EmbeddedKeyStore } from '../../event-store/embedded/key-store.ts';
import { LogBeside } from '../../event-store/embedded/log-beside.ts';
import type { EventStore } from '../../event-store/event-store.ts';
import { type SealedLog, sealLog } from '../../event-store/sealing/seal-log.ts';
import { EmbeddedReadModelStore, READ_MODELS_FILE } from '../../projections/embedded/store.ts';
import type { ReadModelStore } from '../../projections/read-models.ts';
import { startInOrder } from '../parts.ts';

/** The log of a data directory for reading, beside the server that may have it open. */
export interface LogForReading {
  log: EventStore;
  sealed: SealedLog;
  stop(): Promise<unknown>;
}

/** Rejects with `StoreOpenError` where there is none, with `DamagedLogError` for one that is damaged. */
export function openLogBeside({ dataDir: dir }: Pick<Config, 'dataDir'>): Promise<LogForReading> {
  return startInOrder(async (parts) => {
    const stored = await LogBeside.open({ dir });
    parts.add({ stop: () => stored.close() });
    const keys = await EmbeddedKeyStore.open({ dir, readOnly: true });
    parts.add({ stop: () => keys.close() });
    const sealed = await sealLog(stored, keys);
    return { log: sealed.log, sealed };
  });
}

/** The read models as of one moment, beside the server that may write them. Rejects with `ConfigError` where there are none. */
export async function openReadModelsBeside({ dataDir: dir }: Pick<Config, 'dataDir'>): Promise<ReadModelStore> {
  checkReadModels(dir);
  return EmbeddedReadModelStore.openSnapshot({ dir });
}

/** The same to write a note: SQLite itself keeps two writers apart, and one note is written, so the server need not stop for it. */
export async function openNotesBeside({ dataDir: dir }: Pick<Config, 'dataDir'>): Promise<ReadModelStore> {
  checkReadModels(dir);
  return EmbeddedReadModelStore.open({ dir });
}

function checkReadModels(dir: string): void {
  if (!existsSync(join(dir, READ_MODELS_FILE)))
    throw new ConfigError([`There are no read models in ${dir} yet: start the server first.`]);
}

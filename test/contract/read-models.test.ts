import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EmbeddedReadModelStore } from '../../projections/embedded/store.ts';
import { MemoryReadModelStore } from '../support/memory-read-models.ts';
import { readModelStoreContract } from './read-models.contract.ts';

readModelStoreContract('memory', async () => new MemoryReadModelStore());

const dirs: string[] = [];
readModelStoreContract('embedded', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'salon-read-models-'));
  dirs.push(dir);
  return EmbeddedReadModelStore.open({ dir });
});
after(() => Promise.all(dirs.map((dir) => rm(dir, { recursive: true, force: true }))));

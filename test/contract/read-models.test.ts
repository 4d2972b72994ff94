import { MemoryReadModelStore } from '../support/memory-read-models.ts';
import { readModelStoreContract } from './read-models.contract.ts';

readModelStoreContract('memory', async () => new MemoryReadModelStore());

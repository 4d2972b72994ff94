import { StoreUnavailableError } from '../../event-store/event-store.ts';
import type { FileStore } from '../../files/file-store.ts';
import type { Files } from '../../files/files.ts';
import type { Random } from './random.ts';

/** How often the store does not answer. */
const AWAY = 0.1;

/** A file store outside the processes: what was put there is there, and now and then it does not answer. */
export class SimFiles {
  private readonly random: Random;
  private readonly sizes = new Map<string, number>();

  constructor(random: Random) {
    this.random = random;
  }

  has(path: string): boolean {
    return this.sizes.has(path);
  }

  /** What a client does with its ticket. */
  upload(path: string): void {
    this.sizes.set(path, 1_000);
  }

  open(): Files {
    const answer = async <T>(act: () => T): Promise<T> => {
      if (this.random.chance(AWAY)) throw new StoreUnavailableError('the file store is away');
      return act();
    };
    const store: FileStore = {
      ticket: (path) => answer(() => ({ method: 'PUT', url: `http://files.test/${path}`, headers: {} })),
      head: (path) => answer(() => this.sizes.get(path) ?? null),
      firstBytes: () => answer(() => new Uint8Array(8)),
      put: (path) => answer(() => this.upload(path)),
      remove: (path) => answer(() => void this.sizes.delete(path)),
      url: (path) => `http://files.test/${path}`,
    };
    const none = () => Promise.reject(new Error('nobody sends a file in a request here'));
    const media = { isOf: async () => true, seconds: async () => 5 };
    return {
      store,
      media,
      spool: { begin: none },
      defaultPicture: () => '',
      giftPicture: () => '',
      honourPicture: () => '',
    };
  }
}

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { StoreUnavailableError } from '../event-store.ts';
import { checkKeyCount, type KeyId, type KeyStore, type Subject, type SubjectKey } from '../keys/key-store.ts';
import { StoreOpenError } from '../store-open-error.ts';
import { KEYS_FILE } from './key-file.ts';
import type { KeyAnswer, KeyRequest } from './key-worker.ts';
import { Thread } from './thread.ts';

export interface KeyStoreOptions {
  dir: string;
  mayCreate?: boolean;
  readOnly?: boolean;
}

interface Asked {
  wanted: { appId: string; subject: Subject }[];
  resolve(keys: SubjectKey[]): void;
  reject(error: unknown): void;
}

/**
 * Keys in one SQLite file beside the log, which a thread of its own reads and writes: making a key waits for the disk. Calls that come
 * while it does so share the next sync.
 */
export class EmbeddedKeyStore implements KeyStore {
  private readonly thread: Thread<KeyRequest, KeyAnswer>;
  private asked: Asked[] = [];
  private isAsking = false;

  private constructor(thread: Thread<KeyRequest, KeyAnswer>) {
    this.thread = thread;
  }

  /**
   * Opens the keys in `dir`, or creates them unless a log is there that has keys already. Hold `lockStore` on it meanwhile; `readOnly`
   * needs no lock, makes and destroys no key, and finds those of another process. Rejects with `StoreOpenError`.
   */
  static async open({ dir, mayCreate = true, readOnly = false }: KeyStoreOptions): Promise<EmbeddedKeyStore> {
    mkdirSync(dir, { recursive: true });
    if ((!mayCreate || readOnly) && !existsSync(join(dir, KEYS_FILE))) {
      throw new StoreOpenError(
        'foreign-keys',
        `${KEYS_FILE} is missing in ${dir}: nobody in the log there can be read without it. Put it back from its backup, or set DATA_DIR to an empty directory.`,
      );
    }
    const thread = new Thread<KeyRequest, KeyAnswer>(new URL('./key-worker.ts', import.meta.url));
    try {
      await thread.request({ open: join(dir, KEYS_FILE), readOnly });
      return new EmbeddedKeyStore(thread);
    } catch (error) {
      await thread.close();
      throw error;
    }
  }

  async keysOf(appId: string, subjects: readonly Subject[]): Promise<Map<Subject, SubjectKey>> {
    checkKeyCount(subjects.length);
    const wanted = subjects.map((subject) => ({ appId, subject }));
    const keys = await new Promise<SubjectKey[]>((resolve, reject) => {
      this.asked.push({ wanted, resolve, reject });
      if (!this.isAsking) void this.ask();
    });
    return new Map(keys.map((key) => [key.subject, key]));
  }

  async keysById(ids: readonly KeyId[]): Promise<Map<KeyId, SubjectKey>> {
    checkKeyCount(ids.length);
    const keys = await this.request({ keysById: ids });
    return new Map(keys.map((key) => [key.id, key]));
  }

  async destroy(appId: string, subjects: readonly Subject[]): Promise<void> {
    checkKeyCount(subjects.length);
    await this.request({ destroy: subjects, appId, mayHaveAnother: false });
  }

  async renew(appId: string, subjects: readonly Subject[]): Promise<void> {
    checkKeyCount(subjects.length);
    await this.request({ destroy: subjects, appId, mayHaveAnother: true });
  }

  close(): Promise<void> {
    return this.thread.close();
  }

  private async ask(): Promise<void> {
    this.isAsking = true;
    // What is asked for in the same turn goes along.
    await null;
    while (this.asked.length > 0) {
      const asked = this.asked;
      this.asked = [];
      try {
        const keys = await this.request({ keysOf: asked.flatMap(({ wanted }) => wanted) });
        let from = 0;
        for (const { wanted, resolve } of asked) {
          resolve(keys.slice(from, from + wanted.length));
          from += wanted.length;
        }
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    this.isAsking = false;
  }

  private async request(request: KeyRequest): Promise<KeyAnswer> {
    try {
      return await this.thread.request(request);
    } catch (error) {
      if (error instanceof StoreOpenError) throw error;
      throw new StoreUnavailableError(`the keys of people: ${(error as Error).message}`, { cause: error });
    }
  }
}

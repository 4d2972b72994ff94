import { StoreUnavailableError } from '../../event-store/event-store.ts';
import type { KeyId, KeyStore, Subject, SubjectKey } from '../../event-store/keys/key-store.ts';
import { MemoryKeyStore } from '../support/memory-key-store.ts';
import type { Random } from './random.ts';
import type { Owner, Scheduler } from './scheduler.ts';

/** How often destroying a key fails, before it is done and after it. */
const FAILS = 0.3;
/** How often the store of keys does not answer a question for one. */
const AWAY = 0.01;

/** The store of keys: durable at once, slow, and away now and then. What it has destroyed stays destroyed. */
export class SimKeys {
  /** Nothing fails any more. */
  isCalm = false;
  /** A planted bug: whoever asks is not told that it failed. */
  hidesFailures = false;
  /** A planted bug: it says that it has destroyed a key, and goes on giving it out. */
  keepsDestroyed = false;
  /** Whose keys are destroyed, as far as whoever asked was told: user ids. */
  readonly destroyed = new Set<number>();
  private readonly store: MemoryKeyStore;
  /** Every key that ever was, for whoever looks on from outside: it is never destroyed. */
  private readonly archive = new Map<KeyId, SubjectKey>();
  private readonly scheduler: Scheduler;
  private readonly random: Random;
  private readonly onDestroy: (userId: number) => void;

  /** `onDestroy` is told before each key is destroyed. */
  constructor(scheduler: Scheduler, random: Random, onDestroy: (userId: number) => void) {
    this.scheduler = scheduler;
    this.random = random;
    this.onDestroy = onDestroy;
    this.store = new MemoryKeyStore((count) =>
      Buffer.from(Array.from({ length: count }, () => random.integer(0, 255))),
    );
  }

  async destroy(appId: string, userId: number): Promise<void> {
    await this.destroySubjects(appId, [`u${userId}`]);
  }

  /** Every key that was ever given out, as it was. */
  everMade(): ReadonlyMap<KeyId, SubjectKey> {
    return this.archive;
  }

  /** The same keys as they are now: destroyed ones open nothing. */
  async left(): Promise<ReadonlyMap<KeyId, SubjectKey>> {
    return this.store.keysById([...this.archive.keys()]);
  }

  /** One process's way to it. */
  open(owner: Owner): KeyStore {
    return {
      keysOf: (appId, subjects) =>
        this.ask(owner, AWAY, 0, async () => this.archived(await this.store.keysOf(appId, subjects))),
      keysById: (ids) => this.ask(owner, AWAY, 0, () => this.store.keysById(ids)),
      destroy: (appId, subjects) => this.ask(owner, FAILS, FAILS, () => this.destroySubjects(appId, subjects)),
      renew: (appId, subjects) => this.ask(owner, AWAY, AWAY, () => this.store.renew(appId, subjects)),
      close: async () => {},
    };
  }

  private ask<Answer>(owner: Owner, before: number, after: number, work: () => Promise<Answer>): Promise<Answer> {
    const { scheduler, random } = this;
    const fails = (chance: number) => !this.isCalm && random.chance(chance);
    return new Promise((resolve, reject) => {
      scheduler.after(owner, random.between(0.1, 20), () => {
        const away = () => reject(new StoreUnavailableError('the store of keys does not answer'));
        // What destroys answers nothing, so that nobody can tell.
        if (fails(before)) return this.hidesFailures && after > 0 ? resolve(undefined as Answer) : away();
        work().then(fails(after) ? away : resolve, reject);
      });
    });
  }

  private async destroySubjects(appId: string, subjects: readonly Subject[]): Promise<void> {
    for (const subject of subjects) {
      const userId = Number(subject.slice(1));
      if (this.destroyed.has(userId)) continue;
      this.onDestroy(userId);
      this.destroyed.add(userId);
      if (!this.keepsDestroyed) await this.store.destroy(appId, [subject]);
    }
  }

  private archived(keys: Map<Subject, SubjectKey>): Map<Subject, SubjectKey> {
    for (const key of keys.values()) if (key.secret && !this.archive.has(key.id)) this.archive.set(key.id, { ...key });
    return keys;
  }
}

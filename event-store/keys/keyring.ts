import { RecentCache } from '../recent-cache.ts';
import { type KeyId, type KeyStore, MAX_KEYS_PER_CALL, type Subject, type SubjectKey } from './key-store.ts';

/** Keys kept in memory, some 300 bytes each; others are fetched again when they are needed. */
export const MAX_CACHED_KEYS = 100_000;
/** After this, in ms, ask the store again: another process may have destroyed the key, and its event not have come yet. */
export const RECHECK_MS = 60_000;

export interface KeyringOptions {
  /** How long a key counts as not destroyed without asking; Infinity where no other process can destroy one. Default RECHECK_MS. */
  recheckMs?: number;
  /** Milliseconds that only grow. */
  nowMs?: () => number;
}

interface Held {
  key: SubjectKey;
  /** When the store said that it is not destroyed; a destroyed one stays so. */
  askedAtMs: number;
}

/** Keys of a key store in memory. Nobody seals or opens under a key that this process has destroyed, or has been told is. */
export class Keyring {
  private readonly store: KeyStore;
  private readonly recheckMs: number;
  private readonly nowMs: () => number;
  private readonly byId = new RecentCache<KeyId, Held>(MAX_CACHED_KEYS);
  private readonly bySubject = new RecentCache<string, Held>(MAX_CACHED_KEYS);
  private readonly onForgotten = new Set<() => void>();
  /** Counted up when keys are dropped: what was asked for before must not be kept. */
  private generation = 0;

  constructor(store: KeyStore, { recheckMs = RECHECK_MS, nowMs = () => performance.now() }: KeyringOptions = {}) {
    this.store = store;
    this.recheckMs = recheckMs;
    this.nowMs = nowMs;
  }

  /** Calls back whenever keys have been dropped, so that whoever keeps opened text drops it as well. */
  whenForgotten(callBack: () => void): void {
    this.onForgotten.add(callBack);
  }

  /** A subject's key, if it is in memory. */
  held(appId: string, subject: Subject): SubjectKey | undefined {
    return this.fresh(this.bySubject.get(nameOf(appId, subject)));
  }

  /** A key by its number, if it is in memory. */
  heldById(id: KeyId): SubjectKey | undefined {
    return this.fresh(this.byId.get(id));
  }

  /** The key of each subject; makes those that are missing. Any number of them. Rejects with `StoreUnavailableError`. */
  async keysOf(appId: string, subjects: Iterable<Subject>): Promise<Map<Subject, SubjectKey>> {
    const found = new Map<Subject, SubjectKey>();
    const missing: Subject[] = [];
    for (const subject of new Set(subjects)) {
      const held = this.held(appId, subject);
      if (held) found.set(subject, held);
      else missing.push(subject);
    }
    const { generation } = this;
    for (const page of pagesOf(missing)) {
      for (const [subject, key] of await this.store.keysOf(appId, page)) {
        found.set(subject, key);
        const held = this.hold(key, generation);
        if (held) this.bySubject.set(nameOf(appId, subject), held);
      }
    }
    return found;
  }

  /** Brings keys into memory by their numbers. Numbers that are nobody's stay unknown, and are asked for again. */
  async keysById(ids: Iterable<KeyId>): Promise<Map<KeyId, SubjectKey>> {
    const found = new Map<KeyId, SubjectKey>();
    const missing: KeyId[] = [];
    for (const id of new Set(ids)) {
      const held = this.heldById(id);
      if (held) found.set(id, held);
      else missing.push(id);
    }
    const { generation } = this;
    for (const page of pagesOf(missing)) {
      for (const [id, key] of await this.store.keysById(page)) {
        found.set(id, key);
        this.hold(key, generation);
      }
    }
    return found;
  }

  /** As `KeyStore.destroy`; from then on this process opens nothing under them. */
  async destroy(appId: string, subjects: readonly Subject[]): Promise<void> {
    for (const page of pagesOf(subjects)) await this.store.destroy(appId, page);
    this.forget(appId, subjects);
  }

  /** As `KeyStore.renew`. */
  async renew(appId: string, subjects: readonly Subject[]): Promise<void> {
    for (const page of pagesOf(subjects)) await this.store.renew(appId, page);
    this.forget(appId, subjects);
  }

  /** Drops keys from memory, which another process may have destroyed. */
  forget(appId: string, subjects: readonly Subject[]): void {
    this.generation++;
    for (const subject of subjects) {
      this.bySubject.delete(nameOf(appId, subject));
    }
    // Older keys of a subject are only held by their numbers.
    for (const [id, { key }] of this.byId.entries()) {
      if (key.appId === appId && subjects.includes(key.subject)) this.byId.delete(id);
    }
    for (const callBack of this.onForgotten) callBack();
  }

  private fresh(held: Held | undefined): SubjectKey | undefined {
    if (!held) return undefined;
    const isFresh =
      this.recheckMs === Number.POSITIVE_INFINITY ||
      held.key.secret === null ||
      this.nowMs() - held.askedAtMs < this.recheckMs;
    return isFresh ? held.key : undefined;
  }

  /** Only `keysOf` tells which of a renewed subject's keys is the one to seal under: here it is kept by its number. */
  private hold(key: SubjectKey, generation: number): Held | null {
    if (generation !== this.generation) return null;
    const held = { key, askedAtMs: this.nowMs() };
    this.byId.set(key.id, held);
    return held;
  }
}

function nameOf(appId: string, subject: Subject): string {
  return `${appId} ${subject}`;
}

function* pagesOf<T>(all: readonly T[]): Generator<T[]> {
  for (let from = 0; from < all.length; from += MAX_KEYS_PER_CALL) yield all.slice(from, from + MAX_KEYS_PER_CALL);
}

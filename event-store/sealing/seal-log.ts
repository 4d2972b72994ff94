import type { AnyPersonalFields } from '../../domain/kernel/personal.ts';
import type { EventStore, LoggedEvent, SubscribeOptions } from '../event-store.ts';
import { type KeyStore, type Subject, userSubject } from '../keys/key-store.ts';
import { Keyring, type KeyringOptions } from '../keys/keyring.ts';
import { type LogKey, openLogKey } from '../keys/log-key.ts';
import type { SnapshotStore } from '../snapshots.ts';
import { DocumentOpener } from './document-opener.ts';
import { SEALED_SNAPSHOTS_APP, SealedSnapshots, SNAPSHOTS_WITH_NAMES } from './sealed-snapshots.ts';
import { SealingEventStore } from './sealing-event-store.ts';
import { TextSealer } from './text-sealer.ts';

/** A log that says nothing readable of people where it is kept, and what works with it. */
export interface SealedLog {
  /** Readable: for everybody but views. */
  log: EventStore;
  /** As it is kept, for views. */
  viewLog: StoredLog;
  /** Opens the documents of views in place. */
  documents: DocumentOpener;
  logKey: LogKey;
  /** Calls back whenever keys were destroyed, here or elsewhere: whoever keeps opened text drops it then. */
  whenForgotten(callBack: () => void): void;
  /** About what the remembered texts of people take in memory, in bytes. */
  cachedBytes(): number;
  /** Snapshots that are sealed in `store`. */
  snapshots(store: SnapshotStore): SnapshotStore;
  /**
   * Destroys what a person's data is sealed under, and the snapshots that may hold some of it. `phones`: those that they signed in with;
   * whoever has such a phone next gets a key of their own. Safe to repeat.
   */
  forget(appId: string, userId: number, phones: readonly string[]): Promise<void>;
}

/** The log as it is kept, and a way to open its events. */
export interface StoredLog extends Pick<EventStore, 'head' | 'readAll'> {
  subscribe(options: SubscribeOptions): ReturnType<EventStore['subscribe']>;
  openEvents(events: LoggedEvent[]): Promise<LoggedEvent[]>;
}

/** Puts sealing over a log. Rejects with `StoreOpenError` when the keys are not the log's. */
export async function sealLog(stored: EventStore, keys: KeyStore, options: KeyringOptions = {}): Promise<SealedLog> {
  const keyring = new Keyring(keys, options);
  return sealWith(stored, keyring, await openLogKey(stored, keyring));
}

/** The same, for a log whose key is known. `personal`: what is sealed; default all that is declared. */
export function sealWith(
  stored: EventStore,
  keyring: Keyring,
  logKey: LogKey,
  personal?: AnyPersonalFields,
): SealedLog {
  const texts = new TextSealer(keyring);
  const phoneSubject = (appId: string, phone: string): Subject => `p${logKey.hashOf(appId, 'phone', phone)}`;
  const log = new SealingEventStore(stored, { keyring, texts, phoneSubject, personal });
  return {
    log,
    viewLog: {
      head: () => stored.head(),
      readAll: (read) => stored.readAll(read),
      subscribe: (subscribe) => stored.subscribe(subscribe),
      openEvents: (events) => log.openEvents(events),
    },
    documents: new DocumentOpener(keyring, texts),
    logKey,
    whenForgotten: (callBack) => keyring.whenForgotten(callBack),
    cachedBytes: () => texts.cachedBytes,
    snapshots: (store) => new SealedSnapshots(store, keyring),
    async forget(appId, userId, phones) {
      // First, since they can be read from the log until the person's own key is destroyed.
      const subjects = phones.map((phone) => phoneSubject(appId, phone));
      await keyring.renew(appId, subjects);
      await keyring.destroy(appId, [userSubject(userId)]);
      // Last: nothing that is saved from here on can hold what was opened before.
      await keyring.renew(SEALED_SNAPSHOTS_APP, [SNAPSHOTS_WITH_NAMES]);
    },
  };
}

/**
 * Keys that the log's personal fields are sealed under: one for each subject, which is a person or a phone without an account.
 * Kept apart from the log: whoever has the log alone reads nobody, and destroying a key makes every copy of the log forget its subject.
 */

/** Whose a key is, within an app: `u<userId>`, or another subject that is named by a keyed hash. */
export type Subject = string;

export function userSubject(userId: number): Subject {
  return `u${userId}`;
}

/** The number of a key, random, KEY_ID_BYTES as base64url: sealed text names its key by it. */
export type KeyId = string;

export interface SubjectKey {
  id: KeyId;
  appId: string;
  subject: Subject;
  /** 32 bytes; null once it is destroyed. */
  secret: Uint8Array | null;
}

/** Bytes of a key: AES-256. */
export const KEY_BYTES = 32;
/** Bytes of a key's number: 12 characters. */
export const KEY_ID_BYTES = 9;
/** Subjects, or numbers of keys, that one call takes at most. */
export const MAX_KEYS_PER_CALL = 1_000;

/**
 * The store of keys. test/contract/key-store.contract.ts shows of every adapter:
 * 1. When `keysOf` resolves, the keys that it made survive `kill -9` and power loss: a key is durable before anything is sealed under it.
 * 2. Callers at the same time, in several processes, get the same key of a subject.
 * 3. When `destroy` or `renew` resolves, no file of the store holds the secret any more (embedded), or the majority of the members has
 *    forgotten it (MongoDB). That it was destroyed stays known.
 * 4. What the store cannot do now rejects with `StoreUnavailableError`; all of these are safe to repeat.
 */
export interface KeyStore {
  /** The key of each subject; makes those that are missing. A destroyed one comes with the secret null and is never made anew. */
  keysOf(appId: string, subjects: readonly Subject[]): Promise<Map<Subject, SubjectKey>>;
  /** Keys by their numbers. A number that is nobody's is left out. */
  keysById(ids: readonly KeyId[]): Promise<Map<KeyId, SubjectKey>>;
  /** Destroys keys for ever: of a person who is erased. Subjects without a key never get one. */
  destroy(appId: string, subjects: readonly Subject[]): Promise<void>;
  /** Destroys keys whose subject gets another one when it is next asked for: a phone that somebody else may have next. */
  renew(appId: string, subjects: readonly Subject[]): Promise<void>;
  /** Releases everything. Later calls reject. */
  close(): Promise<void>;
}

/** Throws `RangeError` for a call about more keys than one takes. */
export function checkKeyCount(count: number): void {
  if (count > MAX_KEYS_PER_CALL) throw new RangeError(`${count} keys at a time are more than ${MAX_KEYS_PER_CALL}`);
}

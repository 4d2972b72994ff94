import { randomBytes } from 'node:crypto';
import {
  checkKeyCount,
  KEY_BYTES,
  KEY_ID_BYTES,
  type KeyId,
  type KeyStore,
  type Subject,
  type SubjectKey,
} from '../../event-store/keys/key-store.ts';

/** A key store in memory, for tests of what uses one. */
export class MemoryKeyStore implements KeyStore {
  private readonly byId = new Map<KeyId, SubjectKey>();
  private readonly current = new Map<string, KeyId>();
  /** Random bytes; a simulation gives its own. */
  private readonly bytes: (count: number) => Uint8Array;

  constructor(bytes: (count: number) => Uint8Array = randomBytes) {
    this.bytes = bytes;
  }

  async keysOf(appId: string, subjects: readonly Subject[]): Promise<Map<Subject, SubjectKey>> {
    checkKeyCount(subjects.length);
    return new Map(
      subjects.map((subject) => [subject, { ...(this.currentKey(appId, subject) ?? this.make(appId, subject)) }]),
    );
  }

  async keysById(ids: readonly KeyId[]): Promise<Map<KeyId, SubjectKey>> {
    checkKeyCount(ids.length);
    return new Map(ids.flatMap((id) => (this.byId.has(id) ? [[id, { ...this.byId.get(id)! }]] : [])));
  }

  async destroy(appId: string, subjects: readonly Subject[]): Promise<void> {
    checkKeyCount(subjects.length);
    for (const subject of subjects) (this.currentKey(appId, subject) ?? this.make(appId, subject)).secret = null;
  }

  async renew(appId: string, subjects: readonly Subject[]): Promise<void> {
    checkKeyCount(subjects.length);
    for (const subject of subjects) {
      const key = this.currentKey(appId, subject);
      if (key) key.secret = null;
      this.current.delete(`${appId} ${subject}`);
    }
  }

  async close(): Promise<void> {}

  private currentKey(appId: string, subject: Subject): SubjectKey | undefined {
    return this.byId.get(this.current.get(`${appId} ${subject}`) ?? '');
  }

  private make(appId: string, subject: Subject): SubjectKey {
    const id = Buffer.from(this.bytes(KEY_ID_BYTES)).toString('base64url');
    const key = { id, appId, subject, secret: this.bytes(KEY_BYTES) };
    this.byId.set(id, key);
    this.current.set(`${appId} ${subject}`, id);
    return key;
  }
}

import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { KEY_ID_BYTES, type Subject } from '../keys/key-store.ts';
import type { Keyring } from '../keys/keyring.ts';
import type { Snapshot, SnapshotStore } from '../snapshots.ts';
import { wordsIn } from '../what-states-hold.ts';

/** The app that keys of snapshots belong to. */
export const SEALED_SNAPSHOTS_APP = 'salon';
/** The key of snapshots that hold what somebody is called or has said: an erasure renews it, so that all of them are folded anew. */
export const SNAPSHOTS_WITH_NAMES: Subject = 'snapshots.names';
/** The key of the others, which stays. */
const SNAPSHOTS_WITHOUT_NAMES: Subject = 'snapshots';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONCE_AT = KEY_ID_BYTES;
const BODY_AT = NONCE_AT + NONCE_BYTES;

/** Snapshots whose bodies are sealed: key's number, nonce, ciphertext and tag of AES-256-GCM, which the stream's name is bound to. */
export class SealedSnapshots implements SnapshotStore {
  private readonly store: SnapshotStore;
  private readonly keyring: Keyring;

  constructor(store: SnapshotStore, keyring: Keyring) {
    this.store = store;
    this.keyring = keyring;
  }

  /** Null also where the key was renewed, or the snapshot is not whole: the stream is then folded from its start. */
  async loadSnapshot(stream: string): Promise<Snapshot | null> {
    const snapshot = await this.store.loadSnapshot(stream);
    if (!snapshot || snapshot.body.byteLength < BODY_AT + TAG_BYTES) return null;
    const sealed = Buffer.from(snapshot.body.buffer, snapshot.body.byteOffset, snapshot.body.byteLength);
    const id = sealed.toString('base64url', 0, KEY_ID_BYTES);
    const secret = (await this.keyring.keysById([id])).get(id)?.secret;
    if (!secret) return null;
    const decipher = createDecipheriv('aes-256-gcm', secret, sealed.subarray(NONCE_AT, BODY_AT));
    decipher.setAAD(Buffer.from(stream));
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    const body = decipher.update(sealed.subarray(BODY_AT, sealed.length - TAG_BYTES));
    try {
      decipher.final();
    } catch {
      return null;
    }
    return { ...snapshot, body };
  }

  async saveSnapshot(stream: string, snapshot: Snapshot): Promise<void> {
    const subject = wordsIn(stream) === 'nobody' ? SNAPSHOTS_WITHOUT_NAMES : SNAPSHOTS_WITH_NAMES;
    const { id, secret } = (await this.keyring.keysOf(SEALED_SNAPSHOTS_APP, [subject])).get(subject)!;
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', secret!, nonce);
    cipher.setAAD(Buffer.from(stream));
    const body = Buffer.concat([
      Buffer.from(id, 'base64url'),
      nonce,
      cipher.update(snapshot.body),
      cipher.final(),
      cipher.getAuthTag(),
    ]);
    await this.store.saveSnapshot(stream, { ...snapshot, body });
  }
}

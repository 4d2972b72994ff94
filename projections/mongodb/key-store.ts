import { randomBytes } from 'node:crypto';
import { Binary, type Collection, MongoBulkWriteError } from 'mongodb';
import {
  checkKeyCount,
  KEY_BYTES,
  KEY_ID_BYTES,
  type KeyId,
  type KeyStore,
  type Subject,
  type SubjectKey,
} from '../../event-store/keys/key-store.ts';
import { type Connection, connect, type MongoOptions } from './connect.ts';
import { asStoreError, isWorthRetrying } from './faults.ts';

const DUPLICATE_KEY = 11000;
/** Tries of a call while the replica set elects another primary. */
const MAX_TRIES = 5;
const RETRY_MS = 200;

/** The key of a subject that counts. A renewed subject has no row until it is asked for again. */
interface KeyRow {
  /** `<app> <subject>`. */
  _id: string;
  key: KeyId;
  secret: Binary | null;
}

/** Whose a key's number is, also once the key is destroyed. */
interface NumberRow {
  _id: KeyId;
  /** The `_id` of a `KeyRow`; where that has another number by now, this key is destroyed. */
  of: string;
}

/**
 * Keys in a MongoDB database of their own (`<the read models' name>-keys`): dropping the read models does not drop them. Every write
 * is with a majority, and every read from one.
 */
export class MongoKeyStore implements KeyStore {
  private readonly connection: Connection;
  private readonly keys: Collection<KeyRow>;
  private readonly numbers: Collection<NumberRow>;

  private constructor(connection: Connection) {
    this.connection = connection;
    this.keys = connection.db.collection('keys');
    this.numbers = connection.db.collection('numbers');
  }

  /** Rejects with `StoreOpenError` as the read models do. */
  static async open(options: MongoOptions): Promise<MongoKeyStore> {
    return new MongoKeyStore(await connect(options, 'keys'));
  }

  keysOf(appId: string, subjects: readonly Subject[]): Promise<Map<Subject, SubjectKey>> {
    return this.run(async () => {
      checkKeyCount(subjects.length);
      const found = await this.find(appId, subjects);
      const missing = [...new Set(subjects)].filter((subject) => !found.has(subject));
      if (missing.length === 0) return found;
      const rows = missing.map((subject) => ({ _id: rowId(appId, subject), key: newNumber() }));
      // The number first: a key that is in use is always found by it.
      await this.numbers.insertMany(
        rows.map(({ _id, key }) => ({ _id: key, of: _id })),
        this.limits(),
      );
      await this.insertMissing(rows.map((row) => ({ ...row, secret: new Binary(randomBytes(KEY_BYTES)) })));
      for (const [subject, key] of await this.find(appId, missing)) found.set(subject, key);
      return found;
    });
  }

  keysById(ids: readonly KeyId[]): Promise<Map<KeyId, SubjectKey>> {
    return this.run(async () => {
      checkKeyCount(ids.length);
      const numbers = await this.numbers.find({ _id: { $in: [...new Set(ids)] } }, this.limits()).toArray();
      const rows = await this.keys
        .find({ _id: { $in: [...new Set(numbers.map(({ of }) => of))] } }, this.limits())
        .toArray();
      const byName = new Map(rows.map((row) => [row._id, row]));
      return new Map(
        numbers.map(({ _id, of }): [KeyId, SubjectKey] => {
          const row = byName.get(of);
          return [_id, keyOf({ _id: of, key: _id, secret: row?.key === _id ? row.secret : null })];
        }),
      );
    });
  }

  destroy(appId: string, subjects: readonly Subject[]): Promise<void> {
    return this.run(async () => {
      checkKeyCount(subjects.length);
      if (subjects.length === 0) return;
      const rows = subjects.map((subject) => ({ _id: rowId(appId, subject), key: newNumber(), secret: null }));
      await this.insertMissing(rows);
      const operations = rows.map(({ _id }) => {
        return { updateOne: { filter: { _id: { $eq: _id } }, update: { $set: { secret: null } } } };
      });
      await this.keys.bulkWrite(operations, { ordered: false });
    });
  }

  renew(appId: string, subjects: readonly Subject[]): Promise<void> {
    return this.run(async () => {
      checkKeyCount(subjects.length);
      await this.keys.deleteMany({ _id: { $in: subjects.map((subject) => rowId(appId, subject)) } }, this.limits());
    });
  }

  async close(): Promise<void> {
    await this.connection.client.close();
  }

  private async find(appId: string, subjects: readonly Subject[]): Promise<Map<Subject, SubjectKey>> {
    const ids = [...new Set(subjects)].map((subject) => rowId(appId, subject));
    const rows = await this.keys.find({ _id: { $in: ids } }, this.limits()).toArray();
    return new Map(rows.map(keyOf).map((key) => [key.subject, key]));
  }

  /** Of two processes that make a subject's key at the same time, the first wins. */
  private async insertMissing(rows: KeyRow[]): Promise<void> {
    try {
      await this.keys.insertMany(rows, { ordered: false });
    } catch (error) {
      if (!(error instanceof MongoBulkWriteError && error.code === DUPLICATE_KEY)) throw error;
    }
  }

  /** All calls are safe to repeat. */
  private async run<Result>(call: () => Promise<Result>): Promise<Result> {
    for (let tries = 1; ; tries++) {
      try {
        return await call();
      } catch (error) {
        if (tries >= MAX_TRIES || !isWorthRetrying(error)) throw asStoreError(error, 'keys');
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS * tries));
      }
    }
  }

  private limits(): { maxTimeMS: number } {
    return { maxTimeMS: this.connection.operationTimeoutMs };
  }
}

function newNumber(): KeyId {
  return randomBytes(KEY_ID_BYTES).toString('base64url');
}

/** An app's id has no space. */
function rowId(appId: string, subject: Subject): string {
  return `${appId} ${subject}`;
}

function keyOf({ _id, key, secret }: KeyRow): SubjectKey {
  const space = _id.indexOf(' ');
  return {
    id: key,
    appId: _id.slice(0, space),
    subject: _id.slice(space + 1),
    secret: secret && new Uint8Array(secret.buffer.subarray(0, secret.length())),
  };
}

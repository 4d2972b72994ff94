import {
  type Db,
  MongoClient,
  type MongoClientOptions,
  MongoCompatibilityError,
  MongoServerError,
  MongoServerSelectionError,
  ReadPreference,
} from 'mongodb';
import { StoreOpenError } from '../../event-store/store-open-error.ts';

export interface MongoOptions {
  /** `mongodb://` or `mongodb+srv://`, with user and password if the server wants them. */
  url: string;
  /** Default: the one that the URL names, else `salon`. */
  database?: string;
  /** How long an operation waits for a primary before it fails; default 5,000 ms. */
  serverSelectionTimeoutMs?: number;
  /** How long an operation may take, on the server and on the wire; default 20,000 ms. */
  operationTimeoutMs?: number;
  /** How often the driver checks the server's state; default 1,500 ms. After a failure it checks at once. */
  heartbeatMs?: number;
}

const SERVER_SELECTION_TIMEOUT_MS = 5_000;
const OPERATION_TIMEOUT_MS = 20_000;
const HEARTBEAT_MS = 1_500;
/** A check that is not answered by then fails, and with it every connection to that server: they may be open and dead while new ones would work. */
const CHECK_TIMEOUT_MS = 3_000;
/** Shared by the queries of all of the process's requests, and the projector's transaction. */
const MAX_CONNECTIONS = 20;
const POOL_WAIT_TIMEOUT_MS = 5_000;
/** How long the server waits until a majority has a write. */
const MAJORITY_TIMEOUT_MS = 10_000;
/** Building an index on many millions of documents takes long, and the server answers only when it is done. */
const INDEX_BUILD_TIMEOUT_MS = 60 * 60 * 1000;
/** What a database holds, by the name under which it notes its format; counted up when that changes. */
const FORMAT_VERSIONS = { 'read-models': 1, keys: 1 } as const;
type Content = keyof typeof FORMAT_VERSIONS;
/** The keys lie in a database of their own: whoever drops the read models must not drop the keys. */
const KEYS_SUFFIX = '-keys';
/** MongoDB's 63 characters, less the suffix. */
const DATABASE_NAME = /^[A-Za-z0-9_-]{1,58}$/;
/** The server's codes for a wrong password and for a missing right. */
const REFUSED_CODES = new Set([18, 8000, 13]);

export interface Connection {
  client: MongoClient;
  db: Db;
  operationTimeoutMs: number;
}

/**
 * Connects and checks that the server can keep the promises. Rejects with `StoreOpenError`, in one sentence that says what to do:
 * 'unreachable', 'access-denied', 'unsupported-server' (no replica set, or too old), 'newer-version', 'bad-url'.
 */
export async function connect(options: MongoOptions, content: Content = 'read-models'): Promise<Connection> {
  const client = newClient(options);
  try {
    await client.connect();
    const db = client.db(`${databaseName(options)}${content === 'keys' ? KEYS_SUFFIX : ''}`);
    const hello = await db.admin().command({ hello: 1 });
    if (!hello.setName && hello.msg !== 'isdbgrid') throw standalone(client);
    await checkFormat(db, content);
    return { client, db, operationTimeoutMs: options.operationTimeoutMs ?? OPERATION_TIMEOUT_MS };
  } catch (error) {
    await client.close();
    throw await refusal(options, client, error);
  }
}

/** A client of its own for building indexes, with a longer time limit. */
export function indexBuilder(options: MongoOptions): { client: MongoClient; db: Db } {
  const client = newClient(options, { socketTimeoutMS: INDEX_BUILD_TIMEOUT_MS, maxPoolSize: 1 });
  return { client, db: client.db(databaseName(options)) };
}

/** These options override the URL's: writes always need a majority, and reads always go to the primary. */
function newClient(options: MongoOptions, more: MongoClientOptions = {}): MongoClient {
  const selectionTimeoutMs = options.serverSelectionTimeoutMs ?? SERVER_SELECTION_TIMEOUT_MS;
  try {
    return new MongoClient(options.url, {
      appName: 'salon',
      serverSelectionTimeoutMS: selectionTimeoutMs,
      connectTimeoutMS: Math.min(CHECK_TIMEOUT_MS, selectionTimeoutMs),
      socketTimeoutMS: options.operationTimeoutMs ?? OPERATION_TIMEOUT_MS,
      heartbeatFrequencyMS: options.heartbeatMs ?? HEARTBEAT_MS,
      maxPoolSize: MAX_CONNECTIONS,
      waitQueueTimeoutMS: POOL_WAIT_TIMEOUT_MS,
      retryReads: true,
      retryWrites: true,
      readPreference: ReadPreference.primary,
      readConcern: { level: 'majority' },
      readConcernLevel: 'majority',
      writeConcern: { w: 'majority', wtimeoutMS: MAJORITY_TIMEOUT_MS },
      ...more,
    });
  } catch (error) {
    throw new StoreOpenError(
      'bad-url',
      `MONGODB_URL is not an address that can be used (${(error as Error).message}): give one like mongodb://user:password@host:27017/salon?replicaSet=rs0.`,
      { cause: error },
    );
  }
}

function databaseName({ url, database }: MongoOptions): string {
  const named = database ?? (/^[^:]+:\/\/[^/]+\/([^?]+)/.exec(url)?.[1] || 'salon');
  if (DATABASE_NAME.test(named)) return named;
  throw new StoreOpenError(
    'bad-url',
    `${named} cannot be the name of a MongoDB database: use letters, digits, - and _ only.`,
  );
}

/** Marks a new database as ours, and refuses one that a later release has written. */
async function checkFormat(db: Db, content: Content): Promise<void> {
  const known = FORMAT_VERSIONS[content];
  const formats = db.collection<{ _id: string; version: number }>('format');
  const format = await formats.findOneAndUpdate(
    { _id: { $eq: content } },
    { $setOnInsert: { version: known } },
    { upsert: true, returnDocument: 'after' },
  );
  const version = format?.version ?? known;
  if (version <= known) return;
  throw new StoreOpenError(
    'newer-version',
    `The MongoDB database ${db.databaseName} was written by a later release (format ${version}, this one knows ${known}): start that release, or give another database.`,
  );
}

async function refusal(options: MongoOptions, client: MongoClient, error: unknown): Promise<unknown> {
  if (error instanceof StoreOpenError) return error;
  const where = addressOf(client);
  const { message } = error as Error;
  if (error instanceof MongoServerError && REFUSED_CODES.has(Number(error.code))) {
    return new StoreOpenError(
      'access-denied',
      `MongoDB at ${where} refuses this user (${message}): check user, password and authSource in MONGODB_URL, and that the user may read and write the database.`,
      { cause: error },
    );
  }
  if (isIncompatible(error)) {
    return new StoreOpenError(
      'unsupported-server',
      `MongoDB at ${where} has a version that cannot be used (${message}): use MongoDB 4.4 or later.`,
      { cause: error },
    );
  }
  if (error instanceof MongoServerSelectionError && (await isStandalone(options, client))) return standalone(client);
  return new StoreOpenError(
    'unreachable',
    `MongoDB at ${where} cannot be reached (${message.split('\n')[0]}): start it and check MONGODB_URL, its replicaSet and the network; make sure ${client.options.tls ? 'that it takes TLS with a certificate that is trusted here (tlsCAFile)' : 'that it takes no TLS (else tls=true)'}.`,
    { cause: error },
  );
}

function standalone(client: MongoClient): StoreOpenError {
  return new StoreOpenError(
    'unsupported-server',
    `MongoDB at ${addressOf(client)} is a single server without a replica set, which has no transactions: start mongod with --replSet rs0 and run rs.initiate() once.`,
  );
}

function isIncompatible(error: unknown): boolean {
  if (error instanceof MongoCompatibilityError) return true;
  if (!(error instanceof MongoServerSelectionError)) return false;
  return error.cause instanceof MongoCompatibilityError || /wire version/.test(error.message);
}

/** Whether the server has no replica set, though the URL names one: the driver drops such a server silently, so ask it directly. */
async function isStandalone(options: MongoOptions, client: MongoClient): Promise<boolean> {
  const [host] = client.options.hosts;
  if (!host || !client.options.replicaSet) return false;
  const timeoutMs = options.serverSelectionTimeoutMs ?? SERVER_SELECTION_TIMEOUT_MS;
  const probe = new MongoClient(`mongodb://${host}/`, {
    directConnection: true,
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: timeoutMs,
    tls: client.options.tls,
  });
  try {
    const hello = await probe.db('admin').command({ hello: 1 });
    return !hello.setName && hello.msg !== 'isdbgrid';
  } catch {
    return false;
  } finally {
    await probe.close();
  }
}

/** The hosts only: the URL may hold a password. */
function addressOf(client: MongoClient): string {
  return client.options.srvHost ?? client.options.hosts.map(String).join(',');
}

import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import { StoreOpenError } from '../../event-store/store-open-error.ts';

/** The first release that BullMQ recommends; all that Salon itself uses is older. */
export const MIN_REDIS_VERSION = '6.2';

/** All that opening takes, checks included. */
const OPEN_MS = 10_000;
/** A command to a Redis that does not answer fails after this; the lease then ends by itself. */
const COMMAND_MS = 2_000;
/** How often it is asked whether it still answers. */
const LOOK_MS = 2_000;
const RETRY_STEP_MS = 50;
const RETRY_CAP_MS = 1_000;

const OPTIONS: RedisOptions = {
  lazyConnect: true,
  connectTimeout: OPEN_MS,
  commandTimeout: COMMAND_MS,
  maxRetriesPerRequest: 1,
  retryStrategy: (attempt) => Math.min(RETRY_CAP_MS, attempt * RETRY_STEP_MS),
};

export interface RedisConnection {
  client: Redis;
  /** False from the moment that it is known to be away or not to answer, until it does again. */
  isAnswering(): boolean;
  close(): void;
}

/**
 * Connects and makes sure that the server is one that can be used. Afterwards a lost connection is made anew by itself, also
 * one that stands and is silent. Rejects within OPEN_MS with `StoreOpenError`, in one sentence that says what to do:
 * 'bad-url', 'unreachable', 'access-denied', 'unsupported-server' (too old, a replica, a cluster, one that evicts keys).
 */
export async function connectRedis(url: string, logger: Logger): Promise<RedisConnection> {
  const database = databaseOf(url);
  const client = new Redis(url, OPTIONS);
  let lastError: Error | undefined;
  client.on('error', (error: Error) => {
    lastError = error;
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), OPEN_MS);
  });
  try {
    await Promise.race([check(client, database), tooLate]);
  } catch (error) {
    client.disconnect();
    throw error instanceof StoreOpenError ? error : refusal(url, lastError, error as Error);
  } finally {
    clearTimeout(timer);
  }
  return watched(client, logger);
}

/** The database that the address names. Throws 'bad-url' for what is no address, without repeating it: it holds a password. */
function databaseOf(url: string): number {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  const path = /^\/?(\d{0,4})$/.exec(parsed?.pathname ?? '');
  if (parsed?.hostname && path) return Number(path[1]);
  throw new StoreOpenError(
    'bad-url',
    'REDIS_URL is not an address that can be used: give one like redis://user:password@host:6379/0, with %-codes for special characters of the password.',
  );
}

/** Connects and asks the server what it is. */
async function check(client: Redis, database: number): Promise<void> {
  await client.connect();
  // The client selects it too, but goes on with another one when there is none of that number.
  await client.select(database);
  const facts = new Map((await client.info()).split(/\r?\n/).map((line) => splitAt(line, ':')));
  const version = facts.get('redis_version') ?? '0';
  if (version.localeCompare(MIN_REDIS_VERSION, 'en', { numeric: true }) < 0)
    throw unsupported(`has version ${version}: use Redis ${MIN_REDIS_VERSION} or later`);
  if (facts.get('redis_mode') === 'cluster')
    throw unsupported('is part of a Redis Cluster: give a single server or the primary of a replicated one');
  if (facts.get('role') !== 'master') throw unsupported('is a replica, which takes no writes: give the primary');
  const policy = facts.get('maxmemory_policy') ?? 'noeviction';
  if (policy !== 'noeviction')
    throw unsupported(`may drop keys when memory is short (${policy}): set its maxmemory-policy to noeviction`);
}

function splitAt(line: string, mark: string): [string, string] {
  const at = line.indexOf(mark);
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)];
}

function unsupported(why: string): StoreOpenError {
  return new StoreOpenError('unsupported-server', `The Redis at REDIS_URL ${why}.`);
}

function refusal(url: string, lastError: Error | undefined, error: Error): StoreOpenError {
  const said = `${lastError?.message} ${error.message}`;
  const options = { cause: error };
  if (/NOAUTH|WRONGPASS|NOPERM|invalid password|without any password/i.test(said)) {
    return new StoreOpenError(
      'access-denied',
      'Redis refuses the user or password in REDIS_URL: correct them there, and give that user all commands.',
      options,
    );
  }
  if (/DB index|invalid DB/i.test(said)) {
    return new StoreOpenError(
      'bad-url',
      'Redis has no database of the number in REDIS_URL: give a smaller one.',
      options,
    );
  }
  const isTls = url.startsWith('rediss:');
  const [reason] = (lastError ?? error).message.split('\n');
  const hint = isTls
    ? 'that it takes TLS with a certificate that is trusted here'
    : 'that it takes no TLS (else rediss://)';
  return new StoreOpenError(
    'unreachable',
    `Redis cannot be reached at REDIS_URL (${reason}): start it, or correct the address; make sure ${hint}.`,
    options,
  );
}

/** Notices when it stops answering, tells once of each loss and each return, and breaks a connection that is silent. */
function watched(client: Redis, logger: Logger): RedisConnection {
  let isAway = false;
  let lastReason = '';
  const lost = (reason: string) => {
    if (!isAway) logger.warn({ reason }, 'Redis does not answer');
    isAway = true;
  };
  const found = () => {
    if (isAway) logger.warn({}, 'Redis answers again');
    isAway = false;
  };
  client.on('error', (error: Error) => {
    lastReason = error.message;
  });
  client.on('close', () => lost(lastReason || 'the connection was closed'));
  client.on('ready', found);
  const look = setInterval(() => {
    if (client.status !== 'ready') return;
    client.ping().then(found, (error: Error) => {
      lost(error.message);
      if (client.status === 'ready') client.disconnect(true);
    });
  }, LOOK_MS);
  return {
    client,
    isAnswering: () => !isAway && client.status === 'ready',
    close() {
      clearInterval(look);
      client.removeAllListeners('close');
      client.disconnect();
    },
  };
}

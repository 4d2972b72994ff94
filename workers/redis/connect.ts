import { Redis, type RedisOptions } from 'ioredis';
import type { Logger } from 'pino';
import { StoreOpenError } from '../../event-store/store-open-error.ts';
import { parseRedisUrl, type RedisAddress } from './address.ts';
import { checkedConnector } from './connectors.ts';
import { Health } from './health.ts';
import { factsIn, unsuitability } from './suitability.ts';

/** Opening takes at most this long, checks included. */
const OPEN_MS = 10_000;
/** A command to a Redis that does not answer fails after this; the lease then ends by itself. */
const COMMAND_MS = 2_000;
const RETRY_STEP_MS = 50;
const RETRY_CAP_MS = 1_000;

/**
 * Errors by which a server says that it is not, or no longer, the one to write to: a replica, one that still loads its data, one whose
 * primary is away, one that was demoted while a call waited. Scripts of Redis 6 put such an error's name into their own.
 */
const NOT_THE_PRIMARY = /(^|[ -])(READONLY|LOADING|MASTERDOWN|UNBLOCKED) /;

const backoff = (attempt: number) => Math.min(RETRY_CAP_MS, attempt * RETRY_STEP_MS);

const OPTIONS: RedisOptions = {
  lazyConnect: true,
  connectTimeout: OPEN_MS,
  commandTimeout: COMMAND_MS,
  maxRetriesPerRequest: 1,
  retryStrategy: backoff,
  sentinelCommandTimeout: COMMAND_MS,
  sentinelRetryStrategy: backoff,
  reconnectOnError: (error) => NOT_THE_PRIMARY.test(error.message),
};

export interface RedisConnection {
  client: Redis;
  /** False while Redis is known to be away or to take no writes. */
  isAnswering(): boolean;
  /** Why not, for people; null when all is well. */
  trouble(): string | null;
  close(): void;
}

/**
 * Connects and makes sure that the server can be used; each later connection, BullMQ's included, is checked again. Afterwards a
 * connection is replaced by itself when it is lost, when it is open but silent, and when its server has become a replica.
 * Rejects within OPEN_MS with `StoreOpenError`, in one sentence that says what to do: 'bad-url', 'unreachable',
 * 'access-denied', 'unsupported-server' (too old, a replica, a cluster, one that evicts keys).
 */
export async function connectRedis(url: string, logger: Logger): Promise<RedisConnection> {
  const address = parseRedisUrl(url);
  let unsuitable: string | null = null;
  let onChecked = (why: string | null) => {
    unsuitable = why;
  };
  const Connector = checkedConnector(address.sentinelName !== undefined, (why) => onChecked(why));
  const client = new Redis({ ...OPTIONS, ...address.options, Connector });
  let lastError: Error | undefined;
  let isNameUnknown = false;
  client.on('error', (error: Error) => {
    lastError = error;
  });
  // A Sentinel answered that it knows no primary of that name.
  client.on('sentinelError', ({ message }: Error) => {
    isNameUnknown ||= /No such master|invalid reply: null/.test(message);
  });
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), OPEN_MS);
  });
  try {
    await Promise.race([check(client, address), tooLate]);
  } catch (error) {
    client.disconnect();
    if (unsuitable !== null) throw unsupported(unsuitable);
    if (isNameUnknown) throw unknownName(address.sentinelName, error as Error);
    throw error instanceof StoreOpenError ? error : refusal(address, lastError, error as Error);
  } finally {
    clearTimeout(timer);
  }
  const health = new Health(client, logger);
  onChecked = (why) => {
    if (why !== null) health.refused(why);
  };
  return {
    client,
    isAnswering: () => health.trouble() === null,
    trouble: () => health.trouble(),
    close() {
      health.stop();
      client.disconnect();
    },
  };
}

/** Connects and asks the server what it is. */
async function check(client: Redis, { database }: RedisAddress): Promise<void> {
  await client.connect();
  // The client selects the database as well, but goes on with another one when that number does not exist.
  await client.select(database);
  const why = unsuitability(factsIn(await client.info()));
  if (why !== null) throw unsupported(why);
}

function unsupported(why: string): StoreOpenError {
  return new StoreOpenError('unsupported-server', `The Redis at REDIS_URL ${why}.`);
}

function unknownName(name: string | undefined, cause: Error): StoreOpenError {
  return new StoreOpenError('bad-url', `The Sentinels in REDIS_URL know no primary named ${name}: correct the name.`, {
    cause,
  });
}

function refusal({ isTls }: RedisAddress, lastError: Error | undefined, error: Error): StoreOpenError {
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
  const [reason] = (lastError ?? error).message.split('\n');
  const hint = isTls
    ? 'that it takes TLS with a certificate that is trusted here (tlsCAFile names a private authority’s)'
    : 'that it takes no TLS (else rediss://)';
  return new StoreOpenError(
    'unreachable',
    `Redis cannot be reached at REDIS_URL (${reason}): start it, or correct the address; make sure ${hint}.`,
    options,
  );
}

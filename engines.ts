import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Config, EngineUrls } from './config.ts';
import type { Clock } from './domain/kernel/clock.ts';
import { EmbeddedEventStore } from './event-store/embedded/embedded-event-store.ts';
import type { EventStore } from './event-store/event-store.ts';
import { EventStoreDbEventStore } from './event-store/eventstoredb/eventstoredb-event-store.ts';
import type { SnapshotStore } from './event-store/snapshots.ts';
import { lockStore } from './event-store/sqlite.ts';
import { StoreOpenError } from './event-store/store-open-error.ts';
import { EmbeddedReadModelStore } from './projections/embedded/store.ts';
import { MongoReadModelStore } from './projections/mongodb/store.ts';
import type { ReadModelStore } from './projections/read-models.ts';
import { RESUME_EVENTS } from './realtime/limits.ts';
import { BullMqJobQueue } from './workers/bullmq/job-queue.ts';
import { EmbeddedJobQueue } from './workers/embedded/job-queue.ts';
import { type Heartbeats, localHeartbeats } from './workers/heartbeats.ts';
import type { JobQueue } from './workers/jobs.ts';
import type { Lease } from './workers/lease.ts';
import { redisHeartbeats } from './workers/redis/heartbeats.ts';
import { redisLease } from './workers/redis/lease.ts';

/** All of Salon's keys in Redis begin with it. */
const REDIS_PREFIX = 'salon:';
const REDIS_CONNECT_MS = 10_000;
/** A command to a Redis that does not answer fails after this; the lease then ends by itself. */
const REDIS_COMMAND_MS = 2_000;
const REDIS_RETRY_CAP_MS = 1_000;
/** EventStoreDB's positions are bytes of its log: this many an event, to be on the safe side of RESUME_EVENTS. */
const EVENTSTOREDB_BYTES_PER_EVENT = 1_000;

/** What the roles stand on: the log, the read models, and what several processes share. */
export interface Engines {
  log: EventStore;
  /** The read models, and the snapshots of long streams. */
  store: ReadModelStore & SnapshotStore;
  heartbeats: Heartbeats;
  /** The queue of jobs, for the process that runs them; due times are the clock's. */
  jobQueue(clock: Clock): JobQueue;
  /** Null when this process is alone on its stores, and so always the active one. */
  lease: ((task: string) => Lease) | null;
  redis: { client: Redis; prefix: string } | null;
  /** How far back in positions resumes reach. */
  resumePositions: number;
  /** What is away now, one sentence each. */
  away(): string[];
  close(): Promise<void>;
}

/** Opens the adapters that the configuration asks for. Rejects with `StoreOpenError` or `DamagedLogError`. */
export async function openEngines({ engines, dataDir }: Config, logger: Logger): Promise<Engines> {
  return engines ? openProduction(engines, logger) : openEmbedded(dataDir);
}

/** Runs `open` steps in order; when one fails, what was opened before is closed again. */
async function stepwise<T>(steps: (closeLater: (close: () => unknown) => void) => Promise<T>) {
  const closers: (() => unknown)[] = [];
  const close = async () => {
    for (let step = closers.pop(); step; step = closers.pop()) await step();
  };
  try {
    return { opened: await steps((step) => closers.push(step)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function openEmbedded(dataDir: string): Promise<Engines> {
  const { opened, close } = await stepwise(async (closeLater) => {
    const lock = lockStore(dataDir);
    closeLater(() => lock.release());
    const log = await EmbeddedEventStore.open({ dir: dataDir });
    closeLater(() => log.close());
    const store = await EmbeddedReadModelStore.open({ dir: dataDir });
    closeLater(() => store.close());
    return { log, store };
  });
  return {
    ...opened,
    heartbeats: localHeartbeats(),
    jobQueue: (clock) => new EmbeddedJobQueue(clock),
    lease: null,
    redis: null,
    resumePositions: RESUME_EVENTS,
    away: () => [],
    close,
  };
}

async function openProduction(urls: EngineUrls, logger: Logger): Promise<Engines> {
  const { opened, close } = await stepwise(async (closeLater) => {
    const log = await EventStoreDbEventStore.open({ url: urls.eventStore });
    closeLater(() => log.close());
    const store = await MongoReadModelStore.open({ url: urls.mongo });
    closeLater(() => store.close());
    const redis = await openRedis(urls.redis, logger);
    closeLater(() => redis.disconnect());
    return { log, store, redis };
  });
  const { log, store, redis } = opened;
  return {
    log,
    store,
    heartbeats: redisHeartbeats(redis, REDIS_PREFIX, logger),
    jobQueue: (clock) => new BullMqJobQueue({ redis, prefix: REDIS_PREFIX, clock, logger }),
    lease: (task) => redisLease(redis, REDIS_PREFIX, task),
    redis: { client: redis, prefix: REDIS_PREFIX },
    resumePositions: RESUME_EVENTS * EVENTSTOREDB_BYTES_PER_EVENT,
    away() {
      const status = log.status();
      const reasons = status.available ? [] : ['EventStoreDB does not answer'];
      return redis.status === 'ready' ? reasons : [...reasons, 'Redis does not answer'];
    },
    close,
  };
}

/** Connects, or says in one sentence why not. Later losses are made up for by reconnecting. */
async function openRedis(url: string, logger: Logger): Promise<Redis> {
  const redis = new Redis(url, {
    lazyConnect: true,
    connectTimeout: REDIS_CONNECT_MS,
    commandTimeout: REDIS_COMMAND_MS,
    maxRetriesPerRequest: 1,
    retryStrategy: (attempt) => Math.min(REDIS_RETRY_CAP_MS, attempt * 50),
  });
  let lastError: Error | null = null;
  redis.on('error', (error: Error) => {
    lastError = error;
    logger.warn({ err: error }, 'Redis does not answer');
  });
  try {
    await redis.connect();
    await redis.ping();
    return redis;
  } catch (error) {
    redis.disconnect();
    const { message } = lastError ?? (error as Error);
    const isRefused = /NOAUTH|WRONGPASS|invalid password/i.test(`${message} ${(error as Error).message}`);
    throw isRefused
      ? new StoreOpenError('access-denied', 'Redis refuses the user or password in REDIS_URL: correct them there.', {
          cause: error,
        })
      : new StoreOpenError(
          'unreachable',
          `Redis cannot be reached at REDIS_URL (${message}): start it, or correct the address.`,
          { cause: error },
        );
  }
}

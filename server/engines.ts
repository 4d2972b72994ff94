import type { Logger } from 'pino';
import { LocalTokenBuckets, type TokenBuckets } from '../api/http/token-buckets.ts';
import { RedisCounts } from '../api/redis/shared-counts.ts';
import { RedisTokenBuckets } from '../api/redis/token-buckets.ts';
import type { SharedCounts } from '../application/shared-counts.ts';
import type { Config, EngineUrls, Role } from '../config.ts';
import type { Clock, ProcessClock } from '../domain/kernel/clock.ts';
import { EmbeddedEventStore } from '../event-store/embedded/embedded-event-store.ts';
import { EmbeddedKeyStore } from '../event-store/embedded/key-store.ts';
import { type EventStore, START } from '../event-store/event-store.ts';
import { type SealedLog, sealLog } from '../event-store/sealing/seal-log.ts';
import type { SnapshotStore } from '../event-store/snapshots.ts';
import { lockStore } from '../event-store/store-lock.ts';
import { EmbeddedReadModelStore } from '../projections/embedded/store.ts';
import type { ReadModelStore } from '../projections/read-models.ts';
import type { EffectsLag } from '../workers/effects-lag.ts';
import { EmbeddedJobQueue } from '../workers/embedded/job-queue.ts';
import { type Heartbeats, localHeartbeats } from '../workers/heartbeats.ts';
import { type JobQueue, MAX_CONCURRENT_JOBS } from '../workers/jobs.ts';
import type { Lease } from '../workers/lease.ts';
import { localOnlineUsers, type OnlineUsers } from '../workers/online-users.ts';
import type { Membership } from '../workers/partition-share.ts';
import { partitionedQueue, queueOfPartition } from '../workers/partitioned-queue.ts';
import { ALL_PARTITIONS, PARTITIONS } from '../workers/partitions.ts';
import { followAdvance, type SharedAdvance } from '../workers/redis/advance.ts';
import { redisEffectsLag } from '../workers/redis/effects-lag.ts';
import { redisHeartbeats } from '../workers/redis/heartbeats.ts';
import { redisLease } from '../workers/redis/lease.ts';
import { redisMembership } from '../workers/redis/membership.ts';
import { redisOnlineUsers } from '../workers/redis/online-users.ts';
import { followRedisTime, type RedisTime } from '../workers/redis/time.ts';
import { type Part, startInOrder } from './parts.ts';

/** Prefix of all keys in Redis of the deployment that has this log: another one on the same Redis never meets them. */
export function redisPrefix(logName: string): string {
  return `salon:${logName}:`;
}

/** Roles that need Redis, for their lease. The others only pass heartbeats on over it, and serve without it. */
const NEED_REDIS: readonly Role[] = ['projections', 'workers'];

/** The stores that the roles work on: the log, the read models, and what several processes share. */
export interface Engines extends Part {
  log: EventStore;
  /** The log as it is kept: what it says of people is sealed (event-store/sealing/). */
  sealed: SealedLog;
  /** The read models, whose documents are sealed. */
  store: ReadModelStore;
  /** The snapshots of long streams. */
  snapshots: SnapshotStore;
  /** Carries heartbeats between processes; their ages are measured by this process's clock or by an engine's. */
  heartbeats(clock: ProcessClock): Heartbeats;
  /** Who has a socket open, at any process. */
  onlineUsers(): OnlineUsers;
  /** The queue of jobs; due times are by the clock. `partitions`: whose jobs, where several processes share the work; default: all. */
  jobQueue(clock: Clock, partitions?: readonly number[]): JobQueue;
  /** The token buckets of rate limits; shared where several processes serve the same callers. */
  tokenBuckets(): TokenBuckets;
  /** Counts in windows that all processes share; absent where there is one process. */
  sharedCounts?(clock: Clock): SharedCounts;
  /** How often an engine ended this process's subscription to the log because it was behind; absent where that cannot be. */
  subscription?: { readonly slowEnds: number };
  /** The clock that all processes share; null when this process is alone on its stores and uses the machine's. */
  time: RedisTime | null;
  /** Moves the clock of all processes; null when this process is alone on its stores, and outside dev mode. */
  advance: SharedAdvance | null;
  /** Makes the lease of a task; null when this process is alone on its stores, and so always the active one. */
  lease: ((task: string) => Lease) | null;
  /** What the stores keep in memory, in bytes, by the name of the cache. */
  cachedBytes(): Record<string, number>;
  /** The processes that share a task, where several may; absent when this process is alone on its stores. */
  members?(task: string): Membership;
  /** How far effects lag, where other processes may carry them out. */
  effectsLag?: EffectsLag;
  /** Names each engine that this process's roles need and that does not answer now; the read models report for themselves. */
  notReady(): string[];
}

/** Opens the adapters that the configuration asks for. Rejects with `StoreOpenError` or `DamagedLogError`. */
export async function openEngines({ engines, dataDir, roles, dev }: Config, logger: Logger): Promise<Engines> {
  return engines ? openProduction(engines, { roles, dev }, logger) : openEmbedded(dataDir);
}

/** `seal`: puts sealing over the log. */
export function openEmbedded(dataDir: string, seal = sealLog): Promise<Engines> {
  return startInOrder(async (parts) => {
    const lock = lockStore(dataDir);
    parts.add({ stop: async () => lock.release() });
    const log = await EmbeddedEventStore.open({ dir: dataDir });
    parts.add({
      stop: () => log.close(),
      notReady() {
        const status = log.status();
        return status.available ? [] : [`the log takes nothing: ${status.reason}`];
      },
    });
    const keys = await EmbeddedKeyStore.open({ dir: dataDir, mayCreate: (await log.head()) === START });
    parts.add({ stop: () => keys.close() });
    // Nobody else has this directory, so that no key is destroyed without this process.
    const sealed = await seal(log, keys, { recheckMs: Number.POSITIVE_INFINITY });
    const store = await EmbeddedReadModelStore.open({ dir: dataDir });
    parts.add({ stop: () => store.close() });
    // One in the process: operators look into the same as the workers.
    let queue: JobQueue | undefined;
    const jobQueue = (clock: Clock) => {
      queue ??= new EmbeddedJobQueue(clock);
      return queue;
    };
    const tokenBuckets = () => new LocalTokenBuckets();
    return {
      log: sealed.log,
      sealed,
      store,
      snapshots: sealed.snapshots(store),
      heartbeats: localHeartbeats,
      onlineUsers: localOnlineUsers,
      jobQueue,
      tokenBuckets,
      cachedBytes: () => ({ 'recent-events': log.recentBytes(), 'sealed-texts': sealed.cachedBytes() }),
      lease: null,
      time: null,
      advance: null,
    };
  });
}

/** Imported only when these engines are configured: their clients would be half of the time of an embedded start-up. */
async function loadProduction() {
  const [{ EventStoreDbEventStore }, { MongoReadModelStore }, { MongoKeyStore }, { connectRedis }, { BullMqJobQueue }] =
    await Promise.all([
      import('../event-store/eventstoredb/eventstoredb-event-store.ts'),
      import('../projections/mongodb/store.ts'),
      import('../projections/mongodb/key-store.ts'),
      import('../workers/redis/connect.ts'),
      import('../workers/bullmq/job-queue.ts'),
    ]);
  return { EventStoreDbEventStore, MongoReadModelStore, MongoKeyStore, connectRedis, BullMqJobQueue };
}

async function openProduction(
  urls: EngineUrls,
  { roles, dev }: Pick<Config, 'roles' | 'dev'>,
  logger: Logger,
): Promise<Engines> {
  const { EventStoreDbEventStore, MongoReadModelStore, MongoKeyStore, connectRedis, BullMqJobQueue } =
    await loadProduction();
  return startInOrder(async (parts) => {
    const log = await EventStoreDbEventStore.open({ url: urls.eventStore });
    const logAway = () => (log.status().available ? [] : ['EventStoreDB does not answer']);
    parts.add({ stop: () => log.close(), notReady: logAway });
    const keys = await MongoKeyStore.open({ url: urls.mongo });
    parts.add({ stop: () => keys.close() });
    const sealed = await sealLog(log, keys);
    const store = await MongoReadModelStore.open({ url: urls.mongo });
    parts.add({ stop: () => store.close() });
    const redis = await connectRedis(urls.redis, logger);
    const needsRedis = NEED_REDIS.some((role) => roles.has(role));
    parts.add({
      stop: async () => redis.close(),
      notReady() {
        const trouble = needsRedis ? redis.trouble() : null;
        return trouble === null ? [] : [trouble];
      },
    });
    const { client } = redis;
    const logName = sealed.logKey.logName();
    const prefix = redisPrefix(logName);
    const time = await followRedisTime(client, logger);
    parts.add({ stop: async () => time.stop() });
    const advance = dev ? await followAdvance(client, prefix) : null;
    parts.add({ stop: async () => advance?.stop() });
    return {
      log: sealed.log,
      sealed,
      store,
      snapshots: sealed.snapshots(store),
      heartbeats: () => redisHeartbeats(client, prefix, logger),
      onlineUsers: () => redisOnlineUsers(client, prefix, logger),
      jobQueue: (clock: Clock, partitions = ALL_PARTITIONS) =>
        partitionedQueue(
          new Map(
            partitions.map((partition) => [
              partition,
              new BullMqJobQueue({
                ...{ redis: client, prefix, clock, logger, advancedMs: advance?.totalMs },
                name: queueOfPartition(partition),
                concurrency: MAX_CONCURRENT_JOBS / PARTITIONS,
              }),
            ]),
          ),
        ),
      tokenBuckets: () => new RedisTokenBuckets(client, prefix),
      sharedCounts: (clock: Clock) => new RedisCounts(client, prefix, clock),
      subscription: log.metrics,
      cachedBytes: () => ({ 'sealed-texts': sealed.cachedBytes() }),
      time,
      advance,
      lease: (task: string) => redisLease(client, prefix, task, logName),
      members: (task: string) => redisMembership(client, prefix, task),
      effectsLag: redisEffectsLag(client, prefix),
    };
  });
}

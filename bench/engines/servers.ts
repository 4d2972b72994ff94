import { FakeProcess } from '../../test/fakes/eventstoredb/fake-process.ts';
import { MongoFakeProcess } from '../../test/fakes/mongodb/fake.ts';
import { hasRedis, RedisProcess } from '../../test/support/redis-process.ts';

/** A server that an adapter is measured on. */
export interface Server {
  /** Short, for tables. */
  name: string;
  /** One sentence: what it is, and what that means for the figures. */
  about: string;
  url: string;
  /** Its process, when it was started here. */
  pid?: number;
  stop(): Promise<void>;
}

function real(product: string, variable: string, url: string): Server {
  return {
    name: product,
    about: `${product}: the real server that ${variable} names; its own CPU time is not seen from here.`,
    url,
    async stop() {},
  };
}

function fakeOf(product: string, variable: string, { url, pid, stop }: Pick<Server, 'url' | 'pid' | 'stop'>): Server {
  return {
    name: `the fake of ${product}`,
    about:
      `${product}: NOT the real server but a fake of its protocol, a process of its own. What our process spends is real; ` +
      `rates, latencies and the server’s CPU time are the fake’s. Set ${variable} to measure the real one.`,
    url,
    pid,
    stop,
  };
}

export async function startEventStore(url = process.env.EVENTSTORE_URL): Promise<Server> {
  if (url) return real('EventStoreDB', 'EVENTSTORE_URL', url);
  const fake = await FakeProcess.start();
  return fakeOf('EventStoreDB', 'EVENTSTORE_URL', { url: fake.url, pid: fake.pid, stop: () => fake.dispose() });
}

export async function startMongo(url = process.env.MONGODB_URL): Promise<Server> {
  if (url) return real('MongoDB', 'MONGODB_URL', url);
  const fake = await MongoFakeProcess.start();
  return fakeOf('MongoDB', 'MONGODB_URL', { url: fake.url, pid: fake.pid, stop: () => fake.kill() });
}

/** Null, and a sentence about it, when there is neither REDIS_URL nor a redis-server that could be started. */
export async function startRedis(url = process.env.REDIS_URL): Promise<Server | null> {
  if (url) return real('Redis', 'REDIS_URL', url);
  if (!hasRedis('the cost of jobs over Redis')) return null;
  const redis = await RedisProcess.start();
  return {
    name: 'Redis',
    about: 'Redis: a real redis-server, started for this run, which syncs its file at every command.',
    url: redis.url,
    pid: redis.pid,
    stop: () => redis.dispose(),
  };
}

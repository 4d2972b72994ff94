import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { FakeProcess as EventStoreDbFake } from '../fakes/eventstoredb/fake-process.ts';
import { MongoFakeProcess } from '../fakes/mongodb/fake.ts';
import { until } from './promises.ts';
import { RedisProcess } from './redis-process.ts';
import { type Finished, runMain, ServerProcess, temporaryFolder } from './server-process.ts';

/** Nothing is kept on disk, so a restart of Redis is a flush as well. */
const FORGETFUL = { appendonly: 'no' };

/** One process of Salon, which keeps its port over restarts. */
export class Member {
  readonly roles: string;
  private readonly env: Record<string, string>;
  private server: ServerProcess | null = null;
  private port = '0';

  constructor(roles: string, env: Record<string, string>) {
    this.roles = roles;
    this.env = env;
  }

  async start(): Promise<void> {
    this.server = await ServerProcess.start({ ...this.env, ROLES: this.roles, PORT: this.port });
    this.port = new URL(this.server.url).port;
  }

  /** Waits until its readiness says so. */
  async becomesReady(): Promise<void> {
    await until(async () => (await fetch(`${this.url}/readyz`)).status === 200);
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get output(): string {
    return this.server?.text ?? '';
  }

  async end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    return this.server ? this.server.end(signal) : 0;
  }
}

/** Salon over several processes on the fakes of EventStoreDB and MongoDB and on a real Redis. */
export class Cluster {
  readonly members: Member[];
  readonly eventStore: EventStoreDbFake;
  readonly mongo: MongoFakeProcess;
  readonly redis: RedisProcess;
  private readonly env: Record<string, string>;
  private readonly folder: string;

  private constructor(
    folder: string,
    env: Record<string, string>,
    members: Member[],
    engines: { eventStore: EventStoreDbFake; mongo: MongoFakeProcess; redis: RedisProcess },
  ) {
    this.folder = folder;
    this.env = env;
    this.members = members;
    this.eventStore = engines.eventStore;
    this.mongo = engines.mongo;
    this.redis = engines.redis;
  }

  /** Starts the engines, and a process for each list of roles, with `more` in the environment of each. */
  static async start(roles: readonly string[], more: Record<string, string> = {}): Promise<Cluster> {
    const folder = temporaryFolder('cluster');
    const [eventStore, mongo, redis] = await Promise.all([
      EventStoreDbFake.start(),
      MongoFakeProcess.start({ file: join(folder, 'mongo') }),
      RedisProcess.start(FORGETFUL),
    ]);
    const env = {
      EVENTSTORE_URL: eventStore.url,
      MONGODB_URL: mongo.url,
      REDIS_URL: redis.url,
      DATA_DIR: join(folder, 'unused'),
      LOG_LEVEL: 'warn',
      ...more,
    };
    const members = roles.map((list) => new Member(list, env));
    const cluster = new Cluster(folder, env, members, { eventStore, mongo, redis });
    await Promise.all(members.map((member) => member.start()));
    // A process serves what it can before the read models are built; tests begin with all of it.
    if (cluster.with('projections').length > 0) await Promise.all(members.map((member) => member.becomesReady()));
    return cluster;
  }

  with(role: string): Member[] {
    return this.members.filter(({ roles }) => roles.split(',').includes(role));
  }

  /** Stops every process of Salon, orderly; the engines stay. */
  async stopMembers(): Promise<(number | null)[]> {
    return Promise.all(this.members.map((member) => member.end('SIGTERM')));
  }

  /** Runs a command of main.ts on the same engines. */
  run(words: string[]): Promise<Finished> {
    return runMain(words, this.env);
  }

  async close(): Promise<void> {
    await Promise.all(this.members.map((member) => member.end('SIGKILL')));
    await Promise.all([this.redis.dispose(), this.mongo.kill(), this.eventStore.dispose()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

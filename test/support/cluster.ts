import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { FakeProcess as EventStoreDbFake } from '../fakes/eventstoredb/fake-process.ts';
import { MongoFakeProcess } from '../fakes/mongodb/fake.ts';
import { until } from './promises.ts';
import { type Finished, runMain, ServerProcess, temporaryFolder } from './server-process.ts';

/** A real Redis of the test's own: nothing is kept on disk, so its restart is a flush as well. */
class RedisServer {
  private child: ChildProcess | null = null;
  private readonly dir: string;
  readonly port: number;

  constructor(port: number, dir: string) {
    this.port = port;
    this.dir = dir;
  }

  async start(): Promise<void> {
    const args = ['--port', String(this.port), '--bind', '127.0.0.1', '--save', '', '--dir', this.dir];
    this.child = spawn('redis-server', args, { stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const chunk of this.child.stdout!) if (String(chunk).includes('Ready to accept connections')) break;
    this.child.stdout!.resume();
  }

  async kill(): Promise<void> {
    if (!this.child) return;
    const gone = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await gone;
    this.child = null;
  }

  flush(): void {
    spawnSync('redis-cli', ['-p', String(this.port), 'FLUSHALL']);
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

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
  readonly redis: RedisServer;
  private readonly env: Record<string, string>;
  private readonly folder: string;

  private constructor(
    folder: string,
    env: Record<string, string>,
    members: Member[],
    engines: { eventStore: EventStoreDbFake; mongo: MongoFakeProcess; redis: RedisServer },
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
    const redis = new RedisServer(await freePort(), folder);
    const [eventStore, mongo] = await Promise.all([
      EventStoreDbFake.start(),
      MongoFakeProcess.start({ file: join(folder, 'mongo') }),
      redis.start(),
    ]);
    const env = {
      EVENTSTORE_URL: eventStore.url,
      MONGODB_URL: mongo.url,
      REDIS_URL: `redis://127.0.0.1:${redis.port}`,
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
    await Promise.all([this.redis.kill(), this.mongo.kill(), this.eventStore.dispose()]);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

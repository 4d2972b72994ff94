import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const BINARY = 'redis-server';

/**
 * True when a redis-server can be started here. Without one, tests that need it are skipped aloud; in CI that is a failure.
 */
export function hasRedis(what: string): boolean {
  if (spawnSync(BINARY, ['--version']).status === 0) return true;
  if (process.env.CI === 'true') throw new Error(`${what}: there is no ${BINARY}, and CI must not go without`);
  console.log(`SKIPPED: ${what}, because there is no ${BINARY} here (Debian: apt-get install redis-server)`);
  return false;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

/** A real Redis of the test's own: a free port, a temporary folder, an append-only file written at every command. */
export class RedisProcess {
  readonly port: number;
  private readonly dir: string;
  private child: ChildProcess | null = null;

  private constructor(port: number, dir: string) {
    this.port = port;
    this.dir = dir;
  }

  static async start(): Promise<RedisProcess> {
    const redis = new RedisProcess(await freePort(), mkdtempSync(join(tmpdir(), 'salon-redis-')));
    await redis.run();
    return redis;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it, with what it had written; nothing happens when it runs. */
  async run(): Promise<void> {
    if (this.child) return;
    const options = {
      port: this.port,
      bind: '127.0.0.1',
      dir: this.dir,
      save: '',
      appendonly: 'yes',
      appendfsync: 'always',
    };
    const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
    const child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    // A test run that is broken off leaves none behind.
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('close', () => process.off('exit', end));
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        said += chunk;
        if (said.includes('Ready to accept connections')) resolve();
      });
      child.once('error', reject);
      child.once('close', (code) => reject(new Error(`${BINARY} ended with ${code}:\n${said}`)));
    });
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  }

  /** It holds its connections and answers nothing, until `thaw`. */
  freeze(): void {
    this.child?.kill('SIGSTOP');
  }

  thaw(): void {
    this.child?.kill('SIGCONT');
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }
}

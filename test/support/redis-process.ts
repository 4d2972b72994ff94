import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';

const BINARY = 'redis-server';

/**
 * True when a redis-server can be started here. Else prints that the test is skipped; in CI it throws.
 */
export function hasRedis(what: string): boolean {
  if (spawnSync(BINARY, ['--version']).status === 0) return true;
  if (process.env.CI === 'true') throw new Error(`${what}: there is no ${BINARY}, and CI must not go without`);
  console.log(`SKIPPED: ${what}, because there is no ${BINARY} here (Debian: apt-get install redis-server)`);
  return false;
}

/** What a server says when it takes connections: the last one is a Sentinel's. */
const READY = /Ready to accept connections|Sentinel ID is/;

/** A real Redis of the test's own: a free port, a temporary folder, an append-only file written at every command. */
export class RedisProcess {
  readonly port: number;
  private readonly dir: string;
  private readonly settings: Record<string, string>;
  private child: ChildProcess | null = null;

  private constructor(port: number, dir: string, settings: Record<string, string>) {
    this.port = port;
    this.dir = dir;
    this.settings = settings;
  }

  /** `settings`: what differs from the usual ones; `{port}` in one is replaced by the server's port. */
  static async start(settings: Record<string, string> = {}): Promise<RedisProcess> {
    const redis = new RedisProcess(await freePort(), mkdtempSync(join(tmpdir(), 'salon-redis-')), settings);
    await redis.run();
    return redis;
  }

  /** A Sentinel, alone, that watches a primary under a name and replaces it when it is silent for a second. */
  static async sentinel(name: string, primary: RedisProcess): Promise<RedisProcess> {
    const dir = mkdtempSync(join(tmpdir(), 'salon-sentinel-'));
    const sentinel = new RedisProcess(await freePort(), dir, {});
    const lines = [
      `port ${sentinel.port}`,
      'bind 127.0.0.1',
      `dir ${dir}`,
      `sentinel monitor ${name} 127.0.0.1 ${primary.port} 1`,
      `sentinel down-after-milliseconds ${name} 1000`,
      `sentinel failover-timeout ${name} 3000`,
    ];
    writeFileSync(join(dir, 'sentinel.conf'), `${lines.join('\n')}\n`);
    await sentinel.spawn([join(dir, 'sentinel.conf'), '--sentinel']);
    return sentinel;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}/0`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it with the data that it had written; does nothing when it runs. */
  async run(): Promise<void> {
    if (this.child) return;
    const options = {
      port: this.port,
      bind: '127.0.0.1',
      dir: this.dir,
      save: '',
      appendonly: 'yes',
      appendfsync: 'always',
      ...this.settings,
    };
    const filled = (value: unknown) => String(value).replace('{port}', String(this.port));
    await this.spawn(Object.entries(options).flatMap(([name, value]) => [`--${name}`, filled(value)]));
  }

  private async spawn(args: string[]): Promise<void> {
    const child = spawn(BINARY, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    this.child = child;
    // A test run that is interrupted leaves no server behind.
    const end = () => child.kill('SIGKILL');
    process.once('exit', end);
    child.once('close', () => process.off('exit', end));
    let said = '';
    await new Promise<void>((resolve, reject) => {
      child.stdout.on('data', (chunk) => {
        said += chunk;
        if (READY.test(said)) resolve();
      });
      child.once('error', reject);
      child.once('close', (code) => reject(new Error(`${BINARY} ended with ${code}:\n${said}`)));
    });
  }

  /** Runs a command on it, by `redis-cli`. */
  command(...words: string[]): void {
    const { status, stdout, stderr } = spawnSync('redis-cli', ['-p', String(this.port), ...words], {
      encoding: 'utf8',
    });
    if (status !== 0 || /^(ERR|\(error\))/.test(stdout)) throw new Error(`redis-cli ${words[0]}: ${stdout}${stderr}`);
  }

  /** Whether its INFO contains the text. */
  says(fact: string): boolean {
    const { stdout } = spawnSync('redis-cli', ['-p', String(this.port), 'INFO'], { encoding: 'utf8' });
    return stdout.includes(fact);
  }

  /** Makes it a replica of another server, or with null a primary; connections stay open. */
  follow(primary: RedisProcess | null): void {
    if (primary) this.command('REPLICAOF', '127.0.0.1', String(primary.port));
    else this.command('REPLICAOF', 'NO', 'ONE');
  }

  /** `kill -9`. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'close');
  }

  /** Stops it until `thaw`: it keeps its connections and answers nothing. */
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

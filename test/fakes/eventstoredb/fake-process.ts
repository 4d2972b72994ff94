import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Counters, Faults } from './faults.ts';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** The fake server as a process of its own, which keeps its log over its own death. */
export class FakeProcess {
  private readonly dir: string;
  private readonly args: string[];
  private child: ChildProcess | undefined;
  private control = '';
  private port = 0;

  private constructor(args: string[]) {
    this.dir = mkdtempSync(join(tmpdir(), 'salon-fake-eventstoredb-'));
    this.args = args;
  }

  static async start(...args: string[]): Promise<FakeProcess> {
    const fake = new FakeProcess(args);
    await fake.start();
    return fake;
  }

  get url(): string {
    return `esdb://127.0.0.1:${this.port}?tls=false`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it, again on its old port. */
  async start(): Promise<void> {
    const file = join(this.dir, 'state');
    const args = [MAIN, '--port', String(this.port), '--file', file, '--until-stdin-ends', ...this.args];
    const child = spawn(process.execPath, ['--import', 'tsx', ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child = child;
    for await (const line of createInterface({ input: child.stdout! })) {
      const [, controlled] = /^control on (\S+)/.exec(line) ?? [];
      const [, port] = /^listening on esdb:\/\/127\.0\.0\.1:(\d+)/.exec(line) ?? [];
      if (controlled) this.control = controlled;
      if (port) {
        this.port = Number(port);
        return;
      }
    }
    throw new Error('the fake EventStoreDB did not start');
  }

  /** kill -9. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = undefined;
    if (!child || child.exitCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  }

  /** Orders faults; resolves with the counters. */
  async set(faults: Partial<Faults>): Promise<Counters> {
    return this.ask('/', { method: 'POST', body: JSON.stringify(faults) });
  }

  async drop(): Promise<void> {
    await this.ask('/drop', { method: 'POST' });
  }

  async counters(): Promise<Counters> {
    return this.ask('/');
  }

  async dispose(): Promise<void> {
    await this.kill();
    rmSync(this.dir, { recursive: true, force: true });
  }

  private async ask(path: string, init?: RequestInit): Promise<Counters> {
    return (await (await fetch(this.control + path, init)).json()) as Counters;
  }
}

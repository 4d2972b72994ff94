import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { PrivateAuthority } from '../../support/private-authority.ts';
import { runs } from '../../support/script.ts';
import type { Leadership } from './cluster.ts';
import type { Counters, Faults } from './faults.ts';

const MAIN = runs('test/fakes/eventstoredb/main.ts');

/** The fake server as a process of its own, which keeps its log over its own death. */
export class FakeProcess {
  private readonly dir: string;
  private readonly args: string[];
  private child: ChildProcess | undefined;
  private control = '';
  private ports: number[];
  /** How clients come, as part of an address. */
  private security = 'tls=false';

  private constructor(nodes: number, args: string[]) {
    this.ports = Array(nodes).fill(0);
    this.dir = mkdtempSync(join(tmpdir(), 'salon-fake-eventstoredb-'));
    this.args = args;
  }

  static async start(...args: string[]): Promise<FakeProcess> {
    const fake = new FakeProcess(1, args);
    await fake.start();
    return fake;
  }

  /** One node that answers over TLS. */
  static async overTls({ caFile, certFile, keyFile }: PrivateAuthority, ...args: string[]): Promise<FakeProcess> {
    const fake = new FakeProcess(1, ['--tls-cert', certFile, '--tls-key', keyFile, ...args]);
    fake.security = `tls=true&tlsCAFile=${encodeURIComponent(caFile)}`;
    await fake.start();
    return fake;
  }

  /** Three nodes, of which the first one leads. */
  static async cluster(): Promise<FakeProcess> {
    const fake = new FakeProcess(3, []);
    await fake.start();
    return fake;
  }

  /** The address of its first node, or of its only one. */
  get url(): string {
    return this.urlOf(0);
  }

  /** The address of one node. */
  urlOf(node: number): string {
    return `esdb://127.0.0.1:${this.ports[node]}?${this.security}`;
  }

  /** An address by which a client asks for the nodes and who leads them. */
  get discoverUrl(): string {
    return `esdb+discover://127.0.0.1:${this.ports[0]}?${this.security}`;
  }

  /** An address that names all nodes. */
  get clusterUrl(): string {
    return `esdb://${this.ports.map((port) => `127.0.0.1:${port}`).join(',')}?${this.security}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Starts it, again on its old port. */
  async start(): Promise<void> {
    const file = join(this.dir, 'state');
    const args = ['--ports', this.ports.join(','), '--file', file, '--until-stdin-ends', ...this.args];
    const child = spawn(process.execPath, [...MAIN, ...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child = child;
    for await (const line of createInterface({ input: child.stdout! })) {
      const [, controlled] = /^control on (\S+)/.exec(line) ?? [];
      const [, hosts] = /^listening on esdb:\/\/(\S+)\?/.exec(line) ?? [];
      if (controlled) this.control = controlled;
      if (hosts) {
        this.ports = hosts.split(',').map((host) => Number(host.split(':')[1]));
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

  /** Says which node leads from now on (null: none), and which of the others know and hear. */
  async lead(change: Partial<Leadership>): Promise<Counters> {
    return this.ask('/lead', { method: 'POST', body: JSON.stringify(change) });
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

import { type ChildProcess, spawn } from 'node:child_process';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Document } from 'bson';
import { runs } from '../../support/script.ts';
import type { Fault, Mode } from './faults.ts';
import type { Stats } from './server.ts';
import { FrameReader, request } from './wire.ts';

const MAIN = runs('test/fakes/mongodb/main.ts');

/** The fake in a process of its own, as tests use it. */
export class MongoFakeProcess {
  private readonly file: string | undefined;
  private child: ChildProcess | null = null;
  private port = 0;

  private constructor(file?: string) {
    this.file = file;
  }

  /** With a file, its state outlives `kill`. */
  static async start({ file }: { file?: string } = {}): Promise<MongoFakeProcess> {
    const fake = new MongoFakeProcess(file);
    await fake.start();
    return fake;
  }

  get url(): string {
    return `mongodb://127.0.0.1:${this.port}/?replicaSet=rs0`;
  }

  get address(): string {
    return `127.0.0.1:${this.port}`;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** On the port of before, if it was started before. */
  async start(): Promise<void> {
    const args = [...MAIN, '--port', String(this.port), ...(this.file ? ['--file', this.file] : [])];
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    this.child = child;
    const lines = createInterface({ input: child.stdout! });
    this.port = await new Promise<number>((resolve, reject) => {
      child.once('exit', (code) => reject(new Error(`the MongoDB fake has ended with ${code}`)));
      lines.on('line', (line) => {
        const port = /^listening on mongodb:\/\/127\.0\.0\.1:(\d+)\//.exec(line)?.[1];
        if (port) resolve(Number(port));
      });
    });
  }

  /** As `kill -9`. */
  async kill(): Promise<void> {
    const { child } = this;
    this.child = null;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }

  async fault(fault: Fault): Promise<void> {
    await this.control({ fault });
  }

  async clearFaults(): Promise<void> {
    await this.control({ clear: true });
  }

  /** What is not named is as it was at the start. */
  async mode(mode: Partial<Mode>): Promise<void> {
    await this.control({ mode });
  }

  /** Ends all connections, as a restart of the network would. */
  async disconnect(): Promise<void> {
    await this.control({ disconnect: true });
  }

  async stats(): Promise<Stats> {
    return (await this.control({})).stats as Stats;
  }

  async resetStats(): Promise<void> {
    await this.control({ reset: true });
  }

  /** By a connection of its own, without a driver: the driver refuses some of the modes. */
  private control(fake: Document): Promise<Document> {
    return new Promise((resolve, reject) => {
      const socket = connect(this.port, '127.0.0.1');
      const reader = new FrameReader();
      socket.on('error', reject);
      socket.on('close', () => reject(new Error('the MongoDB fake has closed its control connection')));
      socket.on('data', (bytes) => {
        for (const { command } of reader.push(bytes)) resolve(command);
        socket.end();
      });
      socket.write(request(1, { fake, $db: 'admin' }));
    });
  }
}

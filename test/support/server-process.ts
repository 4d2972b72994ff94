import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SETTINGS } from '../../server/settings/names.ts';
import { TEST_DEV_KEY } from './client.ts';
import { ROOT, runs } from './script.ts';

/** Node's arguments as in `npm start`: events live long enough to outgrow a small young generation, and then cost twice. */
const SERVER = ['--max-semi-space-size=64', ...runs('main.ts')];

export function temporaryFolder(name: string): string {
  return mkdtempSync(join(tmpdir(), `salon-${name}-`));
}

/** What a finished `main.ts` process said. */
export interface Finished {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The environment of a child: this one's without any setting of Salon's, in dev mode unless `env` says production or DEV_MODE=0. */
function environment(env: Record<string, string>): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(([name]) => !(SETTINGS as readonly string[]).includes(name));
  const mode = env.NODE_ENV === 'production' ? {} : { DEV_MODE: '1', DEV_KEY: TEST_DEV_KEY };
  return { ...Object.fromEntries(inherited), ...mode, ...env };
}

/** Runs `main.ts` with arguments until it ends by itself. */
export async function runMain(args: string[], env: Record<string, string>): Promise<Finished> {
  const child = spawn(process.execPath, [...SERVER, ...args], { cwd: ROOT, env: environment(env) });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

/** The real server as a process of its own, on a free port. */
export class ServerProcess {
  readonly url: string;
  private readonly child: ChildProcess;
  private readonly output: { text: string };

  private constructor(child: ChildProcess, url: string, output: { text: string }) {
    this.child = child;
    this.url = url;
    this.output = output;
  }

  /** Starts the server, or a script that serves like it, and resolves when it says where it listens, which it does once it is ready. */
  static async start(env: Record<string, string>, args = SERVER): Promise<ServerProcess> {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      env: environment({ PORT: '0', ...env }),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { text: '' };
    const url = await new Promise<string>((found, reject) => {
      const read = (chunk: Buffer) => {
        output.text += chunk;
        const match = /listening on (http:\S+)/.exec(output.text);
        if (match) found(match[1]!);
      };
      child.stdout!.on('data', read);
      child.stderr!.on('data', read);
      child.once('close', (code) => reject(new Error(`the server ended with ${code} at start:\n${output.text}`)));
    });
    return new ServerProcess(child, url, output);
  }

  get text(): string {
    return this.output.text;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Ends the process and waits until it is gone; the exit code, or null after SIGKILL. */
  async end(signal: 'SIGKILL' | 'SIGINT' | 'SIGTERM'): Promise<number | null> {
    const { exitCode, signalCode } = this.child;
    if (exitCode !== null || signalCode !== null) return exitCode;
    const closed = once(this.child, 'close');
    this.child.kill(signal);
    const [code] = (await closed) as [number | null];
    return code;
  }
}

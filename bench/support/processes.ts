import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ROOT } from '../../test/support/script.ts';

/** Runs a script of bench/support to its end and returns what it printed as JSON. */
export async function runScript<Result>(script: string, orders: object): Promise<Result> {
  const child = spawn(process.execPath, ['--import', 'tsx', `bench/support/${script}`, JSON.stringify(orders)], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk) => {
    output += chunk;
  });
  const [code] = (await once(child, 'close')) as [number];
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  return JSON.parse(output) as Result;
}

/** Starts a script that serves and says `listening on <url>`. */
export async function startScript(
  script: string,
  args: readonly string[] = [],
): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['--import', 'tsx', `bench/support/${script}`, ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const url = await new Promise<string>((found, reject) => {
    child.stdout!.on('data', (chunk) => {
      const match = /listening on (http:\S+)/.exec(String(chunk));
      if (match) found(match[1]!);
    });
    child.once('close', () => reject(new Error(`${script} did not start`)));
  });
  return { url, child };
}

/** A script that takes orders, a line of JSON each, and answers each with one. */
export interface Worker<Orders, Result> {
  run(orders: Orders): Promise<Result>;
  stop(): Promise<void>;
}

/** Starts a script that takes orders and says that it is ready by a first line. */
export async function startWorker<Orders, Result>(script: string): Promise<Worker<Orders, Result>> {
  const child = spawn(process.execPath, ['--import', 'tsx', `bench/support/${script}`], {
    cwd: ROOT,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const closed = once(child, 'close');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done) throw new Error(`${script} ended`);
    return JSON.parse(value) as Result;
  };
  await answer();
  return {
    run(orders) {
      child.stdin.write(`${JSON.stringify(orders)}\n`);
      return answer();
    },
    async stop() {
      child.stdin.end();
      await closed;
    },
  };
}

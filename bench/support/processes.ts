import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
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
export async function startScript(script: string): Promise<{ url: string; child: ChildProcess }> {
  const child = spawn(process.execPath, ['--import', 'tsx', `bench/support/${script}`], {
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

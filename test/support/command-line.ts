import { runCommandLine } from '../../server/cli/run.ts';

/** What a command line came to. */
export interface Ran {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line of `salon` in this process, with these settings and no others. One at a time: what it prints is caught. */
export async function salon(line: string | string[], env: Record<string, string> = {}): Promise<Ran> {
  const { log, error } = console;
  const said = { stdout: '', stderr: '' };
  const into = (stream: keyof typeof said) => (line: unknown) => {
    said[stream] += `${line}\n`;
  };
  Object.assign(console, { log: into('stdout'), error: into('stderr') });
  try {
    const words = typeof line === 'string' ? line.split(' ').filter(Boolean) : line;
    return { code: await runCommandLine(words, env), ...said };
  } finally {
    Object.assign(console, { log, error });
  }
}

/** The same with --json: the document that it prints, and its exit code. */
export async function salonJson<T>(line: string, env: Record<string, string> = {}): Promise<T & { code: number }> {
  const { code, stdout, stderr } = await salon(`${line} --json`, env);
  if (stdout === '') throw new Error(`salon ${line} printed nothing: ${stderr}`);
  return { ...(JSON.parse(stdout) as T), code };
}

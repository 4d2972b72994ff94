import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { compiledName, ROOT, SCRIPTS } from '../support/script.ts';

interface Compiler {
  SERVER: Readonly<Record<string, string>>;
  compile(folder: string, ...groups: Readonly<Record<string, string>>[]): Promise<void>;
}

const { SERVER, compile } = createRequire(import.meta.url)('../../build.cjs') as Compiler;

/**
 * Compiles test files, the server and the scripts that tests start, once for all processes of a run: some hundred processes start in
 * one, and each would spend 2 to 4 s of CPU on it. Returns the folder, which goes with this process.
 */
export async function compileTests(files: readonly string[]): Promise<string> {
  const folder = join(ROOT, '.build', `tests-${process.pid}`);
  mkdirSync(folder, { recursive: true });
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const own = [...files, ...SCRIPTS].map((source) => [compiledName(source), source]);
  await compile(folder, SERVER, Object.fromEntries(own));
  return folder;
}

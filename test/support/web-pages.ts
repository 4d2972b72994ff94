import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from './build.ts';

/** Compiles the pages of the web into a folder of their own, which goes with this process. */
export async function compiledWeb(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'salon-web-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  await build.buildWeb(folder);
  return folder;
}

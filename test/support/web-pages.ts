import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './script.ts';

/** Compiles the pages of the web into a folder of their own, which goes with this process. */
export async function compiledWeb(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'salon-web-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { buildWeb } = createRequire(pathToFileURL(join(ROOT, 'package.json')))('./build.cjs') as {
    buildWeb(folder: string): Promise<void>;
  };
  await buildWeb(folder);
  return folder;
}

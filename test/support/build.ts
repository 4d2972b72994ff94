import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { ROOT } from './script.ts';

interface Build {
  /** Whether `dist/` holds what the sources say. */
  isBuilt(): boolean;
  buildServer(): Promise<void>;
  buildWeb(folder: string): Promise<void>;
  buildSdk(): Promise<void>;
}

/** `build.cjs`, typed. */
export const build = createRequire(pathToFileURL(join(ROOT, 'package.json')))('./build.cjs') as Build;

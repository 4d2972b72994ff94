import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), '../..');

/** Where `npm test` has compiled the sources; not set when a file is run by itself: then tsx compiles. */
const BUILD = process.env.TEST_BUILD;

/** Scripts that tests start as processes of their own, besides the server. */
export const SCRIPTS: readonly string[] = [
  'bench/demo.ts',
  'test/fakes/eventstoredb/main.ts',
  'test/fakes/mongodb/main.ts',
  'test/sim/main.ts',
  'test/support/append-forever.ts',
];

/** The name of a test source in the folder of compiled files, which has no subfolders; without extension. */
export function compiledName(source: string): string {
  return source.replace(/\.ts$/, '').replaceAll('/', '__');
}

/** Node's arguments that run `main.ts`, or one of `SCRIPTS` (a path from the root). */
export function runs(source: string): string[] {
  if (BUILD === undefined) return ['--import', 'tsx', join(ROOT, source)];
  const name = source === 'main.ts' ? 'main' : compiledName(source);
  return [join(BUILD, `${name}.js`)];
}

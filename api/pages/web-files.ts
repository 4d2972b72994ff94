import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A file of the compiled pages, as it is sent. */
export interface WebFile {
  /** The ending of its name, by which its content type follows. */
  type: string;
  plain: Buffer;
  br?: Buffer;
  gzip?: Buffer;
}

/**
 * Where `build.cjs` puts pages: in `web/` beside the compiled process, or in `dist/web/` where the process runs from its sources.
 * Undefined where they are not compiled.
 */
export function compiledPages(): string | undefined {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = [join(here, 'web'), join(here, '../../dist/web')];
  return places.find((place) => existsSync(join(place, 'demo/index.html')));
}

/** All files of the compiled pages by their path: less than 3 MB, with what is compressed. */
export function readWebFiles(folder: string): Map<string, WebFile> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
  const read = (name: string) => (names.includes(name) ? readFileSync(join(folder, name)) : undefined);
  const files = new Map<string, WebFile>();
  for (const name of names) {
    const type = extname(name);
    if (type === '.br' || type === '.gz') continue;
    const [br, gzip] = [read(`${name}.br`), read(`${name}.gz`)];
    files.set(name, { type, plain: readFileSync(join(folder, name)), ...(br && { br }), ...(gzip && { gzip }) });
  }
  return files;
}

import { readFileSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { dirname, resolve } from 'node:path';

/**
 * A text in which places in compiled files of a folder (`…/name.js:12:34`) are those in the sources. Node puts them into each stack by
 * itself when it is asked to (--enable-source-maps), but then reads the map of every file that it loads, which is a sixth of what a
 * start costs; these are read when a test has failed.
 */
export function withSourcePlaces(text: string, folder: string): string {
  const maps = new Map<string, SourceMap | null>();
  const quoted = folder.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  const place = new RegExp(`(?:file://)?(${quoted}[\\\\/][\\w.-]+\\.js):(\\d+):(\\d+)`, 'g');
  return text.replace(place, (compiled: string, file: string, line: string, column: string) => {
    if (!maps.has(file)) maps.set(file, mapOf(file));
    const entry = maps.get(file)?.findEntry(Number(line) - 1, Number(column) - 1);
    if (!entry || !('originalSource' in entry)) return compiled;
    const source = resolve(dirname(file), entry.originalSource);
    return `${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
  });
}

function mapOf(file: string): SourceMap | null {
  try {
    return new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')));
  } catch {
    // It is not one that was compiled here.
    return null;
  }
}

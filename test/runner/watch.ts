/**
 * `npm run test:watch`: after each change, runs the tests that the changed file reaches: all of `fast`, or those whose path contains
 * one of the words (`npm run test:watch -- test/contract`). A changed test is always among them.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, watch } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fastFiles, testFiles } from './plan.ts';

const ROOT = resolve(fileURLToPath(import.meta.url), '../../..');
/** Editors write a file in several steps: changes within this time are one. */
const SETTLE_MS = 200;
/** Folders that hold no source. */
const NO_SOURCE = ['node_modules', 'dist', '.git', 'data', 'coverage'];

const importsOf = (file: string): string[] => {
  const text = existsSync(join(ROOT, file)) ? readFileSync(join(ROOT, file), 'utf8') : '';
  const found = text.matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
  return [...found].map(([, to]) => relative(ROOT, resolve(ROOT, dirname(file), to!)));
};

/** Whether a file is one of `changed`, or imports one, directly or through others. */
function reaches(file: string, changed: ReadonlySet<string>, seen = new Set<string>()): boolean {
  if (changed.has(file)) return true;
  if (seen.has(file)) return false;
  seen.add(file);
  return importsOf(file).some((next) => reaches(next, changed, seen));
}

const words = process.argv.slice(2);
const changed = new Set<string>();
let timer: NodeJS.Timeout | undefined;
let running = false;

async function run(): Promise<void> {
  if (running || changed.size === 0) return;
  running = true;
  const files = new Set(changed);
  changed.clear();
  const all = testFiles(ROOT);
  const watched = words.length > 0 ? all.filter((file) => words.some((word) => file.includes(word))) : fastFiles(all);
  const affected = all.filter((file) => files.has(file) || (watched.includes(file) && reaches(file, files)));
  console.log(`\n${[...files].join(', ')}: ${affected.length} test files`);
  if (affected.length > 0) {
    const args = ['--import', 'tsx', 'test/runner/main.ts', ...affected];
    const child = spawn(process.execPath, args, { cwd: ROOT, stdio: 'inherit' });
    await new Promise((ended) => child.once('close', ended));
  }
  running = false;
  void run();
}

function noteChange(path: string): void {
  if (!/\.(ts|json)$/.test(path)) return;
  changed.add(path);
  clearTimeout(timer);
  timer = setTimeout(() => void run(), SETTLE_MS);
}

watch(ROOT, (_event, name) => name && noteChange(name));
for (const entry of readdirSync(ROOT, { withFileTypes: true })) {
  if (!entry.isDirectory() || NO_SOURCE.includes(entry.name)) continue;
  watch(join(ROOT, entry.name), { recursive: true }, (_event, name) => name && noteChange(join(entry.name, name)));
}
console.log('Watching. A change runs the tests that it reaches; Ctrl-C ends.');

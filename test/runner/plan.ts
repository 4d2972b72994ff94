import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch } from './batch.ts';

/** The folders of `test/` that hold tests; each is also a word on the command line. */
export const SUITES = ['unit', 'api', 'contract', 'e2e', 'sim', 'attack', 'browser'] as const;
export type Suite = (typeof SUITES)[number];

/**
 * A batch pays for starting a process and loading the code once (2 to 4 s of CPU), so unit and api tests share a few;
 * the other suites wait for time limits and processes, so each of their files is a batch, and waits beside others.
 */
const BATCHES: Partial<Record<Suite, number>> = { unit: 2, api: 2, attack: 1 };

/**
 * Files that take more than 7 s of CPU (TEST_TIMES=1 shows it): started first, in batches of their own, and not part of
 * `npm run test:fast`.
 */
const LONG: readonly string[] = [
  'test/unit/embedded-log-damage.test.ts',
  'test/unit/embedded-log-wal.test.ts',
  'test/unit/embedded-log-crash.test.ts',
  'test/unit/embedded-log.test.ts',
  'test/unit/snapshots.test.ts',
  'test/api/user-parameters.test.ts',
];

/** Files that take more than 3 s of CPU, or wait for more than 10 s: not part of `npm run test:fast`, which is for the inner loop. */
const SLOW: readonly string[] = [
  'test/unit/domain/key-table.test.ts',
  'test/unit/domain/room-properties.test.ts',
  'test/unit/domain/seen-commands.test.ts',
  'test/unit/domain/wallet-properties.test.ts',
  'test/api/hostile-requests.test.ts',
  'test/api/live-removals.test.ts',
  'test/api/openapi.test.ts',
  'test/api/room-gifts.test.ts',
  'test/api/tcp-connections.test.ts',
  'test/api/user-sign-in.test.ts',
];

/** Other files that take minutes: they start early, so that no core waits for the last of them alone. */
const EARLY: readonly string[] = ['test/sim/simulation.test.ts', 'test/e2e/fuzz.test.ts', 'test/e2e/outages.test.ts'];

/** Files that load several servers for as long as those take: beside others, each would make the other ones longer. */
const ALONE: readonly string[] = ['test/e2e/kill9.test.ts', 'test/e2e/cluster.test.ts'];

export interface Plan {
  /** In this order, several at a time. */
  readonly together: readonly Batch[];
  /** Then these, one at a time. */
  readonly alone: readonly Batch[];
}

/** Every test file, as a path from the root with `/`. */
export function testFiles(root: string): string[] {
  return readdirSync(join(root, 'test'), { recursive: true, encoding: 'utf8' })
    .map((path) => `test/${path.replaceAll('\\', '/')}`)
    .filter((path) => path.endsWith('.test.ts'))
    .sort();
}

/** What `npm run test:fast` runs: what needs no other process and no waiting. */
export function fastFiles(files: readonly string[]): string[] {
  return files.filter((file) => /^test\/(unit|api)\//.test(file) && !LONG.includes(file) && !SLOW.includes(file));
}

/** Puts files into batches, in the order in which they should start. */
export function planOf(files: readonly string[]): Plan {
  const single = (file: string): Batch => ({ name: file, files: [file] });
  const early = [...EARLY, ...LONG].filter((file) => files.includes(file));
  const rest = files.filter((file) => !early.includes(file) && !ALONE.includes(file));
  const shared: Batch[] = [];
  const waiting: Batch[] = [];
  for (const suite of SUITES) {
    const ofSuite = rest.filter((file) => file.startsWith(`test/${suite}/`));
    const count = BATCHES[suite];
    if (count === undefined) waiting.push(...ofSuite.map(single));
    else if (suite === 'attack') waiting.unshift(...split('test/attack', ofSuite, count));
    else shared.push(...split(`test/${suite}`, ofSuite, count));
  }
  const alone = ALONE.filter((file) => files.includes(file)).map(single);
  return { together: [...early.map(single), ...waiting, ...shared], alone };
}

/** Deals files out in turn, so that neighbours, which often are long for the same reason, do not meet in one batch. */
function split(name: string, files: readonly string[], count: number): Batch[] {
  const dealt = Array.from({ length: count }, (_, n) => files.filter((_file, at) => at % count === n));
  const filled = dealt.filter((part) => part.length > 0);
  return filled.map((part, n) => ({ name: `${name} (${n + 1} of ${filled.length})`, files: part }));
}

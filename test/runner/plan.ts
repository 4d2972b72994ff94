import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Batch } from './batch.ts';

/**
 * The folders of `test/` that hold tests; each is also a word on the command line. They start in this order: first what waits for
 * processes and time limits, then what only computes, which fills the gaps.
 */
const SUITES = ['browser', 'e2e', 'contract', 'attack', 'sim', 'api', 'unit'] as const;
type Suite = (typeof SUITES)[number];

/**
 * A batch pays for starting a process and loading the code once (0.5 to 2 s of CPU), so short files share a few, each as many as keep it
 * shorter than the longest files: the last batches must not leave a core without work. A file that fails badly takes its batch with it.
 */
const BATCHES: Record<Suite, number> = { unit: 2, api: 2, contract: 4, e2e: 6, sim: 1, attack: 3, browser: 1 };

/**
 * Files that take more than 7 s of CPU (TEST_TIMES=1 shows it), their processes included, or more than half a minute: each is a batch of
 * its own, the longest first, so that none is still running when the others are done. Not part of `npm run test:fast`.
 */
const LONG: readonly string[] = [
  'test/sim/simulation.test.ts',
  'test/e2e/cluster.test.ts',
  'test/e2e/outages.test.ts',
  'test/e2e/kill9.test.ts',
  'test/e2e/proxy.test.ts',
  'test/e2e/roles-alone.test.ts',
  'test/attack/roles.test.ts',
  'test/e2e/fuzz.test.ts',
  'test/e2e/start-up.test.ts',
  'test/e2e/changing-engines.test.ts',
  'test/e2e/package.test.ts',
  'test/browser/console.test.ts',
  'test/contract/eventstoredb.test.ts',
  'test/contract/event-store.test.ts',
  'test/contract/eventstoredb-reading.test.ts',
  'test/contract/mongodb-faults.test.ts',
  'test/contract/mongodb.test.ts',
  'test/contract/eventstoredb-faults.test.ts',
  'test/contract/eventstoredb-leader.test.ts',
  'test/contract/upcasting.test.ts',
  'test/contract/redis-failover.test.ts',
  'test/e2e/timers.test.ts',
  'test/e2e/modes.test.ts',
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
export function planOf(files: readonly string[]): Batch[] {
  const long = LONG.filter((file) => files.includes(file));
  const short = files.filter((file) => !long.includes(file));
  const shared = SUITES.flatMap((suite) => {
    const ofSuite = short.filter((file) => file.startsWith(`test/${suite}/`));
    return split(`test/${suite}`, ofSuite, BATCHES[suite]);
  });
  return [...long.map((file) => ({ name: file, files: [file] })), ...shared];
}

/** Deals files out in turn, so that neighbours, which often are long for the same reason, do not meet in one batch. */
function split(name: string, files: readonly string[], count: number): Batch[] {
  const dealt = Array.from({ length: count }, (_, n) => files.filter((_file, at) => at % count === n));
  const filled = dealt.filter((part) => part.length > 0);
  return filled.map((part, n) => ({ name: `${name} (${n + 1} of ${filled.length})`, files: part }));
}

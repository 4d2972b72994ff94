/**
 * npm run sim -- --seeds 1000 --from 1    many seeds
 *                --seed 42 --trace        one of them, with all that happens
 *                --kept                   those that once failed as well
 *                --planted                whether planted bugs are found
 */
import { parseArgs } from 'node:util';
import { plants } from './planted.ts';
import { findPlanted, type Report, runSeed } from './run.ts';
import { KEPT_SEEDS } from './seeds.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '100' },
    from: { type: 'string', default: '1' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    kept: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
  },
});

/** A planted bug that no seed up to this one finds is a hole in the simulation. */
const LAST_SEED_FOR_PLANTED = 60;

async function findAllPlanted(): Promise<void> {
  let caught = 0;
  for (const plant of plants) {
    const report = await findPlanted(plant, LAST_SEED_FOR_PLANTED);
    if (report) caught++;
    console.log(`${report ? `seed ${report.seed}` : 'NOT FOUND'}: ${plant.name}: ${report?.violations[0] ?? ''}`);
  }
  console.log(`PLANTED caught=${caught}/${plants.length}`);
  if (caught < plants.length) process.exitCode = 1;
}

/** An evening of fewer commands shows little: mostly, no process came to serve. */
const LEAST_COMMANDS = 40;
/** Of all evenings, how many may be so: a fault is allowed to last. */
const MOST_EMPTY = 1 / 4;

/** Seeds that are run a second time: the same must happen again. */
const REPLAYED = 2;

async function replay(reports: readonly Report[]): Promise<void> {
  let same = 0;
  for (const { seed, traceHash } of reports) if ((await runSeed(seed)).traceHash === traceHash) same++;
  console.log(`REPLAY same=${same}/${reports.length}`);
  if (same < reports.length) process.exitCode = 1;
}

const first = Number(values.seed ?? values.from);
const count = values.seed === undefined ? Number(values.seeds) : 1;
const print = values.trace ? (line: string) => process.stdout.write(`${line}\n`) : undefined;
const seeds = Array.from({ length: count }, (_, n) => first + n);
if (values.kept) seeds.unshift(...KEPT_SEEDS.map(({ seed }) => seed));
const total = { commands: 0, crashes: 0, violations: 0 };
let empty = 0;
const replayed: Report[] = [];
for (const seed of seeds) {
  const report = await runSeed(seed, { print });
  total.commands += report.commands;
  total.crashes += report.crashes;
  total.violations += report.violations.length;
  for (const violation of report.violations) console.log(`seed ${seed} (${report.kind}): ${violation}`);
  if (report.commands < LEAST_COMMANDS) empty++;
  if (values.seed !== undefined) console.log(report);
  if (replayed.length < REPLAYED) replayed.push(report);
}
const { commands, crashes, violations } = total;
console.log(`SIM seeds=${seeds.length} commands=${commands} crashes=${crashes} violations=${violations}`);
if (empty > MOST_EMPTY * seeds.length) {
  console.log(`of ${seeds.length} evenings, ${empty} have fewer than ${LEAST_COMMANDS} commands: they show nothing`);
  process.exitCode = 1;
}
if (violations > 0) process.exitCode = 1;
await replay(replayed);
if (values.planted) await findAllPlanted();

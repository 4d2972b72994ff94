/**
 * `npm run bench [part …]`: every figure beside its bare counterpart; with all parts, bench/RESULTS.md is written anew.
 * `npm run bench soak`: minutes under a steady load, SOAK_MINUTES of them; no part of all parts.
 * `npm run bench abuse`: what floods of one user do to others, in ten minutes; no part of all parts.
 * `npm run bench roles`: what a gift costs each role, alone and in five processes on engines; also at the end of `--engines`.
 * `npm run bench check`: gifts of this tree beside those of the last commit (or of CHECK_AGAINST); exit code 1 when one figure is worse by more than a tenth.
 * `npm run bench -- --engines`: what the production engines' adapters cost, to bench/RESULTS-engines.md.
 */
import { writeFileSync } from 'node:fs';
import { benchAbuse } from './abuse.ts';
import { measureAppends } from './append.ts';
import { benchBackup } from './backup.ts';
import { benchCalls } from './calls.ts';
import { checkAgainst } from './check.ts';
import { benchConsole } from './console.ts';
import { measureEngines } from './engines/main.ts';
import { benchFanout } from './fanout.ts';
import { benchGifts } from './gifts.ts';
import { measureGrowth } from './growth.ts';
import { measureIm } from './im.ts';
import { measurePushes } from './push.ts';
import { type Figure, machine, markdown, watchLoad } from './report.ts';
import { measureRoles } from './roles.ts';
import { measureSealing } from './sealing.ts';
import { soak, soakReport } from './soak.ts';
import { benchUploads } from './uploads.ts';

const PARTS: Record<string, () => Promise<Figure[]>> = {
  append: measureAppends,
  gifts: benchGifts,
  fanout: benchFanout,
  growth: measureGrowth,
  uploads: benchUploads,
  push: measurePushes,
  calls: benchCalls,
  im: measureIm,
  sealing: measureSealing,
  backup: benchBackup,
  console: benchConsole,
};

/** Takes minutes and has no counterpart: measured only on request, and reported in a line of its own. */
const SOAK = 'soak';
/** As long, and prints a line of its own as well. */
const ABUSE = 'abuse';
/** Compares two commits. */
const CHECK = 'check';
/** Starts engines and five processes; part of `--engines` as well. */
const ROLES = 'roles';
const ON_REQUEST = [SOAK, ABUSE, CHECK, ROLES];

const HEADER = `# Measured

Medians of runs that stand next to their bare counterpart in time; on a shared machine only the ratios count. \`npm run bench\`
measures again and writes this file; what the production engines' adapters cost is in RESULTS-engines.md.
`;

const ENGINES_HEADER = `# The production engines' adapters

What they cost, with their client libraries, beside the embedded ones: runs of both by turns, medians. CPU time is that of our
process with all of its threads, which for the embedded stores is all that there is; the server's stands apart. What limited each is
what was busy for 80 % of the time and more; else it was waiting: for a sync, for an answer, or for a core that others had. At a high
load average only the columns of CPU time say much.
\`npm run bench -- --engines\` measures again and writes this file.
`;

async function measureParts(asked: readonly string[]): Promise<string> {
  const figures: Figure[] = [];
  for (const [name, measure] of Object.entries(PARTS)) {
    if (asked.length > 0 && !asked.includes(name)) continue;
    console.error(`measuring ${name} …`);
    figures.push(...(await measure()));
  }
  const parts = figures.length > 0 ? [markdown(figures)] : [];
  if (asked.includes(SOAK)) parts.push(await measureSoak());
  if (asked.includes(ROLES)) parts.push(await measureRoles());
  if (asked.includes(ABUSE)) parts.push((await benchAbuse()).line);
  if (asked.includes(CHECK)) parts.push(await check());
  return parts.join('\n\n');
}

/** The exit code is 1 when something has become worse. */
async function check(): Promise<string> {
  console.error('comparing two commits …');
  const { report, worse } = await checkAgainst(process.env.CHECK_AGAINST);
  if (worse.length > 0) process.exitCode = 1;
  return report;
}

/** The other figures are written down also when the processes of the roles, which are many, do not come to their work. */
async function rolesOrWhyNot(): Promise<string> {
  return measureRoles().catch((error: Error) => `Roles: NOT MEASURED: ${error.message}`);
}

/** Runs the soak; the exit code is 1 on violations. */
async function measureSoak(): Promise<string> {
  console.error('soaking …');
  const soaked = await soak(process.env.SOAK_MINUTES ? { minutes: Number(process.env.SOAK_MINUTES) } : {});
  if (soaked.violations.length > 0) process.exitCode = 1;
  return soakReport(soaked);
}

const asked = process.argv.slice(2);
const ofEngines = asked.length === 1 && asked[0] === '--engines';
const unknown = ofEngines ? undefined : asked.find((name) => !(name in PARTS || ON_REQUEST.includes(name)));
if (unknown !== undefined) {
  console.error(
    `Give some of ${[...Object.keys(PARTS), ...ON_REQUEST].join(', ')}, or none for all but ${ON_REQUEST.join(', ')}, or --engines alone; not ${unknown}.`,
  );
  process.exit(1);
}
const load = watchLoad();
const figures = ofEngines ? `${(await measureEngines()).text}\n\n${await rolesOrWhyNot()}` : await measureParts(asked);
const report = `${machine()}; ${load()}\n\n${figures}\n`;
console.log(report);
// Write only whole runs: figures of different days must not stand side by side.
if (ofEngines) write('RESULTS-engines.md', ENGINES_HEADER);
else if (asked.length === 0) write('RESULTS.md', HEADER);

function write(file: string, header: string): void {
  writeFileSync(new URL(file, import.meta.url), `${header}\n${report}`);
}

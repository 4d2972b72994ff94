import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../test/support/script.ts';
import { temporaryFolder } from '../test/support/server-process.ts';
import { type GiftPlan, layOutGifts, measureShop, type Round, type Shop, salonShop, shownRate } from './gifts.ts';
import { median, pairedRatio, short, spread } from './report.ts';
import type { GiftOrders } from './support/gift-load.ts';
import { builtServer } from './support/gift-stage.ts';
import { startWorker } from './support/processes.ts';

const PLAN: GiftPlan = { runs: 6, rooms: 100, viewersEach: 10, fullMs: 4_000, openMs: 4_000 };
/** By how much a figure may be worse than before. */
const MAX_WORSE = 0.1;

/** What is compared; each so that a larger value is worse. Rates of a shared machine differ by more from run to run than CPU does. */
const COMPARED: readonly { name: string; unit: string; value(round: Round): number }[] = [
  { name: 'CPU of a gift under full load', unit: 'µs', value: ({ cpuUs }) => cpuUs },
  { name: 'time of a gift under full load, shown', unit: 'µs', value: (round) => 1e6 / shownRate(round) },
  { name: 'cores at 500 gifts a second', unit: '', value: ({ quietCores }) => quietCores },
  { name: 'room’s line at 500 a second, p50', unit: 'ms', value: ({ quiet }) => quiet.shownMs.p50 },
];

export interface Checked {
  report: string;
  /** Figures that are worse by more than MAX_WORSE. */
  worse: string[];
}

/**
 * Compares this tree with the last commit (or `against`; without changes here, the commit before that) by gifts, both servers of one run by
 * turns. The other commit is compiled in a folder of its own, with the packages that are installed here.
 */
export async function checkAgainst(against = lastCommit(), plan = PLAN): Promise<Checked> {
  const folder = temporaryFolder('bench-check');
  const tree = join(folder, 'tree');
  const load = await startWorker<GiftOrders, unknown>('gift-load.ts');
  const shops: Shop[] = [];
  git('worktree', 'add', '--detach', tree, against);
  try {
    symlinkSync(join(ROOT, 'node_modules'), join(tree, 'node_modules'));
    // Laid out by the older one: what it writes, this one reads.
    const laidOut = join(folder, 'before');
    mkdirSync(laidOut);
    const servers = [builtServer(tree), builtServer()];
    const stage = await layOutGifts(load, laidOut, plan, servers[0]!);
    cpSync(laidOut, join(folder, 'now'), { recursive: true });
    for (const [n, name] of ['before', 'now'].entries()) {
      shops.push(await salonShop(load, join(folder, name), stage, servers[n]!));
    }
    const rounds: [Round[], Round[]] = [[], []];
    for (let run = 0; run <= plan.runs; run++) {
      // Each goes first every other time.
      for (const n of run % 2 === 0 ? [0, 1] : [1, 0]) {
        const round = await measureShop(load, shops[n]!, plan, shops);
        if (run > 0) rounds[n]!.push(round); // The first one warms up.
      }
    }
    return verdict(against, ...rounds);
  } finally {
    for (const shop of shops) await shop.stop();
    await load.stop();
    git('worktree', 'remove', '--force', tree);
    rmSync(folder, { recursive: true, force: true });
  }
}

function verdict(against: string, before: Round[], now: Round[]): Checked {
  const worse: string[] = [];
  const rows = COMPARED.map(({ name, unit, value }) => {
    const [old, current] = [before.map(value), now.map(value)];
    const ratio = pairedRatio(current, old);
    const isWorse = ratio > 1 + MAX_WORSE;
    if (isWorse) worse.push(name);
    const figures = [
      `${short(median(current))} ${unit}`,
      `${short(median(old))} ${unit}`,
      short(ratio),
      spread(current),
    ];
    return `| ${[name, ...figures, isWorse ? 'WORSE' : 'met'].join(' | ')} |`;
  });
  const head = `Beside ${git('log', '-1', '--format=%h %s', against).trim()}, smaller is better, at most × ${1 + MAX_WORSE}:`;
  const table = ['| figure | now | before | ratio | spread | |', '| --- | --- | --- | --- | --- | --- |', ...rows];
  return { report: `${head}\n\n${table.join('\n')}`, worse };
}

/** HEAD where something was changed since, else the commit before it. */
function lastCommit(): string {
  const isChanged = git('status', '--porcelain', '--untracked-files=no', '--', '*.ts') !== '';
  return git('rev-parse', isChanged ? 'HEAD' : 'HEAD^').trim();
}

function git(...args: string[]): string {
  return execFileSync('git', args, { cwd: ROOT, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

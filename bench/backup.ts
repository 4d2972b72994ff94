import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../test/support/server-process.ts';
import { layOutGifts, type Shop, salonShop } from './gifts.ts';
import { type Figure, median, pairedRatio, short, spread } from './report.ts';
import type { Fired, GiftOrders } from './support/gift-load.ts';
import { builtServer, type Load } from './support/gift-stage.ts';
import { startWorker } from './support/processes.ts';

/** `grownMs`: gifts at full speed before anything is measured, so that a backup and a verify last. `leadMs`: a command has begun by then. */
const PLAN = { rounds: 6, rooms: 40, viewersEach: 25, grownMs: 40_000, perSecond: 500, leadMs: 1_000, turnMs: 8_000 };
export type BackupPlan = typeof PLAN;

const CONNECTIONS = 64;
/** What stands beside the gifts of a turn: nothing, or a command of the command line, again and again. */
const TURNS = ['alone', 'backup', 'verify'] as const;
type Turn = (typeof TURNS)[number];

interface Measured {
  p50: number;
  p99: number;
  /** Commands that came to their end in the turn. */
  ended: number;
}

/**
 * Gifts beside a live backup, and beside a live verify, of the same log: p99 until acknowledged, against turns of the same round without
 * either. The commands run as an operator runs them, in a process of their own that lets the server go first.
 */
export async function benchBackup(plan: BackupPlan = PLAN): Promise<Figure[]> {
  const folder = temporaryFolder('bench-backup');
  const load = await startWorker<GiftOrders, unknown>('gift-load.ts');
  let shop: Shop | undefined;
  try {
    const args = builtServer();
    const [dataDir, copies] = [join(folder, 'data'), folder];
    const stage = await layOutGifts(load, dataDir, { ...plan, runs: 0, fullMs: 0, openMs: 0 }, args);
    shop = await salonShop(load, dataDir, stage, args);
    await load.run({ open: { port: shop.port, auth: shop.auth! } });
    const grown = await fire(load, shop, { connections: CONNECTIONS, durationMs: plan.grownMs });
    const found: Record<Turn, Measured[]> = { alone: [], backup: [], verify: [] };
    for (let round = 0; round < plan.rounds; round++) {
      // Each comes first, second and last equally often.
      for (let n = 0; n < TURNS.length; n++) {
        const turn = TURNS[(n + round) % TURNS.length]!;
        const beside = turn === 'alone' ? null : new Repeated(turn, { args, dataDir, copies });
        await sleep(plan.leadMs);
        const { acknowledgedMs } = await fire(load, shop, { perSecond: plan.perSecond, durationMs: plan.turnMs });
        found[turn].push({ ...acknowledgedMs, ended: (await beside?.stop()) ?? 0 });
      }
    }
    const megabytes = ['log.db', 'log.db-wal'].reduce((sum, name) => sum + statSync(join(dataDir, name)).size / 1e6, 0);
    return (['backup', 'verify'] as const).map((turn) => figureOf(turn, found, plan, grown.gifts, megabytes));
  } finally {
    await shop?.stop();
    await load.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function fire(
  load: Load,
  { port, bodies, prepare }: Shop,
  how: { connections?: number; perSecond?: number; durationMs: number },
): Promise<Fired> {
  await prepare();
  const order = { port, path: '/api/live/buy-gift', bodies, expect: '"errorcode":0', areShown: true, ...how };
  const fired = (await load.run({ fire: order })) as Fired;
  if (fired.failures > 0) throw new Error(`${fired.failures} gifts failed, the first with ${fired.firstFailure}`);
  return fired;
}

/** A command that runs again whenever it has ended, until it is stopped. */
class Repeated {
  private readonly turn: 'backup' | 'verify';
  private readonly place: { args: string[]; dataDir: string; copies: string };
  private readonly over = new AbortController();
  private readonly going: Promise<number>;

  constructor(turn: 'backup' | 'verify', place: { args: string[]; dataDir: string; copies: string }) {
    this.turn = turn;
    this.place = place;
    this.going = this.run();
  }

  /** Ends it, also in the middle; answers how many came to their end before. Rejects when one failed. */
  async stop(): Promise<number> {
    this.over.abort();
    return this.going;
  }

  private async run(): Promise<number> {
    const { args, dataDir, copies } = this.place;
    const copy = join(copies, 'copy.db');
    const words = this.turn === 'backup' ? ['backup', copy, `${copy}.keys`] : ['verify'];
    for (let ended = 0; ; ended++) {
      for (const end of ['', '.keys', '-wal', '-shm', '-journal']) rmSync(`${copy}${end}`, { force: true });
      const child = spawn(process.execPath, [...args, ...words], {
        env: { ...process.env, DATA_DIR: dataDir },
        stdio: ['ignore', 'ignore', 'pipe'],
      });
      let said = '';
      child.stderr.on('data', (chunk) => {
        said += chunk;
      });
      const stop = () => child.kill('SIGKILL');
      this.over.signal.addEventListener('abort', stop);
      if (this.over.signal.aborted) stop();
      const [code] = (await once(child, 'close')) as [number | null];
      this.over.signal.removeEventListener('abort', stop);
      if (this.over.signal.aborted) return ended;
      if (code !== 0) throw new Error(`${words[0]} ended with ${code}: ${said}`);
    }
  }
}

function figureOf(
  turn: 'backup' | 'verify',
  found: Record<Turn, Measured[]>,
  { perSecond, turnMs }: BackupPlan,
  gifts: number,
  megabytes: number,
): Figure {
  const p99 = (of: Turn) => found[of].map((each) => each.p99);
  const p50 = (of: Turn) => short(median(found[of].map((each) => each.p50)));
  const ended = found[turn].reduce((sum, each) => sum + each.ended, 0);
  return {
    name: `gifts acknowledged, ${perSecond}/s, beside a live ${turn}: p99`,
    unit: 'ms',
    ours: median(p99(turn)),
    bare: median(p99('alone')),
    ratio: pairedRatio(p99(turn), p99('alone')),
    target: 1.5,
    smaller: true,
    note:
      `a log of ${short(gifts)} gifts and more, ${short(megabytes)} MB with what SQLite has not moved yet; bare: without; p50 ${p50(turn)} against ${p50('alone')} ms; ` +
      `${ended} came to their end in ${found[turn].length} turns of ${turnMs / 1_000} s; ${spread(p99(turn))}, bare ${spread(p99('alone'))}`,
  };
}

import { rmSync } from 'node:fs';
import { balanceAt } from '../application/wallets/balance-at.ts';
import { createCommandHandler } from '../event-store/command-handler.ts';
import { EmbeddedEventStore } from '../event-store/embedded/embedded-event-store.ts';
import { EmbeddedReadModelStore } from '../projections/embedded/store.ts';
import { temporaryFolder } from '../test/support/server-process.ts';
import { cpuSecondsOf } from './engines/comparison.ts';
import { type GiftPlan, layOutGifts, measureFull, salonShop } from './gifts.ts';
import { type Figure, median, pairedRatio, percentile, short, spread } from './report.ts';
import type { Fired, GiftOrders } from './support/gift-load.ts';
import { builtServer, operatorCookie } from './support/gift-stage.ts';
import { type GrownLog, growLogs } from './support/grown-logs.ts';
import { startWorker } from './support/processes.ts';

const PLAN = {
  gifts: { runs: 8, rooms: 100, viewersEach: 10, fullMs: 5_000, openMs: 0 } as GiftPlan,
  /** CONSOLE_EVENTS=10000000: a log of ten million, which takes half an hour to grow. */
  pages: { events: Number(process.env.CONSOLE_EVENTS ?? 1_000_000), samples: 200 },
};
/** What a console may cost: 2 % of the gifts. */
const LEAST_RATIO = 0.98;
const MAX_PAGE_MS = 200;
/** What a console's page asks for again and again beside its feed. */
const POLLED = ['overview/show', 'lives/list', 'views/list'];
const POLL_MS = 5_000;
const ENTRIES = 50;

/** What an open console costs gifts, and how long a page of a long wallet takes. */
export async function benchConsole(plan = PLAN): Promise<Figure[]> {
  return [...(await measureOpenConsole(plan.gifts)), await measureWalletPage(plan.pages)];
}

/** One server, with a console open and without one by turns. */
async function measureOpenConsole(plan: GiftPlan): Promise<Figure[]> {
  const folder = temporaryFolder('bench-console');
  const load = await startWorker<GiftOrders, unknown>('gift-load.ts');
  const args = builtServer();
  try {
    const stage = await layOutGifts(load, folder, plan, args);
    const cookie = await operatorCookie(folder, args);
    const shop = await salonShop(load, folder, stage, args);
    try {
      const round = async (): Promise<{ perSecond: number; cpuUs: number }> => {
        const before = cpuSecondsOf(shop.pid);
        const fired: Fired = await measureFull(load, shop, plan, [shop]);
        const cpuUs = ((cpuSecondsOf(shop.pid) - before) * 1e6) / fired.gifts;
        return { perSecond: fired.gifts / fired.shownSeconds, cpuUs };
      };
      const watched = async () => {
        const close = await openConsole(`http://127.0.0.1:${shop.port}/operator/v1/`, cookie);
        return round().finally(close);
      };
      const open: Awaited<ReturnType<typeof round>>[] = [];
      const closed: typeof open = [];
      await round(); // Warms up.
      for (let run = 0; run < plan.runs; run++) {
        // Each goes first every other time.
        if (run % 2 === 0) closed.push(await round());
        open.push(await watched());
        if (run % 2 === 1) closed.push(await round());
      }
      const figure = (name: string, unit: string, value: 'perSecond' | 'cpuUs', more: Partial<Figure>): Figure => {
        const [ours, bare] = [open.map((one) => one[value]), closed.map((one) => one[value])];
        const note = `beside the same server without one, by turns; ${spread(ours)}, bare ${spread(bare)}`;
        return { name, unit, ours: median(ours), bare: median(bare), ratio: pairedRatio(ours, bare), note, ...more };
      };
      return [
        figure('gifts with every effect shown, a console open', '/s', 'perSecond', { target: LEAST_RATIO }),
        figure('gifts: CPU of one with all its effects, a console open', 'µs', 'cpuUs', {
          smaller: true,
          target: 1.02,
        }),
      ];
    } finally {
      await shop.stop();
    }
  } finally {
    await load.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A feed that is read, and pages that are asked for every POLL_MS. Resolves once the feed is open, with what closes it all. */
async function openConsole(url: string, cookie: string): Promise<() => Promise<void>> {
  const aborting = new AbortController();
  const ask = (path: string) => fetch(url + path, { headers: { Cookie: cookie }, signal: aborting.signal });
  const feed = await ask('feed');
  if (!feed.ok) throw new Error(`feed: ${feed.status} ${await feed.text()}`);
  const reading = (async () => {
    for await (const _ of feed.body!);
  })().catch(() => {});
  let polling: Promise<unknown> = Promise.resolve();
  const poll = () => {
    polling = Promise.all(POLLED.map(async (path) => (await ask(path)).text())).catch(() => {});
  };
  poll();
  const timer = setInterval(poll, POLL_MS);
  return async () => {
    clearInterval(timer);
    aborting.abort();
    await Promise.all([reading, polling]);
  };
}

/** A page at a random moment of a wallet that has a tenth of a log's events, as the console's slider asks for it. */
async function measureWalletPage({ events, samples }: (typeof PLAN)['pages']): Promise<Figure> {
  const root = temporaryFolder('bench-wallet-page');
  try {
    const [grown] = (await growLogs(root, [events])) as [GrownLog];
    const log = await EmbeddedEventStore.open({ dir: grown.dir });
    const store = await EmbeddedReadModelStore.open({ dir: grown.dir });
    try {
      const commands = createCommandHandler(log, { snapshots: store });
      const { wallet } = grown.longWallet;
      const [first] = await log.read(wallet, { limit: 1 });
      const [last] = await log.read(wallet, { direction: 'backwards', limit: 1 });
      const { userId } = first!.data as { userId: number };
      const [from, to] = [first!.meta.at, last!.meta.at];
      const tookMs: number[] = [];
      for (let sample = 0; sample < samples; sample++) {
        // Golden-ratio steps reach all of the wallet's time evenly.
        const at = Math.round(from + (to - from) * ((sample * 0.618_034) % 1));
        const begunMs = performance.now();
        await balanceAt({ log, commands }, { appId: first!.meta.appId, userId, at, limit: ENTRIES });
        tookMs.push(performance.now() - begunMs);
      }
      return {
        name: `a wallet’s page at any moment, ${short(grown.longWalletEvents)} events of a log of ${short(events)}: p99`,
        unit: 'ms',
        ours: percentile(tookMs, 0.99),
        valueTarget: MAX_PAGE_MS,
        smaller: true,
        note: `the first one ${short(tookMs[0]!)} ms (a cold wallet), p50 ${short(median(tookMs))} ms; reads by another thread, from the page cache`,
      };
    } finally {
      await store.close();
      await log.close();
    }
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

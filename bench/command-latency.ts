import { join } from 'node:path';
import { type CommandHandler, createCommandHandler } from '../event-store/command-handler.ts';
import { EmbeddedEventStore } from '../event-store/embedded/embedded-event-store.ts';
import { EmbeddedReadModelStore } from '../projections/embedded/store.ts';
import { type Figure, median, pairedRatio, percentile, short } from './report.ts';
import { BareSync } from './support/bare-sync.ts';
import type { GrownLog } from './support/grown-logs.ts';

const SYNC = 'the disk’s sync, and the hand-over to the writer thread and back';
const TARGET_RATIO = 1.3;
/** First live of ten with short feeds. */
const SHORT_LIVE = 6_000_000;

/** One of the grown logs, open. */
interface Open extends GrownLog {
  log: EmbeddedEventStore;
  store: EmbeddedReadModelStore;
  commands: CommandHandler;
}

interface Kind {
  name: string;
  limit: string;
  /** Runs the `i`th sample, whose time counts. `cold` is a handler that holds no stream yet. */
  run(open: Open, i: number, cold: CommandHandler): Promise<unknown>;
}

/** Warm kinds come first: the cold ones' handlers write to streams that the warm handler holds. */
const KINDS: readonly Kind[] = [
  {
    name: 'buying a gift, warm wallet',
    limit: SYNC,
    run: ({ viewers, commands }, i) => viewers[i % 10]!.buyGift(commands, 1, Date.now()),
  },
  {
    name: 'buying a gift, warm wallet with a tenth of the log’s events',
    limit: SYNC,
    run: ({ longWallet, commands }) => longWallet.buyGift(commands, 1, Date.now()),
  },
  {
    name: 'a text in a room, short feed',
    limit: SYNC,
    run: ({ viewers, commands }, i) => viewers[i % 10]!.say(commands, SHORT_LIVE + (i % 10), Date.now()),
  },
  {
    name: 'a text in a room, feed with a tenth of the log’s events',
    limit: SYNC,
    run: ({ viewers, commands, longLive }, i) => viewers[i % 10]!.say(commands, longLive, Date.now()),
  },
  {
    name: 'first command on a cold wallet of some 50 to 100 events',
    limit: `${SYNC}, and reading the stream (from the page cache)`,
    run: ({ viewers }, i, cold) => viewers[10 + (i % 10)]!.buyGift(cold, 1, Date.now()),
  },
  {
    name: 'first command on a cold feed with a tenth of the log’s events',
    limit: 'reading its snapshot and the up to 1,000 events after it',
    run: ({ viewers, longLive }, i, cold) => viewers[10 + (i % 10)]!.say(cold, longLive, Date.now()),
  },
  {
    name: 'first command on a cold wallet with a tenth of the log’s events',
    limit:
      'reading its snapshot (the last 10,000 command ids and combos, 1.2 MB: it grows no further) and the up to 1,000 events after it',
    run: ({ longWallet }, _, cold) => longWallet.buyGift(cold, 1, Date.now()),
  },
];

/**
 * Latency of commands through the command handler, one at a time, on logs of different sizes by turns, and of a bare sync at
 * the same moments: `rounds` times `samples` of each kind.
 */
export async function measureCommandLatency(
  logs: readonly GrownLog[],
  { rounds, samples }: { rounds: number; samples: number },
): Promise<Figure[]> {
  const bare = new BareSync(join(logs[0]!.dir, 'bare'));
  const opened: Open[] = [];
  try {
    for (const grown of logs) {
      const log = await EmbeddedEventStore.open({ dir: grown.dir });
      const store = await EmbeddedReadModelStore.open({ dir: grown.dir });
      opened.push({ ...grown, log, store, commands: createCommandHandler(log, { snapshots: store }) });
    }
    const figures: Figure[] = [];
    for (const kind of KINDS) figures.push(await measureKind(kind, opened, bare, rounds, samples));
    return figures;
  } finally {
    bare.close();
    for (const { log, store } of opened) {
      await store.close();
      await log.close();
    }
  }
}

async function measureKind(kind: Kind, opened: readonly Open[], bare: BareSync, rounds: number, samples: number) {
  const once = async (open: Open, i: number) => {
    const cold = createCommandHandler(open.log, { snapshots: open.store });
    return timed(() => kind.run(open, i, cold));
  };
  // Fills the warm handler: warm from here on.
  for (let i = 0; i < 10; i++) for (const open of opened) await once(open, i);
  const all = opened.map((): number[] => []);
  const syncs: number[] = [];
  const p50s = opened.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (let i = 0; i < samples; i++) {
      syncs.push(await timed(() => bare.once()));
      // The order changes, because the log that follows the bare sync may find the disk in another state.
      for (let turn = 0; turn < opened.length; turn++) {
        const at = (turn + i) % opened.length;
        all[at]!.push(await once(opened[at]!, i));
      }
    }
    for (const [at, each] of all.entries()) p50s[at]!.push(median(each.slice(-samples)));
  }
  return figure(kind, opened, all, p50s, syncs);
}

function figure(kind: Kind, opened: readonly Open[], all: number[][], p50s: number[][], syncs: number[]): Figure {
  const ofEach = (part: number) => all.map((each) => short(percentile(each, part))).join(' / ');
  const sizes = opened.map(({ events }) => short(events));
  const [smallest, largest] = [p50s[0]!, p50s[p50s.length - 1]!];
  return {
    name: `${kind.name}: p50 on a log of ${sizes.at(-1)} events beside one of ${sizes[0]}`,
    unit: 'ms',
    ours: median(all[all.length - 1]!),
    bare: median(all[0]!),
    ratio: pairedRatio(largest, smallest),
    target: TARGET_RATIO,
    smaller: true,
    note:
      `${kind.limit}; at ${sizes.join(' / ')} events p50 ${ofEach(0.5)}, p99 ${ofEach(0.99)} ms; ` +
      `a bare sync meanwhile p50 ${short(median(syncs))}, p99 ${short(percentile(syncs, 0.99))} ms`,
  };
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

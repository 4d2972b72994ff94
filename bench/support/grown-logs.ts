import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { type CommandHandler, createCommandHandler } from '../../event-store/command-handler.ts';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { EmbeddedReadModelStore } from '../../projections/embedded/store.ts';
import { History } from '../../test/support/history.ts';
import { Viewer } from './viewer.ts';

/** A log is grown in this many equal parts, and everything in it is spread over them. */
const PARTS = 50;
/** A stream takes no more than MAX_IN_FLIGHT_PER_STREAM commands at a time. */
const APPENDS_AT_A_TIME = 2_000;
/** Share of the log that one wallet, and one feed, have each. */
const LONG_SHARE = 0.1;
/** Wallets of PARTS + 1 events, whatever the log's size. */
const WALLETS = 20;
const LONG_WALLET = 8_999_999;
const LONG_LIVE = 7_999_999;
/** The command ids of 91 days are then fewer than the 10,000 that a wallet remembers in any case. */
const PURCHASE_EVERY_MS = 15 * 60_000;
const START_AT = Date.UTC(2020, 0, 1);

/** A closed log in a folder with its read models, which hold only snapshots of the long streams yet. */
export interface GrownLog {
  dir: string;
  events: number;
  /** People whose wallets hold PARTS + 1 events, spread over what was added last. */
  viewers: Viewer[];
  longWallet: Viewer;
  longWalletEvents: number;
  /** A live whose feed is long. */
  longLive: number;
  longFeedEvents: number;
}

interface Stores {
  log: EmbeddedEventStore;
  commands: CommandHandler;
}

/**
 * Makes logs of these sizes in folders of `root`, each the beginning of the next: the evenings of `History`, a wallet and a feed
 * that have a tenth of the events each, and wallets of equal length. Commands go through the command handler.
 */
export async function growLogs(root: string, sizes: readonly number[]): Promise<GrownLog[]> {
  const dir = join(root, 'growing');
  const history = new History(1);
  const logs: GrownLog[] = [];
  let grown: GrownLog | undefined;
  for (const size of sizes) {
    grown = await grow(dir, history, size, grown);
    const copy = join(root, String(size));
    cpSync(dir, copy, { recursive: true });
    logs.push({ ...grown, dir: copy });
  }
  return logs;
}

async function grow(dir: string, history: History, size: number, before?: GrownLog): Promise<GrownLog> {
  const log = await EmbeddedEventStore.open({ dir });
  const store = await EmbeddedReadModelStore.open({ dir });
  const stores = { log, commands: createCommandHandler(log, { snapshots: store }) };
  try {
    const longWallet = before?.longWallet ?? new Viewer(LONG_WALLET);
    const viewers = Array.from({ length: WALLETS }, (_, n) => new Viewer(size * 10 + n));
    const granted = before ? viewers : [longWallet, ...viewers];
    await Promise.all(granted.map((viewer) => viewer.grant(stores.commands, START_AT)));
    let events = (before?.events ?? 0) + granted.length;
    let longEvents = before?.longFeedEvents ?? 0;
    const [start, longStart] = [events, longEvents];
    for (let part = 1; part <= PARTS; part++) {
      const longUntil = Math.round(longStart + (size * LONG_SHARE - longStart) * (part / PARTS));
      const until = Math.round(start + (size - start) * (part / PARTS));
      const ofCommands = viewers.length + 2 * (longUntil - longEvents);
      await Promise.all(viewers.map((viewer) => viewer.buyGift(stores.commands, 1, START_AT)));
      while (longEvents < longUntil) {
        const next = Math.min(longUntil, longEvents + APPENDS_AT_A_TIME);
        await Promise.all(lengthen(stores, longWallet, longEvents, next));
        longEvents = next;
      }
      events += ofCommands;
      if (until > events) events += await appendEvenings(log, history, until - events);
    }
    const long = { longWallet, longWalletEvents: longEvents + 1, longLive: LONG_LIVE, longFeedEvents: longEvents };
    return { dir, events, viewers, ...long };
  } finally {
    await store.close();
    await log.close();
  }
}

function lengthen({ commands }: Stores, wallet: Viewer, from: number, until: number): Promise<unknown>[] {
  const under: Promise<unknown>[] = [];
  for (let n = from; n < until; n++) {
    const at = START_AT + n * PURCHASE_EVERY_MS;
    under.push(wallet.buyGift(commands, 1, at), wallet.say(commands, LONG_LIVE, at));
  }
  return under;
}

async function appendEvenings(log: EmbeddedEventStore, history: History, count: number): Promise<number> {
  let appended = 0;
  while (appended < count) {
    const happened = history.next(Math.min(APPENDS_AT_A_TIME, count - appended));
    await Promise.all(happened.map(({ stream, event }) => log.append(stream, [event], { expected: 'any' })));
    appended += happened.length;
  }
  return appended;
}

import { isNoted } from '../../domain/kernel/aggregate.ts';
import { isOneOf } from '../../domain/kernel/event.ts';
import { walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { walletEventTypes } from '../../domain/wallet/events.ts';
import { endedLots } from '../../domain/wallet/lots.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { type EventStore, type LoggedEvent, MAX_READ_EVENTS, type Position } from '../../event-store/event-store.ts';
import { changeOf, entriesOf, type Held, type LedgerEntry } from './ledger-entry.ts';

/** Entries of one answer, at most. */
export const MAX_ENTRIES = 200;
/** Events that are read first where a balance is looked for: most wallets state it within a few. */
const FIRST_PAGE = 50;

export interface BalanceQuestion {
  appId: string;
  userId: number;
  /** The moment, epoch ms; or the event of the log up to which it counts, with the time of the wallet's last one before it. */
  at?: number | undefined;
  position?: Position | undefined;
  /** Entries wanted, 1 to `MAX_ENTRIES`. */
  limit?: number;
  /** The next page: entries before this revision, as the answer's `older` says. */
  before?: number;
}

export interface BalanceAt extends Held {
  /** Gold that could be spent at that moment. Lots that had expired by then do not count, even if their event came later. */
  gold: number;
  /** The events up to that moment, newest first. */
  entries: LedgerEntry[];
  /** Where the next page begins; absent on the last one. */
  older?: number;
}

/**
 * What a wallet held at a moment of the past, and the events that explain it. Finds the moment by bisection: an old wallet takes
 * some twenty reads of one event, and one read of the page; the balance is where the nearest events state it. A person without a wallet held nothing. Rejects
 * only with the store's errors.
 */
export async function balanceAt(
  { log, commands }: { log: EventStore; commands: CommandHandler },
  { appId, userId, at, position, limit = MAX_ENTRIES, before }: BalanceQuestion,
): Promise<BalanceAt> {
  const stream = walletStream(appId, userId);
  const { revision, state } = await commands.load(walletDecider, stream);
  const { goldAt, pointsAt } = state;
  const now = { gold: state.goldHeld, points: state.points, revision, goldAt, pointsAt };
  const isIncluded = ({ meta, position: where }: LoggedEvent) =>
    (at === undefined || meta.at <= at) && (position === undefined || where <= position);
  const last = await lastRevision(log, stream, revision, isIncluded);
  const [lastEvent] = last < 0 ? [] : await log.read(stream, { from: last, limit: 1 });
  if (!lastEvent) return { gold: 0, points: 0, entries: [] };
  const held = await heldAfter(log, lastEvent, now);
  const moment = at ?? lastEvent.meta.at;
  const endedGold = await endedButNotWritten(log, stream, { last, at: moment }, () =>
    commands.load(walletDecider, stream),
  );
  const newest = Math.min(last, before === undefined ? last : before - 1);
  const events = newest < 0 ? [] : await page(log, stream, newest, Math.min(limit, MAX_ENTRIES));
  const [newestEvent] = events;
  const after = newest === last || !newestEvent ? held : await heldAfter(log, newestEvent, now);
  const oldest = events[events.length - 1]?.revision ?? 0;
  return {
    gold: held.gold - endedGold,
    points: held.points,
    entries: entriesOf(events, after),
    ...(oldest > 0 && { older: oldest }),
  };
}

/** The last revision that a moment includes; -1 when all came later. Neither times nor positions go back in a stream. */
async function lastRevision(
  log: EventStore,
  stream: string,
  head: number,
  isIncluded: (event: LoggedEvent) => boolean,
): Promise<number> {
  let [low, high] = [-1, head];
  for (let middle = head; low < high; middle = Math.ceil((low + high) / 2)) {
    const [event] = await log.read(stream, { from: middle, limit: 1 });
    if (isIncluded(event!)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function page(log: EventStore, stream: string, from: number, limit: number): Promise<LoggedEvent[]> {
  return log.read(stream, { from, direction: 'backwards', limit });
}

/** What a wallet holds after its last event, and when each of it last changed, epoch ms. */
interface Now extends Held {
  revision: number;
  goldAt: number;
  pointsAt: number;
}

/**
 * What a wallet held after one of its events: what it holds now, where that has not changed since. Otherwise the nearest event that states it tells, before or
 * after: both ways are read by turns, since somebody who spends every minute may earn points once a year.
 */
async function heldAfter(log: EventStore, { stream, revision: last, meta }: LoggedEvent, now: Now): Promise<Held> {
  const isLast = last >= now.revision;
  const found: Partial<Held> = {
    ...((isLast || meta.at > now.goldAt) && { gold: now.gold }),
    ...((isLast || meta.at > now.pointsAt) && { points: now.points }),
  };
  let limit = FIRST_PAGE;
  for (
    let [down, up] = [last, last + 1];
    found.gold === undefined || found.points === undefined;
    limit = MAX_READ_EVENTS
  ) {
    const before = down < 0 ? [] : await page(log, stream, down, limit);
    for (const { data } of before) {
      if ('goldAfter' in data) found.gold ??= data.goldAfter;
      if ('pointsAfter' in data) found.points ??= data.pointsAfter;
    }
    down -= before.length;
    // Nothing was held before the first event.
    if (down < 0) return { gold: found.gold ?? 0, points: found.points ?? 0 };
    const after = up > now.revision ? [] : await log.read(stream, { from: up, limit });
    for (const event of after) {
      if (event.revision > now.revision || !isOneOf(walletEventTypes, event)) continue;
      const { changeGold, changePoints } = changeOf(event);
      if ('goldAfter' in event.data) found.gold ??= event.data.goldAfter - changeGold;
      if ('pointsAfter' in event.data) found.points ??= event.data.pointsAfter - changePoints;
    }
    up += after.length;
    if (up > now.revision) {
      found.gold ??= now.gold;
      found.points ??= now.points;
    }
  }
  return { gold: found.gold, points: found.points };
}

/**
 * Gold of lots that had expired by a moment but were not written off yet. The next change of the wallet writes them off first,
 * apart from notes of commands that changed nothing; if there was no change since, the wallet as it is now holds those lots.
 */
async function endedButNotWritten(
  log: EventStore,
  stream: string,
  { last, at }: { last: number; at: number },
  wallet: () => Promise<{ revision: number; state: Parameters<typeof endedLots>[0] }>,
): Promise<number> {
  let gold = 0;
  let seen = last;
  for (;;) {
    const limit = seen === last ? FIRST_PAGE : MAX_READ_EVENTS;
    const next = await log.read(stream, { from: seen + 1, limit });
    if (next.length === 0) {
      const { revision, state } = await wallet();
      // Something was appended between the two reads.
      if (revision > seen) continue;
      // Lots that have expired are written off together.
      return gold > 0 ? gold : endedLots(state, at).reduce((sum, { goldHeld }) => sum + goldHeld, 0);
    }
    for (const event of next) {
      seen = event.revision;
      if (isNoted(event)) continue;
      if (event.type !== 'GoldExpired' || event.data.expiresAt > at) return gold;
      gold += event.data.amountGold;
    }
  }
}

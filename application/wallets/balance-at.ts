import { isNoted } from '../../domain/kernel/aggregate.ts';
import { assertNever, isOneOf } from '../../domain/kernel/event.ts';
import { walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { type WalletEvent, walletEventTypes } from '../../domain/wallet/events.ts';
import { endedLots } from '../../domain/wallet/lots.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { type EventStore, type LoggedEvent, MAX_READ_EVENTS } from '../../event-store/event-store.ts';

/** Entries of one answer, at most. */
export const MAX_ENTRIES = 200;

export interface BalanceQuestion {
  appId: string;
  userId: number;
  /** Epoch ms. */
  at: number;
  /** Entries wanted, 1 to `MAX_ENTRIES`. */
  limit?: number;
  /** The next page: entries before this revision, as the answer's `older` says. */
  before?: number;
}

/** One event that changed the wallet. */
export interface LedgerEntry {
  eventId: string;
  revision: number;
  /** Epoch ms. */
  at: number;
  type: WalletEvent['type'];
  /** Gold that came in; negative: that went out. */
  changeGold: number;
  changePoints: number;
  /** Who acted (0: the system), by which command, and the first command of the chain. */
  actor: number;
  commandId: string;
  correlationId?: string;
}

export interface BalanceAt {
  /** Gold that could be spent at that moment. Lots that had expired by then do not count, even if their event came later. */
  gold: number;
  points: number;
  /** The events up to that moment, newest first. */
  entries: LedgerEntry[];
  /** Where the next page begins; absent on the last one. */
  older?: number;
}

/**
 * What a wallet held at a moment of the past, and the events that explain it. Finds the moment by bisection: an old wallet takes
 * some twenty reads of one event, and one read of the page. A person without a wallet held nothing. Rejects only with the store's
 * errors.
 */
export async function balanceAt(
  { log, commands }: { log: EventStore; commands: CommandHandler },
  { appId, userId, at, limit = MAX_ENTRIES, before }: BalanceQuestion,
): Promise<BalanceAt> {
  const stream = walletStream(appId, userId);
  const [head] = await log.read(stream, { direction: 'backwards', limit: 1 });
  const last = head ? await lastRevisionAt(log, stream, head.revision, at) : -1;
  if (last < 0) return { gold: 0, points: 0, entries: [] };
  const balance = await balanceAfter(log, stream, last);
  const endedGold = await endedButNotWritten(log, stream, { last, at }, () => commands.load(walletDecider, stream));
  const newest = Math.min(last, before === undefined ? last : before - 1);
  const events = newest < 0 ? [] : await page(log, stream, newest, Math.min(limit, MAX_ENTRIES));
  const oldest = events[events.length - 1]?.revision ?? 0;
  return {
    gold: balance.gold - endedGold,
    points: balance.points,
    entries: events.flatMap((event) => entryOf(event)),
    ...(oldest > 0 && { older: oldest }),
  };
}

/** The last revision with a time at or before a moment; -1 when all came later. Times never go back in a stream. */
async function lastRevisionAt(log: EventStore, stream: string, head: number, at: number): Promise<number> {
  let [low, high] = [-1, head];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    const [event] = await log.read(stream, { from: middle, limit: 1 });
    if (event!.meta.at <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

function page(log: EventStore, stream: string, from: number, limit: number): Promise<LoggedEvent[]> {
  return log.read(stream, { from, direction: 'backwards', limit });
}

/** Every event states the balances that it changed, so the last statement of each holds. */
async function balanceAfter(log: EventStore, stream: string, last: number): Promise<{ gold: number; points: number }> {
  let gold: number | undefined;
  let points: number | undefined;
  for (let from = last; from >= 0 && (gold === undefined || points === undefined); ) {
    const events = await page(log, stream, from, MAX_READ_EVENTS);
    for (const { data } of events) {
      if (gold === undefined && 'goldAfter' in data) gold = data.goldAfter;
      if (points === undefined && 'pointsAfter' in data) points = data.pointsAfter;
    }
    from = events[events.length - 1]!.revision - 1;
  }
  return { gold: gold ?? 0, points: points ?? 0 };
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
    const next = await log.read(stream, { from: seen + 1, limit: MAX_READ_EVENTS });
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

function entryOf(event: LoggedEvent): LedgerEntry[] {
  if (!isOneOf(walletEventTypes, event)) return [];
  const { id: eventId, revision, type, meta } = event;
  const change = changeOf(event);
  if (!change) return [];
  const { at, actor, commandId, correlationId } = meta;
  return [{ eventId, revision, at, type, ...change, actor, commandId, ...(correlationId && { correlationId }) }];
}

/** An event's change of the balances; null for an event that changes none. */
function changeOf({ type, data }: WalletEvent): { changeGold: number; changePoints: number } | null {
  switch (type) {
    case 'GoldGranted':
    case 'PurchaseRefunded':
      return { changeGold: data.amountGold, changePoints: 0 };
    case 'GoldRemoved':
    case 'GoldExpired':
      return { changeGold: -data.amountGold, changePoints: 0 };
    case 'GiftBought':
    case 'ChatGiftBought':
    case 'SubjectGiftBought':
    case 'BulletBought':
    case 'RenameBought':
      return { changeGold: -data.costGold, changePoints: 0 };
    case 'PointsCredited':
    case 'ChatPointsCredited':
    case 'SubjectPointsCredited':
      return { changeGold: 0, changePoints: data.points };
    case 'PointsExchanged':
      return { changeGold: data.amountGold, changePoints: -data.points };
    case 'WalletFrozen':
    case 'WalletUnfrozen':
      return null;
    default:
      return assertNever(type);
  }
}

import { assertNever, isOneOf } from '../../domain/kernel/event.ts';
import { type WalletEvent, walletEventTypes } from '../../domain/wallet/events.ts';
import type { LoggedEvent, Position } from '../../event-store/event-store.ts';
import { correlationOf } from '../../projections/views/chains.ts';

/** What a wallet holds, gold that has ended and is not written off among it. */
export interface Held {
  gold: number;
  points: number;
}

/** What a change was about: whatever of these its event names. */
export interface EntrySubject {
  /** Where gold came from, or who took it. */
  source?: string;
  /** An order of gold, or of an app's own shop. */
  orderId?: string;
  packageId?: number;
  giftId?: number;
  giftName?: string;
  /** Gifts that were paid for. */
  units?: number;
  /** The person on the other side: who gave, or who was given to. */
  otherId?: number;
  liveId?: number;
  chatId?: number;
  subjectId?: number;
  withdrawalId?: number | string;
  purchaseEventId?: string;
  /** When gold ends or has ended, epoch ms. */
  expiresAt?: number;
  /** What the event says why; '' of somebody who was erased. */
  reason?: string;
}

/** One event of a wallet. */
export interface LedgerEntry {
  eventId: string;
  revision: number;
  position: Position;
  /** Epoch ms. */
  at: number;
  type: WalletEvent['type'];
  /** Gold that came in; negative: that went out. */
  changeGold: number;
  changePoints: number;
  /** What the wallet held after it. */
  goldAfter: number;
  pointsAfter: number;
  about: EntrySubject;
  /** Who acted (0: the system), and the operator, if one did. */
  actor: number;
  operator?: number;
  /** Why, as the operator said. */
  operatorReason?: string;
  /** By which command, and of which chain (`chainOf`). */
  commandId: string;
  correlationId: string;
}

/** The entries of a page of events, newest first; `after`: what the wallet held after the first of them. */
export function entriesOf(events: readonly LoggedEvent[], after: Held): LedgerEntry[] {
  const entries: LedgerEntry[] = [];
  let { gold, points } = after;
  for (const event of events) {
    if (!isOneOf(walletEventTypes, event)) continue;
    const { id: eventId, revision, position, type, meta } = event;
    const { at, actor, operator, reason: operatorReason, commandId } = meta;
    const { changeGold, changePoints } = changeOf(event);
    const balances = { changeGold, changePoints, goldAfter: gold, pointsAfter: points };
    const by = {
      actor,
      ...(operator !== undefined && { operator }),
      ...(operatorReason !== undefined && { operatorReason }),
    };
    const about = subjectOf(event.data);
    const ids = { eventId, revision, position, commandId, correlationId: correlationOf(meta) };
    entries.push({ ...ids, at, type, ...balances, about, ...by });
    gold -= changeGold;
    points -= changePoints;
  }
  return entries;
}

/** Everything that an event of a wallet may name. */
type Named = Partial<
  Omit<EntrySubject, 'orderId' | 'otherId' | 'giftId' | 'giftName'> & {
    hostId: number;
    toUserId: number;
    from: { userId: number };
    gift: { id: number; name: string };
    order: string | { orderId: string };
  }
>;

function subjectOf(data: WalletEvent['data']): EntrySubject {
  const given: Named & { userId: number } = data;
  const purchase: Named | undefined = 'purchase' in data ? data.purchase : undefined;
  const named = purchase ?? given;
  const otherId = purchase ? purchase.from?.userId : (given.toUserId ?? given.hostId);
  const orderId = typeof given.order === 'object' ? given.order.orderId : given.order;
  const subject: { [Field in keyof EntrySubject]: EntrySubject[Field] | undefined } = {
    source: given.source,
    orderId,
    packageId: given.packageId,
    giftId: named.gift?.id,
    giftName: named.gift?.name,
    units: named.units,
    otherId,
    liveId: named.liveId,
    chatId: named.chatId,
    subjectId: named.subjectId,
    withdrawalId: given.withdrawalId,
    purchaseEventId: given.purchaseEventId,
    expiresAt: given.expiresAt,
    reason: given.reason,
  };
  return Object.fromEntries(Object.entries(subject).filter(([, value]) => value !== undefined));
}

/** An event's change of the balances. */
export function changeOf({ type, data }: WalletEvent): { changeGold: number; changePoints: number } {
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
    case 'PointsHeld':
      return { changeGold: 0, changePoints: -data.points };
    case 'PointsReleased':
      return { changeGold: 0, changePoints: data.points };
    // They were held before, and are counted no longer.
    case 'PointsPaidOut':
    case 'WalletFrozen':
    case 'WalletUnfrozen':
      return { changeGold: 0, changePoints: 0 };
    default:
      return assertNever(type);
  }
}

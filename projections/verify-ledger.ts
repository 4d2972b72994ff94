import type { LotChange } from '../domain/wallet/lots.ts';
import { ORDER_SOURCE } from '../domain/wallet/sources.ts';
import type { EventStore, LoggedEvent, Position } from '../event-store/event-store.ts';
import { pagesAfter } from './pages.ts';
import { WalletLots } from './verify-lots.ts';
import { PaidOrders } from './verify-orders.ts';

const MAX_VIOLATIONS = 100;

export interface AppLedger {
  wallets: number;
  /** Gold: granted = held + spent + expired + removed, where spent is net of refunds. */
  granted: number;
  /** The part of it that people paid for with money. */
  bought: number;
  held: number;
  spent: number;
  expired: number;
  removed: number;
  /** Points: earned = points + exchanged + pending + paid. What hosts have, */
  points: number;
  /** what became gold, */
  exchangedPoints: number;
  /** what waits for a withdrawal to be settled, */
  pendingPoints: number;
  /** and what became money. */
  paidPoints: number;
  /** The part of `granted` that was points. */
  exchanged: number;
}

export interface LedgerReport {
  events: number;
  apps: Record<string, AppLedger>;
  /** All of them are counted, the first are listed. */
  violationCount: number;
  violations: { position: Position; message: string }[];
  /** Purchases and orders whose next leg is not in the log yet: it may be under way. Not violations. */
  pending: { toCredit: number; toShow: number; toGrant: number; oldest: Position | null };
}

interface Wallet {
  gold: number;
  lots: WalletLots;
  points: number;
  earnedPoints: number;
  /** Points that became gold, wait for a withdrawal, and became money. */
  exchangedPoints: number;
  held: HeldPoints | null;
  paidPoints: number;
}

/** Points on their way to money: one withdrawal at a time. */
interface HeldPoints {
  withdrawalId: string;
  points: number;
}

interface PurchaseLegs {
  position: Position;
  kind: 'gift' | 'chat-gift' | 'subject-gift' | 'bullet' | 'rename';
  appId: string;
  userId: number;
  costGold: number;
  /** Where it is to be shown (a live or a talk), and the total that the credit said to show there; null before the credit. */
  credited: { placeId: number; totalPoints: number } | null;
}

/**
 * Checks the ledger against itself, from the events of wallets, rooms and talks alone: gold is conserved in every app, no balance
 * is ever below zero, every stated balance is the running sum, gold that ends is spent first and never after its end, every gift and
 * bullet bought has exactly one credit of the same amount and exactly one line in its room or talk (a gift on a post has none), or one refund; renames beyond each
 * user's free one never outnumber the payments for them, and a payment that a rename names is the user's own and carries no other; gold that
 * orders gave is what was paid for (verify-orders.ts). Memory grows with wallets, lives, orders, and payments that nothing has followed.
 */
export async function verifyLedger(
  log: EventStore,
  { maxViolations = MAX_VIOLATIONS, onProgress = () => {} }: LedgerOptions = {},
): Promise<LedgerReport> {
  const ledger = new Ledger(maxViolations);
  let events = 0;
  for await (const page of pagesAfter(log, 0)) {
    for (const event of page) ledger.take(event);
    events += page.length;
    await onProgress(events, page[page.length - 1]!.position);
  }
  return ledger.report(events);
}

export interface LedgerOptions {
  /** Violations that are listed; default 100. */
  maxViolations?: number;
  /** Told after each page of the log, and waited for. */
  onProgress?(events: number, position: Position): void | Promise<void>;
}

class Ledger {
  private readonly wallets = new Map<string, Wallet>();
  private readonly livePoints = new Map<string, number>();
  private readonly apps = new Map<string, AppLedger>();
  /** Purchases that something must or may still follow, by event id. */
  private readonly open = new Map<string, PurchaseLegs>();
  private readonly orders = new PaidOrders();
  /** Users who have had their free rename. */
  private readonly freeRenames = new Set<string>();
  private readonly violations: LedgerReport['violations'] = [];
  private violationCount = 0;
  private position: Position = 0;
  private readonly maxViolations: number;

  constructor(maxViolations: number) {
    this.maxViolations = maxViolations;
  }

  take(event: LoggedEvent): void {
    this.position = event.position;
    const { appId } = event.meta;
    switch (event.type) {
      case 'GoldGranted': {
        const { userId, amountGold, goldAfter, expiresAt } = event.data;
        this.app(appId).granted += amountGold;
        this.hold(this.orders.grant(event));
        if (event.data.source.startsWith(ORDER_SOURCE)) this.app(appId).bought += amountGold;
        this.move(appId, userId, amountGold, goldAfter);
        if (expiresAt !== undefined) this.wallet(appId, userId).lots.grant(expiresAt, amountGold);
        return;
      }
      case 'GoldRemoved': {
        const { userId, amountGold, goldAfter, lots } = event.data;
        this.app(appId).removed += amountGold;
        this.hold(this.orders.remove(event));
        this.takeFromLots(event, amountGold, lots);
        this.move(appId, userId, -amountGold, goldAfter);
        return;
      }
      case 'GoldExpired': {
        const { userId, amountGold, goldAfter, expiresAt } = event.data;
        this.app(appId).expired += amountGold;
        this.move(appId, userId, -amountGold, goldAfter);
        const fault = this.wallet(appId, userId).lots.expire(expiresAt, amountGold, event.meta.at);
        this.expect(fault === null, `user ${userId}: ${fault}`);
        return;
      }
      case 'GiftBought':
        this.checkPrice(event.data);
        this.buy(event, 'gift');
        return;
      case 'ChatGiftBought':
        this.checkPrice(event.data);
        this.buy(event, 'chat-gift');
        return;
      case 'SubjectGiftBought':
        this.checkPrice(event.data);
        this.buy(event, 'subject-gift');
        return;
      case 'BulletBought':
        this.buy(event, 'bullet');
        return;
      case 'RenameBought':
        this.buy(event, 'rename');
        return;
      case 'PurchaseRefunded':
        this.refund(event);
        return;
      case 'PointsCredited':
        this.creditForLive(event);
        return;
      case 'ChatPointsCredited': {
        const { userId, earnedPointsAfter, purchase } = event.data;
        const credited = { placeId: purchase.chatId, totalPoints: earnedPointsAfter };
        this.credit(event, 'chat-gift', purchase.toUserId === userId, credited);
        return;
      }
      case 'SubjectPointsCredited': {
        const { userId, earnedPointsAfter, purchaseEventId, purchase } = event.data;
        const credited = { placeId: purchase.subjectId, totalPoints: earnedPointsAfter };
        const fits = this.credit(event, 'subject-gift', purchase.toUserId === userId, credited);
        // Nothing follows: the post counts the credit itself.
        if (fits) this.open.delete(purchaseEventId);
        return;
      }
      case 'PointsExchanged':
        this.exchange(event);
        return;
      case 'PointsHeld':
        this.holdPoints(event);
        return;
      case 'PointsReleased':
      case 'PointsPaidOut':
        this.settlePoints(event);
        return;
      case 'ProfileUpdated':
        this.rename(event);
        return;
      case 'GiftShown':
        this.show(event, 'gift', { placeId: event.data.liveId, totalPoints: event.data.livePointsAfter });
        return;
      case 'ChatGiftShown':
        this.show(event, 'chat-gift', { placeId: event.data.chatId, totalPoints: event.data.earnedPointsAfter });
        return;
      case 'BulletShown':
        this.show(event, 'bullet', { placeId: event.data.liveId, totalPoints: event.data.livePointsAfter });
        return;
      default:
        this.hold(this.orders.take(event));
        return;
    }
  }

  report(events: number): LedgerReport {
    const orders = this.orders.awaiting();
    const pending: LedgerReport['pending'] = { toCredit: 0, toShow: 0, toGrant: orders.count, oldest: orders.oldest };
    for (const { kind, credited, position } of this.open.values()) {
      if (kind === 'rename') continue; // Of two payments for the same name one may stay without a rename.
      if (credited) pending.toShow++;
      else pending.toCredit++;
      pending.oldest = Math.min(pending.oldest ?? position, position);
    }
    for (const [key, { gold, points, earnedPoints, exchangedPoints, held, paidPoints }] of this.wallets) {
      const pendingPoints = held?.points ?? 0;
      this.expect(
        earnedPoints === points + exchangedPoints + pendingPoints + paidPoints,
        `${key} earned ${earnedPoints} points, but has ${points}, exchanged ${exchangedPoints}, waits for ${pendingPoints} and was paid for ${paidPoints}`,
      );
      const app = this.app(key.slice(0, key.indexOf('.')));
      app.wallets++;
      app.held += gold;
      app.points += points;
      app.exchangedPoints += exchangedPoints;
      app.pendingPoints += pendingPoints;
      app.paidPoints += paidPoints;
    }
    for (const [appId, { granted, held, spent, expired, removed }] of this.apps) {
      this.expect(
        granted === held + spent + expired + removed,
        `${appId}: granted ${granted}, but held ${held}, spent ${spent}, expired ${expired} and removed ${removed}`,
      );
    }
    const { violations, violationCount } = this;
    return { events, apps: Object.fromEntries(this.apps), violationCount, violations, pending };
  }

  private checkPrice({
    gift,
    units,
    costGold,
  }: EventOf<'GiftBought' | 'ChatGiftBought' | 'SubjectGiftBought'>['data']): void {
    this.expect(costGold === gift.priceGold * units, `${units} × ${gift.priceGold} gold cost ${costGold}`);
  }

  private buy(
    event: EventOf<'GiftBought' | 'ChatGiftBought' | 'SubjectGiftBought' | 'BulletBought' | 'RenameBought'>,
    kind: PurchaseLegs['kind'],
  ): void {
    const { appId } = event.meta;
    const { userId, costGold, goldAfter, lots } = event.data;
    this.app(appId).spent += costGold;
    this.takeFromLots(event, costGold, lots);
    this.move(appId, userId, -costGold, goldAfter);
    this.expect(!this.open.has(event.id), `purchase ${event.id} is there twice`);
    this.open.set(event.id, { position: this.position, kind, appId, userId, costGold, credited: null });
  }

  private refund({ data, meta }: EventOf<'PurchaseRefunded'>): void {
    const { userId, purchaseEventId, amountGold, goldAfter, lots = [] } = data;
    this.app(meta.appId).spent -= amountGold;
    const fault = this.wallet(meta.appId, userId).lots.putBack(lots, amountGold, meta.at);
    this.expect(fault === null, `user ${userId}: ${fault}`);
    this.move(meta.appId, userId, amountGold, goldAfter);
    const legs = this.open.get(purchaseEventId);
    this.open.delete(purchaseEventId);
    const isOwn = legs?.appId === meta.appId && legs.userId === userId && legs.costGold === amountGold;
    const fits = isOwn && legs.credited === null;
    this.expect(fits, `refund of ${amountGold} gold for purchase ${purchaseEventId}, which does not stand open for it`);
  }

  private exchange({ data, meta: { appId } }: EventOf<'PointsExchanged'>): void {
    const { userId, points, pointsAfter, amountGold, goldAfter } = data;
    this.wallet(appId, userId).exchangedPoints += points;
    this.movePoints(appId, userId, -points, pointsAfter);
    this.app(appId).granted += amountGold;
    this.app(appId).exchanged += amountGold;
    this.move(appId, userId, amountGold, goldAfter);
  }

  private holdPoints({ data, meta: { appId } }: EventOf<'PointsHeld'>): void {
    const { userId, withdrawalId, points, pointsAfter } = data;
    const wallet = this.wallet(appId, userId);
    this.expect(
      wallet.held === null,
      `user ${userId} asks for money while withdrawal ${wallet.held?.withdrawalId} is open`,
    );
    wallet.held = { withdrawalId, points };
    this.movePoints(appId, userId, -points, pointsAfter);
  }

  /** Points come back, or were paid for: those that this withdrawal holds, once. */
  private settlePoints({ type, data, meta: { appId } }: EventOf<'PointsReleased' | 'PointsPaidOut'>): void {
    const { userId, withdrawalId, points } = data;
    const wallet = this.wallet(appId, userId);
    const fits = wallet.held?.withdrawalId === withdrawalId && wallet.held.points === points;
    this.expect(
      fits,
      `${type} of ${points} points of user ${userId} for withdrawal ${withdrawalId}, which does not hold them`,
    );
    wallet.held = null;
    if (type === 'PointsPaidOut') wallet.paidPoints += points;
    else this.movePoints(appId, userId, points, data.pointsAfter);
  }

  private movePoints(appId: string, userId: number, byPoints: number, pointsAfter: number): void {
    const wallet = this.wallet(appId, userId);
    wallet.points += byPoints;
    this.expect(wallet.points >= 0, `user ${userId} has ${wallet.points} points`);
    this.expect(wallet.points === pointsAfter, `user ${userId} has ${wallet.points} points, stated ${pointsAfter}`);
  }

  private creditForLive(event: EventOf<'PointsCredited'>): void {
    const { userId, points, livePointsAfter, purchase } = event.data;
    const { liveId, hostId, kind } = purchase;
    const liveKey = `${event.meta.appId}.${userId}.${liveId}`;
    const livePoints = (this.livePoints.get(liveKey) ?? 0) + points;
    this.livePoints.set(liveKey, livePoints);
    this.expect(livePoints === livePointsAfter, `live ${liveId} earned ${livePoints}, stated ${livePointsAfter}`);
    this.credit(event, kind, hostId === userId, { placeId: liveId, totalPoints: livePointsAfter });
  }

  private credit(
    { data, meta }: EventOf<'PointsCredited' | 'ChatPointsCredited' | 'SubjectPointsCredited'>,
    kind: PurchaseLegs['kind'],
    isReceiver: boolean,
    credited: NonNullable<PurchaseLegs['credited']>,
  ): boolean {
    const { userId, points, pointsAfter, earnedPointsAfter, purchaseEventId } = data;
    const wallet = this.wallet(meta.appId, userId);
    wallet.points += points;
    wallet.earnedPoints += points;
    this.expect(wallet.points === pointsAfter, `user ${userId} has ${wallet.points} points, stated ${pointsAfter}`);
    this.expect(wallet.earnedPoints === earnedPointsAfter, `user ${userId} earned ${wallet.earnedPoints} points`);
    const legs = this.open.get(purchaseEventId);
    const isOwn = legs?.appId === meta.appId && legs.kind === kind && legs.costGold === points;
    const fits = isOwn && legs.credited === null && isReceiver;
    this.expect(fits, `credit of ${points} points for purchase ${purchaseEventId}, which does not stand open for it`);
    if (fits) legs.credited = credited;
    return fits;
  }

  private show(
    { data, meta }: EventOf<'GiftShown' | 'ChatGiftShown' | 'BulletShown'>,
    kind: PurchaseLegs['kind'],
    { placeId, totalPoints }: NonNullable<PurchaseLegs['credited']>,
  ): void {
    const legs = this.open.get(data.purchaseEventId);
    const isOwn = legs?.appId === meta.appId && legs.kind === kind;
    const fits = isOwn && legs.credited?.placeId === placeId && legs.credited.totalPoints === totalPoints;
    this.expect(fits, `${kind} shown for purchase ${data.purchaseEventId}, which does not stand open for it`);
    if (fits) this.open.delete(data.purchaseEventId);
  }

  private takeFromLots(
    { data: { userId }, meta }: { data: { userId: number }; meta: LoggedEvent['meta'] },
    amountGold: number,
    changes: readonly LotChange[] = [],
  ): void {
    const fault = this.wallet(meta.appId, userId).lots.take(changes, amountGold, meta.at);
    this.expect(fault === null, `user ${userId}: ${fault}`);
  }

  /** A rename uses up the payment that it names; one that names none (of logs before they did) the user's oldest. */
  private rename({ data, meta }: EventOf<'ProfileUpdated'>): void {
    const { userId, renamed, paymentId } = data;
    const user = `${meta.appId}.${userId}`;
    if (paymentId === undefined && !renamed) return;
    if (paymentId === undefined && !this.freeRenames.has(user)) {
      this.freeRenames.add(user);
      return;
    }
    const isOwn = (legs: PurchaseLegs | undefined) =>
      legs?.kind === 'rename' && legs.appId === meta.appId && legs.userId === userId;
    const used = paymentId ?? [...this.open].find(([, legs]) => isOwn(legs))?.[0] ?? '';
    this.expect(
      isOwn(this.open.get(used)),
      `user ${userId} was renamed without a payment of theirs (${used || 'none'})`,
    );
    this.open.delete(used);
  }

  private move(appId: string, userId: number, byGold: number, goldAfter: number): void {
    const wallet = this.wallet(appId, userId);
    wallet.gold += byGold;
    this.expect(wallet.gold >= 0, `user ${userId} holds ${wallet.gold} gold`);
    this.expect(wallet.gold === goldAfter, `user ${userId} holds ${wallet.gold} gold, stated ${goldAfter}`);
    // Go on with the stated balance, so that one fault is reported once.
    wallet.gold = goldAfter;
  }

  private wallet(appId: string, userId: number): Wallet {
    const key = `${appId}.${userId}`;
    let wallet = this.wallets.get(key);
    if (!wallet) {
      wallet = {
        gold: 0,
        lots: new WalletLots(),
        points: 0,
        earnedPoints: 0,
        exchangedPoints: 0,
        held: null,
        paidPoints: 0,
      };
      this.wallets.set(key, wallet);
    }
    return wallet;
  }

  private app(appId: string): AppLedger {
    let app = this.apps.get(appId);
    if (!app) {
      app = {
        wallets: 0,
        granted: 0,
        bought: 0,
        held: 0,
        spent: 0,
        expired: 0,
        removed: 0,
        exchanged: 0,
        ...NO_POINTS,
      };
      this.apps.set(appId, app);
    }
    return app;
  }

  /** Notes what a check answered with, unless it is null. */
  private hold(fault: string | null): void {
    this.expect(fault === null, fault ?? '');
  }

  private expect(holds: boolean, message: string): void {
    if (holds) return;
    this.violationCount++;
    if (this.violations.length < this.maxViolations) this.violations.push({ position: this.position, message });
  }
}

const NO_POINTS = { points: 0, exchangedPoints: 0, pendingPoints: 0, paidPoints: 0 };

type EventOf<Type extends LoggedEvent['type']> = Extract<LoggedEvent, { type: Type }>;

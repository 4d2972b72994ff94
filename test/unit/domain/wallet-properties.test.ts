import { expect } from 'chai';
import fc from 'fast-check';
import type { CommandMeta } from '../../../domain/kernel/decider.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { MAX_AMOUNT } from '../../../domain/kernel/limits.ts';
import type { WalletCommand } from '../../../domain/wallet/commands.ts';
import { spendableGold, type Wallet, walletDecider } from '../../../domain/wallet/decider.ts';
import type { WalletEvent } from '../../../domain/wallet/events.ts';
import { BULLET_EXPERIENCE } from '../../../domain/wallet/prices.ts';
import { WalletLots } from '../../../projections/verify-lots.ts';
import { decideSafely, metaOf, person, T0 } from '../../support/given.ts';

const USERS = [1, 2, 3];

/** What a wallet must come to, added up from the events' own amounts and never from their balances. */
class Ledger {
  granted = 0;
  spent = 0;
  expired = 0;
  removed = 0;
  points = 0;
  exchanged = 0;
  experience = 0;
  readonly livePoints = new Map<number, number>();
  private readonly lots = new WalletLots();

  add(event: WalletEvent, at: number): void {
    expect(this.addToLots(event, at)).to.equal(null);
    switch (event.type) {
      case 'GoldGranted':
        this.granted += event.data.amountGold;
        return;
      case 'GoldExpired':
        this.expired += event.data.amountGold;
        return;
      case 'GoldRemoved':
        this.removed += event.data.amountGold;
        return;
      case 'GiftBought':
        expect(event.data.costGold).to.equal(event.data.gift.priceGold * event.data.units);
        this.spent += event.data.costGold;
        this.experience += event.data.gift.experience * event.data.units;
        return;
      case 'BulletBought':
        this.spent += event.data.costGold;
        this.experience += BULLET_EXPERIENCE;
        return;
      case 'RenameBought':
        this.spent += event.data.costGold;
        return;
      case 'PurchaseRefunded':
        this.spent -= event.data.amountGold;
        return;
      case 'PointsExchanged':
        this.granted += event.data.amountGold;
        this.exchanged += event.data.points;
        return;
      case 'PointsCredited': {
        const { purchase, points } = event.data;
        this.points += points;
        this.experience += purchase.kind === 'gift' ? purchase.gift.experience * purchase.units : BULLET_EXPERIENCE;
        this.livePoints.set(purchase.liveId, (this.livePoints.get(purchase.liveId) ?? 0) + points);
        return;
      }
      default:
        return;
    }
  }

  /** What is wrong with an event's lots, or null. */
  private addToLots({ type, data }: WalletEvent, at: number): string | null {
    switch (type) {
      case 'GoldGranted':
        if (data.expiresAt !== undefined) this.lots.grant(data.expiresAt, data.amountGold);
        return null;
      case 'GoldExpired':
        return this.lots.expire(data.expiresAt, data.amountGold, at);
      case 'PurchaseRefunded':
        return this.lots.putBack(data.lots ?? [], data.amountGold, at);
      case 'GoldRemoved':
        return this.lots.take(data.lots ?? [], data.amountGold, at);
      case 'GiftBought':
      case 'BulletBought':
      case 'RenameBought':
        return this.lots.take(data.lots ?? [], data.costGold, at);
      default:
        return null;
    }
  }

  /** Every balance that the event states. */
  check(event: WalletEvent): void {
    const { data } = event;
    if ('goldAfter' in data) expect(data.goldAfter).to.equal(this.granted - this.spent - this.expired - this.removed);
    if ('pointsAfter' in data) expect(data.pointsAfter).to.equal(this.points - this.exchanged);
    if ('earnedPointsAfter' in data) expect(data.earnedPointsAfter).to.equal(this.points);
    if ('experienceAfter' in data) expect(data.experienceAfter).to.equal(this.experience);
    if ('livePointsAfter' in data) expect(data.livePointsAfter).to.equal(this.livePoints.get(data.purchase.liveId));
  }
}

/** Wallets of several people, with the second leg of each purchase as the reactor does it. */
class Bank {
  readonly wallets = new Map<number, Wallet>(USERS.map((id) => [id, walletDecider.initialState()]));
  readonly ledgers = new Map<number, Ledger>(USERS.map((id) => [id, new Ledger()]));
  private purchases = 0;

  /** Carries a command out; a refusal by rule is fine, anything else fails the test. */
  handle(owner: number, command: WalletCommand, meta: CommandMeta): WalletEvent[] | null {
    let wallet = this.wallets.get(owner)!;
    let events: WalletEvent[];
    try {
      events = decideSafely(walletDecider, command, wallet, meta);
    } catch (error) {
      if (error instanceof DomainError) return null;
      throw error;
    }
    const ledger = this.ledgers.get(owner)!;
    for (const event of events) {
      wallet = walletDecider.evolve(wallet, event, meta);
      ledger.add(event, meta.at);
      ledger.check(event);
      expect(event.data.userId).to.equal(owner);
    }
    this.wallets.set(owner, wallet);
    for (const event of events) this.credit(event, meta.at);
    return events;
  }

  private credit(event: WalletEvent, at: number): void {
    if (event.type !== 'GiftBought' && event.type !== 'BulletBought') return;
    const { costGold: points, hostId, userId, liveId, roomId, from } = event.data;
    const place = { liveId, roomId, hostId, from };
    const purchaseEventId = `p${this.purchases++}`;
    const purchase =
      event.type === 'BulletBought'
        ? ({ kind: 'bullet', ...place, text: event.data.text } as const)
        : ({
            kind: 'gift',
            ...place,
            gift: event.data.gift,
            amount: event.data.amount,
            units: event.data.units,
            comboId: event.data.comboId,
          } as const);
    if (this.handle(hostId, { type: 'CreditPoints', points, purchaseEventId, purchase }, metaOf({ at }))) return;
    const refund = { type: 'RefundPurchase', purchaseEventId, amountGold: points, lots: event.data.lots } as const;
    expect(this.handle(userId, refund, metaOf({ at }))).to.have.length(1);
    expect(this.handle(userId, refund, metaOf({ at }))).to.deep.equal([]);
  }

  check(at: number): void {
    for (const [id, wallet] of this.wallets) {
      const { granted, spent, expired, removed, goldHeld, points, earnedPoints, experience } = wallet;
      const ledger = this.ledgers.get(id)!;
      expect(granted).to.equal(goldHeld + spent + expired + removed);
      expect([granted, spent, expired, removed, points, experience]).to.deep.equal([
        ledger.granted,
        ledger.spent,
        ledger.expired,
        ledger.removed,
        ledger.points - ledger.exchanged,
        ledger.experience,
      ]);
      expect(earnedPoints).to.equal(ledger.points);
      for (const sum of [
        granted,
        spent,
        expired,
        removed,
        goldHeld,
        spendableGold(wallet, at),
        points,
        earnedPoints,
        experience,
      ]) {
        expect(Number.isSafeInteger(sum) && sum >= 0 && sum <= MAX_AMOUNT, `balance ${sum}`).to.equal(true);
      }
    }
  }
}

const user = fc.constantFrom(...USERS);
/** Mostly reasonable, sometimes absurd, sometimes at the limit. */
const anyAmount = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 1, max: 40 }) },
  { weight: 1, arbitrary: fc.constantFrom(0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, MAX_AMOUNT) },
  { weight: 1, arbitrary: fc.integer({ min: 9_990, max: 10_000 }) },
);
const gift = fc.constantFrom(
  { id: 101, name: '小黄瓜', picture: 'static', priceGold: 1, experience: 10 },
  { id: 105, name: '麦克风', picture: 'static', priceGold: 60, experience: 600 },
  { id: 999, name: '天价', picture: 'moving', priceGold: MAX_AMOUNT / 2, experience: 7 },
);

const HOUR = 3600 * 1000;

/** [owner of the wallet, command, actor] */
type Step = [number, WalletCommand, number];
const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .tuple(user, fc.oneof(fc.integer({ min: 1, max: 3_000 }), anyAmount))
    .map(([userId, amountGold]): Step => [userId, { type: 'GrantGold', userId, amountGold, source: 'test' }, 0]),
  fc
    .tuple(user, fc.integer({ min: 1, max: 300 }), fc.integer({ min: -1, max: 20 }))
    .map(([userId, amountGold, hours]): Step => {
      const expiresAt = T0 + hours * HOUR;
      return [userId, { type: 'GrantGold', userId, amountGold, source: 'test', expiresAt }, 0];
    }),
  fc
    .tuple(user, anyAmount)
    .map(([userId, amountGold]): Step => [userId, { type: 'RemoveGold', userId, amountGold, source: 'test' }, 0]),
  user.map((userId): Step => [userId, { type: 'ExpireGold' }, 0]),
  fc
    .tuple(user, user, gift, anyAmount, fc.constantFrom('', 'u1', 'u2'), fc.constantFrom(5, 6))
    .map(([buyer, hostId, given, amount, comboId, liveId]): Step => {
      const place = { liveId, roomId: 10 * liveId, hostId, from: person(buyer) };
      return [buyer, { type: 'BuyGift', gift: given, amount, comboId, ...place }, buyer];
    }),
  fc.tuple(user, user).map(([buyer, other]): Step => {
    const hostId = other === buyer ? (buyer % USERS.length) + 1 : other;
    return [buyer, { type: 'BuyBullet', liveId: 5, roomId: 50, hostId, from: person(buyer), text: '冲' }, buyer];
  }),
  fc.tuple(user, anyAmount, anyAmount).map(([userId, points, amountGold]): Step => {
    return [userId, { type: 'ExchangePoints', order: '1', packageId: 1, points, amountGold }, userId];
  }),
  user.map((userId): Step => [userId, { type: 'BuyRename', displayName: '小红' }, userId]),
  fc.tuple(user, fc.boolean()).map(([userId, freeze]): Step => {
    return [userId, freeze ? { type: 'FreezeWallet', userId, reason: '' } : { type: 'UnfreezeWallet', userId }, 0];
  }),
  fc
    .tuple(user, anyAmount, fc.constantFrom('x', 'y'))
    .map(([userId, amountGold, id]): Step => [userId, { type: 'RefundPurchase', purchaseEventId: id, amountGold }, 0]),
);

/** Between two commands: mostly none, so that much happens before a lot ends. */
const pause = fc.oneof(
  { weight: 4, arbitrary: fc.constant(0) },
  { weight: 1, arbitrary: fc.constantFrom(1, HOUR, 7 * HOUR) },
);

describe('wallets, whatever happens', () => {
  it('conserve gold at every step, and state every balance exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(step, pause), { maxLength: 60, size: 'max' }), (steps) => {
        const bank = new Bank();
        let at = T0;
        for (const [[owner, command, actor], passedMs] of steps) {
          at += passedMs;
          bank.handle(owner, command, metaOf({ actor, at }));
          bank.check(at);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('take a combo’s highest count and no more, in whatever order the taps arrive', () => {
    const taps = fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 1, maxLength: 30, size: 'max' });
    fc.assert(
      fc.property(taps, (counts) => {
        const bank = new Bank();
        bank.handle(1, { type: 'GrantGold', userId: 1, amountGold: 1_000, source: 'test' }, metaOf());
        for (const amount of counts) {
          const cucumber = { id: 101, name: '小黄瓜', picture: 'static', priceGold: 1, experience: 10 } as const;
          const place = { liveId: 5, roomId: 50, hostId: 2, from: person(1) };
          bank.handle(1, { type: 'BuyGift', gift: cucumber, amount, comboId: 'u', ...place }, metaOf({ actor: 1 }));
        }
        expect(bank.wallets.get(1)!.spent).to.equal(Math.max(...counts));
        expect(bank.wallets.get(2)!.points).to.equal(Math.max(...counts));
      }),
    );
  });

  it('sell 1,010 purchases of 100 out of 100,000 exactly 1,000 times', () => {
    const bank = new Bank();
    bank.handle(1, { type: 'GrantGold', userId: 1, amountGold: 100_000, source: 'test' }, metaOf());
    const crown = { id: 106, name: '皇冠', picture: 'static', priceGold: 100, experience: 1_000 } as const;
    let sold = 0;
    for (let i = 0; i < 1_010; i++) {
      const place = { liveId: 5, roomId: 50, hostId: 2, from: person(1) };
      const buy = { type: 'BuyGift', gift: crown, amount: 1, comboId: '', ...place } as const;
      if (bank.handle(1, buy, metaOf({ actor: 1 }))) sold++;
    }
    expect([sold, bank.wallets.get(1)!.goldHeld, bank.wallets.get(2)!.points]).to.deep.equal([1_000, 0, 100_000]);
  });
});

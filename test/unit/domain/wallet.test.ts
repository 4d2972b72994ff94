import { expect } from 'chai';
import { MAX_AMOUNT } from '../../../domain/kernel/limits.ts';
import { comboOf, MAX_COMBOS, SAME_LINE_MS, walletDecider } from '../../../domain/wallet/decider.ts';
import type { GiftBought, PointsCredited, WalletEvent } from '../../../domain/wallet/events.ts';
import { MAX_COMBO } from '../../../domain/wallet/limits.ts';
import { MAX_LINES } from '../../../domain/wallet/state.ts';
import { decideSafely, given, metaOf, person, T0 } from '../../support/given.ts';

const me = { actor: 2 };
const HOST = 1;
const crown = { id: 106, name: '皇冠', picture: 'static', priceGold: 100, experience: 1_000 } as const;
const place = { liveId: 5, roomId: 50, hostId: HOST, from: person(2) };
const granted = (amountGold: number, goldAfter = amountGold): WalletEvent => ({
  type: 'GoldGranted',
  data: { userId: 2, amountGold, source: 'test', goldAfter },
});
const frozen: WalletEvent = { type: 'WalletFrozen', data: { userId: 2, reason: 'fraud' } };
const buy = (change: object = {}) =>
  ({ type: 'BuyGift', gift: crown, amount: 1, comboId: '', ...place, ...change }) as const;
const bought = (data: Partial<GiftBought['data']>): WalletEvent => ({
  type: 'GiftBought',
  data: {
    gift: crown,
    amount: 1,
    units: 1,
    comboId: '',
    ...place,
    userId: 2,
    costGold: 100,
    goldAfter: 900,
    experienceAfter: 1_000,
    ...data,
  },
});
const bullet = (text = '冲') => ({ type: 'BuyBullet', ...place, text }) as const;
const rename = { type: 'BuyRename', displayName: '小红' } as const;
const giftPurchase = { kind: 'gift', gift: crown, amount: 3, units: 3, comboId: '', ...place } as const;
const credit = (change: object = {}) =>
  ({ type: 'CreditPoints', points: 300, purchaseEventId: 'e1', purchase: giftPurchase, ...change }) as const;
const credited = (data: Partial<PointsCredited['data']> = {}): WalletEvent => ({
  type: 'PointsCredited',
  data: {
    userId: HOST,
    points: 300,
    pointsAfter: 300,
    earnedPointsAfter: 300,
    experienceAfter: 3_000,
    livePointsAfter: 300,
    purchaseEventId: 'e1',
    purchase: giftPurchase,
    ...data,
  },
});
const refund = (amountGold = 100) => ({ type: 'RefundPurchase', purchaseEventId: 'e1', amountGold }) as const;

describe('wallet', () => {
  describe('grants', () => {
    const grant = (amountGold: number) => ({ type: 'GrantGold', userId: 2, amountGold, source: 'test' }) as const;
    it('add up', () => {
      given(walletDecider).when(grant(5)).thenExactly(granted(5));
      given(walletDecider, granted(5)).when(grant(7)).thenExactly(granted(7, 12));
    });
    for (const amountGold of [0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, MAX_AMOUNT + 1]) {
      it(`are not ${amountGold}`, () => given(walletDecider).when(grant(amountGold)).thenFails('AmountOutOfRange'));
    }
    it('stop at the limit of all grants, spent ones too', () => {
      const full = [granted(MAX_AMOUNT - 1), bought({ costGold: 100, goldAfter: MAX_AMOUNT - 101 })];
      given(walletDecider, ...full)
        .when(grant(2))
        .thenFails('AmountOutOfRange');
      given(walletDecider, ...full)
        .when(grant(1))
        .thenExactly(granted(1, MAX_AMOUNT - 100));
    });
  });

  describe('gifts: what is held, bought and left', () => {
    type Row = { held: number; price: number; amount: number; left: number | string };
    const rows: Row[] = [
      { held: 100, price: 60, amount: 1, left: 40 },
      { held: 60, price: 60, amount: 1, left: 0 },
      { held: 59, price: 60, amount: 1, left: 'InsufficientGold' },
      { held: 100, price: 60, amount: 2, left: 'InsufficientGold' },
      { held: 120, price: 60, amount: 2, left: 0 },
      { held: 9_999, price: 1, amount: MAX_COMBO, left: 0 },
      { held: 99_990_000, price: 9_999, amount: MAX_COMBO, left: 9_999 },
      { held: 100, price: 1, amount: MAX_COMBO + 1, left: 'AmountOutOfRange' },
      { held: 100, price: 1, amount: 0, left: 'AmountOutOfRange' },
      { held: 100, price: 1, amount: -1, left: 'AmountOutOfRange' },
      { held: 100, price: 1, amount: 1.5, left: 'AmountOutOfRange' },
      { held: 100, price: 1, amount: Number.NaN, left: 'AmountOutOfRange' },
      { held: 100, price: 0, amount: 1, left: 'AmountOutOfRange' },
      { held: 100, price: -60, amount: 1, left: 'AmountOutOfRange' },
      { held: 100, price: 0.1, amount: 10, left: 'AmountOutOfRange' },
      { held: MAX_AMOUNT, price: MAX_AMOUNT, amount: 1, left: 0 },
      { held: MAX_AMOUNT, price: MAX_AMOUNT, amount: 2, left: 'AmountOutOfRange' },
    ];
    for (const { held, price, amount, left } of rows) {
      it(`${held} held, ${amount} at ${price}: ${left}`, () => {
        const gift = { ...crown, priceGold: price, experience: 3 };
        const outcome = given(walletDecider, granted(held)).when(buy({ gift, amount }), me);
        if (typeof left === 'string') return outcome.thenFails(left as 'InsufficientGold');
        const costGold = held - left;
        const experienceAfter = 3 * amount;
        outcome.thenExactly(bought({ gift, amount, units: amount, costGold, goldAfter: left, experienceAfter }));
      });
    }
    it('adds experience to what is there', () =>
      given(walletDecider, granted(1_000), bought({}))
        .when(buy({ amount: 2 }), me)
        .thenExactly(bought({ amount: 2, units: 2, costGold: 200, goldAfter: 700, experienceAfter: 3_000 })));
    it('are not for oneself', () =>
      given(walletDecider, granted(1_000))
        .when(buy({ hostId: 2 }), me)
        .thenFails('TargetIsSelf'));
    it('are bought from one’s own wallet', () => {
      given(walletDecider, granted(1_000)).when(buy(), { actor: 3 }).thenFails('NotOwner');
      given(walletDecider, granted(1_000)).when(buy(), { actor: 0 }).thenFails('NotOwner');
    });
  });

  describe('combos: the running count, and what is paid for it', () => {
    const uuid = 'c0ffee';
    const combo = (amount: number, change: object = {}) => buy({ amount, comboId: uuid, ...change });
    const paidUpTo = (amount: number) =>
      bought({ amount, units: amount, comboId: uuid, costGold: 100 * amount, goldAfter: 1_000 - 100 * amount });
    for (const [paid, amount, units] of [
      [0, 1, 1],
      [0, 3, 3],
      [1, 2, 1],
      [1, 5, 4],
      [5, 5, 0],
      [5, 2, 0],
    ] as const) {
      it(`${paid} paid, counting ${amount}: ${units} more`, () => {
        const history = paid > 0 ? [granted(1_000), paidUpTo(paid)] : [granted(1_000)];
        const outcome = given(walletDecider, ...history).when(combo(amount), me);
        if (units === 0) return outcome.thenNothing();
        const experienceAfter = (paid > 0 ? 1_000 : 0) + 1_000 * units;
        const costGold = 100 * units;
        const goldAfter = 1_000 - 100 * (paid + units);
        outcome.thenExactly(bought({ amount, units, comboId: uuid, costGold, goldAfter, experienceAfter }));
      });
    }
    it('costs nothing to repeat even with nothing left', () =>
      given(walletDecider, granted(1_000), paidUpTo(10)).when(combo(10), me).thenNothing());
    it('is one gift in one live', () => {
      const paid = given(walletDecider, granted(1_000), paidUpTo(1));
      paid.when(combo(2, { gift: { ...crown, id: 101 } }), me).thenFails('IdempotencyConflict');
      paid.when(combo(2, { liveId: 6 }), me).thenFails('IdempotencyConflict');
    });
    it('is told from another, and from none', () => {
      const paid = given(walletDecider, granted(1_000), paidUpTo(1));
      const next = { goldAfter: 800, experienceAfter: 2_000 };
      paid.when(combo(1, { comboId: 'other' }), me).thenExactly(bought({ comboId: 'other', ...next }));
      paid.when(combo(1, { comboId: '' }), me).thenExactly(bought({ comboId: '', ...next }));
    });
    it('refuses an absurd id', () =>
      given(walletDecider, granted(1_000))
        .when(combo(1, { comboId: 'x'.repeat(65) }), me)
        .thenFails('InvalidInput'));
    it('is remembered among the last ten thousand at least, and not for ever', () => {
      const others = (count: number) => Array.from({ length: count }, (_, i) => bought({ comboId: `u${i}` }));
      const after = (count: number) => given(walletDecider, paidUpTo(1), ...others(count)).state();
      expect(comboOf(after(MAX_COMBOS - 1), uuid)).to.deep.equal({ giftId: 106, placeId: 5, amount: 1 });
      const many = after(2 * MAX_COMBOS);
      expect(comboOf(many, uuid)).to.equal(undefined);
      expect(many.combos.size)
        .to.be.at.least(MAX_COMBOS)
        .and.at.most(1.125 * MAX_COMBOS);
    });
    it('is remembered from its last tap on', () => {
      const others = (from: number) =>
        Array.from({ length: MAX_COMBOS - 1 }, (_, i) => bought({ comboId: `u${from + i}` }));
      const history = [paidUpTo(1), ...others(0), paidUpTo(2), ...others(MAX_COMBOS)];
      expect(comboOf(given(walletDecider, ...history).state(), uuid)?.amount).to.equal(2);
    });
  });

  describe('bullets and renames', () => {
    const shot: WalletEvent = {
      type: 'BulletBought',
      data: { ...place, text: '冲', userId: 2, costGold: 1, goldAfter: 9, experienceAfter: 10 },
    };
    it('cost 1 and 10', () => {
      given(walletDecider, granted(10)).when(bullet(), me).thenExactly(shot);
      given(walletDecider, granted(10))
        .when(rename, me)
        .thenExactly({ type: 'RenameBought', data: { userId: 2, displayName: '小红', costGold: 10, goldAfter: 0 } });
    });
    it('need that much', () => {
      given(walletDecider).when(bullet(), me).thenFails('InsufficientGold');
      given(walletDecider, granted(10))
        .when({ ...bullet(), hostId: 2 }, me)
        .thenFails('TargetIsSelf');
      given(walletDecider, granted(9)).when(rename, me).thenFails('InsufficientGold');
    });
    for (const text of ['', '  ', 'x'.repeat(501)]) {
      it(`are not shown, nor paid for, with ${text.length} characters`, () =>
        given(walletDecider, granted(10)).when(bullet(text), me).thenFails('InvalidInput', 'message'));
    }
  });

  describe('a bullet that is sent twice', () => {
    const bought = (change: object = {}): WalletEvent => ({
      type: 'BulletBought',
      data: { ...place, text: '冲', userId: 2, costGold: 1, goldAfter: 9, experienceAfter: 10, ...change },
    });
    const shot = given(walletDecider, granted(10), bought());
    const second = bought({ goldAfter: 8, experienceAfter: 20 });
    const at = (ms: number) => ({ ...me, at: T0 + ms });
    it('is one line within three seconds, to the millisecond, by whichever clock', () => {
      for (const ms of [0, SAME_LINE_MS - 1, 1 - SAME_LINE_MS]) shot.when(bullet(), at(ms)).thenNothing();
      for (const ms of [SAME_LINE_MS, -SAME_LINE_MS]) shot.when(bullet(), at(ms)).thenExactly(second);
    });
    it('is one line in other bytes of the same words: blanks around them, accents apart', () => {
      const said = given(walletDecider, granted(10), bought({ text: 'caf\u00e9' }));
      for (const text of ['caf\u00e9 ', ' \u3000caf\u00e9', 'cafe\u0301', 'cafe\u0301\n'])
        said.when(bullet(text), me).thenNothing();
    });
    it('is one line also when there is no gold left, or the wallet is frozen', () => {
      given(walletDecider, granted(1), bought({ goldAfter: 0 }), frozen)
        .when(bullet(), me)
        .thenNothing();
    });
    it('is another line with other words, in another room, or under a key', () => {
      shot.when(bullet('冲!'), me).thenExactly(bought({ text: '冲!', goldAfter: 8, experienceAfter: 20 }));
      const elsewhere = { liveId: 6, roomId: 60 };
      shot
        .when({ ...bullet(), ...elsewhere }, me)
        .thenExactly(bought({ ...elsewhere, goldAfter: 8, experienceAfter: 20 }));
      shot.when(bullet(), { ...me, keyed: true }).thenExactly(second);
    });
    it('counts from the line that was paid for, not from its repetitions', () => {
      shot.when(bullet(), at(SAME_LINE_MS - 1)).thenNothing();
      shot.when(bullet(), at(SAME_LINE_MS)).thenExactly(second);
    });
    it('is remembered among a bounded number of lines', () => {
      const many = Array.from({ length: 2 * MAX_LINES }, (_, n) => bought({ text: String(n) }));
      expect(given(walletDecider, granted(100), ...many).state().lines).to.have.length(MAX_LINES);
      const late = T0 + SAME_LINE_MS;
      expect(
        given(walletDecider, granted(100), ...many)
          .later(late, bought())
          .state().lines,
      ).to.have.length(1);
    });
  });

  describe('credits', () => {
    it('give the host points and experience, and count for the live', () =>
      given(walletDecider).when(credit()).thenExactly(credited()));
    it('run on per live', () => {
      const other = { ...giftPurchase, liveId: 6 };
      given(walletDecider, credited())
        .when(credit({ purchaseEventId: 'e2', purchase: other }))
        .thenExactly(
          credited({
            pointsAfter: 600,
            earnedPointsAfter: 600,
            experienceAfter: 6_000,
            purchaseEventId: 'e2',
            purchase: other,
          }),
        );
      given(walletDecider, credited())
        .when(credit({ points: 50 }))
        .thenExactly(
          credited({
            points: 50,
            pointsAfter: 350,
            earnedPointsAfter: 350,
            experienceAfter: 6_000,
            livePointsAfter: 350,
          }),
        );
    });
    it('of a bullet give a bullet’s experience', () => {
      const purchase = { kind: 'bullet', ...place, text: '冲' } as const;
      const one = {
        points: 1,
        pointsAfter: 1,
        earnedPointsAfter: 1,
        experienceAfter: 10,
        livePointsAfter: 1,
        purchase,
      };
      given(walletDecider)
        .when(credit({ points: 1, purchase }))
        .thenExactly(credited(one));
    });
    it('stop at the limit', () => {
      const full = credited({ pointsAfter: MAX_AMOUNT - 100, earnedPointsAfter: MAX_AMOUNT - 100 });
      given(walletDecider, full).when(credit()).thenFails('AmountOutOfRange');
      given(walletDecider)
        .when(credit({ points: 0 }))
        .thenFails('AmountOutOfRange');
      given(walletDecider)
        .when(credit({ points: -5 }))
        .thenFails('AmountOutOfRange');
    });
  });

  describe('refunds', () => {
    const spent = [granted(1_000), bought({})];
    const refunded: WalletEvent = {
      type: 'PurchaseRefunded',
      data: { userId: 2, purchaseEventId: 'e1', amountGold: 100, goldAfter: 1_000 },
    };
    it('bring a purchase’s gold back, once', () => {
      given(walletDecider, ...spent)
        .when(refund())
        .thenExactly(refunded);
      given(walletDecider, ...spent, refunded)
        .when(refund())
        .thenNothing();
    });
    it('bring back no more than was spent', () => {
      given(walletDecider, ...spent)
        .when(refund(101))
        .thenFails('AmountOutOfRange');
      given(walletDecider, ...spent)
        .when(refund(0))
        .thenFails('AmountOutOfRange');
    });
  });

  describe('freezing', () => {
    const freeze = { type: 'FreezeWallet', userId: 2, reason: 'fraud' } as const;
    const unfreeze = { type: 'UnfreezeWallet', userId: 2 } as const;
    const thawed: WalletEvent = { type: 'WalletUnfrozen', data: { userId: 2 } };
    it('is said once', () => {
      given(walletDecider).when(freeze).thenExactly(frozen);
      given(walletDecider, frozen).when(freeze).thenNothing();
      given(walletDecider, frozen).when(unfreeze).thenExactly(thawed);
      given(walletDecider).when(unfreeze).thenNothing();
    });
    for (const command of [buy(), bullet(), rename]) {
      it(`stops ${command.type} until it ends`, () => {
        given(walletDecider, granted(1_000), frozen).when(command, me).thenFails('WalletFrozen');
        const thawedWallet = given(walletDecider, granted(1_000), frozen, thawed).state();
        expect(decideSafely(walletDecider, command, thawedWallet, metaOf(me))).to.have.length(1);
      });
    }
    it('stops no credit, grant or refund', () => {
      given(walletDecider, frozen)
        .when({ type: 'GrantGold', userId: 2, amountGold: 5, source: 'test' })
        .thenExactly(granted(5));
      given(walletDecider, frozen).when(credit()).thenExactly(credited());
      given(walletDecider, granted(1_000), bought({}), frozen)
        .when(refund())
        .thenExactly({
          type: 'PurchaseRefunded',
          data: { userId: 2, purchaseEventId: 'e1', amountGold: 100, goldAfter: 1_000 },
        });
    });
  });
});

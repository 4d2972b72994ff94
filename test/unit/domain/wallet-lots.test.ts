import { expect } from 'chai';
import { spendableGold, walletDecider } from '../../../domain/wallet/decider.ts';
import type { GoldGranted, WalletEvent } from '../../../domain/wallet/events.ts';
import { MAX_LOTS, REFUNDED_LOT_MS } from '../../../domain/wallet/lots.ts';
import { given, person, T0 } from '../../support/given.ts';

const DAY = 24 * 3600 * 1000;

function granted(amountGold: number, goldAfter: number, expiresAt?: number): GoldGranted {
  const data = { userId: 1, amountGold, source: 'test', goldAfter };
  return { type: 'GoldGranted', data: expiresAt === undefined ? data : { ...data, expiresAt } };
}

const grant = (amountGold: number, expiresAt?: number) =>
  ({ type: 'GrantGold', userId: 1, amountGold, source: 'test', expiresAt }) as const;
const remove = (amountGold: number) => ({ type: 'RemoveGold', userId: 1, amountGold, source: 'shop' }) as const;
const rename = { type: 'BuyRename', displayName: '小红' } as const;
const gift = { id: 105, name: '麦克风', picture: 'static', priceGold: 60, experience: 600 } as const;
const place = { liveId: 5, roomId: 50, hostId: 2, from: person(1) };
const buy = { type: 'BuyGift', gift, amount: 1, comboId: '', ...place } as const;

/** 30 without an end, 20 that end after two days, 10 after one. */
const three = [granted(30, 30), granted(20, 50, T0 + 2 * DAY), granted(10, 60, T0 + DAY)];

describe('gold in lots', () => {
  it('remembers when gold ends', () => {
    given(walletDecider)
      .when(grant(5, T0 + 1))
      .thenExactly(granted(5, 5, T0 + 1));
    expect(given(walletDecider, ...three).state().lots).to.deep.equal([
      { expiresAt: T0 + DAY, goldHeld: 10 },
      { expiresAt: T0 + 2 * DAY, goldHeld: 20 },
    ]);
  });

  it('is one lot for gold that ends at the same moment', () => {
    const { lots, goldHeld } = given(walletDecider, granted(5, 5, T0 + DAY), granted(7, 12, T0 + DAY)).state();
    expect({ lots, goldHeld }).to.deep.equal({ lots: [{ expiresAt: T0 + DAY, goldHeld: 12 }], goldHeld: 12 });
  });

  it('refuses gold that has ended before it is there', () => {
    given(walletDecider).when(grant(5, T0)).thenFails('InvalidInput', 'expiresAt');
    given(walletDecider)
      .when(grant(5, T0 - DAY))
      .thenFails('InvalidInput', 'expiresAt');
    given(walletDecider)
      .when(grant(5, T0 + 0.5))
      .thenFails('InvalidInput', 'expiresAt');
  });

  it('spends what ends first, and gold without an end last', () => {
    const lots = [
      { expiresAt: T0 + DAY, gold: 10, left: 0 },
      { expiresAt: T0 + 2 * DAY, gold: 20, left: 0 },
    ];
    given(walletDecider, ...three)
      .when(remove(40))
      .thenExactly({ type: 'GoldRemoved', data: { userId: 1, amountGold: 40, source: 'shop', goldAfter: 20, lots } });
    given(walletDecider, ...three)
      .when(rename, { actor: 1 })
      .thenExactly({
        type: 'RenameBought',
        data: { userId: 1, displayName: '小红', costGold: 10, goldAfter: 50, lots: [lots[0]!] },
      });
  });

  it('leaves events of wallets without lots as they were', () => {
    given(walletDecider, granted(30, 30))
      .when(rename, { actor: 1 })
      .thenExactly({ type: 'RenameBought', data: { userId: 1, displayName: '小红', costGold: 10, goldAfter: 20 } });
  });

  it('does not take away what is not there', () => {
    given(walletDecider, ...three)
      .when(remove(61))
      .thenFails('InsufficientGold');
    given(walletDecider, ...three)
      .when(remove(51), { at: T0 + DAY })
      .thenFails('InsufficientGold');
    given(walletDecider, ...three)
      .when(remove(0))
      .thenFails('AmountOutOfRange');
  });

  it('never counts what has ended, whether or not its event is there', () => {
    const wallet = given(walletDecider, ...three).state();
    expect([T0, T0 + DAY - 1, T0 + DAY, T0 + 2 * DAY].map((at) => spendableGold(wallet, at))).to.deep.equal([
      60, 60, 50, 30,
    ]);
    given(walletDecider, granted(60, 60, T0 + DAY))
      .when(buy, { actor: 1, at: T0 + DAY })
      .thenFails('InsufficientGold');
  });

  it('writes off what has ended ahead of whatever comes, in the same append', () => {
    given(walletDecider, ...three)
      .when(rename, { actor: 1, at: T0 + DAY })
      .thenExactly(
        { type: 'GoldExpired', data: { userId: 1, expiresAt: T0 + DAY, amountGold: 10, goldAfter: 50 } },
        {
          type: 'RenameBought',
          data: {
            userId: 1,
            displayName: '小红',
            costGold: 10,
            goldAfter: 40,
            lots: [{ expiresAt: T0 + 2 * DAY, gold: 10, left: 10 }],
          },
        },
      );
  });

  it('writes off by its deadline, once, and not early', () => {
    const expire = { type: 'ExpireGold' } as const;
    const expired: WalletEvent = {
      type: 'GoldExpired',
      data: { userId: 1, expiresAt: T0 + DAY, amountGold: 10, goldAfter: 50 },
    };
    given(walletDecider, ...three)
      .when(expire, { at: T0 + DAY - 1 })
      .thenNothing();
    given(walletDecider, ...three)
      .when(expire, { at: T0 + DAY })
      .thenExactly(expired);
    given(walletDecider, ...three, expired)
      .when(expire, { at: T0 + DAY })
      .thenNothing();
    given(walletDecider).when(expire).thenNothing();
  });

  it('writes nothing for a command that comes to nothing', () => {
    given(walletDecider, ...three)
      .when({ type: 'UnfreezeWallet', userId: 1 }, { at: T0 + DAY })
      .thenNothing();
  });

  describe('a refund', () => {
    const bought: WalletEvent = {
      type: 'GiftBought',
      data: {
        ...place,
        gift,
        amount: 1,
        units: 1,
        comboId: '',
        userId: 1,
        costGold: 60,
        goldAfter: 0,
        experienceAfter: 600,
        lots: [
          { expiresAt: T0 + DAY, gold: 10, left: 0 },
          { expiresAt: T0 + 2 * DAY, gold: 20, left: 0 },
        ],
      },
    };
    const refund = {
      type: 'RefundPurchase',
      purchaseEventId: 'p',
      amountGold: 60,
      lots: bought.data.lots,
    } as const;

    it('goes back into the lots that the purchase took from', () => {
      const lots = [
        { expiresAt: T0 + DAY, gold: 10, left: 10 },
        { expiresAt: T0 + 2 * DAY, gold: 20, left: 20 },
      ];
      const refunded: WalletEvent = {
        type: 'PurchaseRefunded',
        data: { userId: 1, purchaseEventId: 'p', amountGold: 60, goldAfter: 60, lots },
      };
      given(walletDecider, ...three, bought)
        .when(refund)
        .thenExactly(refunded);
      const { lots: held, goldHeld, spent } = given(walletDecider, ...three, bought, refunded).state();
      expect({ held, goldHeld, spent }).to.deep.equal({
        held: given(walletDecider, ...three).state().lots,
        goldHeld: 60,
        spent: 0,
      });
    });

    it('brings back what has ended meanwhile for a day', () => {
      const at = T0 + 1.5 * DAY;
      const lots = [
        { expiresAt: at + REFUNDED_LOT_MS, gold: 10, left: 10 },
        { expiresAt: T0 + 2 * DAY, gold: 20, left: 20 },
      ];
      given(walletDecider, ...three, bought)
        .when(refund, { at })
        .thenExactly({
          type: 'PurchaseRefunded',
          data: { userId: 1, purchaseEventId: 'p', amountGold: 60, goldAfter: 60, lots },
        });
    });
  });

  it('grants an order once, under whatever key', () => {
    const order = { appId: 'LM1', orderId: 'o-1', moneyCents: 99, platform: 'ios', channel: 'x' };
    const paid: WalletEvent = { type: 'GoldGranted', data: { ...granted(5, 5).data, order } };
    given(walletDecider)
      .when({ ...grant(5), order })
      .thenExactly(paid);
    given(walletDecider, paid)
      .when({ ...grant(5), order })
      .thenNothing();
    given(walletDecider, paid)
      .when({ ...grant(5), order: { ...order, orderId: 'o-2' } })
      .thenExactly({ type: 'GoldGranted', data: { ...granted(5, 10).data, order: { ...order, orderId: 'o-2' } } });
    // A shop that sends no order ids is known by its request ids alone.
    const without = { ...order, orderId: '' };
    const unnamed: WalletEvent = { type: 'GoldGranted', data: { ...granted(5, 5).data, order: without } };
    given(walletDecider, unnamed)
      .when({ ...grant(5), order: without })
      .thenExactly({ type: 'GoldGranted', data: { ...granted(5, 10).data, order: without } });
  });

  it('holds a bounded number of lots: further gold ends later, never earlier', () => {
    const full = Array.from({ length: MAX_LOTS }, (_, n) => granted(1, n + 1, T0 + (n + 1) * DAY));
    const after = MAX_LOTS + 1;
    given(walletDecider, ...full)
      .when(grant(1, T0 + 1.5 * DAY))
      .thenExactly(granted(1, after, T0 + 2 * DAY));
    given(walletDecider, ...full)
      .when(grant(1, T0 + 2 * DAY))
      .thenExactly(granted(1, after, T0 + 2 * DAY));
    given(walletDecider, ...full)
      .when(grant(1, T0 + (MAX_LOTS + 1) * DAY))
      .thenExactly(granted(1, after));
  });
});

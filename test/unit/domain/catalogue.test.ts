import { expect } from 'chai';
import { catalogueDecider } from '../../../domain/catalogue/decider.ts';
import type { CatalogueEvent } from '../../../domain/catalogue/events.ts';
import { MAX_GIFT_GOLD, MAX_GIFTS_ON_SALE, MAX_PACKAGE_AMOUNT } from '../../../domain/catalogue/limits.ts';
import { isOnSale } from '../../../domain/catalogue/state.ts';
import { DEFAULT_GIFTS, snapshotOf } from '../../../domain/gift/catalogue.ts';
import { MAX_AMOUNT } from '../../../domain/kernel/limits.ts';
import { DEFAULT_PACKAGES } from '../../../domain/payment/packages.ts';
import { EXCHANGE_PACKAGES } from '../../../domain/wallet/exchange.ts';
import { MAX_COMBO } from '../../../domain/wallet/limits.ts';
import { given } from '../../support/given.ts';

const begun: CatalogueEvent = {
  type: 'CatalogueBegun',
  data: { gifts: DEFAULT_GIFTS, goldPackages: DEFAULT_PACKAGES, pointsPackages: EXCHANGE_PACKAGES },
};
const rose = DEFAULT_GIFTS[2]!;
const priced: CatalogueEvent = { type: 'GiftPriced', data: { giftId: 103, priceGold: 12, experience: 120 } };
const withdrawn: CatalogueEvent = { type: 'GiftWithdrawn', data: { giftId: 103 } };
const since = (...events: CatalogueEvent[]) => given(catalogueDecider, begun, ...events);

describe('the catalogue that Salon comes with', () => {
  it('holds each gift and package once, at amounts whose longest combo is one', () => {
    const { gifts, goldPackages, pointsPackages, version } = catalogueDecider.initialState();
    expect(version).to.equal(0);
    expect([...gifts.values()]).to.deep.equal(DEFAULT_GIFTS);
    expect(goldPackages.size).to.equal(DEFAULT_PACKAGES.length);
    expect(pointsPackages.size).to.equal(EXCHANGE_PACKAGES.length);
    for (const gift of DEFAULT_GIFTS) {
      expect(gift.priceGold).to.be.within(1, MAX_GIFT_GOLD);
      expect(gift.background.every((channel) => channel >= 0 && channel <= 255)).to.equal(true);
    }
    expect(MAX_GIFT_GOLD * MAX_COMBO).to.be.at.most(MAX_AMOUNT);
  });

  it('is written down by the first change, whatever a later release comes with', () =>
    given(catalogueDecider)
      .when({ type: 'PriceGift', giftId: 103, priceGold: 12, experience: 120 })
      .thenExactly(begun, priced));

  it('gives a purchase what it needs of a gift, and the version of what was set', () => {
    const { id, name, picture, priceGold, experience } = rose;
    expect(snapshotOf(rose, 0)).to.deep.equal({ id, name, picture, priceGold, experience });
    expect(snapshotOf(rose, 2)).to.include({ catalogueVersion: 2 });
  });
});

describe('a catalogue', () => {
  it('is changed by operators alone', () =>
    since().when({ type: 'WithdrawGift', giftId: 103 }, { actor: 7 }).thenFails('SystemOnly'));

  it('prices a gift; without experience that stays; the same again is nothing', () => {
    since()
      .when({ type: 'PriceGift', giftId: 103, priceGold: 12 })
      .thenExactly({ type: 'GiftPriced', data: { giftId: 103, priceGold: 12, experience: 100 } });
    since(priced).when({ type: 'PriceGift', giftId: 103, priceGold: 12, experience: 120 }).thenNothing();
    since().when({ type: 'PriceGift', giftId: 99, priceGold: 12 }).thenFails('GiftNotFound');
    for (const priceGold of [0, -1, 1.5, MAX_GIFT_GOLD + 1, Number.NaN])
      since().when({ type: 'PriceGift', giftId: 103, priceGold }).thenFails('InvalidInput', 'priceGold');
    since()
      .when({ type: 'PriceGift', giftId: 103, priceGold: 1, experience: -1 })
      .thenFails('InvalidInput', 'experience');
    expect(since(priced).state()).to.include({ version: 2 });
    expect(since(priced).state().gifts.get(103)).to.deep.equal({ ...rose, priceGold: 12, experience: 120 });
  });

  it('takes a new gift, under the next id and with drawn pictures where none are given', () => {
    const { id: _, animationFile: _play, iconFile: _icon, ...gift } = { ...rose, name: ' 气球 ' };
    const drawn = { animationFile: 'gift-111-play.png', iconFile: 'gift-111.png' };
    since()
      .when({ type: 'AddGift', gift })
      .thenExactly({ type: 'GiftAdded', data: { gift: { ...rose, ...drawn, id: 111, name: '气球' } } });
    since()
      .when({ type: 'AddGift', gift: { ...gift, id: 103 } })
      .thenFails('InvalidInput', 'id');
    for (const [field, value] of [
      ['name', ''],
      ['name', 'x'.repeat(31)],
      ['iconFile', 'javascript:alert(1)'],
      ['animationFile', ''],
      ['background', [1, 2]],
      ['background', [1, 2, 256]],
      ['picture', 'loud'],
      ['id', 0],
      ['id', 2 ** 31],
    ] as const)
      since()
        .when({ type: 'AddGift', gift: { ...gift, [field]: value } })
        .thenFails('InvalidInput', field);
  });

  it('holds no more gifts on sale than one answer lists', () => {
    const { id: _, ...gift } = rose;
    const many = Array.from({ length: MAX_GIFTS_ON_SALE - DEFAULT_GIFTS.length }, (_each, n): CatalogueEvent => {
      return { type: 'GiftAdded', data: { gift: { ...gift, id: 200 + n } } };
    });
    since(...many)
      .when({ type: 'AddGift', gift })
      .thenFails('InvalidInput', 'giftId');
    const full = [withdrawn, ...many, { type: 'GiftAdded', data: { gift: { ...gift, id: 900 } } }] as CatalogueEvent[];
    since(...full)
      .when({ type: 'OfferGift', giftId: 103 })
      .thenFails('InvalidInput', 'giftId');
  });

  it('changes how a gift looks, and nothing of its price', () => {
    const { id: _, priceGold: _price, experience: _experience, ...look } = rose;
    since()
      .when({ type: 'ChangeGift', giftId: 103, look: { name: '红玫瑰' } })
      .thenExactly({ type: 'GiftChanged', data: { giftId: 103, look: { ...look, name: '红玫瑰' } } });
    since().when({ type: 'ChangeGift', giftId: 103, look }).thenNothing();
  });

  it('keeps a withdrawn gift, which is not for sale until it is offered again', () => {
    since().when({ type: 'WithdrawGift', giftId: 103 }).thenExactly(withdrawn);
    since(withdrawn).when({ type: 'WithdrawGift', giftId: 103 }).thenNothing();
    since(withdrawn)
      .when({ type: 'OfferGift', giftId: 103 })
      .thenExactly({ type: 'GiftOffered', data: { giftId: 103 } });
    since().when({ type: 'OfferGift', giftId: 103 }).thenNothing();
    const state = since(withdrawn).state();
    expect(state.gifts.get(103)).to.deep.equal(rose);
    expect(isOnSale(state, 'gifts', 103)).to.equal(false);
    expect(isOnSale(state, 'gifts', 104)).to.equal(true);
  });

  it('lists gifts in the order that is given, the others behind', () => {
    const ordered: CatalogueEvent = {
      type: 'GiftsOrdered',
      data: { giftIds: [110, 101, 102, 103, 104, 105, 106, 107, 108, 109] },
    };
    since()
      .when({ type: 'OrderGifts', giftIds: [110] })
      .thenExactly(ordered);
    since(ordered)
      .when({ type: 'OrderGifts', giftIds: [110, 101] })
      .thenNothing();
    since()
      .when({ type: 'OrderGifts', giftIds: [110, 110] })
      .thenFails('InvalidInput', 'giftIds');
    since()
      .when({ type: 'OrderGifts', giftIds: [1] })
      .thenFails('GiftNotFound');
    expect([...since(ordered).state().gifts.keys()][0]).to.equal(110);
  });

  it('sets packages of gold and of points in the place of those with their ids, and withdraws them', () => {
    const goldPackage = { ...DEFAULT_PACKAGES[0]!, payCents: 500 };
    const set: CatalogueEvent = { type: 'GoldPackageSet', data: { goldPackage } };
    const gone: CatalogueEvent = { type: 'GoldPackageWithdrawn', data: { packageId: goldPackage.id } };
    since()
      .when({ type: 'SetGoldPackage', goldPackage })
      .thenExactly({ type: 'GoldPackageSet', data: { goldPackage } });
    since(set).when({ type: 'SetGoldPackage', goldPackage }).thenNothing();
    since(set, gone).when({ type: 'SetGoldPackage', goldPackage }).thenExactly(set);
    since().when({ type: 'WithdrawGoldPackage', packageId: goldPackage.id }).thenExactly(gone);
    since(gone).when({ type: 'WithdrawGoldPackage', packageId: goldPackage.id }).thenNothing();
    since().when({ type: 'WithdrawGoldPackage', packageId: 5 }).thenFails('PackageNotFound');
    for (const [field, value] of [
      ['payCents', 0],
      ['originalCents', 499],
      ['amountGold', MAX_PACKAGE_AMOUNT + 1],
      ['productId', 'a b'],
      ['description', ''],
      ['channel', 'cash'],
    ] as const)
      since()
        .when({ type: 'SetGoldPackage', goldPackage: { ...goldPackage, [field]: value } })
        .thenFails('InvalidInput', field);

    const pointsPackage = { id: 206, points: 10, amountGold: 8 };
    const offered: CatalogueEvent = { type: 'PointsPackageSet', data: { pointsPackage } };
    since().when({ type: 'SetPointsPackage', pointsPackage }).thenExactly(offered);
    since(offered).when({ type: 'SetPointsPackage', pointsPackage }).thenNothing();
    since(offered)
      .when({ type: 'WithdrawPointsPackage', packageId: 206 })
      .thenExactly({ type: 'PointsPackageWithdrawn', data: { packageId: 206 } });
    since().when({ type: 'WithdrawPointsPackage', packageId: 7 }).thenFails('PackageNotFound');
    since()
      .when({ type: 'SetPointsPackage', pointsPackage: { ...pointsPackage, points: 0 } })
      .thenFails('InvalidInput', 'points');
  });
});

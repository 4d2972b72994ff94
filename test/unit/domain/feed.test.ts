import { feedDecider } from '../../../domain/feed/decider.ts';
import { LIKE_KINDS, type LikeKind } from '../../../domain/feed/events.ts';
import { DEFAULT_GIFTS, snapshotOf } from '../../../domain/gift/catalogue.ts';
import type { PointsCredited } from '../../../domain/wallet/events.ts';
import { given, person } from '../../support/given.ts';

const place = { liveId: 5, roomId: 50, from: person(2) };

describe('feed', () => {
  const say = (text: string) => given(feedDecider).when({ type: 'SayText', ...place, text });
  const like = (kind: string) => given(feedDecider).when({ type: 'Like', ...place, kind: kind as LikeKind });

  it('shows a text, tidied, up to 500 characters', () => {
    say(' 你好 👋 ').thenExactly({ type: 'TextSaid', data: { ...place, text: '你好 👋' } });
    say('👋'.repeat(500)).thenExactly({ type: 'TextSaid', data: { ...place, text: '👋'.repeat(500) } });
  });
  for (const [what, text] of [
    ['an empty', ''],
    ['a blank', ' \n '],
    ['an invisible', ' \u200b\u2060\ufe0f\u3000'],
    ['a too long', '👋'.repeat(501)],
    ['a huge', 'x'.repeat(2_000_000)],
    ['a broken', 'a\ud800b'],
  ] as const) {
    it(`refuses ${what} text`, () => say(text).thenFails('InvalidInput', 'text'));
  }
  for (const kind of LIKE_KINDS)
    it(`takes like ${kind}`, () => like(kind).thenExactly({ type: 'Liked', data: { ...place, kind } }));
  for (const kind of ['d', '', '1']) it(`refuses like '${kind}'`, () => like(kind).thenFails('InvalidInput', 'kind'));

  const credited = (purchase: PointsCredited['data']['purchase']): PointsCredited['data'] => ({
    userId: 1,
    points: 300,
    pointsAfter: 900,
    earnedPointsAfter: 1_000,
    experienceAfter: 3_000,
    livePointsAfter: 700,
    purchaseEventId: 'e1',
    purchase,
  });
  it('shows a gift with the live’s running total', () => {
    const gift = snapshotOf(DEFAULT_GIFTS[5]!, 0);
    given(feedDecider)
      .when({
        type: 'ShowPurchase',
        credited: credited({ kind: 'gift', ...place, hostId: 1, gift, amount: 7, units: 3, comboId: 'u' }),
      })
      .thenExactly({
        type: 'GiftShown',
        data: { ...place, gift, amount: 7, comboId: 'u', livePointsAfter: 700, purchaseEventId: 'e1' },
      });
  });
  it('shows a bullet with the live’s running total', () =>
    given(feedDecider)
      .when({ type: 'ShowPurchase', credited: credited({ kind: 'bullet', ...place, hostId: 1, text: '冲' }) })
      .thenExactly({
        type: 'BulletShown',
        data: { ...place, text: '冲', livePointsAfter: 700, purchaseEventId: 'e1' },
      }));
});

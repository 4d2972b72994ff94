import { expect } from 'chai';
import type { SalonEvent } from '../../../domain/events.ts';
import { blocks } from '../../../projections/views/blocks.ts';
import { follows } from '../../../projections/views/follows.ts';
import { identities } from '../../../projections/views/identities.ts';
import { userCards } from '../../../projections/views/user-cards.ts';
import {
  credited,
  given,
  liveCreated,
  liveStarted,
  person,
  profile,
  purchase,
  registered,
  T0,
} from '../../support/view-events.ts';

describe('view user-cards', () => {
  it('begins with the registration', () => {
    expect(given(registered(1)).into(userCards)).to.deep.equal({
      'app.1': {
        ...{ appId: 'app', userId: 1, heiNum: 101, displayName: 'Änne', nameKey: 'änne', gender: 'Unspecified' },
        ...{ birthDay: '', coverUrl: '/c.jpg', description: '', address: '', latlng: '', registered: false },
        ...{
          renameCount: 0,
          banned: false,
          erased: false,
          experience: 0,
          gold: 0,
          points: 0,
          outlayGold: 0,
          earnedPoints: 0,
        },
        ...{ followerCount: 0, followingCount: 0, liveCount: 0, lastModified: 1_700_000_000 },
        honours: [],
      },
    });
  });

  it('shows the profile and counts renames', () => {
    const card = given(registered(1), profile('Bea', false), profile('CÄcilie', true)).into(userCards)['app.1'];
    expect(card).to.include({ displayName: 'CÄcilie', nameKey: 'cäcilie', gender: 'Female', birthDay: '2000-01-02' });
    expect(card).to.include({ address: 'a', latlng: '1,2', description: 'd', registered: true, renameCount: 1 });
    expect(card).to.include({ lastModified: 1_700_000_002, coverUrl: '/c.jpg' });
  });

  it('follows a ban and its end', () => {
    const banned: SalonEvent = { type: 'UserBanned', data: { userId: 1, reason: 'r' } };
    const unbanned: SalonEvent = { type: 'UserUnbanned', data: { userId: 1 } };
    expect(given(registered(1), banned).into(userCards)['app.1']).to.include({ banned: true });
    expect(given(registered(1), banned, unbanned).into(userCards)['app.1']).to.include({ banned: false });
  });

  it('keeps of an erased person what the ledger and lists need, and no search finds them', () => {
    const erased: SalonEvent = { type: 'PersonErased', data: { userId: 1, reason: 'request' } };
    const granted: SalonEvent = { type: 'GoldGranted', data: { userId: 1, amountGold: 9, source: 's', goldAfter: 9 } };
    const card = given(registered(1), profile('Bea', true), granted, erased).into(userCards)['app.1'];
    expect(card).to.include({ erased: true, displayName: '已注销用户', nameKey: '', heiNum: 0, gender: 'Unspecified' });
    expect(card).to.include({ birthDay: '', coverUrl: '', address: '', latlng: '', description: '', gold: 9 });
  });

  it('counts followers and following at both ends', () => {
    const followed: SalonEvent = { type: 'UserFollowed', data: { userId: 1, targetId: 2 } };
    const unfollowed: SalonEvent = { type: 'UserUnfollowed', data: { userId: 1, targetId: 2 } };
    const people = [registered(1), registered(2)];
    const after = given(...people, followed).into(userCards);
    expect(after['app.1']).to.include({ followingCount: 1, followerCount: 0 });
    expect(after['app.2']).to.include({ followingCount: 0, followerCount: 1 });
    const undone = given(...people, followed, unfollowed).into(userCards);
    expect(undone['app.1']).to.include({ followingCount: 0 });
    expect(undone['app.2']).to.include({ followerCount: 0 });
  });

  it('shows what wallets say, and what was given', () => {
    const events: SalonEvent[] = [
      { type: 'GoldGranted', data: { userId: 1, amountGold: 100, source: 's', goldAfter: 100 } },
      { type: 'GiftBought', data: { ...purchase, userId: 1, costGold: 30, goldAfter: 70, experienceAfter: 3 } },
      {
        type: 'BulletBought',
        data: {
          ...{ liveId: 9, roomId: 90, hostId: 2, from: person(1), text: 't' },
          ...{ userId: 1, costGold: 5, goldAfter: 65, experienceAfter: 4 },
        },
      },
      { type: 'RenameBought', data: { userId: 1, displayName: 'x', costGold: 10, goldAfter: 55 } },
    ];
    const card = given(registered(1), ...events).into(userCards)['app.1'];
    expect(card).to.include({ gold: 55, outlayGold: 35, experience: 4 });
    const refund: SalonEvent = {
      type: 'PurchaseRefunded',
      data: { userId: 1, purchaseEventId: 'e', amountGold: 5, goldAfter: 60 },
    };
    const refunded = given(registered(1), ...events, refund).into(userCards)['app.1'];
    expect(refunded).to.include({ gold: 60, outlayGold: 35 });
    const host = given(registered(2), credited).into(userCards)['app.2'];
    expect(host).to.include({ points: 40, earnedPoints: 50, experience: 7, gold: 0 });
  });

  it("counts the host's lives", () => {
    expect(given(registered(2), liveCreated, liveStarted).into(userCards)['app.2']).to.include({ liveCount: 1 });
  });

  it('makes no card of what is not a registration', () => {
    expect(given(profile('x', false), liveStarted, credited).into(userCards)).to.deep.equal({});
  });
});

describe('view identities', () => {
  const named = (type: 'IdentityClaimed' | 'IdentityReleased', userId: number, value: string) => ({
    ...{ type, stream: `identity-app.phone.${value}` },
    data: { kind: 'phone', value, userId },
  });
  const claimed = (userId: number, value: string) => named('IdentityClaimed', userId, value);
  const released = (userId: number, value: string) => named('IdentityReleased', userId, value);

  it('has each name with its owner', () =>
    expect(given(claimed(1, '138'), claimed(1, '139')).into(identities)).to.deep.equal({
      'app.phone.138': { appId: 'app', userId: 1, kind: 'phone', value: '138', claimedAt: T0 },
      'app.phone.139': { appId: 'app', userId: 1, kind: 'phone', value: '139', claimedAt: T0 + 1_000 },
    }));
  it('forgets a name that was released, until the next one claims it', () => {
    expect(given(claimed(1, '138'), released(1, '138')).into(identities)).to.deep.equal({});
    const next = given(claimed(1, '138'), released(1, '138'), claimed(2, '138')).into(identities);
    expect(next['app.phone.138']).to.include({ userId: 2 });
  });
});

describe('views follows and blocks', () => {
  it('hold an edge while it lasts', () => {
    const data = { userId: 1, targetId: 2 };
    const edge = { appId: 'app', userId: 1, targetId: 2, at: T0 };
    const other: SalonEvent = { type: 'UserFollowed', data: { userId: 2, targetId: 1 } };
    expect(given({ type: 'UserFollowed', data }, other).into(follows)).to.deep.equal({
      'app.1.2': edge,
      'app.2.1': { appId: 'app', userId: 2, targetId: 1, at: T0 + 1_000 },
    });
    expect(given({ type: 'UserFollowed', data }, { type: 'UserUnfollowed', data }).into(follows)).to.deep.equal({});
    expect(given({ type: 'UserBlocked', data }).into(blocks)).to.deep.equal({ 'app.1.2': edge });
    expect(given({ type: 'UserBlocked', data }, { type: 'UserUnblocked', data }).into(blocks)).to.deep.equal({});
  });

  it('leave each other alone', () => {
    const data = { userId: 1, targetId: 2 };
    const both = given({ type: 'UserFollowed', data }, { type: 'UserBlocked', data });
    expect(Object.keys(both.into(follows))).to.deep.equal(['app.1.2']);
    expect(Object.keys(both.into(blocks))).to.deep.equal(['app.1.2']);
  });
});

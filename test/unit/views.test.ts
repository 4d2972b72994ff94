import { expect } from 'chai';
import type { SalonEvent } from '../../domain/events.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import type { GiftPurchase } from '../../domain/wallet/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { indexFields, tableOf } from '../../projections/query.ts';
import { type Document, rulesOf, type View } from '../../projections/read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { blocks } from '../../projections/views/blocks.ts';
import { follows } from '../../projections/views/follows.ts';
import { identities } from '../../projections/views/identities.ts';
import { jobs } from '../../projections/views/jobs.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { lives } from '../../projections/views/lives.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { History } from '../support/history.ts';

const T0 = 1_700_000_000_500;

/** Folds events, the first at T0 and each a second after the one before, into the documents that they touch. */
function given(...events: (SalonEvent & { stream?: string })[]) {
  const happened = events.map((event, at) => {
    const meta = { appId: 'app', actor: 0, at: T0 + at * 1_000, commandId: 'c' };
    return { stream: 's', ...event, id: `e${at}`, meta, revision: at, position: at + 1 } as LoggedEvent;
  });
  return {
    into<D extends Document>(view: View<D>): Record<string, D> {
      const documents = new Map<string, D>();
      const rules = rulesOf(view);
      for (const event of happened) {
        const rule = rules.get(event.type);
        for (const id of rule?.ids(event) ?? []) {
          const document = rule!.evolve(documents.get(id) ?? null, event, id);
          if (document) documents.set(id, document);
          else documents.delete(id);
        }
      }
      return Object.fromEntries(documents);
    },
  };
}

const person = (userId: number): PersonCard => {
  return { userId, displayName: `P${userId}`, gender: 'Unspecified', birthDay: '', coverUrl: '' };
};
const registered = (userId: number): SalonEvent => ({
  type: 'UserRegistered',
  data: { userId, phone: '138', heiNum: 100 + userId, displayName: 'Änne', coverUrl: '/c.jpg' },
});
const profile = (displayName: string, renamed: boolean): SalonEvent => ({
  type: 'ProfileUpdated',
  data: {
    userId: 1,
    displayName,
    gender: 'Female',
    birthDay: '2000-01-02',
    address: 'a',
    latlng: '1,2',
    description: 'd',
    renamed,
  },
});
const gift = { id: 1, name: 'Rose', picture: 'static', priceGold: 30, experience: 3 } as const;
const purchase: GiftPurchase = {
  ...{ liveId: 9, roomId: 90, hostId: 2, from: person(1) },
  ...{ gift, amount: 1, units: 1, comboId: '' },
};
const liveCreated: SalonEvent = {
  type: 'LiveCreated',
  data: { liveId: 9, roomId: 90, hostId: 2, host: person(2), title: 'first', seatCount: 8 },
};
const liveStarted: SalonEvent = {
  type: 'LiveStarted',
  data: { liveId: 9, hostId: 2, host: person(2), title: 'begun' },
};
const liveStopped: SalonEvent = {
  type: 'LiveStopped',
  data: { liveId: 9, roomId: 90, hostId: 2, title: 'begun', reason: 'host', totalUsers: 1, onlineUsers: 2 },
};
const joined = (userId: number, joinTime: number, memberCount: number): SalonEvent => ({
  type: 'ViewerJoined',
  data: { liveId: 9, userId, viewer: person(userId), joinTime, byInvitation: false, memberCount },
});
const left = (userId: number, memberCount: number): SalonEvent => ({
  type: 'ViewerLeft',
  data: { liveId: 9, userId, displayName: person(userId).displayName, reason: 'quit', memberCount },
});
const credited: SalonEvent = {
  type: 'PointsCredited',
  data: {
    ...{ userId: 2, points: 30, pointsAfter: 40, earnedPointsAfter: 50, experienceAfter: 7, livePointsAfter: 60 },
    purchaseEventId: 'e',
    purchase: { kind: 'gift', ...purchase },
  },
};

describe('view user-cards', () => {
  it('begins with the registration', () => {
    expect(given(registered(1)).into(userCards)).to.deep.equal({
      'app.1': {
        ...{ appId: 'app', userId: 1, heiNum: 101, displayName: 'Änne', nameKey: 'änne', gender: 'Unspecified' },
        ...{ birthDay: '', coverUrl: '/c.jpg', description: '', address: '', latlng: '', registered: false },
        ...{ renameCount: 0, banned: false, experience: 0, gold: 0, points: 0, outlayGold: 0, earnedPoints: 0 },
        ...{ followerCount: 0, followingCount: 0, liveCount: 0, lastModified: 1_700_000_000 },
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

describe('view lives', () => {
  const live = (...events: SalonEvent[]) => given(liveCreated, ...events).into(lives)['app.9'];

  it('begins as created', () => {
    expect(live()).to.deep.equal({
      ...{
        appId: 'app',
        liveId: 9,
        roomId: 90,
        hostId: 2,
        title: 'first',
        status: 'created',
        visible: true,
        paused: false,
      },
      ...{ createdAt: T0, startedAt: 0, endedAt: 0, seatCount: 8, lockedCount: 0 },
      ...{ memberCount: 0, totalUsers: 0, totalPoints: 0 },
    });
  });

  it('plays, with the host in it', () => {
    expect(live(liveStarted)).to.include({ status: 'playing', title: 'begun', startedAt: T0 + 1_000, memberCount: 1 });
  });

  it('follows title, pause, visibility, seats, people and earnings', () => {
    const shown = live(
      liveStarted,
      { type: 'LiveTitleChanged', data: { liveId: 9, title: 'new' } },
      { type: 'LivePaused', data: { liveId: 9 } },
      { type: 'LiveVisibilitySet', data: { liveId: 9, visible: false } },
      { type: 'SeatLocked', data: { liveId: 9, lockedCount: 2 } },
      { type: 'SeatUnlocked', data: { liveId: 9, lockedCount: 1 } },
      joined(3, 5, 2),
      joined(4, 6, 3),
      left(3, 2),
      credited,
    );
    expect(shown).to.include({ title: 'new', paused: true, visible: false, lockedCount: 1 });
    expect(shown).to.include({ memberCount: 2, totalUsers: 2, totalPoints: 60 });
    expect(
      live(liveStarted, { type: 'LivePaused', data: { liveId: 9 } }, { type: 'LiveContinued', data: { liveId: 9 } }),
    ).to.include({ paused: false });
  });

  it('ends: stopped, banned or deleted, at the time of the first', () => {
    const over = { memberCount: 0, endedAt: T0 + 3_000 };
    const deleted: SalonEvent = { type: 'LiveDeleted', data: { liveId: 9, hostId: 2 } };
    const banned: SalonEvent = { type: 'LiveBanned', data: { liveId: 9, hostId: 2, reason: 'r' } };
    const begun = [liveStarted, joined(3, 5, 2)];
    expect(live(...begun, liveStopped)).to.include({ ...over, status: 'stopped', totalUsers: 1 });
    expect(live(...begun, liveStopped, deleted)).to.include({ ...over, status: 'deleted' });
    expect(live(...begun, liveStopped, banned)).to.include({ ...over, status: 'banned' });
    expect(live(...begun, deleted)).to.include({ ...over, status: 'deleted' });
  });

  it('makes nothing of a live that was not created', () => {
    expect(given(liveStarted, joined(3, 5, 2), credited).into(lives)).to.deep.equal({});
  });
});

describe('view live-members', () => {
  it('knows who is there and who was', () => {
    const members = given(liveStarted, joined(3, T0 + 1_001, 2), left(3, 1), joined(4, T0 + 5, 2)).into(liveMembers);
    const common = { appId: 'app', liveId: 9 };
    expect(members).to.deep.equal({
      'app.9.2': { ...common, userId: 2, joinTime: T0, present: true, isHost: true },
      'app.9.3': { ...common, userId: 3, joinTime: T0 + 1_001, present: false, isHost: false },
      'app.9.4': { ...common, userId: 4, joinTime: T0 + 5, present: true, isHost: false },
    });
  });

  it('takes one who comes again by the new time', () => {
    const [member] = Object.values(given(joined(3, 5, 2), left(3, 1), joined(3, 8, 2)).into(liveMembers));
    expect(member).to.include({ joinTime: 8, present: true });
  });

  it('sends the host home when the live stops', () => {
    const members = given(liveStarted, joined(3, 5, 2), liveStopped).into(liveMembers);
    expect(members['app.9.2']).to.include({ present: false, isHost: true });
    expect(members['app.9.3']).to.include({ present: true });
  });
});

describe('view jobs', () => {
  const room = { liveId: 9, hostId: 2 };
  const call = { ...room, callId: 'c1' };
  const conference = { ...room, conferenceId: 'k1' };
  const requested: SalonEvent = { type: 'CallRequested', data: { ...call, viewer: person(3), expiresAt: 30 } };
  const invited: SalonEvent = { type: 'CallInvited', data: { ...call, viewer: person(3), expiresAt: 31 } };
  const accepted: SalonEvent = {
    type: 'ConferenceAccepted',
    data: { ...conference, callId: 'c1', guest: person(3), connectBy: 40 },
  };
  const joins = (first: boolean, connectBy: number): SalonEvent => ({
    type: 'ConferenceJoined',
    data: { ...conference, userId: 3, guest: person(3), connectBy, first, connected: false },
  });
  const command = { kind: 'time-out-conference', liveId: 9, conferenceId: 'k1' };

  it('waits for the answer to a call or an invitation', () => {
    const expire = { kind: 'expire-call', liveId: 9, callId: 'c1' };
    expect(given(requested).into(jobs)).to.deep.equal({
      'app.call.c1': { appId: 'app', dueAt: 30, command: expire },
    });
    expect(given(invited).into(jobs)['app.call.c1']).to.deep.include({ dueAt: 31, command: expire });
  });

  const answers: SalonEvent[] = [
    { type: 'CallExpired', data: { ...call, userId: 3, by: 'viewer' } },
    { type: 'CallRefused', data: { ...call, userId: 3, refusedBy: 2 } },
    { type: 'CallWithdrawn', data: { ...call, userId: 3 } },
  ];
  for (const answer of answers) {
    it(`is settled by ${answer.type}`, () => expect(given(requested, answer).into(jobs)).to.deep.equal({}));
  }

  it('passes on to the conference, whose first join moves it', () => {
    const accept = given(requested, accepted).into(jobs);
    expect(accept).to.deep.equal({ 'app.conference.k1': { appId: 'app', dueAt: 40, command } });
    const moved = given(requested, accepted, joins(true, 50), joins(false, 60)).into(jobs);
    expect(moved).to.deep.equal({ 'app.conference.k1': { appId: 'app', dueAt: 50, command } });
  });

  it('ends when both are connected, or it is over', () => {
    const connected: SalonEvent = { type: 'ConferenceConnected', data: { ...conference, guest: person(3) } };
    const ended: SalonEvent = { type: 'ConferenceEnded', data: { ...conference, guest: person(3), reason: 'host' } };
    expect(given(accepted, joins(true, 50), connected).into(jobs)).to.deep.equal({});
    expect(given(accepted, ended).into(jobs)).to.deep.equal({});
    expect(given(accepted, connected, ended).into(jobs)).to.deep.equal({});
  });

  describe('sending a code', () => {
    const codeOf = (codeId: string): SalonEvent => ({
      type: 'CodeIssued',
      data: { phone: '138', codeId, proof: 'p', expiresAt: T0 + 300_000 },
    });
    const open = (codeId: string, dueAt: number) => ({
      'app.code.138': {
        appId: 'app',
        dueAt,
        command: { kind: 'send-code', phone: '138', codeId, expiresAt: T0 + 300_000 },
      },
    });
    const rejected = (triesLeft: number): SalonEvent => ({ type: 'CodeRejected', data: { phone: '138', triesLeft } });

    it('is due at once, and again for the next code', () => {
      expect(given(codeOf('a')).into(jobs)).to.deep.equal(open('a', T0));
      expect(given(codeOf('a'), codeOf('b')).into(jobs)).to.deep.equal(open('b', T0 + 1_000));
    });
    const ends: SalonEvent[] = [
      { type: 'CodeDelivered', data: { phone: '138', codeId: 'a' } },
      { type: 'CodeUndelivered', data: { phone: '138', codeId: 'a' } },
      { type: 'CodeAccepted', data: { phone: '138' } },
      rejected(0),
    ];
    it('goes on when one of those who try it has no try left', () => {
      const rejected = { type: 'CodeRejected', data: { phone: '138', triesLeft: 0, from: 'a stranger' } } as const;
      expect(given(codeOf('a'), rejected).into(jobs)).to.deep.equal(open('a', T0));
    });
    for (const end of ends) {
      it(`is settled by ${end.type}`, () => expect(given(codeOf('a'), end).into(jobs)).to.deep.equal({}));
    }
    it('outlives a wrong try', () => expect(given(codeOf('a'), rejected(4)).into(jobs)).to.deep.equal(open('a', T0)));
  });
});

describe('all views', () => {
  it('have names, versions and indexes of plain field names that their documents have', () => {
    const events = new History(1)
      .next(600)
      .map(({ event, stream }, at) => ({ ...event, stream, position: at + 1 }) as LoggedEvent);
    for (const view of allViews) {
      expect(tableOf(view)).to.match(/^[a-z-]+@[1-9]\d*$/);
      const rules = rulesOf(view);
      const document = events
        .flatMap((event) => {
          const rule = rules.get(event.type);
          return rule?.ids(event).map((id) => rule.evolve(null, event, id)) ?? [];
        })
        .find((found) => found !== null);
      for (const index of Object.keys(view.indexes)) {
        for (const { name } of indexFields(view, index)) if (document) expect(document).to.have.property(name);
      }
    }
    expect(new Set(allViews.map(({ name }) => name)).size).to.equal(allViews.length);
  });

  it('touch only documents of the app that the event belongs to', () => {
    const events = new History(2, { maxUsers: 30 })
      .next(600)
      .map(({ event, stream }) => ({ ...event, stream }) as LoggedEvent);
    for (const view of allViews) {
      const rules = rulesOf(view);
      for (const event of events)
        for (const id of rules.get(event.type)?.ids(event) ?? []) expect(id).to.match(/^heihei\./);
    }
  });
});

import { expect } from 'chai';
import { DomainError } from '../../../domain/kernel/errors.ts';
import {
  cardOf,
  DEFAULT_COVER_URL,
  isSessionValid,
  MAX_SESSIONS,
  renameToPay,
  userDecider,
} from '../../../domain/user/decider.ts';
import type { ProfileUpdated, UserEvent } from '../../../domain/user/events.ts';
import { levelOf } from '../../../domain/user/level.ts';
import { given, T0 } from '../../support/given.ts';

const me = { actor: 7 };
const registration = { userId: 7, phone: '13800000000', heiNum: 1000007, displayName: '新人', coverUrl: 'c.png' };
const registered: UserEvent = { type: 'UserRegistered', data: registration };
const profile = { displayName: '小明', gender: 'Male', birthDay: '2000-01-01' } as const;
const updated = (data: Partial<ProfileUpdated['data']> = {}): UserEvent => ({
  type: 'ProfileUpdated',
  data: { userId: 7, ...profile, address: '', latlng: '', description: '', renamed: false, ...data },
});
const renamed = (displayName: string) => updated({ displayName, renamed: true });
const paidFor = (displayName: string, paymentId: string) => updated({ displayName, renamed: true, paymentId });
const update = (change: object = {}) => ({ type: 'UpdateProfile', ...profile, ...change }) as const;
const opened = (n: number, expiresAt = T0 + 1_000): UserEvent => ({
  type: 'SessionOpened',
  data: { userId: 7, sessionId: `s${n}`, expiresAt },
});
const closed = (n: number): UserEvent => ({ type: 'SessionClosed', data: { userId: 7, sessionId: `s${n}` } });
const open = (n: number) => ({ type: 'OpenSession', sessionId: `s${n}`, expiresAt: T0 + 1_000 }) as const;
const banned: UserEvent = { type: 'UserBanned', data: { userId: 7, reason: 'spam' } };
const unbanned: UserEvent = { type: 'UserUnbanned', data: { userId: 7 } };

describe('user', () => {
  describe('registration', () => {
    const register = { type: 'RegisterUser', ...registration } as const;
    it('happens once', () => {
      given(userDecider).when(register).thenExactly(registered);
      given(userDecider, registered).when(register).thenNothing();
    });
    it('takes neither phone nor number: names are claimed apart', () => {
      const { userId, displayName, coverUrl } = registration;
      const data = { userId, displayName, coverUrl };
      given(userDecider)
        .when({ type: 'RegisterUser', ...data })
        .thenExactly({ type: 'UserRegistered', data });
      const user = given(userDecider, { type: 'UserRegistered', data }).state();
      expect(user).to.include({ userId, phone: '', heiNum: 0, uid: '' });
    });
    it('gives a picture to who has none', () =>
      given(userDecider)
        .when({ ...register, coverUrl: '' })
        .thenExactly({ type: 'UserRegistered', data: { ...registration, coverUrl: DEFAULT_COVER_URL } }));
    for (const command of [
      update(),
      open(1),
      { type: 'CloseSession', sessionId: 's1' },
      { type: 'BanUser', reason: '' },
      { type: 'UnbanUser' },
      { type: 'RenameUser', displayName: 'x', paymentId: 'p' },
    ] as const) {
      it(`comes before ${command.type}`, () => given(userDecider).when(command, me).thenFails('UserNotFound'));
    }
  });

  describe('profile', () => {
    const fresh = () => given(userDecider, registered);
    it('is completed without counting as a rename', () => fresh().when(update(), me).thenExactly(updated()));
    it('says nothing when unchanged', () => given(userDecider, registered, updated()).when(update(), me).thenNothing());
    it('is completed even with the name given at registration', () =>
      fresh()
        .when(update({ displayName: '新人' }), me)
        .thenExactly(updated({ displayName: '新人' })));
    it('keeps the optional fields that are not sent, and clears those sent empty', () => {
      const described = given(userDecider, registered, updated({ address: '北京市', description: '你好' }));
      described
        .when(update({ gender: 'Female' }), me)
        .thenExactly(updated({ gender: 'Female', address: '北京市', description: '你好' }));
      described.when(update({ description: '' }), me).thenExactly(updated({ address: '北京市' }));
    });
    it('is its owner’s alone, and not a banned one’s', () => {
      fresh().when(update(), { actor: 8 }).thenFails('NotOwner');
      given(userDecider, registered, banned).when(update(), me).thenFails('UserBanned');
    });
    for (const [field, value] of [
      ['gender', 'Other'],
      ['address', 'x'.repeat(101)],
      ['latlng', '1'.repeat(65)],
      ['description', '👋'.repeat(501)],
      ['description', 'a\ud800'],
    ]) {
      it(`refuses ${field} ${value!.slice(0, 6)}… of ${value!.length}`, () =>
        fresh()
          .when(update({ [field!]: value }), me)
          .thenFails('InvalidInput', field));
    }
  });

  describe('names', () => {
    const named = (displayName: string) => given(userDecider, registered).when(update({ displayName }), me);
    for (const [given, kept] of [
      [' 小明 ', '小明'],
      ['e\u0301', '\u00e9'],
      ['👨‍👩‍👧', '👨‍👩‍👧'],
      ['字'.repeat(20), '字'.repeat(20)],
      ['😀'.repeat(20), '😀'.repeat(20)],
    ] as const) {
      it(`keep ${JSON.stringify(given)}`, () => named(given).thenExactly(updated({ displayName: kept })));
    }
    it('stay with who bears one that is older than the rule, and is no rename', () => {
      const old = updated({ displayName: '小\u200e明<' });
      given(userDecider, registered, old)
        .when(update({ displayName: '小\u200e明<' }), me)
        .thenNothing();
      given(userDecider, registered, old)
        .when(update({ displayName: '小明>' }), me)
        .thenFails('NameNotAllowed');
    });
    for (const name of ['', '   ', '\u200b\u200d', '\u3164', 'a\u0000b', 'a\nb', 'a\u202eb', '<b>', 'x>', '\ud800']) {
      it(`refuse ${JSON.stringify(name)}`, () => named(name).thenFails('NameNotAllowed'));
    }
    for (const name of ['字'.repeat(21), '😀'.repeat(21)]) {
      it(`refuse the length of ${name}`, () => named(name).thenFails('NameTooLong'));
    }
  });

  describe('birthdays', () => {
    // T0 is 2026-01-01 00:00 UTC, 08:00 in China.
    const born = (birthDay: string, at = T0) =>
      given(userDecider, registered).when(update({ birthDay }), { ...me, at });
    for (const day of [
      '',
      '2000-1-1',
      '2000-02-30',
      '2001-02-29',
      '2000-13-01',
      '2000-00-10',
      'x',
      '2000-01-01T00',
      '1899-12-31',
      '2026-01-02',
      '9999-01-01',
      '20000-01-01',
    ]) {
      it(`refuse ${JSON.stringify(day)}`, () => born(day).thenFails('InvalidInput', 'birthDay'));
    }
    for (const day of ['2008-01-02', '2025-12-31', '2026-01-01']) {
      it(`find ${day} too young`, () => born(day).thenFails('Underage'));
    }
    for (const birthDay of ['2008-01-01', '2000-02-29', '1900-01-01']) {
      it(`take ${birthDay}`, () => born(birthDay).thenExactly(updated({ birthDay })));
    }
    it('count by the day in China', () => {
      born('2008-01-02', Date.UTC(2026, 0, 1, 15, 59, 59)).thenFails('Underage');
      born('2008-01-02', Date.UTC(2026, 0, 1, 16)).thenExactly(updated({ birthDay: '2008-01-02' }));
    });
  });

  describe('renaming', () => {
    const complete = [registered, updated()];
    const once = [...complete, renamed('小红')];
    it('is free the first time', () =>
      given(userDecider, ...complete)
        .when(update({ displayName: '小红' }), me)
        .thenExactly(renamed('小红')));
    it('is to be paid for afterwards', () => {
      given(userDecider, ...once)
        .when(update({ displayName: '小刚' }), me)
        .thenFails('RenameUnpaid');
      given(userDecider, ...once)
        .when(update({ displayName: '小刚', paymentId: 'p1' }), me)
        .thenExactly(paidFor('小刚', 'p1'));
    });
    it('is carried by a payment once: what comes with it later updates the rest alone', () => {
      const used = given(userDecider, ...once, paidFor('小刚', 'p1'), paidFor('小丽', 'p2'));
      used.when(update({ displayName: '小刚', paymentId: 'p1' }), me).thenNothing();
      used
        .when(update({ displayName: '小刚', paymentId: 'p1', gender: 'Female' }), me)
        .thenExactly(updated({ displayName: '小丽', gender: 'Female' }));
      used.when(update({ displayName: '小刚', paymentId: 'p3' }), me).thenExactly(paidFor('小刚', 'p3'));
    });
    it('leaves the rest of the profile free', () =>
      given(userDecider, ...once)
        .when(update({ displayName: ' 小红 ', gender: 'Female' }), me)
        .thenExactly(updated({ displayName: '小红', gender: 'Female' })));
    it('tells beforehand whether it costs', () => {
      const toPay = (events: UserEvent[], change: object) =>
        renameToPay(update(change), given(userDecider, ...events).state(), { at: T0, actor: 7 });
      expect(toPay([registered], { displayName: '小刚' })).to.equal(null);
      expect(toPay(complete, { displayName: '小刚' })).to.equal(null);
      expect(toPay(once, { displayName: ' 小刚' })).to.equal('小刚');
      expect(toPay(once, { displayName: ' 小红' })).to.equal(null);
      expect(toPay(once, { displayName: '小刚', paymentId: 'p1' })).to.equal(null);
      expect(() => toPay(once, { displayName: '小刚', birthDay: 'never' })).to.throw(DomainError);
      expect(() => toPay([], { displayName: '小刚' })).to.throw(DomainError, 'UserNotFound');
    });
    it('once paid is carried out by the system alone, ban or not, and once', () => {
      const rename = { type: 'RenameUser', displayName: '小刚', paymentId: 'p1' } as const;
      given(userDecider, ...once)
        .when(rename)
        .thenExactly(paidFor('小刚', 'p1'));
      given(userDecider, ...once, banned)
        .when(rename)
        .thenExactly(paidFor('小刚', 'p1'));
      given(userDecider, ...once, renamed('小刚'))
        .when(rename)
        .thenNothing();
      given(userDecider, ...once)
        .when(rename, me)
        .thenFails('SystemOnly');
      // The owner's own request came first, and another rename since.
      given(userDecider, ...once, paidFor('小刚', 'p1'), paidFor('小丽', 'p2'))
        .when(rename)
        .thenNothing();
    });
  });

  describe('sessions', () => {
    const ten = Array.from({ length: MAX_SESSIONS }, (_, i) => opened(i));
    it('open and close', () => {
      given(userDecider, registered).when(open(1)).thenExactly(opened(1));
      given(userDecider, registered, opened(1))
        .when({ type: 'CloseSession', sessionId: 's1' }, me)
        .thenExactly(closed(1));
    });
    it('opened or closed twice say nothing', () => {
      given(userDecider, registered, opened(1)).when(open(1)).thenNothing();
      given(userDecider, registered).when({ type: 'CloseSession', sessionId: 's1' }, me).thenNothing();
    });
    it('past ten end the oldest', () =>
      given(userDecider, registered, ...ten)
        .when(open(10))
        .thenExactly(opened(10), closed(0)));
    it('that expired count no more', () => {
      const expired = given(userDecider, registered, opened(99, T0 + 5), ...ten.slice(1));
      expired.when(open(10), { at: T0 + 4 }).thenExactly(opened(10), closed(99));
      expired.when(open(10), { at: T0 + 5 }).thenExactly(opened(10));
    });
    it('are forgotten once expired', () =>
      expect([
        ...given(userDecider, registered, opened(1, T0 + 5))
          .later(T0 + 5, opened(2))
          .state()
          .sessions.keys(),
      ]).to.deep.equal(['s2']));
    it('are valid while open and not expired', () => {
      const state = given(userDecider, registered, opened(1), opened(2), closed(2)).state();
      expect(isSessionValid(state, 's1', T0 + 999)).to.equal(true);
      expect(isSessionValid(state, 's1', T0 + 1_000)).to.equal(false);
      expect(isSessionValid(state, 's2', T0)).to.equal(false);
      expect(isSessionValid(state, 's3', T0)).to.equal(false);
    });
  });

  describe('ban', () => {
    it('is the system’s alone', () => {
      given(userDecider, registered).when({ type: 'BanUser', reason: 'spam' }).thenExactly(banned);
      given(userDecider, registered).when({ type: 'BanUser', reason: 'spam' }, me).thenFails('SystemOnly');
      given(userDecider, registered, banned).when({ type: 'UnbanUser' }).thenExactly(unbanned);
      given(userDecider, registered, banned).when({ type: 'UnbanUser' }, me).thenFails('SystemOnly');
    });
    it('is said once', () => {
      given(userDecider, registered, banned).when({ type: 'BanUser', reason: 'more' }).thenNothing();
      given(userDecider, registered).when({ type: 'UnbanUser' }).thenNothing();
    });
    it('ends every session for good, and opens none', () => {
      const after = given(userDecider, registered, opened(1), banned);
      expect(isSessionValid(after.state(), 's1', T0)).to.equal(false);
      after.when(open(2)).thenFails('UserBanned');
      const pardoned = given(userDecider, registered, opened(1), banned, unbanned);
      expect(isSessionValid(pardoned.state(), 's1', T0)).to.equal(false);
      pardoned.when(open(2)).thenExactly(opened(2));
    });
  });

  it('shows its card', () =>
    expect(cardOf(given(userDecider, registered, updated()).state())).to.deep.equal({
      userId: 7,
      ...profile,
      coverUrl: 'c.png',
    }));

  for (const [experience, level] of [
    [0, 1],
    [499, 1],
    [500, 2],
    [1_999, 2],
    [2_000, 3],
    [1_620_440, 57],
  ] as const) {
    it(`has level ${level} at ${experience} experience`, () => expect(levelOf(experience)).to.equal(level));
  }

  describe('erasure', () => {
    const erase = { type: 'ErasePerson', reason: 'own-wish' } as const;
    const erased: UserEvent = { type: 'PersonErased', data: { userId: 7, reason: 'own-wish' } };
    const completed: UserEvent = { type: 'ErasureCompleted', data: { userId: 7 } };
    const gone = () => given(userDecider, registered, updated(), opened(1), erased);

    it('is one’s own wish, or the system’s', () => {
      given(userDecider, registered).when(erase, me).thenExactly(erased);
      given(userDecider, registered)
        .when({ ...erase, reason: 'request' })
        .thenExactly({ type: 'PersonErased', data: { userId: 7, reason: 'request' } });
      given(userDecider, registered).when(erase, { actor: 8 }).thenFails('NotOwner');
      given(userDecider).when(erase, me).thenFails('UserNotFound');
    });
    it('is decided once', () => {
      gone().when(erase, me).thenNothing();
      gone()
        .when({ ...erase, reason: 'abuse' })
        .thenNothing();
    });
    it('forgets who it was, and ends every session', () => {
      const user = gone().state();
      expect(cardOf(user)).to.deep.equal({
        userId: 7,
        displayName: '已注销用户',
        gender: 'Unspecified',
        birthDay: '',
        coverUrl: '',
      });
      expect(user).to.include({
        phone: '',
        heiNum: 0,
        uid: '',
        address: '',
        latlng: '',
        description: '',
        erased: true,
      });
      expect(isSessionValid(user, 's1', T0)).to.equal(false);
    });
    it('is completed once, by the system, after it has begun', () => {
      const complete = { type: 'CompleteErasure' } as const;
      gone().when(complete).thenExactly(completed);
      gone().when(complete, me).thenFails('SystemOnly');
      given(userDecider, registered, erased, completed).when(complete).thenNothing();
      given(userDecider, registered).when(complete).thenFails('UserNotFound');
    });
    it('leaves nobody there: nothing else can be done with the person', () => {
      const { type, ...profileOf } = update();
      for (const command of [
        { type, ...profileOf },
        open(2),
        { type: 'BanUser', reason: '' },
        { type: 'UnbanUser' },
        { type: 'SetProfile', displayName: 'x' },
        { type: 'RenameUser', displayName: 'x', paymentId: 'p' },
      ] as const)
        gone().when(command).thenFails('UserNotFound');
      gone().when({ type: 'CloseSession', sessionId: 's1' }, me).thenNothing();
      gone()
        .when({ type: 'RegisterUser', ...registration })
        .thenNothing();
    });
  });
});

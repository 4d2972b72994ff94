import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { linkvLiveDialect } from '../../api/linkv-live/dialect.ts';
import { linkvLiveEndpoints } from '../../api/linkv-live/endpoints.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { DEV_APPS } from '../../server/served-apis.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

type App = (typeof DEV_APPS)[number];
const [APP, OTHER] = DEV_APPS.filter(({ dialect }) => dialect === 'linkv-live') as [App, App];
const TOKEN = '/open/v0/thGetToken';
const ORDER = '/open/finanv0/orderSuccess';
const CHANGE = '/open/finanv0/changeGold';
const BALANCE = '/open/finanv0/getUserTokens';
const DAY_S = 24 * 3600;

interface Answer {
  status: string;
  msg: string;
  data?: Record<string, string>;
}

describe('LinkV live', () => {
  let api: TestApi;
  let serial = 0;
  before(async () => {
    api = await startTestApi({
      apis: [
        { dialect: heiheiDialect, endpoints: heiheiEndpoints },
        { dialect: linkvLiveDialect, endpoints: linkvLiveEndpoints },
      ],
    });
  });
  after(() => api.close());

  const nowS = () => Math.floor(api.clock.now() / 1000);

  /** A form as the document's client signs it. */
  function signed(params: Record<string, string>, { app = APP, at = nowS() } = {}): Record<string, string> {
    const half = String(++serial).padStart(8, 'x');
    const form: Record<string, string> = { app_id: app.appId, nonce_str: `${half}${at}abcdefgh`, ...params };
    const text = Object.keys(form)
      .filter((name) => form[name] !== '')
      .sort()
      .map((name) => `${name}=${form[name]}`)
      .join('&');
    return { ...form, sign: createHash('md5').update(`${text}&key=${app.secret}`).digest('hex') };
  }

  async function post(path: string, form: Record<string, string>): Promise<Answer> {
    const response = await fetch(api.url + path, { method: 'POST', body: new URLSearchParams(form) });
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8');
    return JSON.parse(await response.text()) as Answer;
  }
  const call = (path: string, params: Record<string, string>, options = {}) => post(path, signed(params, options));
  const profile = { aid: 'device-1', name: '小红', portraitUri: 'https://example.org/1.png' };
  async function person(userId = `user-${++serial}`, app = APP): Promise<string> {
    const { data } = await call(TOKEN, { userId, ...profile }, { app });
    return data!.openId!;
  }
  const requestId = () => `request-${++serial}`;
  const order = (uid: string, more: Record<string, string> = {}) => ({
    uid,
    request_id: requestId(),
    type: '1',
    value: '100',
    order_id: `order-${++serial}`,
    expriation: String(nowS() + 91 * DAY_S),
    money: '99',
    channel: 'heihei',
    platform: 'ios',
    ...more,
  });
  const balance = async (uid: string, options = {}) => (await call(BALANCE, { uid }, options)).data?.tokens;

  describe('thGetToken', () => {
    it('registers a person on the first call, and is the same person on later ones', async () => {
      const first = await call(TOKEN, { userId: 'alice', ...profile });
      expect(first).to.deep.include({ status: '200', msg: '' });
      expect(first.data)
        .to.include({ userId: 'alice', aid: 'device-1' })
        .and.to.have.all.keys('token', 'userId', 'aid', 'openId', 'im_token');
      expect(first.data!.token!.length).to.be.at.most(256);
      const again = await call(TOKEN, { userId: 'alice', aid: 'device-2' });
      expect(again.data!.openId).to.equal(first.data!.openId);
      expect(again.data!.token).not.to.equal(first.data!.token);
    });

    it('takes over what is given later and differs, and leaves the rest', async () => {
      const { data } = await call(TOKEN, { userId: 'bob', ...profile, sex: '1', birthday: '1990-05-17' });
      const { state: before } = await api.core.commands.load(userDecider, `user-heihei.${data!.openId}`);
      expect(before).to.include({ displayName: '小红', gender: 'Male', birthDay: '1990-05-17', uid: 'bob', phone: '' });
      await call(TOKEN, { userId: 'bob', aid: 'x', name: '小蓝', sex: '-1' });
      const { state } = await api.core.commands.load(userDecider, `user-heihei.${data!.openId}`);
      expect(state).to.include({ displayName: '小蓝', gender: 'Unspecified', birthDay: '1990-05-17' });
      expect(state.coverUrl).to.equal(profile.portraitUri);
    });

    it('gives a signed form one session, whatever header comes with it: nobody has signed that', async () => {
      const body = new URLSearchParams(signed({ userId: 'header', aid: 'a', name: '头', portraitUri: 'https://x/y' }));
      const tokens = new Set<string>();
      for (const key of ['one', 'two']) {
        const headers = { 'Idempotency-Key': key };
        const response = await fetch(api.url + TOKEN, { method: 'POST', body, headers });
        tokens.add(((await response.json()) as Answer).data!.token!);
      }
      expect(tokens.size).to.equal(1);
    });

    it('gives the same signed form the same answer', async () => {
      const form = signed({ userId: 'carol', ...profile });
      expect(await post(TOKEN, form)).to.deep.equal(await post(TOKEN, form));
    });

    it('makes one person of parallel first calls', async () => {
      const answers = await Promise.all([1, 2, 3, 4, 5].map(() => call(TOKEN, { userId: 'dave', ...profile })));
      expect(new Set(answers.map(({ data }) => data?.openId)).size).to.equal(1);
    });

    it('finds people born in heihei by their id, wallet and all', async () => {
      const user = await api.user('阿嘿');
      const { data } = await call(TOKEN, { userId: String(user.userId), aid: 'x' });
      expect(data!.openId).to.equal(String(user.userId));
    });

    const refused: [string, Record<string, string>][] = [
      ['a uid with a blank', { userId: 'a b', ...profile }],
      ['a uid of 65 characters', { userId: 'x'.repeat(65), ...profile }],
      ['no aid', { userId: 'new-1', name: '小红', portraitUri: 'x' }],
      ['a new person without a name', { userId: 'new-2', aid: 'x', portraitUri: 'x' }],
      ['a new person without a picture', { userId: 'new-3', aid: 'x', name: '小红' }],
      ['a name of 129 bytes', { userId: 'new-4', ...profile, name: 'x'.repeat(129) }],
      ['a name of 43 Chinese characters', { userId: 'new-5', ...profile, name: '红'.repeat(43) }],
      ['a picture of 1,025 bytes', { userId: 'new-6', ...profile, portraitUri: 'x'.repeat(1025) }],
      ['a picture that is a script', { userId: 'new-7', ...profile, portraitUri: 'javascript:alert(1)' }],
      ['another sex', { userId: 'new-8', ...profile, sex: '2' }],
      ['a day that does not exist', { userId: 'new-9', ...profile, birthday: '2010-02-30' }],
    ];
    for (const [name, params] of refused) {
      it(`refuses ${name}: 400 without data, and nothing is written`, async () => {
        const before = api.log.all.length;
        const answer = await call(TOKEN, params);
        expect(answer.status).to.equal('400');
        expect(answer).to.have.all.keys('status', 'msg');
        expect(api.log.all.length).to.equal(before);
      });
    }

    it('refuses the banned', async () => {
      const openId = await person('banned-1');
      await api.run(userDecider, `user-heihei.${openId}`, { type: 'BanUser', reason: 'x' });
      expect((await call(TOKEN, { userId: 'banned-1', aid: 'x' })).status).to.equal('400');
    });

    it('hands out tokens that heihei’s own API does not take', async () => {
      const { data } = await call(TOKEN, { userId: 'erin', ...profile });
      const answer = await fetch(`${api.url}/api/user/user-gold?token=${data!.token}`);
      expect(((await answer.json()) as { errorcode: number }).errorcode).to.equal(720);
    });
  });

  describe('the signature', () => {
    it('is asked for before anything else', async () => {
      for (const missing of ['app_id', 'nonce_str', 'sign']) {
        const { [missing]: _, ...form } = signed({ uid: '1' });
        expect((await post(BALANCE, form)).status, missing).to.equal('400');
      }
    });

    const wrong: [string, (form: Record<string, string>) => Record<string, string>][] = [
      ['a changed value', (form) => ({ ...form, uid: '2' })],
      ['a parameter more', (form) => ({ ...form, value: '1' })],
      ['an unknown app', (form) => ({ ...form, app_id: 'LM0' })],
      ['another app’s signature', () => signed({ uid: '1', app_id: APP.appId }, { app: OTHER })],
      ['an old nonce', () => signed({ uid: '1' }, { at: nowS() - 301 })],
      ['a nonce from the future', () => signed({ uid: '1' }, { at: nowS() + 302 })],
    ];
    for (const [name, change] of wrong) {
      it(`is wrong with ${name}: 403 sign err`, async () => {
        expect(await post(BALANCE, change(signed({ uid: '1' })))).to.deep.equal({ status: '403', msg: 'sign err' });
      });
    }

    it('is wrong for a parameter that comes twice', async () => {
      const form = new URLSearchParams(signed({ uid: '1' }));
      form.append('uid', '1');
      const response = await fetch(api.url + BALANCE, { method: 'POST', body: form });
      expect(((await response.json()) as Answer).status).to.equal('403');
    });

    it('holds for GET and for JSON', async () => {
      const uid = await person();
      const byGet = await fetch(`${api.url}${BALANCE}?${new URLSearchParams(signed({ uid }))}`);
      expect(((await byGet.json()) as Answer).status).to.equal('200');
      const byJson = await fetch(api.url + BALANCE, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(signed({ uid })),
      });
      expect(((await byJson.json()) as Answer).status).to.equal('200');
    });

    it('does not let another tenant’s app find a person', async () => {
      const uid = await person();
      expect((await call(BALANCE, { uid }, { app: OTHER })).status).to.equal('400');
      expect((await call(ORDER, order(uid), { app: OTHER })).status).to.equal('400');
      const elsewhere = await person('the-same', OTHER);
      expect(await person('the-same')).not.to.equal(elsewhere);
    });
  });

  describe('gold', () => {
    it('of a paid order is there, by both of its names', async () => {
      const uid = await person();
      expect(await call(ORDER, order(uid))).to.deep.equal({
        data: { tokens: '100', livemeTokens: '100' },
        msg: '',
        status: '200',
      });
      expect((await call(BALANCE, { uid })).data).to.deep.equal({ tokens: '100', livemeTokens: '100' });
    });

    it('is granted and taken back without an order, with an answer without data', async () => {
      const uid = await person();
      const grant = { uid, request_id: requestId(), type: '1', value: '50', reason: '补偿' };
      expect(await call(CHANGE, grant)).to.deep.equal({ msg: '', status: '200' });
      expect((await call(CHANGE, { ...grant, request_id: requestId(), type: '2', value: '20' })).status).to.equal(
        '200',
      );
      expect(await balance(uid)).to.equal('30');
      expect((await call(CHANGE, { ...grant, request_id: requestId(), type: '2', value: '31' })).status).to.equal(
        '400',
      );
      expect(await balance(uid)).to.equal('30');
    });

    it('counts a request once, sent again, signed anew, in parallel, at the other endpoint', async () => {
      const uid = await person();
      const request = order(uid);
      const first = await call(ORDER, request);
      await call(CHANGE, { uid, request_id: requestId(), type: '1', value: '7' });
      const form = signed(request);
      const again = await Promise.all([post(ORDER, form), post(ORDER, form), call(ORDER, request)]);
      expect(again).to.deep.equal([first, first, first]);
      // The same id with other content is another request, refused.
      expect((await call(ORDER, { ...request, value: '101' })).status).to.equal('400');
      expect((await call(ORDER, { ...request, money: '1' })).status).to.equal('400');
      const elsewhere = { uid, request_id: request.request_id, type: '1', value: '100' };
      expect((await call(CHANGE, elsewhere)).status).to.equal('400');
      // What is not compared may differ.
      expect(await call(ORDER, { ...request, expriation: String(nowS() + DAY_S) })).to.deep.equal(first);
      expect(await balance(uid)).to.equal('107');
    });

    it('gives a repetition its first answer even when the gold has ended since', async () => {
      const uid = await person();
      const request = order(uid, { expriation: String(nowS() + 60) });
      const first = await call(ORDER, request);
      api.clock.advance(120_000);
      expect(await call(ORDER, request)).to.deep.equal(first);
      expect(await balance(uid)).to.equal('0');
    });

    it('pays an order once, whatever the request id', async () => {
      const uid = await person();
      const paid = order(uid);
      const first = await call(ORDER, paid);
      await call(CHANGE, { uid, request_id: requestId(), type: '1', value: '5' });
      expect(await call(ORDER, { ...paid, request_id: requestId() })).to.deep.equal(first);
      expect((await call(ORDER, { ...paid, request_id: requestId(), value: '200' })).status).to.equal('400');
      expect((await call(ORDER, { ...paid, request_id: requestId(), uid: await person() })).status).to.equal('400');
      expect(await balance(uid)).to.equal('105');
    });

    it('writes nothing for an order that is refused: it stays to be claimed by whoever pays it', async () => {
      const uid = await person();
      const paid = order(uid);
      await call(ORDER, paid);
      const refused = [
        order(uid, { request_id: paid.request_id! }),
        order(uid, { expriation: String(nowS() - 1) }),
        order(uid, { value: '200', order_id: paid.order_id! }),
      ];
      const before = api.log.all.length;
      for (const request of refused) expect((await call(ORDER, request)).status).to.equal('400');
      expect(api.log.all.length).to.equal(before);
      expect((await call(ORDER, { ...order(await person()), order_id: refused[0]!.order_id! })).status).to.equal('200');
    });

    it('is not given at the other endpoint for an order that was refused: the path is not signed', async () => {
      const uid = await person();
      const paid = order(uid);
      await call(ORDER, paid);
      for (const request of [
        order(uid, { order_id: paid.order_id!, value: '200' }),
        order(uid, { expriation: '' }),
        order(uid, { order_id: '', expriation: '' }),
      ]) {
        const form = signed(request);
        expect((await post(ORDER, form)).status).to.equal('400');
        expect((await post(CHANGE, form)).status).to.equal('400');
      }
      expect(await balance(uid)).to.equal('100');
    });

    it('takes orders without an id by their request ids', async () => {
      const uid = await person();
      await call(ORDER, order(uid, { order_id: '' }));
      await call(ORDER, order(uid, { order_id: '' }));
      expect(await balance(uid)).to.equal('200');
    });

    it('ends at its time, what ends first is spent first, and the deadline need not have come', async () => {
      const uid = await person();
      await call(ORDER, order(uid, { value: '10', expriation: String(nowS() + 3 * DAY_S) }));
      await call(ORDER, order(uid, { value: '20', expriation: String(nowS() + DAY_S) }));
      await call(CHANGE, { uid, request_id: requestId(), type: '1', value: '5' });
      await call(CHANGE, { uid, request_id: requestId(), type: '2', value: '8' });
      expect(await balance(uid)).to.equal('27');
      api.clock.advance(2 * DAY_S * 1000);
      expect(await balance(uid)).to.equal('15');
      api.clock.advance(2 * DAY_S * 1000);
      expect(await balance(uid)).to.equal('5');
    });

    const ends: [string, (now: number) => string, boolean][] = [
      ['seconds', (now) => String(now + 60), true],
      ['python’s decimals', (now) => `${now + 60}.0`, true],
      ['node’s now and span behind each other', (now) => `${now}259200`, true],
      ['a moment that is over', (now) => String(now - 1), false],
      ['nothing', () => '', false],
      ['words', () => 'tomorrow', false],
      ['a fraction', (now) => `${now + 60}.5`, false],
      ['a negative', () => '-1', false],
    ];
    for (const [name, expriation, taken] of ends) {
      it(`of an order ends at ${name}: ${taken ? 'taken' : 'refused'}`, async () => {
        const uid = await person();
        const { status } = await call(ORDER, order(uid, { expriation: expriation(nowS()) }));
        expect(status).to.equal(taken ? '200' : '400');
        expect(await balance(uid)).to.equal(taken ? '100' : '0');
      });
    }

    const refused: [string, Record<string, string>][] = [
      ['a value of 0', { value: '0' }],
      ['a negative value', { value: '-5' }],
      ['a fraction', { value: '1.5' }],
      ['an exponent', { value: '1e3' }],
      ['a padded value', { value: ' 5' }],
      ['a value with a leading zero', { value: '05' }],
      ['a huge value', { value: '1000000000000' }],
      ['type 3', { type: '3' }],
      ['another platform', { platform: 'windows' }],
      ['money that is no number', { money: '9.99' }],
      ['no request id', { request_id: '' }],
      ['a request id of 65 characters', { request_id: 'x'.repeat(65) }],
      ['nobody', { uid: '999' }],
      ['a uid that is no number', { uid: 'alice' }],
      ['a uid in hexadecimal', { uid: '0x10' }],
    ];
    for (const [name, change] of refused) {
      it(`refuses ${name}: 400, and nothing is written`, async () => {
        const uid = await person();
        const before = api.log.all.length;
        expect((await call(ORDER, order(uid, change))).status).to.equal('400');
        expect(api.log.all.length).to.equal(before);
      });
    }

    it('never goes below zero in a race to take it back', async () => {
      const uid = await person();
      await call(CHANGE, { uid, request_id: requestId(), type: '1', value: '100' });
      const answers = await Promise.all(
        Array.from({ length: 15 }, () => call(CHANGE, { uid, request_id: requestId(), type: '2', value: '10' })),
      );
      expect(answers.filter(({ status }) => status === '200')).to.have.length(10);
      expect(await balance(uid)).to.equal('0');
    });

    it('is the wallet that heihei shows', async () => {
      const user = await api.user('阿金');
      await call(ORDER, order(String(user.userId)));
      expect((await user.call('/api/user/user-gold')).user).to.include({ gold: 100 });
    });
  });
});

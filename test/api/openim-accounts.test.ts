import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { decodeJwt, decodeProtectedHeader, SignJWT } from 'jose';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { openimDialect } from '../../api/openim/dialect.ts';
import { openimEndpoints } from '../../api/openim/endpoints.ts';
import { registerForApp } from '../../application/people/app-people.ts';
import { SALON_NAMESPACE, uuidV5 } from '../../domain/kernel/ids.ts';
import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { DEV_APPS, personOf } from '../../server/served-apis.ts';
import { type OpenimAnswer, OpenimClient, tokenIn } from '../support/openim-client.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

type App = (typeof DEV_APPS)[number];
const [APP, OTHER] = DEV_APPS.filter(({ dialect }) => dialect === 'openim') as [App, App];
const uuidOf = (name: string) => uuidV5(SALON_NAMESPACE, name);
const DAY_MS = 24 * 3600 * 1000;

describe('OpenIM: accounts', () => {
  let api: TestApi;
  let client: OpenimClient;
  let elsewhere: OpenimClient;
  let manager: string;
  before(async () => {
    api = await startTestApi({
      apis: [
        { dialect: heiheiDialect, endpoints: heiheiEndpoints },
        { dialect: openimDialect, endpoints: openimEndpoints },
      ],
    });
    client = new OpenimClient(api.url, APP);
    elsewhere = new OpenimClient(api.url, OTHER);
    manager = await client.managerToken();
  });
  after(() => api.close());

  const info = async (...uidList: string[]) =>
    (await client.call('/user/get_user_info', manager, { uidList })).data as Record<string, unknown>[];
  const is = (answer: OpenimAnswer, status: number, errCode: number, about?: string) =>
    expect({ status: answer.status, errCode: answer.errCode }, about ?? answer.text).to.deep.equal({ status, errCode });

  /** OpenIM, 注册新用户: 请求示例. */
  const EXAMPLE = {
    platform: 1,
    uid: 'd5645454517',
    name: '张三',
    icon: 'https:oss.com.cn/head',
    gender: 1,
    mobile: '17812457845',
    birth: '1998.12.15',
    email: 'xxxx@qq.com',
    ex: 'xxx',
  };

  describe('auth/user_register', () => {
    it('answers the document’s example, and shows the user word for word', async () => {
      const answer = await client.register(EXAMPLE);
      expect(Object.keys(JSON.parse(answer.text))).to.deep.equal(['errCode', 'errMsg', 'data']);
      expect(answer).to.include({ status: 200, errCode: 0, errMsg: '' });
      const { uid, token, expiredTime } = tokenIn(answer);
      expect(uid).to.equal(EXAMPLE.uid);
      const claims = decodeJwt(token);
      expect(claims).to.include({ UID: uid, Platform: 'IOS', exp: expiredTime });
      expect(claims.exp! - claims.iat!).to.equal((7 * DAY_MS) / 1000);
      expect(claims.nbf).to.equal(claims.iat);
      expect(decodeProtectedHeader(token)).to.include({ alg: 'HS256', typ: 'JWT' });
      const { platform: _, ...card } = EXAMPLE;
      expect(await info(EXAMPLE.uid)).to.deep.equal([card]);
    });

    it('finds the same person for the same body, and refuses another body for a known uid', async () => {
      const one = { uid: OpenimClient.uid(), name: 'Ann', gender: 2 };
      const first = tokenIn(await client.register(one));
      api.clock.advance(1_000);
      const again = tokenIn(await client.register(one));
      expect(decodeJwt(again.token).sub).to.equal(decodeJwt(first.token).sub);
      expect(again.token).not.to.equal(first.token);
      for (const more of [{ name: 'Bob' }, { gender: 1 }, { platform: 2 }, { ex: 'x' }])
        is(await client.register({ ...one, ...more }), 500, 500);
      expect(await info(one.uid)).to.deep.include({
        uid: one.uid,
        name: 'Ann',
        gender: 2,
        icon: '',
        mobile: '',
        birth: '',
        email: '',
        ex: '',
      });
    });

    it('makes one person of parallel first calls', async () => {
      const uid = OpenimClient.uid();
      const answers = await Promise.all([1, 2, 3, 4].map(() => client.register({ uid })));
      expect(new Set(answers.map((answer) => decodeJwt(tokenIn(answer).token).sub)).size).to.equal(1);
    });

    it('takes a name that is empty or cannot be shown, and shows others something', async () => {
      for (const name of ['', '<b>', '\u202e', '名'.repeat(64)]) {
        const { uid, token } = await client.user({ name });
        expect(await info(uid), name).to.deep.include.members([
          { uid, name, icon: '', gender: 0, mobile: '', birth: '', email: '', ex: '' },
        ]);
        const { state } = await api.core.commands.load(userDecider, userStream('heihei', Number(decodeJwt(token).sub)));
        expect(state.displayName).not.to.equal('');
        if (name === '') expect(state.displayName).to.equal(uid);
      }
    });

    it('says 400 for a parameter, and makes nobody', async () => {
      const before = api.log.all.length;
      const wrong: Record<string, unknown>[] = [
        ...[0, 8, -1, 1.5, '1', null, [1]].map((platform) => ({ platform })),
        ...['', 'a'.repeat(65), 7, null, { $ne: null }, ['a'], 'a\nb', 'a\u200bb'].map((uid) => ({ uid })),
        ...['a'.repeat(65), 7, null].map((name) => ({ name })),
        ...[3, -1, '1', 1.5].map((gender) => ({ gender })),
        { icon: 'a'.repeat(1_025) },
        { icon: '好'.repeat(342) },
        { mobile: '1'.repeat(33) },
        { birth: '1'.repeat(17) },
        { email: 'a'.repeat(65) },
        { ex: 'a'.repeat(1_025) },
      ];
      for (const more of wrong) is(await client.register(more), 400, 400, JSON.stringify(more));
      for (const body of ['', '[]', '"x"', '{', '{"secret":"a","secret":"b"}', '{"__proto__":1}', 'null'])
        is(await client.post('/auth/user_register', body), 400, 400, body);
      expect(api.log.all.length).to.equal(before);
    });

    it('says 401 for any secret but its own, whichever app has it', async () => {
      const live = DEV_APPS.find(({ dialect }) => dialect === 'linkv-live')!;
      for (const secret of ['guess', live.secret.slice(0, 32), `${APP.secret} `, APP.secret.toUpperCase()]) {
        const answer = await client.register({ secret });
        is(answer, 400, 401);
        expect(answer.errMsg).to.equal('not authorized');
        is(await client.userToken('openIM123456', { secret }), 400, 401);
      }
      for (const secret of ['', 7, null, { $ne: null }]) is(await client.register({ secret }), 400, 400);
    });

    it('takes over somebody whom another API knows, and fills what they lack', async () => {
      const heihei = await api.user('小红');
      const uid = String(heihei.userId);
      const { token } = await client.user({ uid, name: 'Red', icon: 'https://example.org/1.png', mobile: '1' });
      expect(decodeJwt(token).sub).to.equal(uid);
      expect((await info(uid))[0]).to.include({ uid, name: '小红', icon: 'https://example.org/1.png', mobile: '1' });
    });
  });

  describe('auth/user_token', () => {
    it('gives a token for whoever is registered, on each platform, a manager’s from the start', async () => {
      const { uid } = await client.user();
      const names = ['IOS', 'Android', 'Windows', 'OSX', 'Web', 'MiniWeb', 'Linux', 'Admin'];
      for (const [n, name] of names.entries()) {
        const { token } = tokenIn(await client.userToken(uid, { platform: n + 1 }));
        expect(decodeJwt(token)).to.include({ UID: uid, Platform: name });
      }
      for (const platform of [0, 9, '1']) is(await client.userToken(uid, { platform }), 400, 400);
      is(await client.userToken(OpenimClient.uid()), 500, 500);
      is(await client.userToken(''), 400, 400);
      expect(await info('openIM123456')).to.deep.include.members([
        { uid: 'openIM123456', name: 'AppManager1', icon: '', gender: 0, mobile: '', birth: '', email: '', ex: '' },
      ]);
      is(await client.register({ uid: 'openIM123456', name: 'boss' }), 200, 0);
    });

    it('keeps a person’s sessions few, however often a token is asked for', async () => {
      const { uid, token } = await client.user();
      const before = api.log.all.length;
      for (let n = 0; n < 15; n++) await client.userToken(uid);
      expect(api.log.all.length).to.equal(before);
      is(await client.call('/user/get_user_info', token, { uidList: [uid] }), 200, 0);
    });

    it('gives none for who is banned, and ends those that there are for good', async () => {
      const { uid, token } = await client.user();
      const stream = userStream('heihei', Number(decodeJwt(token).sub));
      await api.run(userDecider, stream, { type: 'BanUser', reason: 'x' });
      is(await client.userToken(uid), 200, 201);
      await api.run(userDecider, stream, { type: 'UnbanUser' });
      is(await client.userToken(uid), 200, 0);
      is(await client.call('/user/get_user_info', token, { uidList: [uid] }), 200, 200);
    });
  });

  describe('a token', () => {
    const key = (secret: string) => Buffer.from(secret);
    const asked = (token: string) => client.call('/user/get_user_info', token, { uidList: ['openIM123456'] });

    it('is refused when it is missing, forged, expired, another’s or of another algorithm', async () => {
      const { token } = await client.user();
      const header = decodeProtectedHeader(token) as { alg: string; kid: string };
      const claims = decodeJwt(token);
      const [head, body, signature] = token.split('.') as [string, string, string];
      const text = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const signed = (alg: string, secret: string, more = {}) =>
        new SignJWT({ ...claims, ...more }).setProtectedHeader({ ...header, alg }).sign(key(secret));
      const { kid: otherKid } = decodeProtectedHeader((await elsewhere.user()).token);
      const wrong = [
        ...['', 'x', 'null', `${token}=`, `${token}x`, 'a.b.c', token.replace(signature, '')],
        `${text({ ...header, alg: 'none' })}.${body}.`,
        `${text({ ...header, alg: 'none' })}.${body}.${signature}`,
        `${head}.${text({ ...claims, UID: 'openIM123456' })}.${signature}`,
        await signed('HS512', APP.tokenSecret!),
        await signed('HS256', APP.secret),
        await signed('HS256', OTHER.tokenSecret!),
        await new SignJWT(claims).setProtectedHeader({ alg: 'HS256', kid: otherKid! }).sign(key(APP.tokenSecret!)),
        await signed('HS256', APP.tokenSecret!, { exp: 1 }),
        await signed('HS256', APP.tokenSecret!, { nbf: claims.exp! - 1 }),
        await signed('HS256', APP.tokenSecret!, { sid: 'openim-1-guess' }),
        (await api.user('小刚')).token,
      ];
      for (const bad of wrong) is(await asked(bad), 200, 200, bad);
      is(await client.post('/user/get_user_info', { operationID: '1', uidList: ['a'] }), 200, 200);
      is(await asked(await signed('HS256', APP.tokenSecret!)), 200, 0);
    });

    it('is looked at before the parameters, and its header in any spelling', async () => {
      is(await client.post('/user/get_user_info', {}, { token: 'x' }), 200, 200);
      is(await client.post('/user/get_user_info', { operationID: '1', uidList: ['a'] }, { TOKEN: manager }), 200, 0);
    });

    it('ends after seven days', async () => {
      const { token } = await client.user();
      api.clock.advance(7 * DAY_MS - 60_000);
      is(await asked(token), 200, 0);
      api.clock.advance(61_000);
      is(await asked(token), 200, 200);
      manager = await client.managerToken();
    });

    it('opens a socket for its person, in the tenant of its app', async () => {
      const { token } = await client.user();
      const { token: other } = await elsewhere.user();
      expect(await personOf(api.core, token)).to.include({ appId: 'heihei', userId: Number(decodeJwt(token).sub) });
      expect(await personOf(api.core, other)).to.include({ appId: 'other' });
      expect(await personOf(api.core, `${token}x`)).to.equal(null);
    });
  });

  describe('user/get_user_info', () => {
    it('keeps the order, leaves out who is unknown, for any valid token', async () => {
      const [ann, bob] = [await client.user({ name: 'Ann' }), await client.user({ name: 'Bob' })];
      const uidList = [bob.uid, 'nobody', ann.uid, '', '{"$ne":null}'];
      const answer = await client.call('/user/get_user_info', ann.token, { uidList });
      is(answer, 200, 0);
      expect((answer.data as { name: string }[]).map(({ name }) => name)).to.deep.equal(['Bob', 'Ann']);
      is(await client.call('/user/get_user_info', ann.token, { uidList: [] }), 200, 999);
      const wrong = [undefined, 'a', [7], [{ $ne: null }], [null], {}, Array(1_001).fill('a')];
      for (const list of wrong) is(await client.call('/user/get_user_info', manager, { uidList: list }), 400, 400);
      for (const operationID of [undefined, '', 7, null])
        is(await client.call('/user/get_user_info', manager, { operationID, uidList: ['a'] }), 400, 400);
      is(await client.call('/user/get_user_info', manager, { uidList: Array(1_000).fill('a') }), 200, 0);
    });

    it('knows nobody of another tenant', async () => {
      const { uid } = await elsewhere.user();
      expect(await info(uid)).to.deep.equal([]);
    });
  });

  describe('user/update_user_info', () => {
    it('changes what is given, and leaves what is empty or 0 (the document’s example)', async () => {
      const { uid } = await client.user({ name: 'Ann', gender: 2, mobile: '1', birth: '1998.12.15' });
      const answer = await client.call('/user/update_user_info', manager, {
        ...{ uid, operationID: '1111111222', name: 'sssssssssskkkkk', icon: '', gender: 0, email: 'a@b' },
      });
      expect(JSON.parse(answer.text)).to.deep.equal({ errCode: 0, errMsg: '' });
      const [person] = await info(uid);
      expect(person).to.include({ name: 'sssssssssskkkkk', gender: 2, mobile: '1', email: 'a@b', birth: '1998.12.15' });
      await client.call('/user/update_user_info', manager, {
        uid,
        operationID: '1111111222',
        birth: 'soon',
        gender: 1,
      });
      expect((await info(uid))[0]).to.include({ birth: 'soon', gender: 1, name: 'sssssssssskkkkk' });
      is(await client.call('/user/update_user_info', manager, { uid }), 200, 0);
    });

    it('goes back to what was before under one operationID', async () => {
      const { uid } = await client.user();
      for (const name of ['A', 'B', 'A'])
        await client.call('/user/update_user_info', manager, { uid, operationID: '1', name });
      expect((await info(uid))[0]).to.include({ name: 'A' });
    });

    it('says 616 for who is unknown, 400 for a parameter', async () => {
      for (const uid of ['nobody', '', undefined])
        is(await client.call('/user/update_user_info', manager, { uid, name: 'x' }), 200, 616);
      const { uid } = await client.user();
      for (const more of [{ name: 'a'.repeat(65) }, { gender: 3 }, { icon: '好'.repeat(342) }, { ex: 7 }])
        is(await client.call('/user/update_user_info', manager, { uid, ...more }), 400, 400);
    });

    it('lets a user change themselves alone, whatever uid they name, and no name of the staff’s', async () => {
      const [ann, bob] = [await client.user({ name: 'Ann' }), await client.user({ name: 'Bob' })];
      is(await client.call('/user/update_user_info', ann.token, { uid: bob.uid, name: 'Eve' }), 200, 0);
      is(await client.call('/user/update_user_info', ann.token, { ex: 'mine' }), 200, 0);
      expect((await info(ann.uid, bob.uid)).map(({ name, ex }) => [name, ex])).to.deep.equal([
        ['Eve', 'mine'],
        ['Bob', ''],
      ]);
      is(await client.call('/user/update_user_info', ann.token, { name: '官方客服' }), 200, 616);
    });

    it('is what heihei shows, and shows what heihei changes', async () => {
      const heihei = await api.user('小红');
      const uid = String(heihei.userId);
      await client.call('/user/update_user_info', manager, { uid, name: 'Ann', email: 'a@b' });
      expect((await info(uid))[0]).to.include({ uid, name: 'Ann', email: 'a@b' });
      await heihei.must('/api/user/update', { displayName: '小明', gender: 'Male', birthDay: '1990-01-02' });
      expect((await info(uid))[0]).to.include({ name: '小明', gender: 1, birth: '1990-01-02', email: 'a@b' });
    });
  });

  describe('manager/get_all_users_uid', () => {
    it('lists everybody of the tenant for a manager', async () => {
      const { uid } = await client.user();
      const heihei = await api.user('小红');
      const { uid: other } = await elsewhere.user();
      const { uidList, text } = await client.call('/manager/get_all_users_uid', manager);
      expect(uidList)
        .to.include.members([uid, 'openIM123456', String(heihei.userId)])
        .and.not.to.include(other);
      expect(new Set(uidList).size).to.equal(uidList!.length);
      expect(Object.keys(JSON.parse(text))).to.deep.equal(['errCode', 'errMsg', 'uidList']);
    });

    it('lists more people than one query of the read models gives', async () => {
      const { tenant } = OTHER;
      const makeMeta = (_: string, key: string = randomUUID()) => ({
        appId: tenant,
        actor: 0,
        at: 1,
        commandId: uuidOf(key),
      });
      const uids = Array.from({ length: MAX_QUERY_DOCUMENTS + 20 }, (_, n) => `many-${n}`);
      for (const uid of uids)
        await registerForApp(api.core, tenant, { uid, facts: { name: uid }, input: uid }, makeMeta);
      const { uidList } = await elsewhere.call('/manager/get_all_users_uid', await elsewhere.managerToken());
      expect(uidList).to.include.members(uids);
      expect(new Set(uidList).size).to.equal(uidList!.length);
    });

    it('says 401 to a user', async () => {
      const { token } = await client.user();
      for (const path of ['/manager/get_all_users_uid', '/manager/delete_user']) {
        const answer = await client.call(path, token, { deleteUidList: ['openIM123456'] });
        is(answer, 200, 401);
        expect(answer.errMsg).to.equal('not authorized');
        is(await client.call(path, 'x', { deleteUidList: [] }), 200, 200);
      }
    });
  });

  describe('manager/delete_user', () => {
    it('deletes for good, and names those whom it could not', async () => {
      const one = { uid: OpenimClient.uid(), name: 'Ann' };
      const { token } = await client.user(one);
      const body = { operationID: '1', deleteUidList: [one.uid, 'nobody', 'openIM123456'] };
      const answer = await client.call('/manager/delete_user', manager, body);
      is(answer, 200, 201);
      expect(answer.failedUidList).to.deep.equal(['nobody', 'openIM123456']);
      is(await client.call('/user/get_user_info', token, { uidList: ['a'] }), 200, 200);
      is(await client.userToken(one.uid), 500, 500);
      expect(await info(one.uid)).to.deep.equal([]);
      const { uidList } = await client.call('/manager/get_all_users_uid', manager);
      expect(uidList).not.to.include(one.uid);
      // The same request gets its first answer.
      expect((await client.call('/manager/delete_user', manager, body)).text).to.equal(answer.text);
      const { token: anew } = await client.user({ ...one, name: 'New' });
      expect(decodeJwt(anew).sub).not.to.equal(decodeJwt(token).sub);
      is(await client.call('/manager/delete_user', manager, { deleteUidList: [one.uid] }), 200, 0);
      const again = await client.call('/manager/delete_user', manager, { deleteUidList: [one.uid] });
      expect(again.failedUidList).to.deep.equal([one.uid]);
    });

    it('touches nobody of another tenant', async () => {
      const { uid, token } = await elsewhere.user();
      const answer = await client.call('/manager/delete_user', manager, { deleteUidList: [uid] });
      expect(answer.failedUidList).to.deep.equal([uid]);
      is(await elsewhere.call('/user/get_user_info', token, { uidList: [uid] }), 200, 0);
    });
  });

  it('takes JSON under any content type, and no method but POST; web pages of any origin may call', async () => {
    const body = JSON.stringify({ secret: APP.secret, platform: 1, uid: 'openIM123456' });
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'application/json; charset=utf-8'])
      is(await client.post('/auth/user_token', body, { 'Content-Type': type }), 200, 0);
    const get = await fetch(`${api.url}/auth/user_token`);
    expect([get.status, ((await get.json()) as OpenimAnswer).errCode]).to.deep.equal([405, 400]);
    const preflight = await fetch(`${api.url}/manager/delete_user`, {
      method: 'OPTIONS',
      headers: { Origin: 'https://admin.example.org', 'Access-Control-Request-Headers': 'token' },
    });
    expect(preflight.ok).to.equal(true);
    for (const name of ['origin', 'methods', 'headers'])
      expect(preflight.headers.get(`access-control-allow-${name}`)).to.equal('*');
    const answer = await fetch(`${api.url}/auth/user_token`, { method: 'POST', headers: { Origin: 'null' }, body });
    expect(answer.headers.get('access-control-allow-origin')).to.equal('*');
    expect(answer.headers.get('access-control-allow-credentials')).to.equal(null);
    expect(answer.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    is(await client.post('/auth/user_token', 'x'.repeat(300_000)), 413, 400);
  });

  it('lets no secret into the log, an answer or a line of a request', async () => {
    const { token } = await client.user({ mobile: '13812345678' });
    const written = JSON.stringify([api.log.all, api.requests, api.logged]);
    for (const secret of [APP.secret, APP.tokenSecret!, token, manager]) expect(written).not.to.include(secret);
  });
});

import { expect } from 'chai';
import { SignJWT } from 'jose';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { lanyingDialect } from '../../api/lanying/dialect.ts';
import { lanyingEndpoints } from '../../api/lanying/endpoints.ts';
import { adminToken, personByToken } from '../../api/lanying/tokens.ts';
import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { LANYING_APP, LanyingClient, OTHER_LANYING_APP } from '../support/lanying-client.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

const REGISTER = '/user/register/v2';
const SIGN_IN = '/token/user';

describe('Lanying IM: who calls', () => {
  let api: TestApi;
  let server: LanyingClient;
  let serial = 0;
  const apis = [
    { dialect: heiheiDialect, endpoints: heiheiEndpoints },
    { dialect: lanyingDialect, endpoints: lanyingEndpoints },
  ];
  before(async () => {
    api = await startTestApi({ apis });
    server = await LanyingClient.server(api.url);
  });
  after(() => api.close());

  const name = () => `test_user_${++serial}`;

  describe('registering', () => {
    it('answers as the document shows', async () => {
      const { code, data } = await server.bare.call(REGISTER, { body: { username: 'test_user', password: 'asd' } });
      expect(code).to.equal(200);
      const { user_id: userId, ...settings } = data as { user_id: number };
      expect(userId).to.be.a('number').that.is.above(0);
      expect(settings).to.deep.equal({
        auto_download: false,
        group_confirm: false,
        no_sounds: false,
        no_push: false,
        vibratory: false,
        no_push_detail: false,
        auth_mode: 0,
        no_push_start_hour: 0,
        no_push_end_hour: 0,
      });
    });

    it('refuses a name that the document does not allow, and no password, with 10002', async () => {
      const wrong = ['', '123', 'a-b', '用户', 'maxim_1', 'mta', 'a'.repeat(65), 7, null, { $ne: null }, ['a']];
      for (const username of wrong)
        expect(await server.bare.code(REGISTER, { body: { username, password: 'asd' } })).to.equal(10002);
      for (const password of ['', null, 7, { $ne: null }, 'x'.repeat(257)])
        expect(await server.bare.code(REGISTER, { body: { username: name(), password } })).to.equal(10002);
      for (const body of ['{', '[]', '"a"', '{}', '{"username":"a","username":"b","password":"c"}'])
        expect(await server.bare.code(REGISTER, { body }), body).to.equal(10002);
    });

    it('says 10004 for a name that is taken, in this tenant alone', async () => {
      const username = name();
      await server.register(username);
      expect(await server.bare.code(REGISTER, { body: { username, password: 'other' } })).to.equal(10004);
      const other = await LanyingClient.server(api.url, OTHER_LANYING_APP);
      expect(await other.register(username)).to.be.a('number');
    });

    it('gives a name to one of several who want it at once', async () => {
      const username = name();
      const tries = ['one', 'two', 'three'].map((password) =>
        server.bare.call(REGISTER, { body: { username, password } }).then(({ code }) => ({ code, password })),
      );
      const answers = await Promise.all(tries);
      expect(answers.map(({ code }) => code).sort()).to.deep.equal([10004, 10004, 200].sort());
      for (const { code, password } of answers)
        expect(await server.bare.code(SIGN_IN, { body: { name: username, password } })).to.equal(
          code === 200 ? 200 : 10000,
        );
    });

    it('gives the name of somebody who was erased to whoever asks next, and not their account', async () => {
      const username = name();
      const erased = await server.register(username, 'before');
      await api.run(userDecider, userStream(APP, erased), { type: 'ErasePerson', reason: 'request' });
      const body = { name: username, password: 'before' };
      expect(await server.bare.code(SIGN_IN, { body })).to.equal(10000);
      expect(await server.as(erased).code('/user/rosters')).to.equal(10000);
      expect(await server.register(username, 'after')).not.to.equal(erased);
      expect(await server.bare.code(SIGN_IN, { body })).to.equal(10000);
      expect(await server.bare.code(SIGN_IN, { body: { ...body, password: 'after' } })).to.equal(200);
    });

    it('keeps a password nowhere', async () => {
      const password = 'a-password-that-nobody-else-sees';
      const username = name();
      await server.register(username, password);
      await server.signIn(username, password);
      await server.bare.code(SIGN_IN, { body: { name: username, password: `${password}!` } });
      const seen = JSON.stringify([api.log.all, api.requests, api.logged]);
      expect(seen).not.to.include(password).and.not.to.include(LANYING_APP.secret);
      expect(seen).to.include('scrypt$');
    });
  });

  describe('signing in', () => {
    it('gives a token with the documented claims, which ends with its session', async () => {
      const username = name();
      const userId = await server.register(username);
      const client = await server.signIn(username);
      const [head, claims] = client.headers['access-token']!.split('.').map((part) => {
        try {
          return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
        } catch {
          return {};
        }
      });
      expect(head).to.deep.equal({ typ: 'JWT', alg: 'HS512' });
      expect(claims).to.include({ app: LANYING_APP.appId, sub: String(userId), cluster: 0, role: 1 });
      expect(await personByToken(api.core, client.headers['access-token']!)).to.include({ appId: APP, userId });
      expect(await personByToken(api.core, server.headers['access-token']!)).to.equal(null);
    });

    it('answers an unknown name and a wrong password alike', async () => {
      const username = name();
      await server.register(username);
      const wrong = await server.bare.call(SIGN_IN, { body: { name: username, password: 'guess' } });
      const unknown = await server.bare.call(SIGN_IN, { body: { name: name(), password: 'guess' } });
      expect(wrong).to.deep.equal({ code: 10000, message: '用户不存在' }).and.to.deep.equal(unknown);
    });

    it('is refused to who is banned with 10010, and after too many wrong tries from one address with 20000', async () => {
      const username = name();
      const userId = await server.register(username);
      await api.run(userDecider, userStream(APP, userId), { type: 'BanUser', reason: 'test' });
      expect(await server.bare.code(SIGN_IN, { body: { name: username, password: 'asd' } })).to.equal(10010);
      const strict = await startTestApi({ apis, settings: { codesPerAddress: 2 } });
      const client = await LanyingClient.server(strict.url);
      await client.register('ann');
      const tries = ['a', 'b', 'asd'].map((password) => ({ body: { name: 'ann', password } }));
      const codes: number[] = [];
      for (const body of tries) codes.push(await client.bare.code(SIGN_IN, body));
      expect(codes).to.deep.equal([10000, 10000, 20000]);
      await strict.close();
    });
  });

  it('says 40000 for an app that there is not, or none', async () => {
    for (const app_id of [undefined, '', 'nobody', `${LANYING_APP.appId}, ${LANYING_APP.appId}`])
      expect(await server.code(REGISTER, { body: {}, headers: { app_id } })).to.equal(40000);
  });

  it('takes the header names with dashes, and in any case', async () => {
    const call = { body: { username: name(), password: 'asd' }, headers: { app_id: undefined } };
    for (const header of ['app-id', 'APP_ID', 'App-Id']) {
      const headers = { ...call.headers, [header]: LANYING_APP.appId };
      const body = { username: name(), password: 'asd' };
      expect(await server.bare.code(REGISTER, { body, headers }), header).to.equal(200);
    }
  });

  it('answers pages of any origin', async () => {
    const response = await fetch(api.url + SIGN_IN, {
      method: 'OPTIONS',
      headers: { Origin: 'https://web.example', 'Access-Control-Request-Method': 'POST' },
    });
    expect(response.status).to.equal(204);
    expect(response.headers.get('access-control-allow-origin')).to.equal('*');
  });

  it('opens no socket to what is no person’s token', async () => {
    const username = name();
    const userId = await server.register(username);
    const claims = { app: LANYING_APP.appId, role: 1, sid: 'x', exp: 4_000_000_000 };
    const key = new TextEncoder().encode(LANYING_APP.secret);
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'HS512' }).setSubject(String(userId)).sign(key);
    for (const token of ['', 'a.b.c', forged, await adminToken(LANYING_APP, api.clock.now())])
      expect(await personByToken(api.core, token)).to.equal(null);
  });
});

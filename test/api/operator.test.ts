import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { operatorDialect } from '../../api/operator/dialect.ts';
import { operatorEndpoints } from '../../api/operator/endpoints.ts';
import { firstOperatorKey } from '../../application/operators/first.ts';
import { OPERATOR_SESSION_MS } from '../../application/operators/sign-in.ts';
import { totpCode } from '../../application/operators/totp.ts';
import { OPERATOR_ROLES, type OperatorRole, reaches } from '../../domain/operator/roles.ts';
import { servedApis } from '../../server/served-apis.ts';
import { TEST_DEV_KEY } from '../support/client.ts';
import { newOperator, OperatorClient, PASSWORD } from '../support/operator-client.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

describe('the operators’ API', () => {
  let api: TestApi;
  let clients: Record<OperatorRole, OperatorClient>;
  let nobody: OperatorClient;

  before(async () => {
    api = await startTestApi({ apis: servedApis([]) });
    nobody = new OperatorClient(api.url);
    const signedIn = async (role: OperatorRole) => {
      await newOperator(api.core, `the.${role}`, role);
      const client = new OperatorClient(api.url);
      expect(await client.signIn(`the.${role}`)).to.deep.include({ status: 200 });
      return [role, client] as const;
    };
    const key = await firstOperatorKey(api.core);
    const first = { key: key!, name: 'the.first', password: PASSWORD };
    expect(await nobody.post('session/first-operator', { ...first, key: 'another' })).to.include({ status: 403 });
    expect(await new OperatorClient(api.url).post('session/first-operator', first)).to.deep.include({ status: 200 });
    expect(await nobody.post('session/first-operator', first), 'a second one').to.include({ status: 403 });
    expect(await firstOperatorKey(api.core)).to.equal(null);
    clients = Object.fromEntries(await Promise.all(OPERATOR_ROLES.map(signedIn))) as typeof clients;
  });
  after(() => api.close());

  describe('signing in', () => {
    it('gives a cookie for this API alone that no script reads, and says who one is', async () => {
      const client = new OperatorClient(api.url);
      const { headers, body } = await client.signIn('The.Viewer');
      expect(headers.get('Set-Cookie')).to.match(
        /^salon-operator=\d+\.[\w-]{43}; Path=\/operator\/v1\/; Max-Age=43200; HttpOnly; SameSite=Strict$/,
      );
      expect(body).to.include({ name: 'the.viewer', role: 'viewer' });
      const me = await client.get('session/me');
      expect(me.body).to.include({ name: 'the.viewer', role: 'viewer', csrfToken: client.csrfToken, hasTotp: false });
      expect(JSON.stringify(api.log.all)).not.to.include(client.cookie.split('.')[1]);
    });

    it('answers a wrong password and an unknown name alike', async () => {
      const client = new OperatorClient(api.url);
      const wrong = await client.signIn('the.viewer', { password: 'wrong horse battery' });
      const unknown = await client.signIn('nobody.here');
      expect(wrong).to.include({ status: 403 });
      expect(wrong.body).to.deep.equal(unknown.body);
      expect(wrong.body).to.deep.equal({ code: 403, error: 'PasswordWrong', message: 'Password wrong' });
      expect(wrong.headers.get('Set-Cookie')).to.equal(null);
    });

    it('takes the key of dev mode, and no other', async () => {
      const client = new OperatorClient(api.url);
      for (let times = 0; times < 2; times++) {
        expect(client.keep(await client.post('session/dev-sign-in', { key: TEST_DEV_KEY }))).to.include({
          status: 200,
        });
        expect((await client.get('session/me')).body).to.include({ name: 'dev', role: 'admin' });
      }
      expect(await nobody.post('session/dev-sign-in', { key: 'x' })).to.include({ status: 403 });
      api.core.settings.dev = false;
      expect(await nobody.post('session/dev-sign-in', { key: TEST_DEV_KEY })).to.include({ status: 403 });
      api.core.settings.dev = true;
    });

    it('ends with a sign-out, and after its time', async () => {
      const client = new OperatorClient(api.url);
      await client.signIn('the.viewer');
      const other = new OperatorClient(api.url);
      await other.signIn('the.viewer');
      expect((await client.act('session/sign-out')).headers.get('Set-Cookie')).to.match(
        /^salon-operator=; .*Max-Age=0/,
      );
      expect(await client.get('session/me')).to.deep.include({ status: 401 });
      expect(await other.get('session/me')).to.include({ status: 200 });
      const late = new OperatorClient(api.url);
      await newOperator(api.core, 'late', 'viewer');
      await late.signIn('late');
      const { operatorId } = late;
      const forged = [`salon-operator=${operatorId}.${'A'.repeat(43)}`, 'salon-operator=__proto__', 'salon-operator='];
      for (const cookie of forged) {
        const answer = await fetch(`${api.url}/operator/v1/session/me`, { headers: { Cookie: cookie } });
        expect(answer.status, cookie).to.equal(401);
      }
    });

    it('is refused past so many wrong tries of a name from one place, whether the next one is right or not', async () => {
      await newOperator(api.core, 'guessed', 'admin');
      const client = new OperatorClient(api.url);
      const answers: number[] = [];
      for (let tries = 0; tries < 6; tries++) {
        answers.push((await client.signIn('guessed', { password: `wrong ${tries}` })).status);
      }
      expect(answers).to.deep.equal([403, 403, 403, 403, 403, 429]);
      expect((await client.signIn('guessed')).body).to.include({ error: 'TooOften' });
      expect(await client.signIn('the.viewer'), 'another name').to.include({ status: 200 });
      api.clock.advance(15 * 60 * 1000);
      expect(await client.signIn('guessed')).to.include({ status: 200 });
    });

    it('wants a code where one is set up, each once', async () => {
      await newOperator(api.core, 'careful', 'support');
      const client = new OperatorClient(api.url);
      await client.signIn('careful');
      const { secret, address } = (await client.get('session/new-totp')).body;
      expect(address).to.include(secret);
      const codeAt = (ms: number) => totpCode(secret, Math.floor(ms / 30_000));
      const now = () => api.core.clock.now();
      const set = (code: string, password = PASSWORD) => client.act('session/set-totp', { secret, code, password });
      expect(await set('000000'), 'a wrong code').to.include({ status: 403 });
      expect(await set(codeAt(now()), 'wrong horse battery'), 'a wrong password').to.include({ status: 403 });
      const setUp = codeAt(now());
      expect(await set(setUp)).to.include({ status: 200 });
      const again = new OperatorClient(api.url);
      expect((await again.signIn('careful')).body).to.include({ error: 'TotpNeeded' });
      expect((await again.signIn('careful', { password: 'wrong horse battery', code: codeAt(now()) })).body).to.include(
        {
          error: 'PasswordWrong',
        },
      );
      expect(await again.signIn('careful', { code: setUp }), 'the code that set it up').to.include({ status: 403 });
      api.clock.advance(30_000);
      const code = codeAt(now());
      const both = await Promise.all([again.signIn('careful', { code }), client.signIn('careful', { code })]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 403]);
      const taken = await clients.admin.act('operators/remove-totp', { operatorId: client.operatorId });
      expect(taken).to.include({ status: 200 });
      expect(await again.signIn('careful')).to.include({ status: 200 });
    });
  });

  describe('a page', () => {
    it('changes nothing without the header of its session, nor from another site', async () => {
      const { support } = clients;
      const person = await api.user('被封的');
      const ban = (headers: Record<string, string | undefined>) =>
        support.act('people/ban', { userId: person.userId }, headers);
      for (const headers of [
        { 'X-CSRF-Token': undefined },
        { 'X-CSRF-Token': '' },
        { 'X-CSRF-Token': clients.admin.csrfToken },
        { Origin: 'https://evil.example' },
        { Origin: 'null' },
      ]) {
        const { status, body } = await ban(headers);
        expect([status, body.error], JSON.stringify(headers)).to.deep.equal(
          'Origin' in headers ? [403, 'Refused'] : [403, 'CsrfTokenWrong'],
        );
      }
      api.core.settings.console = 'on';
      expect((await ban({ Origin: 'https://evil.example' })).body).to.include({ error: 'CsrfTokenWrong' });
      const signIn = { name: 'the.viewer', password: PASSWORD };
      const fromAfar = await nobody.post('session/sign-in', signIn, { Origin: 'https://evil.example' });
      expect(fromAfar.body).to.include({ error: 'CsrfTokenWrong' });
      api.core.settings.console = 'loopback';
      expect((await person.call('/api/user/get-config')).errorcode).to.equal(0);
      expect(await ban({ Origin: api.url })).to.include({ status: 200 });
    });

    it('is answered on this machine alone by default, not through a proxy, nor under another name', async () => {
      for (const headers of [{ 'X-Forwarded-For': '203.0.113.9' }, { Forwarded: 'for=203.0.113.9' }]) {
        expect((await nobody.post('session/sign-in', { name: 'x', password: 'y' }, headers)).body).to.include({
          error: 'Refused',
        });
      }
    });
  });

  describe('roles', () => {
    it('hold for every endpoint: whoever reaches is let in, whoever does not is refused before anything is looked at', async () => {
      const reached: string[] = [];
      for (const { path, role, auth, methods = ['GET', 'POST'], name } of operatorEndpoints) {
        if (auth === 'none' || name === 'signOut') continue;
        expect(role, path).to.be.oneOf([...OPERATOR_ROLES]);
        for (const method of methods) {
          for (const has of OPERATOR_ROLES) {
            const client = clients[has];
            const short = path.slice('/operator/v1/'.length);
            // Nothing else is given: no change gets as far as its command.
            const { status, body } = await (method === 'GET'
              ? client.get(short)
              : client.post(short, {}, { 'Idempotency-Key': undefined }));
            if (reaches(has, role!)) {
              expect(status, `${method} ${path} as ${has}: ${JSON.stringify(body)}`).to.be.oneOf([200, 400]);
              reached.push(`${path} ${has}`);
            } else expect([status, body.error], `${method} ${path} as ${has}`).to.deep.equal([403, 'RoleTooLow']);
          }
        }
        const { status, body } = await nobody.post(path.slice('/operator/v1/'.length), {});
        expect([status, body.error], path).to.deep.equal([401, 'TokenMissing']);
      }
      expect(reached).not.to.have.length(0);
    });

    it('are declared as the table says', () => {
      const least = Object.fromEntries(
        operatorEndpoints.map(({ path, role }) => [path.slice('/operator/v1/'.length), role]),
      );
      expect(least).to.deep.equal(LEAST_ROLES);
    });

    it('change at once, and end with the operator', async () => {
      const operatorId = await newOperator(api.core, 'climber', 'viewer');
      const client = new OperatorClient(api.url);
      await client.signIn('climber');
      expect(await client.get('operators/list')).to.include({ status: 403 });
      const { admin } = clients;
      expect(await admin.act('operators/change-role', { operatorId, role: 'admin' })).to.include({ status: 200 });
      const { operators } = (await client.get('operators/list')).body;
      const found = operators.find((one: { operatorId: number }) => one.operatorId === operatorId);
      expect(found).to.include({ name: 'climber', role: 'admin', isDisabled: false });
      for (const path of ['operators/change-role', 'operators/disable']) {
        const own = await client.act(path, { operatorId, role: 'viewer' });
        expect(own.status, `${path} of oneself`).to.be.oneOf([400, 403]);
      }
      expect((await client.act('operators/disable', { operatorId })).body).to.include({ error: 'OwnAccount' });
      await admin.act('operators/disable', { operatorId });
      expect(await client.get('session/me')).to.include({ status: 401 });
      expect((await client.signIn('climber')).body).to.include({ error: 'PasswordWrong' });
      await admin.act('operators/enable', { operatorId });
      expect(await client.signIn('climber')).to.include({ status: 200 });
      await admin.act('operators/set-password', { operatorId, password: 'another horse battery' });
      expect(await client.get('session/me')).to.include({ status: 401 });
      expect(await client.signIn('climber', { password: 'another horse battery' })).to.include({ status: 200 });
      expect(
        (await admin.act('operators/add', { name: 'Climber', password: PASSWORD, role: 'viewer' })).body,
      ).to.include({
        error: 'OperatorTaken',
      });
    });
  });

  describe('a script', () => {
    const bearer = (token: string) => ({ Authorization: `Bearer ${token}` });

    it('acts by a token in its role, until the token ends or is revoked; the log has no token', async () => {
      const { admin, support } = clients;
      const given = { operatorId: admin.operatorId, label: '夜间导出', role: 'support', days: 1 };
      const key = { 'Idempotency-Key': randomUUID() };
      const made = await admin.act('tokens/make', given, key);
      const { token, tokenId } = made.body;
      expect(token).to.match(/^salon_\d+_[\w-]{43}$/);
      expect((await admin.act('tokens/make', given, key)).body).to.include({ token: null, tokenId });
      expect((await admin.act('tokens/make', { ...given, days: 2 }, key)).body).to.include({
        error: 'IdempotencyConflict',
      });
      expect(JSON.stringify(api.log.all)).not.to.include(token.slice(-43));
      const get = async (path: string, shown = token) =>
        (await fetch(`${api.url}/operator/v1/${path}`, { headers: bearer(shown) })).status;
      expect(await get('session/me')).to.equal(200);
      expect(await get('operators/list'), 'beyond its role').to.equal(403);
      expect(await get('session/me', `${token}x`)).to.equal(401);
      expect(await get('session/me', token.replace(/_\d+_/, `_${support.operatorId}_`)), 'another’s').to.equal(401);
      const person = await api.user('脚本封的');
      const script = new OperatorClient(api.url);
      const ban = await script.act('people/ban', { userId: person.userId }, bearer(token));
      expect(ban, 'without any cookie or CSRF header').to.include({ status: 200 });
      const tokens = (await admin.get('tokens/list', { operatorId: admin.operatorId })).body.tokens;
      expect(tokens).to.deep.include({ tokenId, label: '夜间导出', role: 'support', expiresAt: made.body.expiresAt });
      const another = (await admin.act('tokens/make', given)).body.token;
      await admin.act('tokens/revoke', { operatorId: admin.operatorId, tokenId });
      expect(await get('session/me')).to.equal(401);
      expect(await get('session/me', another)).to.equal(200);
      api.clock.advance(24 * 3600 * 1000);
      expect(await get('session/me', another)).to.equal(401);
      for (const role of OPERATOR_ROLES) await clients[role].signIn(`the.${role}`);
      expect(OPERATOR_SESSION_MS).to.be.below(24 * 3600 * 1000);
    });
  });

  describe('a change', () => {
    it('has a reason and a key, counts once, and says in the log who did it, and why', async () => {
      const { support } = clients;
      const { userId } = await api.user('一次的');
      const wrong: [object, Record<string, string | undefined>, string][] = [
        [{ reason: undefined }, {}, 'reason'],
        [{ reason: '   ' }, {}, 'reason'],
        [{ reason: 'x'.repeat(201) }, {}, 'reason'],
        [{}, { 'Idempotency-Key': undefined }, 'Idempotency-Key'],
        [{}, { 'Idempotency-Key': 'a b' }, 'Idempotency-Key'],
        [{ userId: '1e3' }, {}, 'userId'],
        [{ userId: { $ne: null } }, {}, 'userId'],
        [{ tenant: 'nobodys' }, {}, 'tenant'],
      ];
      for (const [body, headers, field] of wrong) {
        const answer = await support.act('people/ban', { userId, ...body }, headers);
        expect([answer.status, answer.body.field], field).to.deep.equal([400, field]);
      }
      const key = { 'Idempotency-Key': randomUUID() };
      const bans = await Promise.all([1, 2, 3].map(() => support.act('people/ban', { userId, reason: '骚扰' }, key)));
      expect(new Set(bans.map(({ body }) => JSON.stringify(body))).size).to.equal(1);
      expect((await support.act('people/ban', { userId, reason: '别的' }, key)).body).to.include({
        error: 'IdempotencyConflict',
      });
      const events = (await api.core.log.read(`user-${APP}.${userId}`)).filter(({ type }) => type === 'UserBanned');
      expect(events).to.have.length(1);
      expect(events[0]!.meta).to.include({ appId: APP, actor: 0, operator: support.operatorId, reason: '骚扰' });
      expect((await support.act('people/ban', { userId: 77 })).body).to.include({ error: 'UserNotFound', code: 404 });
      expect(await support.act('people/unban', { userId })).to.include({ status: 200 });
    });
  });

  it('is not served where it is off', () => {
    expect(servedApis([], 'off').map(({ dialect }) => dialect.name)).to.deep.equal(['heihei']);
    expect(servedApis([], 'on').map(({ dialect }) => dialect)).to.include(operatorDialect);
  });
});

/** What each endpoint's caller has to be at least; undefined: nobody in particular. */
const LEAST_ROLES: Readonly<Record<string, OperatorRole | undefined>> = {
  'session/sign-in': undefined,
  'session/first-operator': undefined,
  'session/dev-sign-in': undefined,
  'session/me': 'viewer',
  'session/sign-out': 'viewer',
  'session/change-password': 'viewer',
  'session/new-totp': 'viewer',
  'session/set-totp': 'viewer',
  'session/remove-totp': 'viewer',
  'operators/list': 'admin',
  'operators/add': 'admin',
  'operators/change-role': 'admin',
  'operators/disable': 'admin',
  'operators/enable': 'admin',
  'operators/set-password': 'admin',
  'operators/remove-totp': 'admin',
  'tokens/list': 'admin',
  'tokens/make': 'admin',
  'tokens/revoke': 'admin',
  'people/search': 'viewer',
  'people/show': 'support',
  'people/end-session': 'support',
  'people/erase': 'admin',
  'people/export': 'admin',
  'people/set-honour': 'support',
  'wallets/grant': 'finance',
  'wallets/refund-gift': 'finance',
  'wallets/freeze': 'support',
  'wallets/unfreeze': 'finance',
  'orders/list': 'support',
  'orders/refund': 'finance',
  'orders/close-dispute': 'finance',
  'withdrawals/list': 'support',
  'withdrawals/approve': 'finance',
  'withdrawals/reject': 'finance',
  'approvals/list': 'support',
  'approvals/give': 'finance',
  'approvals/refuse': 'finance',
  'lives/list': 'viewer',
  'lives/show': 'viewer',
  'lives/close': 'support',
  'lives/ban': 'support',
  'lives/kick': 'support',
  'lives/mute': 'support',
  'reports/list': 'support',
  'reports/settle': 'support',
  'records/list': 'support',
  'records/review': 'support',
  'subjects/remove': 'support',
  'topics/list': 'viewer',
  'topics/open': 'support',
  'topics/change': 'support',
  'topics/close': 'support',
  'banners/list': 'viewer',
  'banners/set': 'support',
  'releases/list': 'viewer',
  'releases/announce': 'admin',
  'releases/withdraw': 'admin',
  'house/show': 'viewer',
  'house/set-seats': 'admin',
  'house/set-hints': 'support',
  'events/list': 'admin',
  'events/stream': 'admin',
  'apps/list': 'viewer',
  'apps/rotate-secret': 'admin',
  'apps/end-former-secrets': 'admin',
  'views/list': 'viewer',
  'views/rebuild': 'admin',
  'views/park-event': 'admin',
  'views/list-parked': 'viewer',
  'jobs/list': 'viewer',
  'jobs/list-failed': 'viewer',
  'jobs/retry': 'admin',
  'people/ban': 'support',
  'people/unban': 'support',
  'wallets/history': 'support',
  'catalogue/show': 'viewer',
  'catalogue/add-gift': 'finance',
  'catalogue/price-gift': 'finance',
  'catalogue/change-gift': 'finance',
  'catalogue/withdraw-gift': 'finance',
  'catalogue/offer-gift': 'finance',
  'catalogue/order-gifts': 'finance',
  'catalogue/set-gold-package': 'finance',
  'catalogue/withdraw-gold-package': 'finance',
  'catalogue/set-points-package': 'finance',
  'catalogue/withdraw-points-package': 'finance',
  'events/chain': 'support',
  feed: 'viewer',
  events: 'support',
  'clock/advance': 'admin',
  'ledger/show': 'viewer',
  'ledger/verify': 'finance',
  'lives/replay': 'support',
  'overview/show': 'viewer',
  'views/check-document': 'admin',
  'views/document-check': 'admin',
  'words/list': 'support',
  'words/add': 'support',
  'words/remove': 'support',
  'webhooks/list': 'viewer',
  'webhooks/replay': 'admin',
  'settings/list': 'admin',
  'audit/list': 'admin',
};

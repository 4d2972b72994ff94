import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { signatureOf } from '../../api/heihei/message-server/signature.ts';
import { adminToken } from '../../api/lanying/tokens.ts';
import { sign } from '../../api/linkv/signature.ts';
import { headerSign, tokenProof } from '../../api/linkv-im/proof.ts';
import { type App, Apps, readApps } from '../../application/apps.ts';
import { messageServerOf, newestSecretOf } from '../../application/credentials/secrets.ts';
import { MAX_FORMER_SECRETS } from '../../domain/credential/limits.ts';
import { APP_FORMS, DEV_APPS, servedApis } from '../../server/served-apis.ts';
import { newOperator, OperatorClient } from '../support/operator-client.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

const SEND = '/messageserver/api/msg/open-room.action';
const [OLD, NEW] = ['secret before', 'secret from now on'];

describe('the secret of an app', () => {
  let api: TestApi;
  let serial = 0;
  before(async () => {
    api = await startTestApi({ apis: servedApis(DEV_APPS) });
  });
  after(() => api.close());

  /** The first app of a dialect, with a secret of its own for each. */
  const appOf = (dialect: string): App => {
    const app = DEV_APPS.find((one) => one.dialect === dialect)!;
    return { ...app, secret: `${dialect} ${NEW}`, oldSecret: `${dialect} ${OLD}` };
  };
  const dialects = ['linkv-live', 'linkv-im', 'openim', 'lanying'] as const;
  const rotatable = [...dialects, 'heihei'] as const;
  /** Configures the four, with or without what came before. */
  const configure = (hasOld: boolean) => {
    const apps = dialects.map(appOf).map(({ oldSecret, ...app }) => (hasOld ? { ...app, oldSecret } : app));
    Object.assign(api.core.settings, { apps: new Apps(apps) });
  };
  const nowS = () => Math.floor(api.clock.now() / 1000);
  const post = async (path: string, body: string | URLSearchParams, headers: Record<string, string> = {}) => {
    const response = await fetch(api.url + path, { method: 'POST', body, headers });
    return (await response.json()) as Record<string, unknown>;
  };

  /** Whether a call is taken that one of the two secrets proves. */
  const isTaken: Readonly<Record<(typeof rotatable)[number], (app: App, secret: string) => Promise<boolean>>> = {
    async 'linkv-live'(app, secret) {
      const nonce = `${String(++serial).padStart(8, 'x')}${nowS()}abcdefgh`;
      const form = new Map(
        Object.entries({
          app_id: app.appId,
          nonce_str: nonce,
          userId: 'u',
          aid: 'd',
          name: '小红',
          portraitUri: 'https://example.org/1.png',
        }),
      );
      form.set('sign', sign(form, secret));
      return (await post('/open/v0/thGetToken', new URLSearchParams([...form]))).status === '200';
    },
    async 'linkv-im'(app, secret) {
      const claims = { nonce: `n${++serial}`, timestamp: String(nowS()) };
      const proof = headerSign(app, claims);
      const headers = {
        appId: app.appId,
        appkey: app.appKey!,
        ...claims,
        sign: proof,
        signature: proof,
        cmimToken: tokenProof(claims, secret),
      };
      return (await post('/api/rest/getToken', new URLSearchParams({ userId: 'u' }), headers)).status === '200';
    },
    async openim(_app, secret) {
      const body = { secret, platform: 2, uid: `u${++serial}`, nickname: '小红', name: '小红', faceURL: '', icon: '' };
      return (await post('/auth/user_register', JSON.stringify({ ...body, operationID: `o${serial}` }))).errCode === 0;
    },
    async lanying(app, secret) {
      const token = await adminToken({ ...app, secret }, api.clock.now());
      const headers = { 'Content-Type': 'application/json', app_id: app.appId, 'access-token': token };
      const { code } = await post('/group/create', JSON.stringify({ name: `g${++serial}` }), headers);
      return code !== 10008;
    },
    async heihei(_app, secret) {
      const params = { roomId: '5', tag: String(++serial) };
      const signature = signatureOf(new Map(Object.entries(params)), secret);
      return (await post(SEND, new URLSearchParams({ ...params, signature }))).errorcode === 0;
    },
  };

  for (const dialect of dialects) {
    it(`is changed without a gap at ${dialect}: both hold until the old one is left out`, async () => {
      const app = appOf(dialect);
      configure(true);
      expect(await isTaken[dialect](app, app.secret), 'the new one').to.equal(true);
      expect(await isTaken[dialect](app, app.oldSecret!), 'the old one').to.equal(true);
      expect(await isTaken[dialect](app, createHash('md5').update(app.secret).digest('hex')), 'another').to.equal(
        false,
      );
      configure(false);
      expect(await isTaken[dialect](app, app.secret)).to.equal(true);
      expect(await isTaken[dialect](app, app.oldSecret!), 'the old one, left out').to.equal(false);
    });
  }

  describe('is rotated by an operator', () => {
    let admin: OperatorClient;
    before(async () => {
      await newOperator(api.core, 'admin', 'admin');
      admin = new OperatorClient(api.url);
      await admin.signIn('admin');
    });
    beforeEach(() => configure(false));

    const named = (dialect: (typeof rotatable)[number]) =>
      dialect === 'heihei' ? messageServerOf(api.core.settings) : appOf(dialect);
    const rotate = async ({ dialect, appId }: App, keepMinutes: number, headers = {}) => {
      const { status, body } = await admin.act('apps/rotate-secret', { dialect, appId, keepMinutes }, headers);
      expect(status, JSON.stringify(body)).to.equal(200);
      return body;
    };
    const shown = async ({ dialect, appId }: App) => {
      const { apps } = (await admin.get('apps/list')).body;
      return apps.find((one: App) => one.dialect === dialect && one.appId === appId);
    };
    const MINUTE_MS = 60_000;

    for (const dialect of rotatable) {
      it(`without a gap at ${dialect}: both hold for as long as was said`, async () => {
        const app = named(dialect);
        expect(await isTaken[dialect](app, app.secret)).to.equal(true);
        const since = api.clock.now();
        const { secret, version, formerUntil } = await rotate(app, 60);
        expect(secret).to.match(/^[\w-]{32}$/);
        expect(formerUntil - 60 * MINUTE_MS).to.be.within(since, api.clock.now());
        for (const one of [secret, app.secret]) expect(await isTaken[dialect](app, one)).to.equal(true);
        expect(await isTaken[dialect](app, secret.split('').reverse().join('')), 'another').to.equal(false);
        const [newest, former] = (await shown(app)).secrets;
        expect(newest).to.include({ version, until: null });
        expect(former).to.include({ version: version - 1, until: formerUntil });
        for (const one of [newest, former]) expect(one.lastUsedAt).to.be.within(since, api.clock.now());
        api.clock.advance(60 * MINUTE_MS);
        expect(await isTaken[dialect](app, secret)).to.equal(true);
        expect(await isTaken[dialect](app, app.secret), 'the old one').to.equal(false);
        expect((await shown(app)).secrets).to.have.length(1);
      });
    }

    it('and shown once, whoever repeats the call; the pages of the log hide it', async () => {
      const app = named('openim');
      const key = { 'Idempotency-Key': 'rotate-once' };
      const first = await rotate(app, 10, key);
      const again = await rotate(app, 10, key);
      expect(again).to.include({ version: first.version, formerUntil: first.formerUntil, secret: null });
      const page = (await admin.get('events/list', { type: 'SecretRotated' })).body;
      expect(page.events[0].data).to.include({ dialect: 'openim', app: app.appId, secret: '…' });
      expect(JSON.stringify(page)).not.to.include(first.secret);
      expect(page.events[0]).to.include({ operator: admin.operatorId, reason: '测试' });
      expect(JSON.stringify(await shown(app))).not.to.include(first.secret);
    });

    it('and those before end at once when they have leaked', async () => {
      const app = named('linkv-im');
      const { secret: leaked } = await rotate(app, 60);
      const { secret } = await rotate(app, 60);
      expect(await isTaken['linkv-im'](app, leaked)).to.equal(true);
      await admin.act('apps/end-former-secrets', { dialect: app.dialect, appId: app.appId });
      expect(await isTaken['linkv-im'](app, leaked)).to.equal(false);
      expect(await isTaken['linkv-im'](app, secret)).to.equal(true);
    });

    it('and gives way to another one in the settings', async () => {
      const app = named('linkv-live');
      const { secret } = await rotate(app, 60);
      expect(await isTaken['linkv-live'](app, secret)).to.equal(true);
      const changed = { ...app, secret: 'in the settings since' };
      Object.assign(api.core.settings, { apps: new Apps([changed]) });
      expect(await isTaken['linkv-live'](changed, changed.secret)).to.equal(true);
      expect(await isTaken['linkv-live'](changed, secret)).to.equal(false);
    });

    it('also where the settings have none: heihei’s message server', async () => {
      const before = api.core.settings.messageServerSecret;
      try {
        api.core.settings.messageServerSecret = '';
        const app = messageServerOf(api.core.settings);
        expect(await isTaken.heihei(app, 'anything')).to.equal(false);
        const { secret } = await rotate(app, 60);
        expect(await isTaken.heihei(app, secret)).to.equal(true);
        expect((await shown(app)).secrets).to.have.length(1);
      } finally {
        api.core.settings.messageServerSecret = before;
      }
    });

    it('of an app that there is, within bounds, and signs tokens that Lanying’s clients keep', async () => {
      const refused = async (body: object) => (await admin.act('apps/rotate-secret', body)).body.error;
      expect(await refused({ dialect: 'openim', appId: 'nobody' })).to.equal('AppNotFound');
      const { dialect, appId } = named('openim');
      expect(await refused({ dialect, appId, keepMinutes: -1 })).to.equal('InvalidInput');
      expect(await refused({ dialect, appId, keepMinutes: 1_000_000 })).to.equal('InvalidInput');
      const app = named('lanying');
      await admin.act('apps/end-former-secrets', { dialect: app.dialect, appId: app.appId });
      const { secret } = await rotate(app, 60);
      expect(await newestSecretOf(api.core, app)).to.equal(secret);
      for (let n = 0; n < MAX_FORMER_SECRETS - 1; n++) await rotate(app, 60);
      expect(await refused({ dialect: app.dialect, appId: app.appId, keepMinutes: 60 })).to.equal('TokensTooMany');
    });
  });

  it('is another one than the one before it, and no other app of OpenIM has either', () => {
    const app = {
      tenant: 'a',
      dialect: 'openim',
      appId: 'one',
      secret: 'x'.repeat(16),
      tokenSecret: 't'.repeat(32),
      adminUserId: 'admin',
    };
    const read = (...apps: object[]) => readApps(JSON.stringify({ apps }), { forms: APP_FORMS, dev: false }).problems;
    expect(read({ ...app, oldSecret: 'y'.repeat(16) }).filter((problem) => /oldSecret/.test(problem))).to.deep.equal(
      [],
    );
    expect(read({ ...app, oldSecret: app.secret })).to.include('SALON_APPS, app 1: oldSecret is the secret itself');
    for (const oldSecret of ['', 7, null])
      expect(read({ ...app, oldSecret })).to.include('SALON_APPS, app 1: oldSecret is no text');
    expect(read({ ...app, oldSecret: 'y'.repeat(33) }).join()).to.include('oldSecret is too long');
    const other = { ...app, appId: 'two', secret: 'y'.repeat(16) };
    expect(read({ ...app, oldSecret: 'y'.repeat(16) }, other).join()).to.include('have the same secret');
  });
});

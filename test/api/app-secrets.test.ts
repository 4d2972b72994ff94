import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { adminToken } from '../../api/lanying/tokens.ts';
import { sign } from '../../api/linkv/signature.ts';
import { headerSign, tokenProof } from '../../api/linkv-im/proof.ts';
import { type App, Apps, readApps } from '../../application/apps.ts';
import { APP_FORMS, DEV_APPS, servedApis } from '../../server/served-apis.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

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
  const isTaken: Readonly<Record<(typeof dialects)[number], (app: App, secret: string) => Promise<boolean>>> = {
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

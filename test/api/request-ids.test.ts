import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { NoAnswer } from '../../api/http/answers.ts';
import { endpoint } from '../../api/http/endpoint.ts';
import type { RequestLine } from '../../api/http/request-log.ts';
import { linkvLiveDialect } from '../../api/linkv-live/dialect.ts';
import { linkvLiveEndpoints } from '../../api/linkv-live/endpoints.ts';
import type { Client } from '../support/client.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

const failing = endpoint({
  ...{ path: '/api/test/fails', module: 'test', name: 'fails', summary: 'Fail', auth: 'none', errors: [] },
  ...{ params: Type.Object({}), answer: NoAnswer },
  handle: () => Promise.reject(new Error('secret detail')),
});

const MADE = /^[0-9a-f]{24}$/;

describe('request ids', () => {
  let api: TestApi;
  let user: Client;
  before(async () => {
    api = await startTestApi({
      apis: [
        { dialect: heiheiDialect, endpoints: [...heiheiEndpoints, failing] },
        { dialect: linkvLiveDialect, endpoints: linkvLiveEndpoints },
      ],
      successesPerLine: 1,
    });
    user = await api.user('阿一');
  });
  after(() => api.close());
  beforeEach(() => {
    api.logged.length = 0;
    api.requests.length = 0;
  });

  async function idOf(path: string, headers: Record<string, string> = {}, method = 'GET') {
    const response = await fetch(api.url + path, { method, headers });
    await response.text();
    return response.headers.get('x-request-id');
  }
  const events = async () => (await api.log.readAll({ after: 0, limit: 1_000 })).slice(-2);

  it('are answered by everything: successes, refusals, failures, preflights, pages and what is not there', async () => {
    const paths = [
      '/api/init',
      '/api/user/user-gold',
      '/api/test/fails',
      '/open/finanv0/changeGold',
      '/healthz',
      '/nowhere',
      '/dev',
    ];
    for (const path of paths) {
      expect(await idOf(path), path).to.match(MADE);
      expect(await idOf(path, { 'X-Request-Id': 'a.B:1+/=@~-_' }), path).to.equal('a.B:1+/=@~-_');
    }
    expect(await idOf('/api/init', { 'X-Request-Id': 'p' }, 'OPTIONS')).to.equal('p');
    expect(await idOf('/api/init', { 'X-Request-Id': 'p' }, 'PUT')).to.equal('p');
    const ids = await Promise.all(Array.from({ length: 50 }, () => idOf('/healthz')));
    expect(new Set(ids).size).to.equal(50);
  });

  it('are made where the client’s is nothing to be repeated', async () => {
    for (const id of ['', ' ', 'a b', 'x'.repeat(65), 'ä', '"x"', '<b>', 'a,b', '{}']) {
      expect(await idOf('/healthz', { 'X-Request-Id': id }), id).to.match(MADE);
    }
    expect(await idOf('/healthz', { 'X-Request-Id': 'x'.repeat(64) })).to.equal('x'.repeat(64));
  });

  it('are the correlation of what a command writes, and leave its own id alone', async () => {
    const other = await api.user('阿二');
    const block = (id: string, key: string) =>
      user.call('/api/user/block-user', { userId: other.userId }, { 'X-Request-Id': id, 'Idempotency-Key': key });
    expect((await block('first', 'k')).errorcode).to.equal(0);
    const [, written] = await events();
    expect(written!.meta.correlationId).to.equal('first');
    const known = (await events()).length;
    expect((await block('second', 'k')).errorcode).to.equal(0);
    const [, last] = await events();
    expect([(await events()).length, last!.id]).to.deep.equal([known, written!.id]);
    await fetch(`${api.url}/api/user/sign-out?token=${user.token}`, { headers: { 'X-Request-Id': 'third' } });
    const [, signedOut] = await events();
    expect([signedOut!.type, signedOut!.meta.correlationId]).to.deep.equal(['SessionClosed', 'third']);
    user = await api.user('阿三');
  });

  it('stand in the request’s line, with what an operator needs and nothing that the client said', async () => {
    const headers = { 'X-Request-Id': 'line-1' };
    await user.call('/api/user/user-gold', {}, headers);
    await fetch(`${api.url}/api/user/user-gold?token=wrong-token`, { headers });
    await fetch(`${api.url}/api/test/fails?secret=1`, { headers });
    await fetch(`${api.url}/open/finanv0/changeGold?app_id=x&nonce_str=y&sign=z`, { method: 'POST', headers });
    await fetch(`${api.url}/dev-null/13800138000?token=t`, { method: 'DELETE', headers });
    const lines = api.requests as unknown as RequestLine[];
    for (const { durationMs } of lines) expect(durationMs).to.be.at.least(0);
    expect(lines.map(({ durationMs: _, ...line }) => JSON.parse(JSON.stringify(line)) as object)).to.deep.equal([
      { ...heihei('/api/user/user-gold', 'POST', 0), tenant: 'heihei', userId: user.userId },
      heihei('/api/user/user-gold', 'GET', 720),
      { ...heihei('/api/test/fails', 'GET', 500), status: 500, tenant: 'heihei' },
      { ...heihei('/open/finanv0/changeGold', 'POST', 403), dialect: 'linkv-live' },
      { method: 'DELETE', path: '/dev-null/#', status: 404, requestId: 'line-1' },
    ]);
    expect(api.logged.map(({ fields }) => (fields as RequestLine).requestId)).to.deep.equal(['line-1']);
  });

  function heihei(path: string, method: string, code: number) {
    return { method, path, dialect: 'heihei', code, status: 200, requestId: 'line-1' };
  }
});

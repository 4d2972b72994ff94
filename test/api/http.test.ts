import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { StoreUnavailableError, UnknownOutcomeError } from '../../event-store/event-store.ts';
import type { Answer } from '../support/client.ts';
import { echo, failing, heiheiWith, throwing } from '../support/http-stage.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

describe('endpoints over HTTP', () => {
  let api: TestApi;
  before(async () => {
    const endpoints = [
      ...heiheiEndpoints,
      echo,
      throwing,
      failing('fails', new Error('secret detail')),
      failing('away', new StoreUnavailableError('secret detail')),
      failing('unknown', new UnknownOutcomeError('secret detail')),
      failing('nonsense', undefined),
    ];
    api = await startTestApi({ apis: heiheiWith(endpoints) });
  });
  after(() => api.close());
  beforeEach(() => {
    api.logged.length = 0;
  });

  const get = (path: string, init: RequestInit = {}) => fetch(api.url + path, init);
  const bodyOf = async (response: Response) => (await response.json()) as Answer;

  it('answer JSON of a known length that nobody keeps', async () => {
    const response = await get('/api/test/echo?text=%E4%BD%A0');
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    expect(response.headers.get('cache-control')).to.equal('no-store');
    expect(response.headers.get('x-content-type-options')).to.equal('nosniff');
    const text = await response.text();
    expect(Number(response.headers.get('content-length'))).to.equal(Buffer.byteLength(text));
    expect(JSON.parse(text)).to.deep.equal({
      errorcode: 0,
      errormsg: 'success',
      text: '你',
      remoteAddress: '127.0.0.1',
    });
  });

  it('know their peer from the socket alone', async () => {
    const headers = { 'X-Forwarded-For': '1.2.3.4', Forwarded: 'for=1.2.3.4' };
    expect((await bodyOf(await get('/api/test/echo?text=x', { headers }))).remoteAddress).to.equal('127.0.0.1');
  });

  it('are exact paths', async () => {
    for (const path of [
      '/api/test/echo/',
      '/API/test/echo',
      '/api//test/echo',
      '/api/test/%65cho',
      '/api/test',
      '/api/x/../../x',
    ]) {
      const response = await get(`${path}?text=x`);
      expect([response.status, (await bodyOf(response)).errorcode], path).to.deep.equal([404, 404]);
    }
  });

  it('take GET and POST alone where they declare no other methods', async () => {
    for (const method of ['PUT', 'DELETE', 'PATCH']) {
      const response = await get('/api/test/echo?text=x', { method });
      expect(response.status, method).to.equal(405);
      expect(response.headers.get('allow')).to.equal('GET, POST, OPTIONS');
      expect((await bodyOf(response)).errorcode).to.equal(405);
    }
  });

  it('say nothing about an unexpected error, and log it', async () => {
    for (const name of ['fails', 'throws', 'nonsense']) {
      const response = await get(`/api/test/${name}`);
      expect(response.status).to.equal(500);
      expect(await response.text()).to.equal('{"errorcode":500,"errormsg":"服务器繁忙"}');
    }
    expect(api.logged.map(({ fields }) => (fields as { path: string }).path)).to.deep.equal([
      '/api/test/fails',
      '/api/test/throws',
      '/api/test/nonsense',
    ]);
  });

  it('ask to try again when the log does not answer', async () => {
    for (const name of ['away', 'unknown']) {
      const response = await get(`/api/test/${name}`);
      expect([response.status, response.headers.get('retry-after')]).to.deep.equal([503, '1']);
      expect(await response.text()).to.equal('{"errorcode":503,"errormsg":"服务器繁忙"}');
    }
  });

  it('cannot share a path', async () => {
    const twice = await startTestApi({ apis: heiheiWith([echo, echo]) }).then(
      () => null,
      (error: Error) => error.message,
    );
    expect(twice).to.equal('two endpoints declare GET /api/test/echo');
  });
});

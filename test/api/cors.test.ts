import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { NoAnswer } from '../../api/http/answers.ts';
import { endpoint } from '../../api/http/endpoint.ts';
import { linkvLiveDialect } from '../../api/linkv-live/dialect.ts';
import { originRule } from '../../realtime/door.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';
import { testDialect } from '../support/test-dialect.ts';

const open = (path: string, methods?: readonly ('POST' | 'DELETE')[]) =>
  endpoint({
    ...{ path, methods, module: 'test', name: path.slice(1), summary: 'Be called', auth: 'none', errors: [] },
    ...{ params: Type.Object({}), answer: NoAnswer },
    handle: async () => ({}),
  });

const LISTED = 'https://app.example';
const OTHER = 'https://evil.example';

describe('calls from web pages', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi({
      apis: [
        { dialect: heiheiDialect, endpoints: [open('/listed')] },
        { dialect: linkvLiveDialect, endpoints: [open('/none')] },
        { dialect: testDialect, endpoints: [open('/any', ['POST', 'DELETE'])] },
      ],
      isOriginAllowed: originRule({ dev: false, origins: [LISTED] }),
    });
  });
  after(() => api.close());

  async function ask(path: string, method: string, origin?: string) {
    const headers: Record<string, string> = {
      ...(origin !== undefined && { Origin: origin }),
      ...(method === 'OPTIONS' && {
        'Access-Control-Request-Method': 'POST',
        'Access-Control-Request-Headers': 'token',
      }),
    };
    const response = await fetch(api.url + path, { method, headers });
    await response.text();
    const entries = [...response.headers].filter(([name]) => name.startsWith('access-control') || name === 'vary');
    return { status: response.status, headers: Object.fromEntries(entries), all: response.headers };
  }
  const exposed = { 'access-control-expose-headers': 'X-Request-Id, Retry-After' };

  it('are answered for every origin where the dialect says so, with a preflight that needs no proof', async () => {
    const all = { 'access-control-allow-origin': '*', ...exposed };
    for (const origin of [undefined, LISTED, OTHER, 'null']) {
      expect(await ask('/any', 'POST', origin), origin).to.deep.include({ status: 200, headers: all });
      const preflight = await ask('/any', 'OPTIONS', origin);
      expect(preflight).to.deep.include({
        status: 204,
        headers: {
          ...all,
          'access-control-allow-methods': '*',
          'access-control-allow-headers': '*',
          'access-control-max-age': '600',
        },
      });
      expect(preflight.all.get('allow')).to.equal('POST, DELETE, OPTIONS');
    }
    // A page learns also why it was refused.
    expect(await ask('/any', 'GET', OTHER)).to.deep.include({ status: 405, headers: all });
  });

  it('are answered for the origins that may open sockets, and for the page’s own host', async () => {
    for (const origin of [LISTED, api.url]) {
      const own = { vary: 'Origin', 'access-control-allow-origin': origin, ...exposed };
      expect(await ask('/listed', 'POST', origin)).to.deep.include({ status: 200, headers: own });
      expect(await ask('/listed', 'OPTIONS', origin)).to.deep.include({
        status: 204,
        headers: {
          ...own,
          'access-control-allow-methods': 'GET, POST',
          'access-control-allow-headers': 'Content-Type, Idempotency-Key, X-Request-Id',
          'access-control-max-age': '600',
        },
      });
    }
    for (const origin of [undefined, OTHER, 'null', 'nonsense', `${LISTED}.evil.example`, 'http://app.example']) {
      for (const method of ['POST', 'OPTIONS']) {
        expect((await ask('/listed', method, origin)).headers, `${origin} ${method}`).to.deep.equal({ vary: 'Origin' });
      }
    }
  });

  it('are nobody’s where the dialect is for servers alone', async () => {
    expect(await ask('/none', 'POST', LISTED)).to.deep.include({ status: 200, headers: {} });
    const refused = await ask('/none', 'OPTIONS', LISTED);
    expect(refused).to.deep.include({ status: 405, headers: {} });
    expect(refused.all.get('allow')).to.equal('GET, POST');
  });

  it('carry no cookie, whoever asks', async () => {
    for (const path of ['/any', '/listed', '/none']) {
      for (const method of ['POST', 'OPTIONS']) {
        expect((await ask(path, method, LISTED)).all.has('access-control-allow-credentials')).to.equal(false);
      }
    }
  });
});

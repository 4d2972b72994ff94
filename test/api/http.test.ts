import { once } from 'node:events';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { NoAnswer } from '../../api/http/answers.ts';
import { type Endpoint, endpoint } from '../../api/http/endpoint.ts';
import { MAX_BODY_BYTES } from '../../api/http/request.ts';
import { RequestsUnderWay } from '../../api/http/requests-under-way.ts';
import { createHttpServer } from '../../api/http/server.ts';
import { TcpConnections } from '../../api/http/tcp-connections.ts';
import { collectNumbers } from '../../api/ops/metrics.ts';
import { StoreUnavailableError, UnknownOutcomeError } from '../../event-store/event-store.ts';
import type { Answer } from '../support/client.ts';
import { postJson, startTestApi, type TestApi } from '../support/test-core.ts';

const failing = (name: string, error: unknown): Endpoint =>
  endpoint({
    path: `/api/test/${name}`,
    module: 'test',
    name,
    summary: 'Fail',
    auth: 'none',
    params: Type.Object({}),
    answer: NoAnswer,
    errors: [],
    handle: () => Promise.reject(error),
  });

const echo = endpoint({
  path: '/api/test/echo',
  module: 'test',
  name: 'echo',
  summary: 'Say what is given',
  auth: 'none',
  params: Type.Object({ text: Type.String() }),
  answer: Type.Object({ text: Type.String(), remoteAddress: Type.String() }),
  errors: [],
  handle: async ({ params: { text }, remoteAddress }) => ({ text, remoteAddress }),
});

const throwing: Endpoint = endpoint({
  path: '/api/test/throws',
  module: 'test',
  name: 'throws',
  summary: 'Throw',
  auth: 'none',
  params: Type.Object({}),
  answer: NoAnswer,
  errors: [],
  handle() {
    throw new Error('secret detail');
  },
});

const heiheiWith = (endpoints: readonly Endpoint[]) => [{ dialect: heiheiDialect, endpoints }];

describe('HTTP', () => {
  let api: TestApi;
  let notReady: string[] = [];
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
    api = await startTestApi({ apis: heiheiWith(endpoints), notReady: () => notReady });
  });
  after(() => api.close());
  beforeEach(() => {
    notReady = [];
    api.logged.length = 0;
  });

  const get = (path: string, init: RequestInit = {}) => fetch(api.url + path, init);
  const bodyOf = async (response: Response) => (await response.json()) as Answer;

  /** Sends raw bytes on a connection of its own; resolves with all that came back when it closes, or has `until` in it. */
  async function raw(bytes: string | Buffer, until?: string): Promise<string> {
    const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    socket.write(bytes);
    return received(socket, until);
  }

  async function received(socket: Socket, until?: string): Promise<string> {
    let text = '';
    for await (const chunk of socket) {
      text += chunk;
      if (until !== undefined && text.includes(until)) break;
    }
    socket.destroy();
    return text;
  }

  describe('endpoints', () => {
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

  describe('hostile requests', () => {
    it('with a compressed body are refused', async () => {
      const response = await get('/api/test/echo', {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
        body: gzipSync(JSON.stringify({ text: 'x'.repeat(10_000_000) })),
      });
      expect(response.status).to.equal(415);
      expect((await bodyOf(response)).errorcode).to.equal(700);
    });

    it('with a large body are refused early, and still get their answer', async () => {
      for (const size of [MAX_BODY_BYTES + 1, 10_000_000]) {
        const body = `text=${'x'.repeat(size)}`;
        const response = await get('/api/test/echo', { method: 'POST', body });
        expect([response.status, (await bodyOf(response)).errorcode]).to.deep.equal([413, 413]);
      }
      const chunked = new ReadableStream({
        pull(controller) {
          controller.enqueue(Buffer.alloc(16_384, 'x'));
        },
      });
      // An endless body: the answer, or the end of the connection, whichever the client sees first.
      const outcome = await get('/api/test/echo', {
        method: 'POST',
        body: chunked,
        duplex: 'half',
      } as RequestInit).then(
        ({ status }) => status,
        () => 'closed',
      );
      expect(outcome).to.be.oneOf([413, 'closed']);
      expect((await bodyOf(await get('/api/test/echo?text=x'))).errorcode).to.equal(0);
    });

    it('keep a connection for the next request unless part of them was not read', async () => {
      const wrong = 'GET /api/test/echo HTTP/1.1\r\nHost: x\r\n\r\n';
      const right = 'GET /api/test/echo?text=second HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n';
      const answers = await raw(wrong + right);
      expect(answers).to.contain('参数错误: text').and.to.contain('"text":"second"');
      const unread = 'PUT /api/test/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345';
      expect(await raw(unread + right))
        .to.contain('405')
        .and.to.not.contain('second');
    });

    it('that are no HTTP, or have headers without end, are cut off', async () => {
      expect(await raw('nonsense\r\n\r\n')).to.contain('400 Bad Request');
      // Above Node's 16 KiB, and read at once: with bytes unread, the end would be a reset that may overtake the answer.
      expect(await raw(`GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).to.contain('431');
      expect(
        await raw('GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'),
      ).to.contain('400');
    });

    it('that never end, in their headers or in their body, are cut off in time', async () => {
      const body = 'POST /api/test/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ntext=';
      const answers: string[] = [];
      const server = createHttpServer((request, response) => {
        request.on('end', () => answers.push('whole'));
        request.on('data', () => {});
        response.on('close', () => answers.push('closed'));
      });
      new TcpConnections(server, { requestMs: 50 });
      server.listen(0, '127.0.0.1');
      await once(server, 'listening');
      for (const slow of ['GET / HTTP/1.1\r\nHost: x\r\nX-', body]) {
        const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
        socket.on('error', () => {});
        socket.write(slow);
        expect(await received(socket)).to.contain('408');
      }
      expect(answers).to.deep.equal(['closed']);
      server.close();
      await once(server, 'close');
    });

    it('whose handler is silent are answered with temporary trouble, once, and leave the next ones alone', async () => {
      let speak = () => {};
      const silent = endpoint({
        ...{ path: '/api/test/silent', module: 'test', name: 'silent', summary: 'Be silent', auth: 'none' },
        ...{ params: Type.Object({}), answer: Type.Object({ text: Type.String() }), errors: [] },
        handle: () =>
          new Promise<{ text: string }>((resolve) => {
            speak = () => resolve({ text: 'too late' });
          }),
      });
      const other = await startTestApi({ apis: heiheiWith([silent, echo]), underWay: new RequestsUnderWay(20) });
      const response = await fetch(`${other.url}/api/test/silent`);
      expect([response.status, response.headers.get('retry-after')]).to.deep.equal([503, '1']);
      expect(await response.json()).to.deep.equal({ errorcode: 503, errormsg: '服务器繁忙' });
      speak();
      const next = await fetch(`${other.url}/api/test/echo?text=x`);
      expect(await next.json()).to.include({ errorcode: 0, text: 'x' });
      expect(other.logged).to.have.length(1);
      await other.close();
    });

    it('that go away in the middle harm nobody', async () => {
      const socket = connect(Number(new URL(api.url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write('POST /api/test/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\ntext=');
      socket.destroy();
      await once(socket, 'close');
      expect((await bodyOf(await get('/api/test/echo?text=x'))).errorcode).to.equal(0);
      expect(api.logged).to.deep.equal([]);
    });

    it('do not reach headers, prototypes or other answers', async () => {
      const answer = await postJson(
        `${api.url}/api/test/echo`,
        '{"text":"a\\r\\nSet-Cookie: x=1","__proto__":{"text":"y"}}',
      );
      expect(answer.text).to.equal('a\r\nSet-Cookie: x=1');
      expect(({} as Record<string, unknown>).text).to.equal(undefined);
      const key = await postJson(
        `${api.url}/api/user/sign-out`,
        { token: 'x' },
        { 'Idempotency-Key': 'x'.repeat(201) },
      );
      expect(key.errorcode).to.equal(720);
    });

    it('with an absurd Idempotency-Key are told so', async () => {
      const user = await api.user('阿一');
      for (const key of ['', ' ', 'x'.repeat(201), 'a b', 'ä']) {
        const answer = await user.call('/api/user/sign-out', {}, { 'Idempotency-Key': key });
        expect([answer.errorcode, answer.errormsg], key).to.deep.equal([700, '参数错误: Idempotency-Key']);
      }
      expect((await user.call('/api/user/user-gold')).errorcode).to.equal(0);
    });
  });

  describe('pages', () => {
    it('are not found as JSON, without a word about what runs here', async () => {
      const response = await get('/nothing/here?x=<script>');
      expect(response.status).to.equal(404);
      expect(response.headers.get('x-powered-by')).to.equal(null);
      expect((await bodyOf(response)).errorcode).to.equal(404);
      expect((await get('/%E0%A4%A')).status).to.be.oneOf([400, 404]);
    });

    it('show what is served', async () => {
      const response = await get('/');
      expect(response.headers.get('content-type')).to.contain('text/html');
      expect(response.headers.get('content-security-policy')).to.contain("default-src 'self'");
      const html = await response.text();
      for (const { path } of heiheiEndpoints) expect(html).to.contain(path);
    });

    it('probe the process and its readiness', async () => {
      expect((await get('/healthz')).status).to.equal(200);
      expect((await get('/readyz')).status).to.equal(200);
      notReady = ['the read models are building'];
      const response = await get('/readyz');
      expect(response.status).to.equal(503);
      expect(await response.json()).to.deep.equal({ status: 'not ready', reasons: notReady });
      expect((await get('/healthz')).status).to.equal(200);
    });

    it('count requests by endpoint and errorcode', async () => {
      await get('/api/test/echo?text=x');
      await get('/api/test/echo');
      const metrics = await (await get('/metrics')).text();
      expect(metrics).to.match(/salon_http_requests_total\{endpoint="\/api\/test\/echo",errorcode="0"\} [1-9]/);
      expect(metrics).to.match(/salon_http_requests_total\{endpoint="\/api\/test\/echo",errorcode="700"\} [1-9]/);
      expect(metrics).to.match(/salon_http_request_duration_seconds_count\{endpoint="\/api\/test\/echo"\} [1-9]/);
      expect(metrics).to.not.contain('/nothing/here');
    });

    it('show their numbers to whoever has the token; without one to nobody outside dev mode', async () => {
      const metricsToken = 'a token for metrics';
      const statusOf = async (settings: object, headers = {}) => {
        const other = await startTestApi({ settings });
        const response = await fetch(`${other.url}/metrics`, { headers });
        await response.text();
        await other.close();
        return response.status;
      };
      for (const dev of [true, false]) {
        expect(await statusOf({ dev, metricsToken })).to.equal(401);
        for (const Authorization of ['Bearer wrong', 'Bearer ', metricsToken, `Bearer ${metricsToken}x`])
          expect(await statusOf({ dev, metricsToken }, { Authorization }), Authorization).to.equal(401);
        expect(await statusOf({ dev, metricsToken }, { Authorization: `Bearer ${metricsToken}` })).to.equal(200);
      }
      expect(await statusOf({ dev: false })).to.equal(404);
      expect(await statusOf({ dev: false }, { Authorization: 'Bearer ' })).to.equal(404);
    });

    it('show what other parts of the process count, as it is at each scrape', async () => {
      const numbers = { open: 2, bytesOut: 5, seenTotal: 7 };
      collectNumbers(api.metrics.registry, 'part', numbers, ['open']);
      const shown = async () =>
        (await (await get('/metrics')).text()).split('\n').filter((line) => line.startsWith('salon_part_'));
      expect(await shown()).to.deep.equal([
        'salon_part_open 2',
        'salon_part_bytes_out_total 5',
        'salon_part_seen_total 7',
      ]);
      Object.assign(numbers, { open: 1, bytesOut: 6 });
      expect(await shown()).to.deep.equal([
        'salon_part_open 1',
        'salon_part_bytes_out_total 6',
        'salon_part_seen_total 7',
      ]);
    });

    it('describe every endpoint as OpenAPI 3.1', async () => {
      const document = (await (await get('/openapi/heihei.json')).json()) as {
        openapi: string;
        servers: { url: string }[];
        paths: Record<
          string,
          Record<'get' | 'post', { operationId: string; parameters: { name: string; required: boolean }[] }>
        >;
      };
      expect(document.openapi).to.equal('3.1.0');
      expect(document.servers).to.deep.equal([{ url: api.url }]);
      const ids = new Set<string>();
      for (const { path, auth, params } of heiheiEndpoints) {
        const { get: byGet, post } = document.paths[path]!;
        ids.add(byGet.operationId).add(post.operationId);
        const names = byGet.parameters.map(({ name }) => name);
        expect(names).to.include.members(Object.keys(params.properties));
        if (auth === 'user') expect(byGet.parameters.find(({ name }) => name === 'token')?.required).to.equal(true);
      }
      expect(ids.size).to.equal(heiheiEndpoints.length * 2);
    });
  });
});

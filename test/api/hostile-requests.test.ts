import { once } from 'node:events';
import { type AddressInfo, connect } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { endpoint } from '../../api/http/endpoint.ts';
import { MAX_BODY_BYTES } from '../../api/http/request.ts';
import { RequestsUnderWay } from '../../api/http/requests-under-way.ts';
import { createHttpServer } from '../../api/http/server.ts';
import { TcpConnections } from '../../api/http/tcp-connections.ts';
import type { Answer } from '../support/client.ts';
import { echo, heiheiWith, received, sendRaw } from '../support/http-stage.ts';
import { postJson, startTestApi, type TestApi } from '../support/test-core.ts';

describe('hostile requests', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi({ apis: heiheiWith([...heiheiEndpoints, echo]) });
  });
  after(() => api.close());
  beforeEach(() => {
    api.logged.length = 0;
  });

  const get = (path: string, init: RequestInit = {}) => fetch(api.url + path, init);
  const bodyOf = async (response: Response) => (await response.json()) as Answer;

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
    const answers = await sendRaw(api.url, wrong + right);
    expect(answers).to.contain('参数错误: text').and.to.contain('"text":"second"');
    const unread = 'PUT /api/test/echo HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\n12345';
    expect(await sendRaw(api.url, unread + right))
      .to.contain('405')
      .and.to.not.contain('second');
  });

  it('that are no HTTP, or have headers without end, are cut off', async () => {
    expect(await sendRaw(api.url, 'nonsense\r\n\r\n')).to.contain('400 Bad Request');
    // Above Node's 16 KiB, and read at once: with bytes unread, the end would be a reset that may overtake the answer.
    expect(await sendRaw(api.url, `GET / HTTP/1.1\r\nHost: x\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`)).to.contain('431');
    expect(
      await sendRaw(api.url, 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'),
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
    const key = await postJson(`${api.url}/api/user/sign-out`, { token: 'x' }, { 'Idempotency-Key': 'x'.repeat(201) });
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

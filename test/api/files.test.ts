import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { connect } from 'node:net';
import { expect } from 'chai';
import { fileDecider } from '../../domain/file/decider.ts';
import { MAX_DAY_BYTES, TICKET_MS, UNCLAIMED_MS } from '../../domain/file/limits.ts';
import { fileStream } from '../../domain/streams.ts';
import type { Answer, Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { received } from '../support/http-stage.ts';
import { PATIENCE_MS, until } from '../support/promises.ts';
import { png } from '../support/sample-files.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';
import { type Granted, grant, put, uploaded } from '../support/uploads.ts';

const profile = { displayName: '有图的', gender: 'Female', birthDay: '1995-03-13' };

describe('uploads', () => {
  let api: TestApi;
  let user: Client;
  before(async () => {
    api = await startTestApi({ isOriginAllowed: (origin) => origin === 'https://app.example' });
    user = await api.user('有图的');
  });
  after(() => api.close());

  const code = async (answer: Promise<Answer>) => (await answer).errorcode;
  const setPicture = (who: Client, sign: string) =>
    who.call('/api/user/update', { ...profile, displayName: who.name, sign });
  const coverUrl = async (who: Client) => {
    const { result } = await who.must('/api/user/info', { uid: who.userId });
    return (result as { coverUrl: string }).coverUrl;
  };

  it('begin with a ticket, as the document shows it, and with one request besides', async () => {
    const answer = await user.must('/api/sys/oss-token', { format: 'png', module: 'avatar' });
    expectDocumentedShape('/api/sys/oss-token', answer);
    const { FileInfo, Upload } = answer as unknown as Granted;
    expect(FileInfo.path).to.match(new RegExp(`^avatar/\\d{8}/${user.userId}_[0-9a-f]{24}\\.png$`));
    expect(FileInfo.path.endsWith(FileInfo.fileName)).to.equal(true);
    expect(FileInfo.sign).to.match(/^[0-9a-f]{32}$/);
    expect(Upload).to.deep.include({
      method: 'PUT',
      headers: { 'Content-Type': 'image/png' },
      maxBytes: 5 * 1024 * 1024,
    });
    expect(Upload.expireTime).to.be.within(3_590, 3_600);
  });

  it('carry a store’s own credentials where it gives them out, and the place as its libraries name it', async () => {
    const { store } = api.core.files;
    const ticket = store.ticket.bind(store);
    const credentials = { keyId: 'ASIAEXAMPLE', secret: 'its secret', token: 'its token' };
    store.ticket = async (path, rules) => ({
      ...(await ticket(path, rules)),
      credentials: { ...credentials, place: `bucket/${path}` },
    });
    try {
      const answer = await user.must('/api/sys/oss-token', { format: 'png', module: 'avatar' });
      expectDocumentedShape('/api/sys/oss-token', answer);
      const { FileInfo, Upload, Credentials } = answer as unknown as Granted & { Credentials: object };
      expect(Credentials).to.include({
        AccessKeyId: credentials.keyId,
        AccessKeySecret: credentials.secret,
        SecurityToken: credentials.token,
      });
      expect(FileInfo.path).to.match(/^bucket\/avatar\//);
      expect(Upload).to.have.keys('method', 'url', 'headers', 'maxBytes', 'expireTime');
    } finally {
      store.ticket = ticket;
    }
  });

  it('take the formats of their module alone, and the document’s own spellings', async () => {
    const ask = (format: string, module: string) => code(user.call('/api/sys/oss-token', { format, module }));
    expect([await ask('jepg', 'avator'), await ask('mp4', 'message'), await ask('aac', 'record')]).to.deep.equal([
      0, 0, 0,
    ]);
    expect([await ask('mp4', 'avatar'), await ask('png', 'record'), await ask('html', 'message')]).to.deep.equal([
      700, 700, 700,
    ]);
  });

  it('are not needed for a picture: who has none is shown a default one, which everybody may keep for a day', async () => {
    const plain = await api.user('没图的');
    const url = await coverUrl(plain);
    expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/static\/cover\/cover-\d{1,2}-108\.png$/);
    expect(await coverUrl(plain)).to.equal(url);
    const read = await fetch(url);
    expect([read.status, read.headers.get('content-type')]).to.deep.equal([200, 'image/png']);
    expect(read.headers.get('cache-control')).to.equal('public, max-age=86400');
    expect(read.headers.get('x-content-type-options')).to.equal('nosniff');
    expect(read.headers.get('cross-origin-resource-policy')).to.equal('cross-origin');
    expect(
      Buffer.from(await read.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).to.equal('PNG');
    // Without a Cache-Control of its own, fetch asks for no answer from a cache.
    const known = { 'If-None-Match': read.headers.get('etag')!, 'Cache-Control': 'max-age=0' };
    const again = await fetch(url, { headers: known });
    expect(again.status).to.equal(304);
    expect((await fetch(url.replace(/cover-\d+-/, 'cover-25-'))).status).to.equal(404);
  });

  it('become a picture of their owner, which everybody is shown', async () => {
    const sign = await uploaded(user, png(), 'png', 'avatar');
    expect(await code(setPicture(user, sign))).to.equal(0);
    const url = await coverUrl(user);
    expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/files\/avatar\/\d{8}\/\d+_[0-9a-f]{24}\.png$/);
    const read = await fetch(url);
    expect(Buffer.from(await read.arrayBuffer()).equals(png())).to.equal(true);
    const other = await api.user('看图的');
    const { users = [], ...rest } = await other.must('/api/user/search', { queryParameter: '有图的' });
    expect(JSON.stringify([users, rest])).to.include(url);
    // Sent again, it stays; without a sign, too.
    expect(await code(setPicture(user, sign))).to.equal(0);
    await user.must('/api/user/update', { ...profile, description: '你好' });
    expect(await coverUrl(user)).to.equal(url);
  });

  it('are refused with 102 when nothing was put there, of another format, another module, another person, or none at all', async () => {
    const other = await api.user('别人');
    const nothing = (await grant(user, 'png', 'avatar')).FileInfo.sign;
    const page = await uploaded(user, Buffer.from('<html><script>alert(1)</script></html>'), 'png', 'avatar');
    const message = await uploaded(user, png(), 'png', 'message');
    const theirs = await uploaded(other, png(), 'png', 'avatar');
    for (const sign of [nothing, page, message, theirs, 'f'.repeat(32), 'x']) {
      const answer = await setPicture(user, sign);
      expect([answer.errorcode, answer.errormsg], sign).to.deep.equal([102, '文件验证失败']);
    }
    // What was refused may be put right.
    expect(await code(setPicture(other, theirs))).to.equal(0);
  });

  it('are named again when what they were named in was refused', async () => {
    const sign = await uploaded(user, png(9), 'png', 'avatar');
    expect(await code(user.call('/api/user/update', { ...profile, displayName: '官方客服', sign }))).to.equal(445);
    expect(await code(setPicture(user, sign))).to.equal(0);
  });

  it('are granted once under an Idempotency-Key', async () => {
    const ask = () =>
      user.call('/api/sys/oss-token', { format: 'png', module: 'message' }, { 'Idempotency-Key': 'once' });
    const [first, second] = [await ask(), await ask()] as unknown as [Granted, Granted];
    expect(second.FileInfo).to.deep.equal(first.FileInfo);
    expect(
      await code(user.call('/api/sys/oss-token', { format: 'gif', module: 'message' }, { 'Idempotency-Key': 'once' })),
    ).to.equal(700);
  });

  it('are 1 GiB a day for one person, open tickets counted as full', async () => {
    const busy = await api.user('传个不停');
    const ask = (format: string, module: string) => code(busy.call('/api/sys/oss-token', { format, module }));
    const videos = Math.floor(MAX_DAY_BYTES / (50 * 1024 * 1024));
    for (let n = 0; n < videos; n++) expect(await ask('mp4', 'message')).to.equal(0);
    expect(await ask('mp4', 'message')).to.equal(400);
    expect(await ask('png', 'avatar')).to.equal(0);
    api.clock.advance(24 * 3600_000);
    expect(await ask('mp4', 'message')).to.equal(0);
  });

  it('that nobody names fall due a day after their ticket', async () => {
    const { FileInfo } = await grant(user, 'png', 'message');
    const fileId = /_([0-9a-f]+)\./.exec(FileInfo.path)![1]!;
    const { state } = await api.core.commands.load(fileDecider, fileStream(APP, fileId));
    expect(state.granted!.dropAt - state.granted!.grantedAt).to.equal(TICKET_MS + UNCLAIMED_MS);
  });
});

describe('files as they are served', () => {
  let api: TestApi;
  let url: string;
  const bytes = png(1_000);
  before(async () => {
    api = await startTestApi({ isOriginAllowed: (origin) => origin === 'https://app.example' });
    const granted = await grant(await api.user('有图的'), 'png', 'message');
    await put(granted, bytes);
    url = granted.Upload.url.split('?')[0]!;
  });
  after(() => api.close());

  const read = (headers: Record<string, string> = {}, method = 'GET') => fetch(url, { method, headers });
  const bodyOf = async (response: Response) => Buffer.from(await response.arrayBuffer());

  it('have their own type, are never sniffed or run, and are cached for a year', async () => {
    const response = await read();
    expect(response.status).to.equal(200);
    const { headers } = response;
    expect(headers.get('content-type')).to.equal('image/png');
    expect(headers.get('x-content-type-options')).to.equal('nosniff');
    expect(headers.get('content-security-policy')).to.equal("default-src 'none'; sandbox");
    expect(headers.get('cache-control')).to.include('max-age=31536000').and.include('immutable');
    expect(headers.get('content-length')).to.equal(String(bytes.length));
    expect((await bodyOf(response)).equals(bytes)).to.equal(true);
    const head = await read({}, 'HEAD');
    expect([head.status, head.headers.get('content-length'), (await bodyOf(head)).length]).to.deep.equal([
      200,
      String(bytes.length),
      0,
    ]);
  });

  it('come in ranges, and not at all when they are known', async () => {
    const part = await read({ Range: 'bytes=10-19' });
    expect([part.status, part.headers.get('content-range')]).to.deep.equal([206, `bytes 10-19/${bytes.length}`]);
    expect((await bodyOf(part)).equals(bytes.subarray(10, 20))).to.equal(true);
    const etag = part.headers.get('etag')!;
    expect((await read({ 'If-None-Match': etag })).status).to.equal(304);
    expect((await read({ Range: 'bytes=10-19', 'If-Range': etag })).status).to.equal(206);
    expect((await read({ Range: 'bytes=10-19', 'If-Range': '"another"' })).status).to.equal(200);
    const beyond = await read({ Range: `bytes=${bytes.length}-` });
    expect([beyond.status, beyond.headers.get('content-range')]).to.deep.equal([416, `bytes */${bytes.length}`]);
  });

  it('are nothing but what was uploaded: no path climbs, no folder, no other method', async () => {
    const { host } = new URL(url);
    const paths = [
      '/files/',
      '/files/message',
      '/files/../package.json',
      '/files/message/../../x',
      '/files/%2e%2e/%2e%2e/etc/passwd',
    ];
    const others = [new URL(url).pathname.replace('.png', '.html'), `${new URL(url).pathname}/`, '/files/.coming/1'];
    for (const path of [...paths, ...others]) {
      // As they are: fetch would tidy them.
      const socket = connect(Number(new URL(url).port), '127.0.0.1');
      await once(socket, 'connect');
      socket.write(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
      expect(await received(socket), path).to.match(/^HTTP\/1\.1 404 /);
    }
    for (const method of ['POST', 'DELETE']) expect((await read({}, method)).status).to.equal(405);
  });

  it('are counted by status and logged like other requests, without saying whose they are', async () => {
    const counts = async () => {
      const text = await api.metrics.registry.metrics();
      const counted = text.matchAll(/salon_http_requests_total\{endpoint="\/files\/",errorcode="(\d+)"\} (\d+)/g);
      return Object.fromEntries([...counted].map(([, code, count]) => [code, Number(count)]));
    };
    const before = await counts();
    const { pathname } = new URL(url);
    const missing = await fetch(`${url.replace('.png', '.jpg')}?upload=a-secret-ticket`, {
      headers: { 'X-Request-Id': 'r-1' },
    });
    expect(missing.status).to.equal(404);
    await bodyOf(await read());
    const after = { 0: (before[0] ?? 0) + 1, 404: (before[404] ?? 0) + 1 };
    await until(async () => (await counts())[0] === after[0]);
    expect(await counts()).to.include(after);
    const line = api.requests.find((each) => (each as { requestId: string }).requestId === 'r-1') as { path: string };
    expect(line).to.include({ method: 'GET', status: 404 });
    expect(line.path).to.match(/^\/files\/message\//);
    const [userId] = pathname.split('/').at(-1)!.split('_');
    expect(JSON.stringify(line)).to.not.include(userId!).and.not.include('a-secret-ticket');
  });

  it('may be put by pages of listed origins', async () => {
    const asking = (origin: string) =>
      fetch(url, { method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'PUT' } });
    const [listed, other] = [await asking('https://app.example'), await asking('https://evil.example')];
    expect(listed.headers.get('access-control-allow-origin')).to.equal('https://app.example');
    expect(listed.headers.get('access-control-allow-methods')).to.include('PUT');
    expect(other.headers.get('access-control-allow-origin')).to.equal(null);
    expect((await read({ Origin: 'https://app.example' })).headers.get('access-control-allow-origin')).to.equal(
      'https://app.example',
    );
  });
});

describe('uploads by somebody who means harm', () => {
  let api: TestApi;
  let user: Client;
  before(async () => {
    api = await startTestApi();
    user = await api.user('捣乱的');
  });
  after(() => api.close());

  /** Uploads under way. */
  const coming = () => {
    const folder = `${api.filesDir}/.coming`;
    return existsSync(folder) ? readdirSync(folder).length : 0;
  };

  /** Begins an upload on a connection of its own, and sends a part of it. */
  async function begin({ Upload }: Granted, length: number, sent: Buffer) {
    const { port, pathname, search, host } = new URL(Upload.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    await once(socket, 'connect');
    const type = Upload.headers['Content-Type'];
    socket.write(
      `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: ${type}\r\nContent-Length: ${length}\r\n\r\n`,
    );
    socket.write(sent);
    return socket;
  }
  const eventually = async (what: string, holds: () => boolean | Promise<boolean>) => {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await holds())) {
      if (Date.now() > deadline) throw new Error(`never: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };

  it('that break off leave nothing, and the ticket may be used again', async () => {
    const granted = await grant(user, 'png', 'message');
    const socket = await begin(granted, 100_000, png(500));
    await eventually('the upload is under way', () => coming() === 1);
    socket.destroy();
    await eventually('nothing is left', () => coming() === 0);
    expect(await api.core.files.store.head(granted.FileInfo.path)).to.equal(null);
    expect((await put(granted, png())).status).to.equal(200);
  });

  it('are too large by their length, or by what comes: 413, and nothing is kept', async () => {
    const granted = await grant(user, 'png', 'avatar');
    const { maxBytes } = granted.Upload;
    expect((await put(granted, Buffer.alloc(maxBytes + 1))).status).to.equal(413);
    const { port, pathname, search, host } = new URL(granted.Upload.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `PUT ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const chunk = Buffer.alloc(1024 * 1024, 1);
    for (let sent = 0; sent <= maxBytes; sent += chunk.length) {
      socket.write(`${chunk.length.toString(16)}\r\n`);
      socket.write(chunk);
      socket.write('\r\n');
    }
    expect(await received(socket)).to.match(/^HTTP\/1\.1 413 /);
    expect(await api.core.files.store.head(granted.FileInfo.path)).to.equal(null);
    await eventually('nothing is left', () => coming() === 0);
  });

  it('are four at a time by one person; others still get in', async () => {
    const other = await api.user('无辜的');
    const sockets = [];
    for (let n = 0; n < 4; n++) sockets.push(await begin(await grant(user, 'png', 'message'), 100_000, png(500)));
    await eventually('all are under way', () => coming() === 4);
    const refused = await put(await grant(user, 'png', 'message'), png());
    expect([refused.status, refused.headers.get('retry-after')]).to.deep.equal([429, '5']);
    expect((await put(await grant(other, 'png', 'message'), png())).status).to.equal(200);
    for (const socket of sockets) socket.destroy();
    await eventually(
      'the places are free',
      async () => (await put(await grant(user, 'png', 'message'), png())).status === 200,
    );
  });

  it('that are compressed, empty, or sent in another way are refused', async () => {
    const granted = await grant(user, 'png', 'message');
    expect((await put(granted, png(), { headers: { 'Content-Encoding': 'gzip' } })).status).to.equal(415);
    expect((await put(granted, Buffer.alloc(0))).status).to.equal(400);
    expect((await put(granted, png(), { url: granted.Upload.url.replace('upload=', 'uploads=') })).status).to.equal(
      401,
    );
    expect((await put(granted, png(), { headers: { 'Content-Type': 'text/html' } })).status).to.equal(401);
    api.clock.advance(TICKET_MS);
    expect((await put(granted, png())).status).to.equal(403);
  });
});

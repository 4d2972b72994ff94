import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { allowUpload } from '../../api/http/large-requests.ts';
import { createHttpServer, drainServer } from '../../api/http/server.ts';
import { TcpConnections, type TcpLimits } from '../../api/http/tcp-connections.ts';
import { until } from '../e2e/gateway-harness.ts';
import { RawTcp } from '../support/raw-client.ts';
import { standStill } from '../support/stand-still.ts';

/** Longer than a test may take: what has to be ended by another rule fails it. */
const NEVER_MS = 600_000;
const PATIENT: Partial<TcpLimits> = { requestMs: NEVER_MS, betweenRequestsMs: NEVER_MS, stalledMs: NEVER_MS };
const ASK = 'GET / HTTP/1.1\r\nHost: x\r\n\r\n';

describe('TCP connections of the HTTP server', () => {
  let server: Server;
  let connections: TcpConnections;
  let raws: RawTcp[];
  let answer: RequestListener;

  async function start(limits: Partial<TcpLimits> = {}, groupOf?: (address: string) => string | null): Promise<void> {
    answer = (_request, response) => void response.end('done');
    server = createHttpServer((request, response) => answer(request, response));
    connections = new TcpConnections(server, { ...PATIENT, ...limits }, groupOf);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }

  beforeEach(() => {
    raws = [];
  });
  afterEach(async () => {
    for (const { tcp } of raws) tcp.destroy();
    connections.destroyAll();
    await new Promise((resolve) => server.close(resolve));
    await until(() => connections.metrics.open === 0, 'all to be counted off');
  });

  /** Open on both sides. */
  async function opened(localAddress?: string): Promise<RawTcp> {
    const taken = once(server, 'connection');
    const client = new RawTcp((server.address() as AddressInfo).port, localAddress);
    raws.push(client);
    await taken;
    return client;
  }

  async function answered(client: RawTcp): Promise<RawTcp> {
    const before = client.received.split('done').length;
    client.tcp.write(ASK);
    await until(() => client.received.split('done').length > before, 'the answer');
    return client;
  }

  it('one that never sends a byte, or not a whole request, is ended after its time', async () => {
    await start({ requestMs: 100 });
    const [silent, partial, deaf] = [await opened(), await opened(), await opened()];
    partial.tcp.write('GET / HTTP/1.1\r\nHost: x\r\nX-Slow:');
    deaf.deafen().tcp.write('\r\n\r\n\r\n');
    const used = await answered(await opened());
    await until(() => connections.metrics.timedOut === 3, 'their end');
    deaf.tcp.resume();
    await until(() => silent.closed && partial.closed && deaf.closed, 'their end at the client');
    await answered(used);
  });

  it('one that sends anything but requests between two requests is ended after its time', async () => {
    await start({ betweenRequestsMs: 100 });
    const client = await answered(await opened());
    const drip = setInterval(() => client.tcp.write('\r\n'), 20);
    await until(() => connections.metrics.timedOut === 1, 'its end').finally(() => clearInterval(drip));
  });

  it('whose request waits unread while the process stands still are answered', async () => {
    await start({ requestMs: 1_500, betweenRequestsMs: 1_500 });
    const fresh = await opened();
    const used = await answered(await opened());
    const half = await opened();
    half.tcp.write(ASK.slice(0, 20));
    await until(() => connections.metrics.open === 3, 'all three');
    fresh.tcp.write(ASK);
    used.tcp.write(ASK);
    half.tcp.write(ASK.slice(20));
    standStill(5_000);
    for (const { client, answers } of [
      { client: fresh, answers: 1 },
      { client: used, answers: 2 },
      { client: half, answers: 1 },
    ])
      await until(() => client.received.split('done').length > answers, 'the answer');
    expect(connections.metrics.timedOut).to.equal(0);
    await until(() => connections.metrics.timedOut === 3, 'their end, once they were silent for their time');
  });

  it('that read slowly, but read, are left alone', async () => {
    await start({ stalledMs: 2_500 });
    const size = 48 * 1024 * 1024;
    answer = (_request, response) => void response.end('x'.repeat(size));
    const client = (await opened()).deafen();
    client.tcp.write(ASK);
    let readBytes = 0;
    client.tcp.on('data', (chunk) => {
      readBytes += chunk.length;
    });
    for (let n = 0; n < 12 && !client.closed; n++) {
      client.tcp.resume();
      const before = readBytes;
      await until(() => readBytes > before + 1024 * 1024 || client.closed, 'some of the answer');
      client.tcp.pause();
      await new Promise((resolve) => setTimeout(resolve, 400));
    }
    client.tcp.resume();
    await until(() => readBytes > size, 'the whole answer');
    expect(connections.metrics.timedOut).to.equal(0);
  });

  it('one that never reads its answer is ended after its time', async () => {
    await start({ stalledMs: 200 });
    answer = (_request, response) => void response.end('x'.repeat(32 * 1024 * 1024));
    const client = (await opened()).deafen();
    client.tcp.write(ASK);
    await until(() => connections.metrics.open === 0, 'its end');
  });

  it('more requests ahead of their answers than are allowed: it is cut, and no more of them are worked on', async () => {
    await start({ pipelined: 4 });
    let asked = 0;
    answer = () => {
      asked++;
    };
    const client = await opened();
    client.tcp.write(ASK.repeat(500));
    await until(() => client.closed, 'the cut');
    expect(asked).to.equal(4);
    expect(connections.metrics.cutPipelined).to.equal(1);
  });

  it('a request that does not stop coming is cut, answered or not', async () => {
    await start({ requestBytes: 100_000 });
    for (const isAnswered of [true, false]) {
      answer = (request, response) => void (isAnswered ? response.end('done') : request.resume());
      const client = await opened();
      client.tcp.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
      const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`;
      const pump = (error?: Error | null) => {
        if (!error && !client.tcp.destroyed) client.tcp.write(chunk, pump);
      };
      pump();
      await until(() => client.closed, 'the cut');
    }
    expect(connections.metrics.cutOversized).to.equal(2);
  });

  it('many requests on one connection, one after the other, are no large one', async () => {
    await start({ requestBytes: 200 });
    const client = await opened();
    for (let n = 0; n < 50; n++) await answered(client);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await answered(client);
  });

  it('an address at its share: what was idle for longest gives way, or else the newcomer is told when to come back', async () => {
    await start({ perAddress: 2 });
    const busy = [await opened(), await opened()];
    let asked = 0;
    answer = () => {
      asked++;
    };
    for (const { tcp } of busy) tcp.write(ASK);
    await until(() => asked === 2, 'their requests');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const refused = await opened();
    await until(() => refused.closed, 'the refusal');
    expect(connections.metrics.refused).to.equal(1);
    expect(busy.map(({ closed }) => closed)).to.deep.equal([false, false]);
    // Another address has a share of its own.
    answer = (_request, response) => void response.end('done');
    await answered(await opened('127.0.0.2'));
  });

  it('an address full of silent connections: they give way, the oldest first', async () => {
    await start({ perAddress: 3 });
    const silent = [await opened(), await opened()];
    const used = await answered(await opened());
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    for (let n = 0; n < 2; n++) await answered(await opened());
    await until(() => silent.every(({ closed }) => closed), 'the end of the silent ones');
    expect(connections.metrics).to.include({ evicted: 2, refused: 0 });
    await answered(used);
  });

  it('a proxy has no share: everybody is behind it', async () => {
    await start({ perAddress: 1 }, () => null);
    const clients = [await opened(), await opened(), await opened()];
    for (const client of clients) await answered(client);
    expect(connections.metrics).to.include({ open: 3, refused: 0, evicted: 0 });
  });

  it('a full process: what was idle for longest gives way', async () => {
    await start({ total: 4 });
    const silent = await opened();
    for (let n = 0; n < 2; n++) await opened(`127.0.0.${2 + n}`);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await answered(await opened('127.0.0.4'));
    await until(() => silent.closed, 'the end of the silent one');
    expect(server.maxConnections).to.equal(4);
  });

  it('that bring a file may take longer and bring more, as long as they come fast enough', async () => {
    await start({ requestMs: 200, requestBytes: 10_000 });
    const MAX_BYTES = 2 * 1024 * 1024;
    answer = (request, response) => {
      if (request.url === '/file') allowUpload(request, MAX_BYTES);
      request.resume().on('end', () => response.end('done'));
    };
    const [fast, slow, usual, huge] = [await opened(), await opened(), await opened(), await opened()];
    const begin = (path: string, length: number) =>
      `PUT ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n`;
    const chunk = Buffer.alloc(50_000);
    fast.tcp.write(begin('/file', 20 * chunk.length));
    slow.tcp.write(begin('/file', 1_000_000));
    usual.tcp.write(begin('/', 20 * chunk.length));
    // Some chunks and pauses: in all longer than others have.
    for (let n = 0; n < 10; n++) {
      for (const client of [fast, usual]) client.tcp.write(chunk);
      slow.tcp.write('x');
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await until(() => slow.closed && usual.closed, 'the end of the slow and of the one that brings no file');
    for (let n = 0; n < 10; n++) fast.tcp.write(chunk);
    await until(() => fast.received.includes('done'), 'the answer');
    expect(slow.received).to.include('408');
    huge.tcp.write(begin('/file', 10 * MAX_BYTES));
    for (let n = 0; n < 100 && !huge.closed; n++) huge.tcp.write(chunk);
    await until(() => huge.closed, 'the end of the one that brings too much');
    // Between requests it is a connection like any other.
    answer = (_request, response) => void response.end('done');
    await answered(fast);
  });

  it('a server that ends waits neither for silent connections nor for half a request, nor for what was upgraded', async () => {
    await start();
    let upgraded = false;
    server.on('upgrade', () => {
      upgraded = true;
    });
    const clients = [await opened(), await opened(), await answered(await opened()), await opened()];
    clients[1]!.tcp.write('GET / HTTP/1.1\r\nHo');
    clients[3]!.upgrade();
    await until(() => upgraded, 'the upgrade');
    for (const client of clients) client.deafen();
    await drainServer(server, 2_000, connections);
    await until(() => connections.metrics.open === 0, 'the last to be counted off');
  });

  it('without anybody who takes upgrades, a request for one is answered as a request', async () => {
    await start();
    const client = (await opened()).upgrade();
    await until(() => client.received.includes('done'), 'the answer');
  });
});

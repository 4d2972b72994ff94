import { readFileSync, rmSync } from 'node:fs';
import { expect } from 'chai';
import { Client } from '../support/client.ts';
import { clientFrame, OPCODE, RawTcp } from '../support/raw-client.ts';
import { ServerProcess, temporaryFolder } from '../support/server-process.ts';
import { until } from './gateway-harness.ts';

/** What the docker compose file grants a process that is told to end; one that waits for a deaf client takes 30 s. */
const STOP_GRACE_MS = 20_000;
const DAY_MS = 24 * 3600 * 1000;

describe('the running server among hostile clients', () => {
  let dataDir: string;
  let server: ServerProcess;
  let raws: RawTcp[];

  beforeEach(async () => {
    dataDir = temporaryFolder('hostile');
    server = await ServerProcess.start({ DATA_DIR: dataDir });
    raws = [];
  });
  afterEach(async () => {
    for (const { tcp } of raws) tcp.destroy();
    await server.end('SIGKILL');
    rmSync(dataDir, { recursive: true });
  });

  function raw(): RawTcp {
    const client = new RawTcp(Number(new URL(server.url).port));
    raws.push(client);
    return client;
  }

  async function websocket(): Promise<RawTcp> {
    const client = raw().upgrade();
    await until(() => client.received.includes('0{"sid"'), 'the handshake');
    return client;
  }

  async function handshakeByPolling(): Promise<string> {
    const response = await fetch(`${server.url}/socket.io/?EIO=4&transport=polling`);
    return (JSON.parse((await response.text()).slice(1)) as { sid: string }).sid;
  }

  async function person(phone: string): Promise<Client> {
    return new Client(server.url, phone).signIn(phone, { displayName: phone });
  }

  it('ends in time whatever is open: deaf sockets, abandoned polls, half a request, unread answers', async () => {
    const member = await person('13700000001');
    const auth = `40${JSON.stringify({ token: member.token })}`;

    const stranger = await websocket();
    const signedIn = (await websocket()).frame(OPCODE.text, auth);
    await until(() => signedIn.received.includes('["ready"'), 'ready');
    const closing = (await websocket()).frame(OPCODE.text, '1');
    const sid = await handshakeByPolling();
    await handshakeByPolling();
    const url = `${server.url}/socket.io/?EIO=4&transport=polling&sid=${sid}`;
    await (await fetch(url, { method: 'POST', body: auth })).text();
    const probing = raw().upgrade([], `/socket.io/?EIO=4&transport=websocket&sid=${await handshakeByPolling()}`);
    await until(() => probing.received.includes('101'), 'the upgrade');
    const silent = raw();
    const half = raw();
    half.tcp.write('GET /healthz HTTP/1.1\r\nHo');
    const slowBody = raw();
    slowBody.tcp.write('POST /api/user/init HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\ntoken=');
    const unread = raw();
    unread.tcp.write('GET /openapi.json HTTP/1.1\r\nHost: x\r\n\r\n'.repeat(20));
    for (const client of [stranger, signedIn, closing, probing, silent, half, slowBody, unread]) client.deafen();
    await new Promise((resolve) => setTimeout(resolve, 300));

    const startedMs = performance.now();
    expect(await server.end('SIGTERM')).to.equal(0);
    expect(performance.now() - startedMs).to.be.lessThan(STOP_GRACE_MS);
    expect(server.text).to.match(/Stopped/);
  });

  it('a session ends its sockets when it expires, also months later', async () => {
    const member = await person('13700000002');
    await member.connect();
    await member.dev('POST', '/dev/clock', { advanceMs: 31 * DAY_MS });
    await member.until('the socket was not closed', () => member.disconnectReason !== '');
    expect(member.disconnectReason).to.equal('io server disconnect');
  });

  it('floods by strangers end with them: others are served, and metrics say so', async () => {
    const member = await person('13700000003');
    await member.connect();
    const flood = Buffer.concat(Array.from({ length: 2_000 }, () => clientFrame(OPCODE.text, '3')));
    const pings = Buffer.concat(Array.from({ length: 500 }, () => clientFrame(OPCODE.ping, 'x'.repeat(125))));
    for (const bytes of [flood, pings]) {
      for (let n = 0; n < 4; n++) {
        const client = (await websocket()).deafen();
        const pump = (error?: Error | null) => {
          if (!error && !client.tcp.destroyed) client.tcp.write(bytes, pump);
        };
        pump();
        client.tcp.resume();
        await until(() => client.closed, 'the cut');
      }
    }
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).to.match(/^salon_realtime_cut_flood_total 8$/m);
    expect(metrics).to.match(/^salon_realtime_connections 1$/m);
    expect(metrics).to.match(/^salon_tcp_open \d+$/m);
    expect(member.disconnectReason).to.equal('');
  });

  it('a crowd that comes while the process can take nobody waits in the kernel, not for SYN retries', async () => {
    const queue = Number(readFileSync('/proc/sys/net/core/somaxconn', 'utf8'));
    const crowd = Math.min(1_000, queue);
    let connected = 0;
    process.kill(server.pid, 'SIGSTOP');
    try {
      for (let n = 0; n < crowd; n++) raw().tcp.once('connect', () => connected++);
      await until(() => connected === crowd, 'all to be connected');
    } finally {
      process.kill(server.pid, 'SIGCONT');
    }
    expect((await fetch(`${server.url}/healthz`)).status).to.equal(200);
  });
});

import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import type { EngineClient } from '../../realtime/engine-client.ts';
import type { RealtimeLimits } from '../../realtime/limits.ts';
import { silentAmong } from '../../realtime/signs-of-life.ts';
import { OPCODE, RawTcp } from '../support/raw-client.ts';
import { type Client, Stage, until } from './gateway-harness.ts';

const VIEWER = 11;

describe('gateway: limits do not count the dead', () => {
  let stage: Stage;
  let raws: RawTcp[];

  beforeEach(() => {
    stage = new Stage();
    raws = [];
  });
  afterEach(async () => {
    for (const { tcp } of raws) tcp.destroy();
    await stage.close();
  });

  const start = (limits: Partial<RealtimeLimits> = {}) => stage.start({ limits: { signOfLifeMs: 500, ...limits } });

  /** Signed in, then never heard of again: its network is gone, and nobody has told the server. */
  async function halfOpen(userId = VIEWER): Promise<RawTcp> {
    const client = new RawTcp(stage.port).upgrade();
    raws.push(client);
    await until(() => client.received.includes('0{"sid"'), 'the handshake');
    client.frame(OPCODE.text, `40${JSON.stringify({ token: `${userId}/s${userId}` })}`);
    await until(() => client.received.includes('["ready"'), 'ready');
    return client.deafen();
  }

  for (const transport of ['websocket', 'polling'] as const) {
    it(`a phone that loses its network again and again: its dead connections go, the tablet stays (${transport})`, async () => {
      await start({ connectionsPerUser: 3 });
      const tablet = await stage.connected(VIEWER, { transports: [transport] });
      for (let flap = 0; flap < 10; flap++) {
        await halfOpen();
        await until(() => stage.realtime.metrics.connections <= 3, 'the surplus to be gone');
      }
      const phone = await stage.connected(VIEWER);
      await until(() => stage.realtime.metrics.connections <= 3, 'the surplus to be gone');
      expect([tablet.socket.connected, phone.socket.connected]).to.deep.equal([true, true]);
      expect(tablet.last('closing')).to.equal(undefined);
      expect(stage.realtime.metrics.evictedSilent).to.equal(9);
    });
  }

  it('more living devices than a user may have: the oldest gives way, the dead first', async () => {
    await start({ connectionsPerUser: 2 });
    const clients: Client[] = [await stage.connected(VIEWER)];
    await halfOpen();
    for (let n = 0; n < 2; n++) clients.push(await stage.connected(VIEWER));
    await clients[0]!.gone();
    expect(clients[0]!.last('closing')).to.deep.equal({ reason: 'too many connections' });
    await until(() => stage.realtime.metrics.connections === 2, 'the surplus to be gone');
    expect(clients.slice(1).every(({ socket }) => socket.connected)).to.equal(true);
  });

  it('twice as many as a user may have, at once: refused for now, with when to come back', async () => {
    await start({ connectionsPerUser: 2, signOfLifeMs: 600_000 });
    for (let n = 0; n < 4; n++) await halfOpen();
    const { data } = await stage.client(VIEWER).refused();
    expect(data).to.include({ code: 503, temporary: true, text: 'too many connections', retryAfterMs: 600_000 });
    // Another user is not concerned.
    await stage.connected(VIEWER + 1);
  });

  it('an address that lost its network: newcomers wait for a moment, then take the places of the dead', async () => {
    await start({ connectionsPerAddress: 6 });
    const alive = [await stage.connected(1), await stage.connected(2)];
    for (let n = 0; n < 4; n++) await halfOpen(10 + n);
    const back = await Promise.all(Array.from({ length: 4 }, (_, n) => stage.connected(20 + n)));
    expect([...alive, ...back].every(({ socket }) => socket.connected)).to.equal(true);
    expect(stage.realtime.metrics).to.include({ evictedSilent: 4, refusedAddress: 0, connections: 6 });
    // Everybody is alive now: one more is told to come back later, at once, since they were asked just now.
    expect((await fetch(`${stage.url}/socket.io/?EIO=4&transport=polling`)).status).to.equal(429);
  });

  it('an address with fewer dead than newcomers: as many come in as there is room for', async () => {
    await start({ connectionsPerAddress: 3 });
    await stage.connected(1);
    for (let n = 0; n < 2; n++) await halfOpen(10 + n);
    const clients = Array.from({ length: 6 }, (_, n) => stage.client(20 + n, { transports: ['websocket'] }));
    await until(() => clients.every((client) => client.error || client.last('ready')), 'an answer for everybody');
    expect(clients.filter((client) => client.last('ready'))).to.have.length(2);
    expect(stage.realtime.metrics).to.include({ connections: 3, refusedAddress: 4 });
  });

  it('more who wait for an answer than may wait: refused at once', async () => {
    await start({ connectionsPerAddress: 1, handshakesWaiting: 2, signOfLifeMs: 600_000 });
    await halfOpen();
    const waiting = Array.from({ length: 3 }, () => new RawTcp(stage.port).upgrade());
    raws.push(...waiting);
    await until(() => waiting.some(({ closed }) => closed), 'the one too many');
    const answers = waiting.map(({ received }) => received.split('\r\n')[0]);
    expect(answers.sort()).to.deep.equal(['', '', 'HTTP/1.1 429 Too Many Requests']);
  });
});

describe('signs of life', () => {
  it('a process that stood still itself takes nobody for dead', async () => {
    const echo = new Worker(
      `const { parentPort } = require('node:worker_threads');
       const server = require('node:net').createServer((socket) => socket.pipe(socket));
       server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));`,
      { eval: true },
    );
    try {
      const [port] = (await once(echo, 'message')) as [number];
      const tcp = connect(port, '127.0.0.1');
      await once(tcp, 'connect');
      let heard = () => {};
      tcp.on('data', () => heard());
      const client = {
        readyState: 'open',
        transport: { name: 'polling' },
        sendPacket: () => tcp.write('?'),
        on: (event: string, listener: () => void) => {
          if (event === 'packet') heard = listener;
        },
        off() {},
      } as unknown as EngineClient;
      const silent = silentAmong([client], 200);
      // Longer than the whole wait: the answer comes meanwhile, and is read only after the timer has run out.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000);
      expect((await silent).size).to.equal(0);
      tcp.destroy();
    } finally {
      await echo.terminate();
    }
  });
});

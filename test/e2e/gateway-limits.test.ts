import { once } from 'node:events';
import { expect } from 'chai';
import type { RealtimeLimits } from '../../realtime/limits.ts';
import { HOLD_MS } from '../../realtime/pace.ts';
import { clientFrame, OPCODE, RawTcp } from '../support/raw-client.ts';
import { type Client, Stage, until } from './gateway-harness.ts';

const VIEWER = 11;

/** Limits by which nothing ends that a test does not mean to end. */
const PATIENT: Partial<RealtimeLimits> = { signInMs: 600_000, signingInMs: 600_000, silentGraceMs: 600_000 };

describe('gateway: limits below Socket.IO', () => {
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

  const start = (limits: Partial<RealtimeLimits> = {}) => stage.start({ limits: { ...PATIENT, ...limits } });

  function raw(localAddress?: string): RawTcp {
    const client = new RawTcp(stage.port, localAddress);
    raws.push(client);
    return client;
  }

  /** Connected, not signed in. */
  async function stranger(localAddress?: string): Promise<RawTcp> {
    const client = raw(localAddress).upgrade();
    await until(() => client.received.includes('0{"sid"'), 'the handshake');
    return client;
  }

  async function signedIn(userId = VIEWER): Promise<RawTcp> {
    const client = await stranger();
    client.frame(OPCODE.text, `40${JSON.stringify({ token: `${userId}/s${userId}` })}`);
    await until(() => client.received.includes('["ready"'), 'ready');
    return client;
  }

  async function poll(sid = '', body?: string): Promise<{ status: number; headers: Headers; text: string }> {
    const url = `${stage.url}/socket.io/?EIO=4&transport=polling${sid && `&sid=${sid}`}`;
    const response = await fetch(url, { method: body === undefined ? 'GET' : 'POST', body });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async function polledSid(): Promise<string> {
    return (JSON.parse((await poll()).text.slice(1)) as { sid: string }).sid;
  }

  const FLOODS: [string, () => Buffer][] = [
    ["Engine.IO's pongs", () => clientFrame(OPCODE.text, '3')],
    ["Engine.IO's noops", () => clientFrame(OPCODE.text, '6')],
    ['empty messages', () => clientFrame(OPCODE.text)],
    ['binary messages', () => clientFrame(OPCODE.binary, Buffer.from([4, 1, 2]))],
    ["WebSocket's pings", () => clientFrame(OPCODE.ping, 'x'.repeat(125))],
    ["WebSocket's pongs", () => clientFrame(OPCODE.pong)],
    [
      'messages in fragments, with pings in between',
      () =>
        Buffer.concat([
          clientFrame(OPCODE.text, '3', false),
          clientFrame(OPCODE.ping),
          clientFrame(OPCODE.continuation, ''),
        ]),
    ],
  ];
  for (const [name, frame] of FLOODS) {
    for (const who of ['who never signed in', 'who is signed in']) {
      it(`${name} are counted: ${who} is terminated`, async () => {
        await start();
        const client = who === 'who is signed in' ? await signedIn() : await stranger();
        const healthy = await stage.connected(12);
        client.deafen();
        client.tcp.write(Buffer.concat(Array.from({ length: 500 }, frame)));
        await until(() => stage.realtime.metrics.unsigned + stage.realtime.metrics.connections === 1, 'the end of it');
        client.tcp.resume();
        await until(() => client.closed, 'the end of its TCP connection');
        expect(healthy.socket.connected).to.equal(true);
        // Engine.IO itself closes on a malformed packet; all that it takes for well-formed is counted.
        if (!['empty messages', "Engine.IO's noops"].includes(name))
          expect(stage.realtime.metrics.cutFlood).to.equal(1);
      });
    }
  }

  it('a fragment after another that never end a message: the connection ends', async () => {
    await start();
    const client = await stranger();
    client.frame(OPCODE.text, '', false);
    client.tcp.write(Buffer.concat(Array.from({ length: 500 }, () => clientFrame(OPCODE.continuation, '', false))));
    await until(() => client.closed, 'the end of its TCP connection');
    await until(() => stage.realtime.metrics.unsigned === 0, 'nobody');
  });

  it('probes of an upgrade are counted, though Engine.IO tells nobody of them', async () => {
    await start();
    const sid = await polledSid();
    const probe = raw().upgrade([], `/socket.io/?EIO=4&transport=websocket&sid=${sid}`);
    await once(probe.tcp, 'data');
    probe.tcp.write(Buffer.concat(Array.from({ length: 500 }, () => clientFrame(OPCODE.text, '2probe'))));
    await until(() => probe.closed, 'the end of its TCP connection');
    expect(probe.received.split('3probe').length).to.be.at.most(17);
  });

  it('many packets in one POST are counted each', async () => {
    await start();
    const sid = await polledSid();
    expect(stage.realtime.metrics.unsigned).to.equal(1);
    await poll(sid, Array.from({ length: 4_000 }, () => '3').join('\x1e')).catch(() => {});
    await until(() => stage.realtime.metrics.unsigned === 0, 'the end of it');
    expect(stage.realtime.metrics.cutFlood).to.equal(1);
    expect((await poll(sid)).status).to.equal(400);
  });

  it('within the budget pings are answered, and what a proper client sends is never too much', async () => {
    await start({ clientFrames: 5, clientFramesPerSecond: 1_000 });
    const client = await signedIn();
    for (let n = 0; n < 40; n++) {
      client.frame(OPCODE.ping, `ping ${n}!`).frame(OPCODE.text, '3');
      await until(() => client.received.includes(`ping ${n}!`), 'the pong');
    }
    expect(client.closed).to.equal(false);
  });

  it('who does not sign in within the time is terminated, deaf or not, polling or not; who did stays', async () => {
    await start({ signInMs: 300 });
    const [deaf, waiting] = [await stranger(), await stranger(), await polledSid()];
    deaf.deafen();
    const member = await stage.connected(VIEWER);
    await until(() => stage.realtime.metrics.unsigned === 0, 'their end');
    expect(stage.realtime.metrics.cutUnsigned).to.equal(3);
    deaf.tcp.resume();
    await until(() => deaf.closed && waiting.closed, 'the end of their TCP connections');
    expect(member.socket.connected).to.equal(true);
  });

  it('a wrong token buys no time, and a sign-in that this process holds up is not blamed on the client', async () => {
    await start({ signInMs: 300 });
    const wrong = await stranger();
    wrong.frame(OPCODE.text, '40{"token":"nonsense"}');
    await until(() => wrong.closed, 'its end');
    let letIn = () => {};
    stage.beforeChannels = () =>
      new Promise((resolve) => {
        letIn = resolve;
      });
    const heldUp = stage.client(VIEWER);
    const late = await stranger();
    await until(() => late.closed, 'the end of one who came later and did not sign in');
    letIn();
    await heldUp.ready();
  });

  it('leaving by word ends the connection: nobody is signed in, out and in again without end', async () => {
    await start();
    const client = await signedIn();
    client.deafen().frame(OPCODE.text, '41');
    await until(() => stage.realtime.metrics.connections === 0, 'its leave');
    client.tcp.resume();
    await until(() => client.closed, 'its end');
  });

  it('strangers above the limit of their address: the oldest go, and others behind the address come in', async () => {
    await start({ connectionsPerAddress: 6, silentPerAddress: 3, silentGraceMs: 0 });
    const member = await stage.connected(VIEWER);
    const strangers: RawTcp[] = [];
    for (let n = 0; n < 5; n++) strangers.push(await stranger());
    const other = await stranger('127.0.0.2');
    await until(() => strangers[0]!.closed && strangers[1]!.closed, 'the oldest to go');
    expect(strangers.slice(2).map(({ closed }) => closed)).to.deep.equal([false, false, false]);
    expect(other.closed).to.equal(false);
    expect(member.socket.connected).to.equal(true);
    expect(stage.realtime.metrics.evictedUnsigned).to.equal(2);
  });

  it('an address full of strangers: one of them gives way to each newcomer', async () => {
    await start({ connectionsPerAddress: 4 });
    const strangers: RawTcp[] = [];
    for (let n = 0; n < 4; n++) strangers.push(await stranger());
    const members: Client[] = [];
    for (let n = 0; n < 4; n++) members.push(await stage.connected(20 + n));
    await until(() => strangers.every(({ closed }) => closed), 'the end of the strangers');
    expect(members.every(({ socket }) => socket.connected)).to.equal(true);
    expect(stage.realtime.metrics.refusedAddress).to.equal(0);
  });

  it('an address full of members: refused with 429, a reason and when to come back, on both transports', async () => {
    await start({ connectionsPerAddress: 1 });
    await stage.connected(VIEWER);
    const refused = await poll();
    expect(refused.status).to.equal(429);
    expect(Number(refused.headers.get('retry-after'))).to.be.within(1, 60);
    expect(JSON.parse(refused.text)).to.include({ code: 4, message: 'too many connections from this address' });
    const socket = raw().upgrade();
    await until(() => socket.closed, 'the end');
    expect(socket.received)
      .to.match(/^HTTP\/1\.1 429 .*\r\n/)
      .and.to.match(/\r\nRetry-After: \d+\r\n/);
    expect(socket.received).to.include('"message":"too many connections from this address"');
  });

  it('an upgrade to anything but sockets: refused and ended, also after a request on the same connection', async () => {
    await start();
    const client = raw();
    client.tcp.write('GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => client.received.includes('404'), 'the answer');
    client.upgrade([], '/other');
    await until(() => client.closed, 'the end');
  });

  it('what waits in the TCP socket of one who is not signed in is bounded', async () => {
    await start({ clientFrames: 1_000_000, unsignedCutBytes: 16 * 1024 });
    const client = (await stranger()).deafen();
    const pings = Buffer.concat(Array.from({ length: 500 }, () => clientFrame(OPCODE.ping, 'x'.repeat(125))));
    const pump = (error?: Error | null) => {
      if (!error && !client.tcp.destroyed) client.tcp.write(pings, pump);
    };
    pump();
    await until(() => stage.realtime.metrics.unsigned === 0, 'its end');
    expect(stage.realtime.metrics.cutSlow).to.equal(1);
  });

  it('a session that expires ends its sockets, and says so; others of the user stay', async () => {
    let nowMs = 1_000;
    stage.clock = { ...stage.clock, now: () => nowMs };
    stage.expiresAt = (identity) => (identity.sessionId === 'old' ? 5_000 : 2 ** 45);
    await start();
    const old = await stage.connected(VIEWER, { token: `${VIEWER}/old` });
    const young = await stage.connected(VIEWER, { token: `${VIEWER}/young` });
    const deaf = raw().upgrade();
    deaf.frame(OPCODE.text, `40${JSON.stringify({ token: '12/old' })}`);
    await until(() => deaf.received.includes('["ready"'), 'ready');
    deaf.deafen();
    nowMs = 5_000;
    expect(await old.gone()).to.equal('io server disconnect');
    expect(old.last('closing')).to.deep.equal({ reason: 'expired' });
    await until(() => stage.realtime.metrics.connections === 1, 'the end of the others');
    deaf.tcp.resume();
    await until(() => deaf.closed, 'the end of the deaf one');
    expect(young.socket.connected).to.equal(true);
  });

  it('a gateway that closes waits for no deaf client, signed in or not, nor for a poll that never comes', async () => {
    await start();
    const deaf = [await stranger(), await signedIn()];
    for (const client of deaf) client.deafen();
    await polledSid();
    await stage.realtime.close();
    expect(stage.realtime.metrics.unsigned + stage.realtime.metrics.connections).to.equal(0);
    const open = () => new Promise<number>((resolve) => stage.http.getConnections((_error, count) => resolve(count)));
    // The poll's connection is kept for its next request; the kernel takes a moment for the ends of the others.
    await until(async () => (await open()) <= 1, 'the ends of all connections but the one that the poll kept');
    const refused = await poll();
    expect(refused.status).to.be.oneOf([404, 503]);
  });

  it('takes so many sign-ins of one user and no more, whatever their connections; others get in', async () => {
    await start({ signIns: { atOnce: 2, perSecond: 0.001 } });
    for (let n = 0; n < 2; n++) {
      const device = await signedIn();
      device.tcp.destroy();
    }
    const third = await stranger();
    third.frame(OPCODE.text, `40${JSON.stringify({ token: `${VIEWER}/s${VIEWER}` })}`);
    await until(() => third.received.includes('too many sign-ins'), 'a refusal');
    expect(third.received).to.include('"code":503').and.include('"temporary":true').and.include('"retryAfterMs"');
    await signedIn(VIEWER + 1);
  });

  it('takes so many handshakes of one address and no more, and tells when to come back', async () => {
    await start({ handshakes: { atOnce: 3, perSecond: 0.001 } });
    for (let n = 0; n < 3; n++) (await stranger()).tcp.destroy();
    const refused = await poll();
    expect([refused.status, refused.headers.get('retry-after')]).to.deep.equal([429, '10']);
    expect(JSON.parse(refused.text)).to.include({
      message: 'too many handshakes from this address',
      retryAfterMs: 10_000,
    });
    await stranger('127.0.0.2');
  });

  it('answers refusals later to an address that goes on', async () => {
    await start({ handshakes: { atOnce: 1, perSecond: 0.001 }, refusals: { atOnce: 1, perSecond: 0.001 } });
    (await stranger()).tcp.destroy();
    expect((await poll()).status).to.equal(429);
    const sentAt = performance.now();
    expect((await poll()).status).to.equal(429);
    expect(performance.now() - sentAt).to.be.at.least(HOLD_MS - 50);
  });
});

import { randomBytes } from 'node:crypto';
import { connect, type Socket as TcpSocket } from 'node:net';
import { expect } from 'chai';
import { liveChannel } from '../../realtime/channels.ts';
import * as sample from '../unit/realtime/sample-events.ts';
import { type Client, Stage, until } from './gateway-harness.ts';

const { HOST, VIEWER, LIVE, APP } = sample;
const room = liveChannel(APP, LIVE);

const CLOSE_FRAME = Buffer.from([0x88, 0]).toString('latin1');

/** A WebSocket by hand, for what a proper client would never do. */
class RawClient {
  readonly tcp: TcpSocket;
  received = '';
  closed = false;

  constructor(port: number, headers: string[] = []) {
    this.tcp = connect(port, '127.0.0.1');
    this.tcp.on('data', (data) => {
      this.received += data.toString('latin1');
    });
    this.tcp.on('close', () => {
      this.closed = true;
    });
    this.tcp.on('error', () => {});
    const lines = [
      'GET /socket.io/?EIO=4&transport=websocket HTTP/1.1',
      'Host: localhost',
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      `Sec-WebSocket-Key: ${randomBytes(16).toString('base64')}`,
      ...headers,
    ];
    this.tcp.write(`${lines.join('\r\n')}\r\n\r\n`);
  }

  /** One masked text frame (a mask of zeros is as good as any). */
  send(text: string): void {
    const payload = Buffer.from(text);
    const header = payload.length < 126 ? Buffer.from([0x81, 0x80 | payload.length]) : Buffer.alloc(4);
    if (payload.length >= 126) {
      header[0] = 0x81;
      header[1] = 0x80 | 126;
      header.writeUInt16BE(payload.length, 2);
    }
    this.tcp.write(Buffer.concat([header, Buffer.alloc(4), payload]));
  }

  async receives(text: string): Promise<void> {
    await until(() => this.received.includes(text), text);
  }

  /** Ended, or told to end: this client does not answer a close frame, and the server then waits a while for it. */
  async isClosed(): Promise<void> {
    await until(() => this.closed || this.received.includes(CLOSE_FRAME), 'the end of the connection');
  }

  async signIn(userId: number): Promise<this> {
    await this.receives('0{"sid"');
    this.send(`40${JSON.stringify({ token: `${userId}/s${userId}` })}`);
    await this.receives('["ready"');
    return this;
  }
}

describe('gateway: what must fail', () => {
  let stage: Stage;
  let raws: RawClient[];

  const raw = (headers: string[] = []): RawClient => {
    const client = new RawClient(stage.port, headers);
    raws.push(client);
    return client;
  };

  beforeEach(() => {
    stage = new Stage();
    raws = [];
  });
  afterEach(async () => {
    for (const { tcp } of raws) tcp.destroy();
    await stage.close();
  });

  it('no token, a wrong one, a strange one: refused with 720', async () => {
    await stage.start();
    for (const token of [undefined, '', 'nonsense', 7, {}, ['11/s11'], 'x'.repeat(5_000)]) {
      const client = stage.client(VIEWER, { token: token === undefined ? {} : token });
      const error = await client.refused();
      expect(error.data, JSON.stringify(token)).to.include({ code: 720, temporary: false });
    }
    expect(stage.realtime.metrics.connections).to.equal(0);
  });

  it('a malformed since: refused with 700', async () => {
    await stage.start();
    const tooMany = Object.fromEntries(Array.from({ length: 201 }, (_, n) => [`c${n}`, n]));
    for (const since of [
      7,
      'x',
      [],
      { a: -1 },
      { a: 1.5 },
      { a: '1' },
      { a: null },
      { ['x'.repeat(101)]: 1 },
      tooMany,
    ]) {
      const error = await stage.client(VIEWER, { since }).refused();
      expect(error.data, JSON.stringify(since).slice(0, 50)).to.include({ code: 700 });
    }
  });

  it('a failing dependency: refused as temporary, and the same connection may try again', async () => {
    await stage.start();
    let failing = true;
    stage.beforeChannels = async () => {
      if (failing) throw new Error('the read models are behind');
    };
    const client = stage.client(VIEWER);
    const { data } = await client.refused();
    expect(data).to.include({ code: 503, temporary: true });
    expect(data).to.have.property('retryAfterMs').that.is.greaterThan(0);
    failing = false;
    client.error = null;
    client.socket.connect();
    await client.ready();
  });

  it('a foreign origin, on both transports; the same host, named ones and dev mode may', async () => {
    const status = async (origin: string, host?: string) => {
      const headers = { origin, ...(host && { host }) };
      const response = await fetch(`${stage.url}/socket.io/?EIO=4&transport=polling`, { headers });
      await response.text();
      return response.status;
    };
    await stage.start({ origins: ['https://app.example'] });
    expect(await status('https://evil.example')).to.equal(403);
    expect(await status('null')).to.equal(403);
    expect(await status(stage.url)).to.equal(200);
    expect(await status('https://app.example')).to.equal(200);
    const client = raw(['Origin: https://evil.example']);
    await client.receives('origin not allowed');
    await client.isClosed();
    await stage.stop();
    await stage.start({ dev: true });
    expect(await status('https://evil.example')).to.equal(200);
  });

  it('emitting: nothing is listened to, and whoever goes on is cut off', async () => {
    await stage.start();
    await stage.say(sample.liveStarted);
    const [hostile, host] = await Promise.all([stage.connected(VIEWER), stage.connected(HOST)]);
    const words: [string, unknown][] = [
      ['join', room],
      ['msg', { msgType: 'text', text: 'forged', channel: room }],
      ['subscribe', { channel: room }],
    ];
    for (const [event, argument] of words) hostile.socket.emit(event, argument);
    await stage.say(sample.text('x'), sample.callInvited);
    await hostile.receives('conference-notify');
    expect(hostile.texts()).to.deep.equal([]);
    await until(() => host.texts().length === 1, 'the text');
    expect(host.texts()).to.deep.equal(['x']);
    for (let n = 0; n < 20; n++) hostile.socket.emit('flood', n);
    await hostile.gone();
    expect(stage.realtime.metrics.cutFlood).to.equal(1);
    expect(host.socket.connected).to.equal(true);
  });

  it('reserved names and binary attachments by word do no harm', async () => {
    await stage.start();
    const client = await raw().signIn(VIEWER);
    client.send('42["disconnect"]');
    await client.isClosed();
    const other = await raw().signIn(VIEWER);
    other.send('4599999-["x",{"_placeholder":true,"num":0}]');
    other.send('42["connect",{}]');
    other.send('4{"broken');
    await other.isClosed();
    const healthy = await stage.connected(VIEWER);
    await stage.say(sample.callInvited);
    await healthy.receives('conference-notify');
  });

  it('a frame above 16 KB ends the connection that sent it', async () => {
    await stage.start();
    const client = await raw().signIn(VIEWER);
    client.send(`42["x","${'a'.repeat(20_000)}"]`);
    await client.isClosed();
    const garbage = await raw().signIn(VIEWER);
    garbage.tcp.write(randomBytes(512));
    await garbage.isClosed();
  });

  it('signing in twice on one connection gives one set of messages', async () => {
    await stage.start();
    const client = raw();
    await client.receives('0{"sid"');
    const signIn = `40${JSON.stringify({ token: `${VIEWER}/s${VIEWER}` })}`;
    for (let n = 0; n < 3; n++) client.send(signIn);
    await client.receives('["ready"');
    await stage.announced();
    expect(client.received.split('["ready"')).to.have.length(2);
    expect(stage.realtime.metrics.connections).to.be.at.most(1);
  });

  it('more connections than a user may have: the oldest gives way', async () => {
    await stage.start({ limits: { connectionsPerUser: 3 } });
    const clients: Client[] = [];
    for (let n = 0; n < 5; n++) clients.push(await stage.connected(VIEWER));
    expect(await clients[0]!.gone()).to.equal('io server disconnect');
    await clients[1]!.gone();
    expect(clients[0]!.last('closing')).to.deep.equal({ reason: 'too many connections' });
    expect(clients.slice(2).map(({ socket }) => socket.connected)).to.deep.equal([true, true, true]);
    expect(stage.realtime.metrics.connections).to.equal(3);
  });

  it('more connections than an address may have: refused, until others end', async () => {
    await stage.start({ limits: { connectionsPerAddress: 2 } });
    const [first] = await Promise.all([stage.connected(1), stage.connected(2)]);
    await stage.client(3).refused();
    first.close();
    await until(() => stage.realtime.metrics.connections === 1, 'the first to be gone');
    let third = stage.client(3);
    await until(() => {
      if (third.error) third = stage.client(3);
      return third.last('ready') !== undefined;
    }, 'a place');
  });

  it('staying after a sign-out: that session’s sockets end at once, others of the user stay', async () => {
    await stage.start();
    const [phone, tablet] = await Promise.all([
      stage.connected(VIEWER, { token: `${VIEWER}/phone` }),
      stage.connected(VIEWER, { token: `${VIEWER}/tablet` }),
    ]);
    await stage.say(sample.signedOut('phone'), sample.callInvited);
    expect(await phone.gone()).to.equal('io server disconnect');
    expect(phone.last('closing')).to.deep.equal({ reason: 'signed-out' });
    await tablet.receives('conference-notify');
    expect(phone.messages).to.deep.equal([]);
    expect((await stage.client(VIEWER, { token: `${VIEWER}/phone` }).refused()).data).to.include({ code: 720 });
  });

  it('staying after a ban: all of the user’s sockets end', async () => {
    await stage.start();
    const clients = await Promise.all([stage.connected(VIEWER), stage.connected(VIEWER)]);
    await stage.say(sample.banned(), sample.callInvited);
    for (const client of clients) {
      await client.gone();
      expect(client.last('closing')).to.deep.equal({ reason: 'banned' });
      expect(client.messages).to.deep.equal([]);
    }
  });

  it('signing out while a connection is being let in: it is not let in', async () => {
    await stage.start();
    const client = await stage.heldUp(VIEWER, () => stage.say(sample.signedOut(`s${VIEWER}`)));
    expect((await client.refused()).data).to.include({ code: 720 });
    expect(client.last('ready')).to.equal(undefined);
  });

  it('not reading: the reader is cut off, everybody else gets everything', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined(), sample.joined(12));
    const healthy = await stage.connected(VIEWER);
    const stalled = await raw().signIn(12);
    stalled.tcp.pause();
    const said = Array.from({ length: 3_000 }, (_, n) => `${n} ${'x'.repeat(8_000)}`);
    let n = 0;
    while (n < said.length && stage.realtime.metrics.cutSlow === 0) {
      await stage.say(sample.giftShown(n), sample.text(said[n++]!));
      if (n % 50 === 0) await until(() => healthy.texts().length >= n - 25, 'the healthy reader to keep up');
    }
    await until(() => healthy.texts().length === n, 'every text');
    expect(healthy.texts()).to.deep.equal(said.slice(0, n));
    expect(healthy.events.some(({ event }) => event === 'gap')).to.equal(false);
    await until(() => stage.realtime.metrics.cutSlow === 1, 'the cut');
    expect(stage.realtime.metrics.droppedShould).to.be.greaterThan(0);
    await until(() => stage.realtime.metrics.connections === 1, 'the stalled connection to be gone');
    stalled.tcp.resume();
    await stalled.isClosed();
  });

  it('reading slowly: likes go first, then texts, which leave a gap; gifts arrive, and the gap can be resumed', async () => {
    const limits = { dropLatestBytes: 1, dropShouldBytes: 2, cutBytes: 64 * 1024 * 1024, cutAfterMs: 60_000 };
    await stage.start({ limits });
    await stage.say(sample.liveStarted, sample.joined(12));
    const slow = await stage.connected(12);
    const engine = slow.socket.io.engine as unknown as { transport: { ws: { pause(): void; resume(): void } } };
    const { ws } = engine.transport;
    ws.pause();
    let n = 0;
    while (stage.realtime.metrics.droppedShould < 20 && n < 3_000) {
      await stage.say(sample.text(`${n++} ${'x'.repeat(8_000)}`), sample.liked(), sample.giftShown(n));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await stage.announced();
    ws.resume();
    await until(() => slow.messages.filter(({ msgType }) => msgType === 'gift').length === n, 'every gift');
    const gaps = slow.events.filter(({ event }) => event === 'gap').map(({ data }) => data);
    expect(gaps.length).to.be.greaterThan(0);
    expect(stage.realtime.metrics.droppedLatest).to.be.greaterThan(0);
    expect(slow.texts().length).to.be.lessThan(n);
    // Each gap says where it begins, ahead of what came after it.
    for (const [index, { event, data }] of slow.events.entries()) {
      if (event !== 'gap') continue;
      const before = slow.events.slice(0, index).filter((one) => one.event === 'msg');
      const after = slow.events.slice(index + 1).find((one) => one.event === 'msg');
      expect(before.every((one) => Number(one.data.position) <= Number(data.after))).to.equal(true);
      if (after) expect(Number(after.data.position)).to.be.greaterThan(Number(data.after));
    }
    slow.close();
    const back = await stage.connected(12, { since: { [room]: gaps.at(-1)!.after } });
    const channels = back.last('resumed')!.channels as Record<string, { recovered: boolean }>;
    expect(channels[room]!.recovered).to.equal(true);
    expect(back.texts().length).to.be.greaterThan(0);
  });

  it('staying stalled below the last limit: cut off after its time', async () => {
    await stage.start({ limits: { dropLatestBytes: 1, cutBytes: 1024 * 1024 * 1024, cutAfterMs: 300 } });
    await stage.say(sample.liveStarted, sample.joined(12));
    const stalled = await raw().signIn(12);
    stalled.tcp.pause();
    for (let round = 0; round < 300 && stage.realtime.metrics.cutSlow === 0; round++) {
      for (let n = 0; n < 20; n++) await stage.say(sample.giftShown(n), sample.text('x'.repeat(8_000)));
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
    await until(() => stage.realtime.metrics.connections === 0, 'the cut');
  });
});

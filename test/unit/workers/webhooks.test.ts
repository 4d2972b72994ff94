import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { expect } from 'chai';
import { pino } from 'pino';
import { isPublicAddress } from '../../../application/networks.ts';
import type { SalonEvent } from '../../../domain/events.ts';
import type { ProcessClock } from '../../../domain/kernel/clock.ts';
import type { WebhookMessage } from '../../../projections/webhook-messages.ts';
import { readWebhooks } from '../../../server/settings/webhook-settings.ts';
import { hookSignature } from '../../../workers/sms.ts';
import type { Hook } from '../../../workers/webhooks/hooks.ts';
import { askReplay, notesOf } from '../../../workers/webhooks/notes.ts';
import { type RunningHook, runHook, TRIES_OF_REFUSED } from '../../../workers/webhooks/run-hook.ts';
import { senderTo } from '../../../workers/webhooks/sender.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { MemoryReadModelStore } from '../../support/memory-read-models.ts';
import { eventually, until } from '../../support/promises.ts';
import { ROOT } from '../../support/script.ts';
import { gift, person, purchase } from '../../support/view-events.ts';

const SECRET = 'a secret of the shop';
const NOW = 1_795_799_806_200;
const SUMS = { startedAt: NOW - 60_000, endedAt: NOW, totalUsers: 3, totalPoints: 120, status: 'stopped' };

const bought: SalonEvent = {
  type: 'GiftBought',
  data: { ...purchase, userId: 1, costGold: 30, goldAfter: 70, experienceAfter: 3 },
};
const said = (text: string): SalonEvent => ({
  type: 'TextSaid',
  data: { liveId: 9, roomId: 90, from: person(1), text },
});
const stopped: SalonEvent = {
  type: 'LiveStopped',
  data: { liveId: 9, roomId: 90, hostId: 2, title: '', reason: 'host', totalUsers: 3, onlineUsers: 1 },
};

/** Waits are as short as can be, and remembered. */
function hurriedClock(): ProcessClock & { waits: number[] } {
  const waits: number[] = [];
  const later = (callback: () => void) => {
    const timer = setTimeout(callback, 1);
    return { cancel: () => clearTimeout(timer) };
  };
  return {
    waits,
    now: () => NOW,
    wall: () => NOW,
    elapsed: () => performance.now(),
    interruptedAt: () => Number.NEGATIVE_INFINITY,
    at: (_, callback) => later(callback),
    after(delayMs, callback) {
      if (delayMs !== CHECK_MS) waits.push(delayMs);
      return later(callback);
    },
  };
}
const CHECK_MS = 7;

type Handle = (request: IncomingMessage, response: ServerResponse, body: string) => void;
interface Received {
  body: string;
  signature: string;
  messages: WebhookMessage[];
}

describe('webhooks', () => {
  let log: MemoryEventStore;
  let store: MemoryReadModelStore;
  let server: Server;
  let url: string;
  let received: Received[];
  let handle: Handle;
  const running: RunningHook[] = [];

  beforeEach(async () => {
    log = new MemoryEventStore();
    store = new MemoryReadModelStore();
    received = [];
    handle = (_, response) => response.writeHead(204).end();
    server = createServer(async (request, response) => {
      let body = '';
      for await (const chunk of request) body += chunk;
      const { messages } = JSON.parse(body) as { messages: WebhookMessage[] };
      received.push({ body, signature: String(request.headers['salon-signature']), messages });
      handle(request, response, body);
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/in`;
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map((hook) => hook.stop()));
    server.closeAllConnections();
    server.close();
  });

  const hookTo = (more: Partial<Hook> = {}): Hook => ({
    ...{ name: 'shop', tenant: 'heihei', url, secret: SECRET, private: true },
    ...{ events: ['gift', 'message', 'room-ended'], ...more },
  });

  async function start(hook = hookTo(), timeoutMs = 20_000) {
    const clock = hurriedClock();
    const models = { caughtUp: async () => true, get: async () => SUMS as never };
    const sender = senderTo(hook, { isPublic: isPublicAddress, timeoutMs, now: () => NOW });
    const around = { log, models, store, clock, logger: pino({ level: 'silent' }), sender, checkMs: CHECK_MS };
    const hooked = await runHook(hook, { ...around, random: () => 1 });
    running.push(hooked);
    return { hooked, clock };
  }

  const happen = (event: SalonEvent, appId = 'heihei') =>
    log.append(
      'feed-heihei.9',
      [{ id: randomUUID(), ...event, meta: { appId, actor: 1, at: NOW, commandId: randomUUID() } }],
      { expected: 'any' },
    );
  const delivered = () => received.flatMap(({ messages }) => messages);
  const textsOf = (messages: WebhookMessage[]) =>
    messages.map(({ data }) => (data as { content?: { text: string } }).content?.text);

  it('post what happens in a tenant, signed, in order, with ids and positions, from the first start on', async () => {
    await happen(said('before'));
    await start();
    await happen(bought);
    await happen(said('elsewhere'), 'other');
    await happen(said('eins'));
    await happen(stopped);
    await until(() => delivered().length === 3);
    const [giftTold, text, end] = delivered();
    expect(giftTold).to.deep.include({ type: 'gift', subject: 'live:9', at: NOW });
    expect(giftTold!.data).to.deep.include({
      toUserId: 2,
      costGold: 30,
      units: 1,
      from: { userId: 1, displayName: 'P1' },
    });
    expect(giftTold!.data).to.deep.include({ gift: { id: gift.id, name: gift.name, priceGold: gift.priceGold } });
    expect(text!.type).to.equal('message');
    expect(end!.data).to.include({ reason: 'host', durationMs: 60_000, totalUsers: 3, totalPoints: 120 });
    const positions = delivered().map(({ position }) => position);
    expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
    for (const { body, signature } of received) expect(signature).to.equal(hookSignature(SECRET, body, NOW));
  });

  it('try again, with growing waits, while the receiver fails, is slow, or breaks off; then go on in order', async () => {
    const failures: Handle[] = [
      (_, response) => response.writeHead(500).end(),
      (_, response) => response.writeHead(429).end(),
      (request) => request.socket.destroy(),
      // Says nothing: the time limit ends it.
      () => undefined,
      (_, response) => response.writeHead(503).end(),
    ];
    let count = 0;
    handle = (request, response, body) => {
      const fail = failures[count++];
      if (fail) fail(request, response, body);
      else response.writeHead(200).end('ok');
    };
    const { clock } = await start(hookTo(), 300);
    await happen(said('eins'));
    await until(() => count > failures.length);
    await happen(said('zwei'));
    await until(() => textsOf(delivered()).includes('zwei'));
    expect(textsOf(delivered())).to.deep.equal([...Array(failures.length + 1).fill('eins'), 'zwei']);
    expect(
      new Set(
        delivered()
          .slice(0, -1)
          .map(({ id }) => id),
      ).size,
    ).to.equal(1);
    expect(clock.waits).to.deep.equal([1_000, 2_000, 4_000, 8_000, 16_000]);
  });

  it('are parked after a day of failures, hold up nobody else, lose nothing, and go on when an operator says so', async () => {
    let isBroken = true;
    handle = (request, response) => response.writeHead(isBroken && request.url === '/broken' ? 500 : 204).end();
    const broken = hookTo({ name: 'broken', url: url.replace('/in', '/broken') });
    const { hooked, clock } = await start(broken);
    const other = hookTo({ name: 'other', url: url.replace('/in', '/other') });
    await start(other);
    await happen(said('eins'));
    await until(() => hooked.warnings().some((sentence) => sentence.includes('parked')));
    expect(Math.max(...clock.waits)).to.equal(300_000);
    expect((await notesOf(store, 'other')).reached).to.equal(await log.head());
    expect((await notesOf(store, 'broken')).parked?.reason).to.include('500');
    isBroken = false;
    received = [];
    await happen(said('zwei'));
    await askReplay(store, 'broken', { after: null });
    await until(() => hooked.warnings().length === 0 && hooked.status().position === log.all.at(-1)!.position);
    const texts = textsOf(delivered().filter(({ data }) => data !== undefined));
    expect(texts.filter((text) => text === 'eins')).to.have.length(1);
  });

  it('leave out a single message that is refused for good, and send the others of its delivery', async () => {
    handle = (_, response, body) => response.writeHead(body.includes('schlecht') ? 422 : 204).end();
    await happen(said('vorher'));
    const { hooked } = await start();
    await Promise.all([happen(said('eins')), happen(said('schlecht')), happen(said('zwei'))]);
    await until(() => hooked.status().position === log.all.at(-1)!.position);
    const { leftOut } = await notesOf(store, 'shop');
    expect(leftOut.map(({ status, type }) => [status, type])).to.deep.equal([[422, 'message']]);
    const taken = received.filter(({ body }) => !body.includes('schlecht')).flatMap(({ messages }) => messages);
    expect(textsOf(taken)).to.deep.equal(['eins', 'zwei']);
    const alone = received.filter(({ messages }) => messages.length === 1 && textsOf(messages)[0] === 'schlecht');
    expect(alone).to.have.length(TRIES_OF_REFUSED);
    expect(hooked.warnings().join()).to.include('left out 1');
  });

  it('send again from any position, with the same ids; a restart goes on where it stood', async () => {
    const { hooked } = await start();
    for (const text of ['eins', 'zwei', 'drei']) await happen(said(text));
    await until(() => delivered().length === 3);
    const [first, ...rest] = delivered();
    received = [];
    await askReplay(store, 'shop', { after: first!.position });
    await until(() => delivered().length === 2);
    expect(delivered()).to.deep.equal(rest);
    await until(() => hooked.status().position === log.all.at(-1)!.position);
    await running.pop()!.stop();
    received = [];
    await happen(said('vier'));
    await start();
    await until(() => delivered().length === 1);
    expect(textsOf(delivered())).to.deep.equal(['vier']);
  });

  it('follow no redirect, read no huge answer, and stop at 410', async () => {
    let hits = 0;
    const inside = createServer((_, response) => {
      hits++;
      response.end();
    }).listen(0, '127.0.0.1');
    await once(inside, 'listening');
    const location = `http://127.0.0.1:${(inside.address() as AddressInfo).port}/admin`;
    handle = (_, response) => response.writeHead(307, { location }).end();
    const { hooked } = await start();
    await happen(said('eins'));
    await until(async () => (await notesOf(store, 'shop')).leftOut.length === 1);
    inside.close();
    expect(hits).to.equal(0);
    // 200, then bytes without an end.
    handle = (_, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write(Buffer.alloc(64 * 1024)), 1);
      response.once('close', () => clearInterval(timer));
    };
    await happen(said('zwei'));
    await until(() => hooked.status().position === log.all.at(-1)!.position);
    handle = (_, response) => response.writeHead(410).end();
    await happen(said('drei'));
    await until(() => hooked.warnings().some((sentence) => sentence.includes('410')));
  });

  it('connect to no private address, whatever its name says, first or later', async () => {
    const hook = hookTo({ private: false, url: url.replace('127.0.0.1', 'shop.example') });
    const answers = [['93.184.216.34'], ['127.0.0.1'], ['10.0.0.7', '::1'], ['::ffff:169.254.169.254']];
    for (const found of answers.slice(1)) {
      const resolve = async () => found.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
      const sender = senderTo(hook, { isPublic: isPublicAddress, resolve });
      expect(await sender.send('{}', AbortSignal.timeout(30_000)), String(found)).to.deep.equal({
        failure: 'its address is private',
      });
      sender.close();
    }
    for (const address of ['127.0.0.1', '[::1]', '[::ffff:10.0.0.1]', '169.254.169.254', '2130706433', '0x7f.1']) {
      const direct = senderTo({ ...hook, url: `http://${address}/` }, { isPublic: isPublicAddress });
      const outcome = await direct.send('{}', AbortSignal.timeout(30_000));
      expect(outcome, address).to.deep.equal({ failure: 'its address is private' });
      direct.close();
    }
    expect(received).to.deep.equal([]);
  });

  it('know which addresses are the internet’s', () => {
    for (const address of ['93.184.216.34', '8.8.8.8', '2606:4700:4700::1111', '2a00:1450:4001:81b::200e'])
      expect(isPublicAddress(address), address).to.equal(true);
    for (const address of [
      ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.9.9.9', '169.254.169.254', '172.31.0.1', '192.168.1.1'],
      ...['198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', 'fe80::1', 'fe80::1%eth0', 'fd00::1', 'ff02::1'],
      ...[
        '64:ff9b::a00:1',
        '2002:7f00:1::',
        '2001:0:1::',
        '2001:db8::1',
        '::ffff:10.0.0.1',
        '::ffff:7f00:1',
        'localhost',
        '',
      ],
    ])
      expect(isPublicAddress(address), address).to.equal(false);
  });

  it('are read from the settings, with every fault named and no secret repeated', () => {
    const good = { tenant: 'heihei', url: 'https://shop.example/x', secret: SECRET, events: ['gift'] };
    expect(readWebhooks(JSON.stringify({ shop: good }))).to.deep.equal({
      hooks: [{ ...good, name: 'shop', private: false }],
      problems: [],
    });
    const bad = { ...good, url: 'http://10.0.0.1/', secret: 'kurz', events: ['gold'], tenant: 'X', colour: 1 };
    const { hooks, problems } = readWebhooks(JSON.stringify({ 'The Shop': bad }));
    expect(hooks).to.deep.equal([]);
    expect(problems).to.have.length(6);
    expect(problems.join()).to.not.include('kurz').and.not.include('10.0.0.1');
    expect(readWebhooks('{').problems).to.deep.equal(['WEBHOOKS is not JSON']);
  });

  it('are understood by the receiver of the examples, which takes each message once', async () => {
    const env = { ...process.env, WEBHOOK_SECRET: SECRET };
    const child = spawn(process.execPath, [join(ROOT, 'examples/webhook-receiver.mjs'), '0'], { env });
    try {
      let output = '';
      child.stdout.on('data', (chunk) => {
        output += chunk;
      });
      await until(() => /listening on \d+\n/.test(output));
      const address = `http://127.0.0.1:${/listening on (\d+)/.exec(output)![1]}/`;
      const forged = await fetch(address, { method: 'POST', body: '{"messages":[]}' });
      expect(forged.status).to.equal(401);
      const sender = senderTo(hookTo({ url: address }), { isPublic: isPublicAddress });
      const message = { id: 'x', type: 'gift', subject: 'live:9', position: 1, at: 1, data: { units: 1 } };
      const body = JSON.stringify({ messages: [message] });
      for (let n = 0; n < 2; n++)
        expect(await sender.send(body, AbortSignal.timeout(60_000))).to.deep.equal({ status: 204 });
      sender.close();
      await eventually(async () => {
        expect(output.match(/gift live:9/g)).to.have.length(1);
      });
    } finally {
      child.kill();
    }
  });
});

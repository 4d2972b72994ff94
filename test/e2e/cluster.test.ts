import { expect } from 'chai';
import { type Answer, Client, type Message, nameOf } from '../support/client.ts';
import { Cluster, type Member } from '../support/cluster.ts';
import { type Acknowledged, auditLog, settledLog } from '../support/log-audit.ts';
import { hasRedis } from '../support/redis-process.ts';

const GRANT_GOLD = 1_000_000;
/**
 * Whether each role but the two that work by lease is a process of its own, under more load: `.ci/run` asks for it. outages.test.ts has
 * all roles apart, and takes its engines away.
 */
const APART = process.env.CLUSTER_APART === '1';
const ROLES = APART ? ['api', 'api', 'realtime', 'realtime'] : ['api,realtime', 'api,realtime'];
/** Between two requests of one client: this is about faults, not about throughput. */
const PAUSE_MS = APART ? 300 : 400;
/** Load before each fault. */
const LOAD_MS = 500;

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A client that goes to another process when one does not answer, and resumes its socket on whichever takes it. */
class Guest {
  readonly client: Client;
  private readonly apis: readonly Member[];
  private readonly gateways: readonly Member[];
  private turn = 0;
  private closed = false;
  /** Channels on which a resume was not complete: none is expected. */
  readonly gaps: string[] = [];

  constructor(name: string, cluster: Cluster) {
    this.apis = cluster.with('api');
    this.gateways = cluster.with('realtime');
    this.client = new Client(this.apis[0]!.url, name);
  }

  /** Sends until it is answered for good. The same key all the while: it counts once. */
  async send(path: string, params: Record<string, string | number>, key: string): Promise<Answer> {
    while (!this.closed) {
      this.client.baseUrl = this.apis[this.turn % this.apis.length]!.url;
      try {
        const answer = await this.client.call(path, params, { 'idempotency-key': key });
        if (answer.errorcode !== 503 && answer.errorcode !== 500) return answer;
      } catch {
        // The process is gone, or its answer is.
      }
      this.turn++;
      await sleep(100);
    }
    throw new Error('the client was closed');
  }

  /** Keeps a socket open, on another gateway after every loss. */
  async stayConnected(): Promise<void> {
    for (let attempt = 0; !this.closed; attempt++) {
      this.client.socketUrl = this.gateways[attempt % this.gateways.length]!.url;
      try {
        const since = Object.keys(this.client.positions).length > 0 ? { ...this.client.positions } : undefined;
        await this.client.connect(since);
        if (since) {
          await this.client.until(
            'no word about the resume',
            () => this.client.resumed ?? this.client.disconnectReason,
          );
          for (const [channel, { recovered }] of Object.entries(this.client.resumed ?? {})) {
            if (!recovered) this.gaps.push(channel);
          }
        }
        while (!this.closed && this.client.disconnectReason === '') await sleep(50);
      } catch {
        await sleep(200);
      }
    }
  }

  close(): void {
    this.closed = true;
    this.client.close();
  }
}

/** What a client's screen shows: each message once, by its msgId. */
function screen(received: readonly Message[]): Message[] {
  const seen = new Set<string>();
  return received.filter((message) => {
    if (nameOf(message) === 'counters') return false;
    const key = `${message.channel}#${message.msgId}`;
    return seen.size < seen.add(key).size;
  });
}

describe('several processes on EventStoreDB (fake), MongoDB (fake) and Redis', () => {
  before(function () {
    if (!hasRedis('the tests over several processes')) this.skip();
  });

  it('lose nothing acknowledged and show nothing twice, whichever process or engine dies', async function () {
    this.timeout(0);
    const cluster = await Cluster.start([...ROLES, 'projections,workers', 'projections,workers']);
    let guests: Guest[] = [];
    let loading = true;
    try {
      guests = ['host', 'ann', 'bob', 'cat'].map((name) => new Guest(name, cluster));
      const [host, ...viewers] = guests as [Guest, ...Guest[]];
      for (const [index, { client }] of guests.entries()) {
        await client.signIn(`1340000000${index}`, { displayName: client.name });
      }
      const created = await host.client.must('/api/live/create-live', { title: 'many' });
      const { liveId } = created.live as { liveId: number };
      await host.client.must('/api/live/start-live', { liveId });
      for (const { client } of viewers) {
        await client.dev('POST', `/dev/wallets/${client.userId}/grant`, { gold: GRANT_GOLD });
        await client.must('/api/live/join-live', { liveId });
      }
      const gifts = (await host.client.must('/api/live/gift-info')).gifts as { id: number; gold: number }[];
      const giftId = gifts.find((gift) => gift.gold === 1)!.id;
      const connections = guests.map((guest) => guest.stayConnected());
      for (const { client } of guests) await client.until('not connected', () => client.socket?.connected);

      const sent: Acknowledged = { gifts: new Set(), texts: new Set() };
      const heartbeat = async () => {
        for (let n = 0; loading; n++) {
          for (const guest of guests) {
            await guest.send('/api/live/heart-beat', { liveId, isCreator: guest === host ? 1 : 0 }, `beat-${n}`);
          }
          await sleep(3_000);
        }
      };
      const load = async (guest: Guest) => {
        for (let n = 0; loading; n++) {
          const name = `${guest.client.name}-${n}`;
          const isGift = n % 2 === 0;
          const answer = isGift
            ? await guest.send('/api/live/buy-gift', { liveId, giftId, amount: 1, gift_uuid: name }, name)
            : await guest.send('/api/msg/send-msg', { liveId, roomId: liveId, text: name }, name);
          expect(answer.errorcode, `${name}: ${answer.errormsg}`).to.equal(0);
          (isGift ? sent.gifts : sent.texts).add(name);
          await sleep(PAUSE_MS);
        }
      };
      const work = Promise.all([heartbeat(), ...viewers.map(load)]);
      // What fails first is told below; closing the clients makes the rest fail.
      work.catch(() => {});

      /** After a fault: a new text and a new gift, with all its legs, are acknowledged and reach every screen. */
      const recovered = async (fault: string) => {
        const startedAt = performance.now();
        const text = `after ${fault}`;
        const key = text.replaceAll(' ', '-');
        const said = await host.send('/api/msg/send-msg', { liveId, roomId: liveId, text }, key);
        const gift = { liveId, giftId, amount: 1, gift_uuid: key };
        const given = await viewers[0]!.send('/api/live/buy-gift', gift, key);
        expect([said.errorcode, given.errorcode], text).to.deep.equal([0, 0]);
        sent.texts.add(text);
        sent.gifts.add(key);
        for (const { client } of guests) {
          await client.waitFor(text, (message) => message.text === text);
          await client.waitFor(key, (message) => message.gift_uuid === key);
        }
        console.log(`CLUSTER ${fault}: back after ${Math.round(performance.now() - startedAt)} ms`);
      };

      for (const [index, member] of cluster.members.entries()) {
        await sleep(LOAD_MS);
        await member.end('SIGKILL');
        await recovered(`kill -9 of ${member.roles} (${index})`);
        await member.start();
      }
      for (const [name, engine] of [
        ['Redis', { kill: () => cluster.redis.kill(), start: () => cluster.redis.run() }],
        ['EventStoreDB', cluster.eventStore],
        ['MongoDB', cluster.mongo],
      ] as const) {
        await sleep(LOAD_MS);
        await engine.kill();
        await sleep(LOAD_MS);
        await engine.start();
        await recovered(`a restart of ${name}`);
      }
      await sleep(LOAD_MS);
      cluster.redis.command('FLUSHALL');
      await recovered('a flush of Redis');

      loading = false;
      await work;
      const audit = auditLog(await settledLog(host.client, sent), sent);
      const acked = sent.gifts.size + sent.texts.size;
      console.log(`CLUSTER acked=${acked} acked_lost=${audit.lost.length} twice=${audit.twice.length}`);
      expect(audit).to.deep.equal({ lost: [], twice: [], unfinished: [] });

      const lastText = 'the end';
      await host.send('/api/msg/send-msg', { liveId, roomId: liveId, text: lastText }, 'the-end');
      for (const { client, gaps } of guests) {
        await client.waitFor(lastText, (message) => message.text === lastText);
        const shown = screen(client.received);
        const texts = shown.filter((message) => message.msgType === 'text').map((message) => String(message.text));
        const given = shown.filter((message) => message.msgType === 'gift').map((message) => String(message.gift_uuid));
        expect(gaps, `${client.name}: incomplete resumes`).to.deep.equal([]);
        expect(
          [...sent.texts].filter((text) => !texts.includes(text)),
          `${client.name} missed texts`,
        ).to.deep.equal([]);
        expect(
          [...sent.gifts].filter((key) => !given.includes(key)),
          `${client.name} missed gifts`,
        ).to.deep.equal([]);
        expect(texts.length - new Set(texts).size, `${client.name} saw texts twice`).to.equal(0);
        expect(given.length - new Set(given).size, `${client.name} saw gifts twice`).to.equal(0);
      }
      for (const guest of guests) guest.close();
      await Promise.all(connections);
      expect(await cluster.stopMembers()).to.deep.equal(cluster.members.map(() => 0));
      const verified = await cluster.run(['verify']);
      expect(verified.code, verified.stdout + verified.stderr).to.equal(0);
    } catch (error) {
      console.log(error);
      for (const member of cluster.members) console.log(`--- ${member.roles}\n${member.output.slice(-3_000)}`);
      throw error;
    } finally {
      loading = false;
      for (const guest of guests) guest.close();
      await cluster.close();
    }
  });
});

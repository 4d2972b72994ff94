import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { Client } from '../support/client.ts';
import { runMain, ServerProcess, temporaryFolder } from '../support/server-process.ts';

const LOOPS = Number(process.env.KILL9_LOOPS ?? 20);
const VIEWERS = 4;
const GRANT_GOLD = 1_000_000;
/** The server is killed after this much load, at a random moment. */
const LOAD_MS = { least: 50, most: 450 };

interface LogEvent {
  type: string;
  id: string;
  stream: string;
  data: Record<string, unknown>;
}

/** Every acknowledged gift and text, over all loops. */
interface Acknowledged {
  gifts: Set<string>;
  texts: Set<string>;
}

/** Sends gifts and texts, one after the other, until the server is gone. */
async function load(viewer: Client, live: { liveId: number; giftId: number }, sent: Acknowledged, round: number) {
  for (let n = 0; ; n++) {
    const name = `${viewer.name}-${round}-${n}`;
    try {
      if (n % 2 === 0) {
        const answer = await viewer.call('/api/live/buy-gift', { ...live, amount: 1, gift_uuid: name });
        if (answer.errorcode === 0) sent.gifts.add(name);
      } else {
        const answer = await viewer.call('/api/msg/send-msg', { liveId: live.liveId, roomId: live.liveId, text: name });
        if (answer.errorcode === 0) sent.texts.add(name);
      }
    } catch {
      return; // the connection is gone with the server
    }
  }
}

async function wholeLog(client: Client): Promise<LogEvent[]> {
  const all: LogEvent[] = [];
  for (let after = 0; ; ) {
    const page = (await client.dev('GET', `/dev/events?after=${after}&limit=1000`)) as {
      events: LogEvent[];
      next: number;
    };
    all.push(...page.events);
    if (page.events.length === 0 || page.next === after) return all;
    after = page.next;
  }
}

function countBy<T>(items: T[], key: (item: T) => unknown): Map<unknown, number> {
  const counts = new Map<unknown, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}

describe('kill -9 under load', () => {
  it('loses nothing that was acknowledged and doubles nothing', async function () {
    this.timeout(0);
    const dataDir = temporaryFolder('kill9');
    let server = await ServerProcess.start({ DATA_DIR: dataDir });
    const host = await new Client(server.url, 'host').signIn('13900000000', { displayName: 'host' });
    const created = await host.must('/api/live/create-live', { title: 'kill -9' });
    const { liveId } = created.live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    const viewers: Client[] = [];
    for (let n = 0; n < VIEWERS; n++) {
      const viewer = await new Client(server.url, `v${n}`).signIn(`1390000000${n + 1}`, { displayName: `viewer${n}` });
      await viewer.dev('POST', `/dev/wallets/${viewer.userId}/grant`, { gold: GRANT_GOLD });
      await viewer.must('/api/live/join-live', { liveId });
      viewers.push(viewer);
    }
    const gifts = (await host.must('/api/live/gift-info')).gifts as { id: number; gold: number }[];
    const giftId = gifts.find((gift) => gift.gold === 1)!.id;

    const sent: Acknowledged = { gifts: new Set(), texts: new Set() };
    const recoveries: number[] = [];
    for (let round = 0; round < LOOPS; round++) {
      const loads = viewers.map((viewer) => load(viewer, { liveId, giftId }, sent, round));
      await new Promise((resolve) =>
        setTimeout(resolve, LOAD_MS.least + Math.random() * (LOAD_MS.most - LOAD_MS.least)),
      );
      await server.end('SIGKILL');
      await Promise.all(loads);
      const startedAt = performance.now();
      server = await ServerProcess.start({ DATA_DIR: dataDir });
      recoveries.push(performance.now() - startedAt);
      for (const client of [host, ...viewers]) client.baseUrl = server.url;
    }

    // A client whose answer was lost sends the same gift again: it counts once.
    for (const name of [...sent.gifts].slice(-VIEWERS)) {
      const viewer = viewers.find((candidate) => name.startsWith(`${candidate.name}-`))!;
      await viewer.must('/api/live/buy-gift', { liveId, giftId, amount: 1, gift_uuid: name });
    }
    await settled(host);
    const log = await wholeLog(host);
    const bought = log.filter((event) => event.type === 'GiftBought');
    const boughtOnce = countBy(bought, (event) => event.data.giftUuid);
    const credits = countBy(
      log.filter((event) => event.type === 'PointsCredited'),
      (event) => event.data.purchaseEventId,
    );
    const shown = countBy(
      log.filter((event) => event.type === 'GiftShown'),
      (event) => event.data.purchaseEventId,
    );
    const texts = countBy(
      log.filter((event) => event.type === 'TextSaid'),
      (event) => event.data.text,
    );

    const lost =
      [...sent.gifts].filter((name) => !boughtOnce.has(name)).length +
      [...sent.texts].filter((text) => !texts.has(text)).length;
    const twice =
      [...boughtOnce.values(), ...credits.values(), ...shown.values()].filter((count) => count !== 1).length +
      [...texts.values()].filter((count) => count !== 1).length;
    recoveries.sort((a, b) => a - b);
    const p99 = Math.round(recoveries[Math.ceil(recoveries.length * 0.99) - 1]!);
    console.log(
      `KILL9 loops=${LOOPS} acked=${sent.gifts.size + sent.texts.size} acked_lost=${lost} gifts_twice=${twice} recover_p99_ms=${p99}`,
    );
    expect(lost, 'acknowledged, but not in the log').to.equal(0);
    expect(twice, 'more than once').to.equal(0);
    for (const { id } of bought) {
      expect(credits.get(id), `credit of ${id}`).to.equal(1);
      expect(shown.get(id), `line of ${id}`).to.equal(1);
    }
    expect(sent.gifts.size, 'gifts acknowledged').to.be.greaterThan(LOOPS);

    expect(await server.end('SIGTERM')).to.equal(0);
    const verified = await runMain(['verify'], { DATA_DIR: dataDir });
    expect(verified, verified.stdout + verified.stderr).to.include({ code: 0 });
    rmSync(dataDir, { recursive: true });
  });
});

/** Waits until no leg of a purchase is under way. */
async function settled(client: Client): Promise<void> {
  for (let before = -1; ; ) {
    const log = await wholeLog(client);
    const legs = (type: string) => log.filter((event) => event.type === type).length;
    const done = legs('GiftBought') === legs('GiftShown');
    if (done || log.length === before) return;
    before = log.length;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

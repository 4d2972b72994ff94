import { rmSync } from 'node:fs';
import { Client } from '../test/support/client.ts';
import { ServerProcess, temporaryFolder } from '../test/support/server-process.ts';
import { type Figure, median, pairedRatio, short, spread } from './report.ts';
import type { Orders, Outcome } from './support/http-load.ts';
import { runScript, startScript } from './support/processes.ts';

const CONNECTIONS = 64;
const PLAN = { runs: 5, runMs: 4_000 };
const VIEWERS = 7;
const GRANT_GOLD = 1_000_000_000;

interface Stage {
  server: ServerProcess;
  host: Client;
  viewers: Client[];
  liveId: number;
  giftId: number;
}

/** A full room: the host, seven viewers with gold, one socket. */
async function setUp(dataDir: string): Promise<Stage> {
  const server = await ServerProcess.start({ DATA_DIR: dataDir });
  const host = await new Client(server.url, 'host').signIn('13700000000', { displayName: 'host' });
  const created = await host.must('/api/live/create-live', { title: 'bench' });
  const { liveId } = created.live as { liveId: number };
  await host.must('/api/live/start-live', { liveId });
  await host.connect();
  const viewers: Client[] = [];
  for (let n = 0; n < VIEWERS; n++) {
    const viewer = await new Client(server.url, `v${n}`).signIn(`1370000000${n + 1}`, { displayName: `viewer${n}` });
    await viewer.dev('POST', `/dev/wallets/${viewer.userId}/grant`, { gold: GRANT_GOLD });
    await viewer.must('/api/live/join-live', { liveId });
    viewers.push(viewer);
  }
  const gifts = (await host.must('/api/live/gift-info')).gifts as { id: number; gold: number }[];
  return { server, host, viewers, liveId, giftId: gifts.find((gift) => gift.gold === 1)!.id };
}

function orders(url: string, stage: Stage, durationMs: number): Orders {
  const { viewers, liveId, giftId } = stage;
  const bodies = viewers.map(({ token }) => JSON.stringify({ token, liveId, giftId, amount: 1, gift_uuid: 'g-{n}' }));
  return {
    port: Number(new URL(url).port),
    connections: CONNECTIONS,
    durationMs,
    path: '/api/live/buy-gift',
    contentType: 'application/json',
    bodies,
    expect: '"errorcode":0',
  };
}

async function fire(request: Orders): Promise<Outcome> {
  const outcome = await runScript<Outcome>('http-load.ts', request);
  if (outcome.failures > 0)
    throw new Error(`${outcome.failures} requests failed, the first with ${outcome.firstFailure}`);
  return outcome;
}

/** Sends a heartbeat for everybody in the room: people without one for 45 s are taken out. */
async function heartbeats({ host, viewers, liveId }: Stage): Promise<void> {
  for (const client of [host, ...viewers]) {
    await client.must('/api/live/heart-beat', { liveId, isCreator: client === host ? 1 : 0 });
  }
}

/** Waits until the host's socket has shown `count` gifts and the read models have the running total. */
async function landed({ host, liveId }: Stage, count: number): Promise<void> {
  await host.until('the gifts were not all shown', () => {
    const last = host.received[host.received.length - 1];
    // Only the newest message is kept: a long run must not fill this process.
    if (host.received.length > 10_000) host.received.splice(0, 9_000);
    return last?.msgType === 'gift' && last.totalTicket === count;
  });
  for (;;) {
    const answer = await host.must('/api/live/get-live', { liveId });
    if (Number((answer.live as { totalTickets: string }).totalTickets) === count) return;
  }
}

/** buy-gift over HTTP, durable, against an express that does nothing. */
export async function benchGifts({ runs, runMs } = PLAN): Promise<Figure[]> {
  const dataDir = temporaryFolder('bench-gifts');
  const stage = await setUp(dataDir);
  const bare = await startScript('bare-express.ts');
  try {
    const ours: Outcome[] = [];
    const counterpart: Outcome[] = [];
    const effects: number[] = [];
    const lags: number[] = [];
    let bought = 0;
    for (let run = 0; run <= runs; run++) {
      await heartbeats(stage);
      const blank = await fire(orders(bare.url, stage, runMs));
      const startedAt = performance.now();
      const done = await fire(orders(stage.server.url, stage, runMs));
      bought += done.requests;
      const firedMs = done.seconds * 1000;
      const launchMs = performance.now() - startedAt - firedMs;
      await landed(stage, bought);
      if (run === 0) continue; // warm-up
      const untilLandedMs = performance.now() - startedAt - launchMs;
      counterpart.push(blank);
      ours.push(done);
      effects.push(done.requests / (untilLandedMs / 1000));
      lags.push(untilLandedMs - firedMs);
    }
    const rate = (outcomes: Outcome[]) => outcomes.map(({ requests, seconds }) => requests / seconds);
    const p99 = `p99 ${short(median(ours.map((o) => o.p99Ms)))} ms, bare ${short(median(counterpart.map((o) => o.p99Ms)))} ms`;
    return [
      {
        name: 'buy-gift, acknowledged, 64 connections',
        unit: '/s',
        ours: median(rate(ours)),
        bare: median(rate(counterpart)),
        ratio: pairedRatio(rate(ours), rate(counterpart)),
        target: 1,
        note: `${p99}; the server's main thread; ${spread(rate(ours))}`,
      },
      {
        name: 'buy-gift, until every effect has landed',
        unit: '/s',
        ours: median(effects),
        bare: median(rate(counterpart)),
        ratio: pairedRatio(effects, rate(counterpart)),
        target: 0.5,
        note: `the last effect ${short(median(lags))} ms after the last answer; main thread and read-model worker; ${spread(effects)}`,
      },
    ];
  } finally {
    bare.child.kill();
    stage.host.close();
    await stage.server.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

import { rmSync } from 'node:fs';
import { Client } from '../test/support/client.ts';
import { runs } from '../test/support/script.ts';
import { ServerProcess, temporaryFolder } from '../test/support/server-process.ts';
import { cpuSecondsOf } from './engines/comparison.ts';
import { Load } from './fanout.ts';
import type { Orders, Outcome } from './support/http-load.ts';
import { runScript } from './support/processes.ts';

export interface ServedPlan {
  gifts: number;
  texts: number;
  /** Rooms that somebody comes back to after a restart, and what was said in each: more than a ring keeps, so that the log is read. */
  rooms: number;
  textsEach: number;
}

/** HTTP calls at a time. */
const CONNECTIONS = 64;
/** Of a room with the default number of seats. */
const VIEWERS = 7;
const SOCKETS = 64;
const BEAT_MS = 5_000;
const GRANT_GOLD = 1_000_000_000;

/** How many a second, and the microseconds of the server's CPU that one took in all threads: those hardly depend on what else the machine does. */
export interface Speed {
  rate: number;
  cpuUs: number;
}

/** What clients of a whole server get, by HTTP and over sockets. */
export type Served = Record<'gifts' | 'fanOut' | 'resumes', Speed>;

const SCRIPTS = {
  sealed: undefined,
  unsealed: ['--max-semi-space-size=64', ...runs('bench/support/unsealed-server.ts')],
} as const;

/** Gifts until they are acknowledged, texts until a room's sockets have them, and rooms that clients come back to after a restart. */
export async function measureServed(kind: keyof typeof SCRIPTS, plan: ServedPlan): Promise<Served> {
  const dataDir = temporaryFolder('bench-sealing');
  const rooms: Room[] = [];
  // People without a heartbeat for 45 s are taken out, and rooms without their host end.
  const beating = setInterval(() => void Promise.all(rooms.map(beat)), BEAT_MS);
  const start = () => ServerProcess.start({ DATA_DIR: dataDir }, SCRIPTS[kind]?.slice());
  let server = await start();
  try {
    const room = await openRoom(server.url, 0, VIEWERS);
    rooms.push(room);
    const orders = (bodies: object[], path: string, requests: number): Orders => ({
      ...{
        port: portOf(server.url),
        connections: CONNECTIONS,
        contentType: 'application/json',
        expect: '"errorcode":0',
      },
      ...{ path, requests, bodies: bodies.map((body) => JSON.stringify(body)) },
    });
    const { liveId, people } = room;
    const ofEach = (more: object) => people.slice(1).map(({ token }) => ({ token, liveId, ...more }));
    const { gifts: sold } = await people[0]!.must('/api/live/gift-info');
    const giftId = (sold as { id: number; gold: number }[]).find(({ gold }) => gold === 1)!.id;
    const give = ofEach({ giftId, amount: 1, gift_uuid: 'g-{n}' });
    const gifts = await speedOf(server, () => fire(orders(give, '/api/live/buy-gift', plan.gifts)));

    const load = await Load.start(
      [portOf(server.url)],
      SOCKETS,
      people.map(({ token }) => token),
    );
    const said = ofEach({ roomId: liveId, text: '第{n}句话，大家都能听到' });
    const fanOut = await speedOf(server, async () => {
      const before = load.received[0]!;
      const outcome = await fire(orders(said, '/api/msg/send-msg', plan.texts));
      const saidAt = performance.now();
      const expected = before + plan.texts * SOCKETS;
      while (load.received[0]! < expected) await new Promise((resolve) => setTimeout(resolve, 2));
      return { count: plan.texts, seconds: outcome.seconds + (performance.now() - saidAt) / 1_000 };
    });
    load.stop();

    for (let n = 1; n <= plan.rooms; n++) {
      const each = await openRoom(server.url, n, 0);
      const body = {
        token: each.people[0]!.token,
        liveId: each.liveId,
        roomId: each.liveId,
        text: '第{n}句话，大家都能听到',
      };
      await fire(orders([body], '/api/msg/send-msg', plan.textsEach));
      rooms.push(each);
    }
    await server.end('SIGTERM');
    server = await start();
    for (const { people } of rooms)
      for (const each of people) Object.assign(each, { baseUrl: server.url, socketUrl: server.url });
    const resumes = await speedOf(server, () => comeBack(rooms.slice(1)));
    return { gifts, fanOut, resumes };
  } finally {
    clearInterval(beating);
    await server.end('SIGTERM');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function beat({ liveId, people }: Room): Promise<void> {
  for (const [n, client] of people.entries())
    await client.call('/api/live/heart-beat', { liveId, isCreator: n === 0 ? 1 : 0 }).catch(() => {});
}

const portOf = (url: string) => Number(new URL(url).port);

interface Room {
  liveId: number;
  /** The host, and viewers with gold. */
  people: Client[];
}

async function openRoom(url: string, number: number, viewers: number): Promise<Room> {
  const phone = (n: number) => String(13_800_000_000 + number * 100 + n);
  const host = await new Client(url, `host${number}`).signIn(phone(0), { displayName: `主播${number}` });
  const { live } = await host.must('/api/live/create-live', { title: '来听我直播' });
  const { liveId } = live as { liveId: number };
  await host.must('/api/live/start-live', { liveId });
  const people = [host];
  for (let n = 1; n <= viewers; n++) {
    const viewer = await new Client(url, `v${n}`).signIn(phone(n), { displayName: `观众${n}` });
    await viewer.dev('POST', `/dev/wallets/${viewer.userId}/grant`, { gold: GRANT_GOLD });
    await viewer.must('/api/live/join-live', { liveId });
    people.push(viewer);
  }
  return { liveId, people };
}

async function fire(orders: Orders): Promise<{ count: number; seconds: number }> {
  const { requests, seconds, failures, firstFailure } = await runScript<Outcome>('http-load.ts', orders);
  if (failures > 0) throw new Error(`${failures} requests failed, the first with ${firstFailure}`);
  return { count: requests, seconds };
}

/** Every room's host comes back and is shown all that was said. */
async function comeBack(rooms: readonly Room[]): Promise<{ count: number; seconds: number }> {
  const startedAt = performance.now();
  let count = 0;
  for (const { liveId, people } of rooms) {
    const client = people[0]!;
    await client.connect({ [`live:heihei.${liveId}`]: 0 });
    await client.until('the room did not come back', () => client.resumed !== null);
    count += client.received.length;
    client.close();
  }
  return { count, seconds: (performance.now() - startedAt) / 1_000 };
}

/** `work` says how much it did, and how long that took without starting the load. */
async function speedOf(server: ServerProcess, work: () => Promise<{ count: number; seconds: number }>): Promise<Speed> {
  const before = cpuSecondsOf(server.pid);
  const { count, seconds } = await work();
  const cpuUs = ((cpuSecondsOf(server.pid) - before) * 1e6) / count;
  return { rate: count / seconds, cpuUs };
}

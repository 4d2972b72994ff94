import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { ROOT } from '../../test/support/script.ts';
import { ServerProcess } from '../../test/support/server-process.ts';
import type { GiftOrders, PlainRequest } from './gift-load.ts';
import type { Worker } from './processes.ts';

export type Load = Worker<GiftOrders, unknown>;

/** Somebody who is signed in, and in a room. */
export interface Guest {
  token: string;
  userId: number;
  liveId: number;
}

/** Rooms with their hosts and the people in them, as a log on the disk has them. */
export interface Stage {
  hosts: Guest[];
  viewers: Guest[];
  giftId: number;
}

const CONNECTIONS = 32;
/** What heihei answers who is to come later, how long to wait then, and how often. */
const LATER = 503;
const LATER_MS = 500;
const MAX_ROUNDS = 120;
const GRANT_GOLD = 1_000_000_000;
const FIRST_PHONE = 13_000_000_000;
const DEV_KEY = 'key-of-the-bench';
/** Tokens of the server that lays out hold on the one that is measured. */
export const SALON_SECRET = 'a secret of the bench alone, which guards nothing';

/** Node's arguments of `npm start`, for the tree at `root`, which is compiled where a source is newer. */
export function builtServer(root = ROOT): string[] {
  execFileSync(process.execPath, ['preflight.cjs', '--build'], { cwd: root, stdio: 'inherit' });
  return ['--max-semi-space-size=64', '--enable-source-maps', join(root, 'dist/main.js')];
}

/** A server as in production: limits are on, and answers are not checked. */
export function startServer(dataDir: string, args: string[]): Promise<ServerProcess> {
  return ServerProcess.start({ DATA_DIR: dataDir, DEV_MODE: '0', SALON_SECRET }, args);
}

/** Signs an operator in by a server in dev mode over a laid-out log: their cookie, which holds on the server that is measured. */
export async function operatorCookie(dataDir: string, args: string[]): Promise<string> {
  const server = await ServerProcess.start({ DATA_DIR: dataDir, DEV_KEY, SALON_SECRET }, args);
  try {
    const answer = await fetch(`${server.url}/operator/v1/session/dev-sign-in`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ key: DEV_KEY }),
    });
    const cookie = answer.headers.get('Set-Cookie')?.split(';')[0];
    if (!cookie) throw new Error(`no operator: ${answer.status} ${await answer.text()}`);
    return cookie;
  } finally {
    await server.end('SIGTERM');
  }
}

/** Signs everybody in, grants gold, and opens the rooms; the log is in `dataDir` afterwards. */
export function layOut(load: Load, dataDir: string, args: string[], size: StageSize): Promise<Stage> {
  return layOutOn(load, { DATA_DIR: dataDir, SALON_SECRET }, args, size);
}

export interface StageSize {
  people: number;
  rooms: number;
}

/** The same where the settings say, by a server in dev mode. */
export async function layOutOn(
  load: Load,
  env: Record<string, string>,
  args: string[],
  { people, rooms }: StageSize,
): Promise<Stage> {
  const server = await ServerProcess.start({ ...env, DEV_MODE: '1', DEV_KEY }, args);
  try {
    const ask = asking(load, portOf(server.url));
    const everybody = await signIn(ask, rooms + people);
    const hosts = everybody.slice(0, rooms);
    const viewers = everybody.slice(rooms);
    const seatCount = Math.ceil(people / rooms) + 10;
    await ask([{ method: 'POST', path: '/dev/rooms/seats', headers: devKey, body: JSON.stringify({ seatCount }) }]);
    await ask(
      viewers.map(({ userId }) => ({
        method: 'POST',
        path: `/dev/wallets/${userId}/grant`,
        headers: devKey,
        body: JSON.stringify({ gold: GRANT_GOLD }),
      })),
    );
    // Last: a host who is silent for 45 s has left, and on a busy machine the steps before take long.
    const created = await ask(hosts.map(({ token }) => call('/api/live/create-live', { token, title: 'bench' })));
    const lives = created.map((answer) => (answer.live as { liveId: number }).liveId);
    await ask(hosts.map(({ token }, n) => call('/api/live/start-live', { token, liveId: lives[n]! })));
    const seated = (guests: typeof everybody) => guests.map((guest, n) => ({ ...guest, liveId: lives[n % rooms]! }));
    await ask(seated(viewers).map(({ token, liveId }) => call('/api/live/join-live', { token, liveId })));
    const [sold] = await ask([call('/api/live/gift-info', { token: hosts[0]!.token })]);
    const giftId = (sold!.gifts as { id: number; gold: number }[]).find(({ gold }) => gold === 1)!.id;
    return { hosts: seated(hosts), viewers: seated(viewers), giftId };
  } finally {
    await server.end('SIGTERM');
  }
}

/** A heartbeat of everybody: people without one for 45 s are taken out of their rooms. */
export async function beat(load: Load, port: number, { hosts, viewers }: Stage): Promise<void> {
  const ask = asking(load, port);
  const beats = (guests: readonly Guest[], isCreator: number) =>
    guests.map(({ token, liveId }) => call('/api/live/heart-beat', { token, liveId, isCreator }));
  await ask([...beats(hosts, 1), ...beats(viewers, 0)]);
}

type Answer = Record<string, unknown>;
type Ask = (requests: readonly PlainRequest[]) => Promise<Answer[]>;

/** Each answer must be a success; who is told to come later, because effects are behind, does so. */
export function asking(load: Load, port: number, connections = CONNECTIONS): Ask {
  return async (requests) => {
    const answers: Answer[] = [];
    let left = requests.map((_, n) => n);
    for (let round = 0; left.length > 0; round++) {
      if (round > 0) await new Promise((resolve) => setTimeout(resolve, LATER_MS));
      const each = left.map((n) => requests[n]!);
      const bodies = (await load.run({ each, port, connections })) as string[];
      const refused: number[] = [];
      for (const [at, body] of bodies.entries()) {
        const n = left[at]!;
        const answer = JSON.parse(body) as Answer;
        answers[n] = answer;
        if (answer.errorcode === LATER && round < MAX_ROUNDS) refused.push(n);
        else if ((answer.errorcode ?? 0) !== 0) throw new Error(`${requests[n]!.path} answered ${body.slice(0, 300)}`);
      }
      left = refused;
    }
    return answers;
  };
}

const devKey = { 'X-Dev-Key': DEV_KEY };

/** What a person sends who gives one gift; the load puts a number in place of `{n}`. */
export function giftBody(token: string, liveId: number, giftId: number): string {
  return JSON.stringify({ token, liveId, giftId, amount: 1, gift_uuid: '{n}' });
}

export function call(path: string, params: object): PlainRequest {
  return { method: 'POST', path, body: JSON.stringify(params) };
}

export function portOf(url: string): number {
  return Number(new URL(url).port);
}

async function signIn(ask: Ask, count: number): Promise<{ token: string; userId: number }[]> {
  const phones = Array.from({ length: count }, (_, n) => String(FIRST_PHONE + n));
  await ask(phones.map((phoneNo) => call('/api/user/get-sms-verification-code', { phoneNo })));
  const codes = await ask(phones.map((phone) => ({ method: 'GET', path: `/dev/sms/${phone}`, headers: devKey })));
  const signedIn = await ask(
    phones.map((phoneNo, n) => call('/api/user/sign-in-cl-by-phone', { phoneNo, verifyCode: String(codes[n]!.code) })),
  );
  const people = signedIn.map(({ token, userInfo }) => ({
    token: String(token),
    userId: (userInfo as { id: number }).id,
  }));
  const profile = { gender: 'Female', birthDay: '1995-03-13' };
  await ask(
    people.map(({ token }, n) => call('/api/user/update', { token, ...profile, displayName: `客人${phones[n]}` })),
  );
  return people;
}

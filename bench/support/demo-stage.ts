/** What the evenings of `npm run demo` share: where the server is, people with phones, and how what happens is shown and checked. */
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Client as AppClient, createClient, SalonError } from '../../sdk/index.ts';
import { DEV_KEY_FILE } from '../../server/settings/dev-key.ts';
import { Client, type Message, nameOf, type Watcher } from '../../test/support/client.ts';
import { type DevApp, LinkvBackEnd } from './linkv-back-end.ts';

export const BASE_URL = process.env.SALON_URL ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;
/** Set it when the roles run in different processes, without a proxy that joins them. */
const SOCKET_URL = process.env.SALON_SOCKET_URL ?? BASE_URL;

/** The key of /dev: as given, or from the file that a server in dev mode leaves for this user's programs. */
function devKey(): string {
  const file = join(process.env.DATA_DIR || './data', DEV_KEY_FILE);
  if (process.env.DEV_KEY) return process.env.DEV_KEY;
  if (existsSync(file)) return readFileSync(file, 'utf8');
  throw new Error(`there is no ${file}: start the server with npm run dev, or set DATA_DIR or DEV_KEY as it has them`);
}

/** A phone with an app, which calls and listens by the client in `sdk/`. What it does and hears is printed. */
export class Phone extends Client {
  readonly api: AppClient;

  constructor(name: string) {
    super(BASE_URL, name, print);
    this.devKey = devKey();
    this.api = createClient({ url: BASE_URL, socketUrl: SOCKET_URL, fetch: (...call) => this.printed(...call) });
    this.api.on('message', (message) => this.hear(message as unknown as Message));
  }

  /** Signs in by SMS, whose code the dev route shows, and fills in the profile of a new user. */
  override async signIn(phoneNo: string, { displayName }: { displayName: string }): Promise<this> {
    const { user } = this.api;
    await user.getSMSVerificationCode({ phoneNo });
    const { code } = await this.dev('GET', `/dev/sms/${phoneNo}`);
    const { token, userInfo } = await user.signInCLByPhone({ phoneNo, verifyCode: String(code) });
    this.userId = userInfo.id;
    this.hold(token);
    await user.updateUser({ displayName, gender: 'Female', birthDay: '1995-03-13' });
    return this;
  }

  /** Takes a session that some API has opened. */
  hold(token: string): void {
    this.token = token;
    this.api.token = token;
  }

  /** Resolves when everything that was missed is there. */
  override async connect(): Promise<this> {
    await this.api.connect();
    return this;
  }

  override close(): void {
    this.api.close();
  }

  private async printed(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const response = await fetch(input, init);
    const { token: _, ...params } = JSON.parse(String(init?.body)) as Record<string, unknown>;
    const given = Object.entries(params).map(([name, value]) => `${name}=${value}`);
    const what = [String(input).slice(BASE_URL.length), ...given].join(' ');
    print({ who: this.name, direction: '→', what, detail: await response.clone().json() });
    return response;
  }
}

/** The code with which a call is refused; 0: it succeeded. */
export async function codeOf(call: Promise<unknown>): Promise<number> {
  try {
    await call;
    return 0;
  } catch (error) {
    if (error instanceof SalonError) return error.code;
    throw error;
  }
}

/** A phone number from which on a handful have no owner yet. */
export const freePhones = () => 13_000_000_000 + Math.floor(Math.random() * 999_999_990);

const width = 6;
/** One line per request and per received message. */
export const print: Watcher = ({ who, direction, what, detail }) => {
  const shown =
    direction === '→' ? answerOf(detail) : direction === '←' ? messageOf(detail as Message) : JSON.stringify(detail);
  printLine(who, `${direction} ${what}${shown ? `  ${shown}` : ''}`);
};

export const printLine = (who: string, line: string) => console.log(`${who.padEnd(width)} ${line}`);

function answerOf(detail: unknown): string {
  const answer = detail as Record<string, unknown>;
  if (Array.isArray(answer.apps)) return `${answer.apps.length} apps to try`;
  if (!('errorcode' in answer)) return JSON.stringify(answer);
  const brief = ['gold', 'expireTime', 'needRegist', 'totalCount', 'isshutup'].filter((key) => key in answer);
  const extra = brief.map((key) => ` ${key}=${answer[key]}`).join('');
  return answer.errorcode === 0 ? `ok${extra}` : `${answer.errorcode} ${answer.errormsg}`;
}

function messageOf(message: Message): string {
  const keys = [
    'fromUserName',
    'text',
    'amount',
    'totalTicket',
    'status',
    'title',
    'totalCount',
    'roomLockedCount',
    'userId',
  ];
  const brief = keys.filter((key) => message[key] !== undefined).map((key) => `${key}=${JSON.stringify(message[key])}`);
  const { msg } = message;
  if (nameOf(message) === 'IM') {
    const { fromUserId, msgType, content } = msg as { fromUserId: number; msgType: string; content: object };
    brief.push(`from=${fromUserId} ${msgType} ${JSON.stringify(content)}`);
  }
  return `${brief.join(' ')}  (${message.channel} @${message.position})`;
}

/** An app as `GET /dev/apps` shows it. */
export interface ShownApp extends DevApp {
  tenant: string;
  dialect: string;
  appKey?: string;
  adminUserId?: string;
  adminToken?: string;
}

/** The app of a dialect whose people are heihei's too. */
export async function devApp(client: Client, dialect: string): Promise<ShownApp> {
  const { apps } = (await client.dev('GET', '/dev/apps')) as { apps: ShownApp[] };
  const app = apps.find((one) => one.dialect === dialect && one.tenant === 'heihei');
  ensure(app, `there is no app of ${dialect} in dev mode`);
  return app;
}

/** Tells the epoch seconds of the server's clock: a server in dev mode may have had it advanced. */
export async function serverClock(client: Client): Promise<() => number> {
  const { now } = await client.dev('GET', '/dev/clock');
  const aheadMs = Number(now) - Date.now();
  return () => Math.floor((Date.now() + aheadMs) / 1000);
}

/** Gold that LinkV's back end grants one viewer, and how long it is valid. */
export const LINKV_GOLD = 150;
const LINKV_GOLD_S = 90 * 24 * 3600;

/** The server of an app that grants gold through LinkV live's API. */
export async function linkvBackEnd(client: Client): Promise<LinkvBackEnd> {
  return new LinkvBackEnd(BASE_URL, await devApp(client, 'linkv-live'), print, await serverClock(client));
}

/**
 * An app's server names a heihei viewer by their id in Salon, and grants gold that expires. It sends the order twice, like a server
 * that missed the answer: it counts once. Returns the balance.
 */
export async function grantByLinkv(linkv: LinkvBackEnd, viewer: Client): Promise<number> {
  const { openId } = await linkv.token(String(viewer.userId));
  ensure(openId === String(viewer.userId), 'LinkV named another person');
  const orderId = `demo-${randomUUID()}`;
  const endsAtS = (await serverClock(viewer))() + LINKV_GOLD_S;
  const before = await linkv.balance(openId);
  const after = await linkv.payOrder(openId, orderId, LINKV_GOLD, endsAtS);
  ensure(after === before + LINKV_GOLD, 'the order did not grant its gold');
  ensure((await linkv.payOrder(openId, orderId, LINKV_GOLD, endsAtS)) === after, 'an order was paid twice');
  return after;
}

export const title = (text: string) => console.log(`\n— ${text}`);
export const isAction = (action: string) => (message: Message) =>
  message.msgType === 'action' && message.action === action;
export const isType = (msgType: string) => (message: Message) => message.msgType === msgType;

export function ensure(condition: unknown, otherwise: string): asserts condition {
  if (!condition) throw new Error(otherwise);
}

/** What tells how something is now: it is sent again without anything new in the log. */
const STATES = ['counters', 'action:message-unread-count'];

/** Every socket got each message once. */
export function ensureOnce(clients: readonly Client[]): void {
  for (const client of clients) {
    const ids = client.received.filter((m) => !STATES.includes(nameOf(m))).map((m) => `${m.channel}#${m.msgId}`);
    ensure(new Set(ids).size === ids.length, `${client.name} saw a message twice`);
  }
}

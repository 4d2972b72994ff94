import { resolve } from 'node:path';
import proxyaddr from 'proxy-addr';
import { type Limits, readLimits } from './api/http/rate-limits.ts';
import { DEFAULT_SUCCESSES_PER_LINE } from './api/http/request-log.ts';
import type { App } from './application/apps.ts';
import { CONSOLE_REACHES, type ConsoleReach, type MediaAddresses } from './application/core.ts';
import type { TenantWords } from './application/texts/words.ts';
import { MAX_AMOUNT } from './domain/kernel/limits.ts';
import {
  hookProblems,
  isLoopback,
  mediaFrom,
  originProblems,
  publicUrlProblems,
  rtcApiProblems,
} from './server/settings/addresses.ts';
import { type Env, listOf, wholeNumber } from './server/settings/env.ts';
import {
  appsFrom,
  paymentProvidersFrom,
  pushProvidersFrom,
  signInProvidersFrom,
  webhooksFrom,
  wordsFrom,
} from './server/settings/json-settings.ts';
import { misspeltSettings } from './server/settings/names.ts';
import type { PaymentSettings } from './server/settings/payment-settings.ts';
import type { PushProviderSettings } from './server/settings/push-settings.ts';
import { checkDifferent, type GivenSecrets, secretsFrom } from './server/settings/secrets.ts';
import type { SignInSettings } from './server/settings/sign-in-settings.ts';
import { type Storage, storageFrom } from './server/settings/storage.ts';
import { weaknessOf } from './server/settings/strength.ts';
import { type TencentRtc, tencentRtcFrom } from './server/settings/tencent.ts';
import type { Hook } from './workers/webhooks/hooks.ts';

/** What a process can do; by default one process does all of it. */
export const ROLES = ['api', 'realtime', 'projections', 'workers'] as const;
export type Role = (typeof ROLES)[number];

/** Addresses of the production engines, with user and password where they want them. */
export interface EngineUrls {
  eventStore: string;
  mongo: string;
  redis: string;
}

/** Everything that an operator can set. Read once, at start. */
export interface Config extends GivenSecrets {
  roles: ReadonlySet<Role>;
  /** Null: everything is embedded, in `dataDir`. */
  engines: EngineUrls | null;
  /** Dev mode, only on request: /dev routes, a built-in secret, no SMS provider needed. Loopback only. */
  dev: boolean;
  /** The key that callers of /dev must send; '' = made anew at each start. */
  devKey: string;
  host: string;
  port: number;
  dataDir: string;
  /** The address under which clients reach this server, without a trailing slash; '' = each request's Host. */
  publicUrl: string;
  /** Origins of web pages that may open sockets, besides this server's own. */
  allowedOrigins: string[];
  /** Trusted proxies, whose X-Forwarded-For counts: addresses, CIDR blocks, or `loopback`, `linklocal`, `uniquelocal`. */
  trustedProxies: string[];
  /** The apps whose servers may call, and the tenants that they act in. */
  apps: readonly App[];
  /** Names that are reserved for staff, and words that are masked or held, by tenant. */
  words: Readonly<Record<string, TenantWords>>;
  /** Address of the RTC server's API, without a trailing slash; '' = people are not removed from its rooms. */
  rtcApiUrl: string;
  /** Where media servers are, for the addresses of lives. */
  media: MediaAddresses;
  /** The app at Tencent whose signatures clients get; null = none. */
  tencentRtc: TencentRtc | null;
  /** Address to which sign-in codes are posted; '' = none, and outside dev mode nobody signs in by phone. */
  smsWebhookUrl: string;
  /** The bucket in which files lie; null: a folder of `dataDir`. */
  storage: Storage | null;
  /** Whether an operator lets recordings pass before others hear them. */
  reviewsRecords: boolean;
  /** Whether the reference and the landing page are shown: never, in dev mode, or always. */
  docs: 'off' | 'dev' | 'on';
  /** Who reaches the operators' API and the console. */
  console: ConsoleReach;
  /** Gold that one operator gives or takes back alone. */
  operatorLimitGold: number;
  /** Cents of a yuan of a withdrawal that one operator lets be paid alone. */
  operatorLimitCents: number;
  /** What a point is worth in a withdrawal, in cents of a yuan. */
  cashCentsPerPoint: number;
  /** Address to which notifications are posted whose provider is not in `pushProviders`; '' = none. */
  pushWebhookUrl: string;
  /** Whom to tell what happens. */
  webhooks: readonly Hook[];
  /** The providers of notifications that are asked directly. */
  pushProviders: PushProviderSettings;
  /** Where people can pay for gold. */
  paymentProviders: PaymentSettings;
  /** By whom people sign in who bring no phone. */
  signInProviders: SignInSettings;
  /** Sign-in codes that one remote address may ask one process for in an hour, and wrong ones that it may try. */
  codesPerAddress: number;
  /** Sign-in codes that one process sends in an hour. */
  codesPerHour: number;
  /** How often a person, an app or a stranger may call; null: no limits. */
  rateLimits: Limits | null;
  logLevel: string;
  /** One log line per this many successful requests; 0: none. */
  successesPerLine: number;
  /** Advice for the operator, one sentence each; Salon starts all the same. */
  warnings: string[];
}

/** Names every problem that was found, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

const NODE_ENVS = ['production', 'development', 'test'];
/** Floods over many phones cost money and annoy their owners, but a carrier's address may stand for many people. */
const DEFAULT_CODES_PER_ADDRESS = 30;
/** Messages cost money. The limit of wrong codes is a share of this. */
const DEFAULT_CODES_PER_HOUR = 1_000;
/** What a mistake of one operator may cost. */
/** Half of what a person can be paid in a day. */
const DEFAULT_OPERATOR_LIMIT_CENTS = 100_000;
const DEFAULT_OPERATOR_LIMIT_GOLD = 100_000;
/** heihei, 用户信息: 402285 points are worth 2011425 cents. */
const DEFAULT_CASH_CENTS_PER_POINT = 5;
/** A yuan a point: ten times what the point was paid for. */
const MAX_CASH_CENTS_PER_POINT = 100;
/** In dev mode no message is sent, and every client is this machine. */
const MAX_CODES_IN_HOUR = 1_000_000;
/** A rarer sample would show next to nothing. */
const MAX_SUCCESSES_PER_LINE = 1_000_000;
/** Characters that need no escape in an address. */
const DEV_KEY = /^[\w.~-]{8,}$/;
const DOCS = ['off', 'dev', 'on'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/** Problems and warnings found while the settings are read, one sentence each. */
interface Found {
  /** With any of these, the start fails. */
  problems: string[];
  warnings: string[];
}

/**
 * Reads the configuration from environment variables; roles and dev mode also from the command line. Throws one `ConfigError` that
 * names all problems.
 */
export function readConfig(env: Env, roleList: string | undefined = env.ROLES, asksForDevMode = false): Config {
  const found: Found = { problems: [], warnings: misspeltSettings(env) };
  const { problems, warnings } = found;
  const engines = enginesFrom(env, found);
  const roles = rolesFrom(roleList, problems);
  if (!engines && roles.size < ROLES.length) {
    problems.push(
      'A process with some roles alone needs the engines that they share: set EVENTSTORE_URL, MONGODB_URL and REDIS_URL',
    );
  }
  const dev = devFrom(env, asksForDevMode, problems);
  const devKey = env.DEV_KEY ?? '';
  if (devKey !== '' && !DEV_KEY.test(devKey)) problems.push('DEV_KEY takes at least 8 letters, digits and . _ ~ -');
  const devKeyWeakness = DEV_KEY.test(devKey) ? weaknessOf(devKey) : null;
  if (devKeyWeakness) problems.push(`DEV_KEY is ${devKeyWeakness}: choose a random one, or leave it out`);

  const host = env.HOST || '127.0.0.1';
  if (dev && !isLoopback(host)) {
    problems.push(
      `HOST=${host} is refused in dev mode, which serves this machine only: start with npm start to serve others`,
    );
  }

  const port = env.PORT === undefined || env.PORT === '' ? 3000 : Number(env.PORT);
  if (!/^\d*$/.test(env.PORT ?? '') || port > 65_535) problems.push(`PORT=${env.PORT} is not a port: give 0 to 65535`);

  const publicUrl = (env.PUBLIC_URL ?? '').replace(/\/+$/, '');
  problems.push(...publicUrlProblems(publicUrl));
  if (publicUrl === '' && !dev && (env.NODE_ENV === 'production' || !isLoopback(host))) {
    warnings.push(
      "PUBLIC_URL is not set, so addresses in answers repeat each request's Host header, which clients choose: set it to the address under which clients reach this server",
    );
  }

  const allowedOrigins = listOf(env.ALLOWED_ORIGINS);
  problems.push(...originProblems(allowedOrigins));

  const trustedProxies = listOf(env.TRUSTED_PROXIES);
  try {
    proxyaddr.compile(trustedProxies);
  } catch {
    problems.push(
      'TRUSTED_PROXIES takes addresses, CIDR blocks, loopback, linklocal or uniquelocal, separated by commas',
    );
  }

  const secrets = secretsFrom(env, { dev, isKept: engines === null }, problems);
  const rtcApiUrl = (env.RTC_API_URL ?? '').replace(/\/+$/, '');
  problems.push(...rtcApiProblems(rtcApiUrl, secrets.rtc !== null));
  const tencentRtc = tencentRtcFrom(env, problems);
  const media = mediaFrom(env, problems);
  const smsWebhookUrl = env.SMS_WEBHOOK_URL ?? '';
  const pushWebhookUrl = env.PUSH_WEBHOOK_URL ?? '';
  const hooks = [
    hookProblems('SMS_WEBHOOK_URL', smsWebhookUrl, 'sign-in codes'),
    hookProblems('PUSH_WEBHOOK_URL', pushWebhookUrl, 'tokens of phones'),
  ];
  problems.push(...hooks.flatMap((hook) => hook.problems));
  warnings.push(...hooks.flatMap((hook) => hook.warnings));
  const webhooks = webhooksFrom(env.WEBHOOKS, problems);
  const pushProviders = pushProvidersFrom(env.PUSH_PROVIDERS, problems);
  const paymentProviders = paymentProvidersFrom(env.PAYMENT_PROVIDERS, problems);
  if (Object.keys(paymentProviders).length > 0 && publicUrl === '') {
    problems.push('PAYMENT_PROVIDERS needs a PUBLIC_URL, where providers call back');
  }
  const codesFrom = (name: string, usual: number) => {
    const limits = { fallback: dev ? MAX_CODES_IN_HOUR : usual, min: 1, max: MAX_CODES_IN_HOUR };
    return wholeNumber(env, name, limits, problems);
  };
  const codesPerAddress = codesFrom('CODES_PER_ADDRESS', DEFAULT_CODES_PER_ADDRESS);
  const codesPerHour = codesFrom('CODES_PER_HOUR', DEFAULT_CODES_PER_HOUR);

  const storage = storageFrom(env, found);
  const review = env.RECORD_REVIEW || 'none';
  if (!['none', 'manual'].includes(review)) problems.push('RECORD_REVIEW must be none or manual');

  const docs = DOCS.find((one) => one === (env.DOCS || 'dev'));
  if (!docs) problems.push(`DOCS must be one of ${DOCS.join(', ')}`);
  const console = CONSOLE_REACHES.find((reach) => reach === (env.CONSOLE || 'loopback'));
  if (!console) problems.push(`CONSOLE must be one of ${CONSOLE_REACHES.join(', ')}`);
  const aloneGold = { fallback: DEFAULT_OPERATOR_LIMIT_GOLD, min: 0, max: MAX_AMOUNT };
  const operatorLimitGold = wholeNumber(env, 'OPERATOR_LIMIT_GOLD', aloneGold, problems);
  const aloneCents = { fallback: DEFAULT_OPERATOR_LIMIT_CENTS, min: 0, max: MAX_AMOUNT };
  const operatorLimitCents = wholeNumber(env, 'OPERATOR_LIMIT_CENTS', aloneCents, problems);

  const rate = { fallback: DEFAULT_CASH_CENTS_PER_POINT, min: 1, max: MAX_CASH_CENTS_PER_POINT };
  const cashCentsPerPoint = wholeNumber(env, 'CASH_CENTS_PER_POINT', rate, problems);

  const rateLimits = rateLimitsFrom(env.RATE_LIMITS, dev, problems);

  const apps = appsFrom(env.SALON_APPS, dev, problems);
  const words = wordsFrom(env.SALON_WORDS, problems);
  if (!dev) checkDifferent(env, secrets.oldSecrets, apps, problems);

  const logLevel = env.LOG_LEVEL || (dev ? 'warn' : 'info');
  if (!LOG_LEVELS.includes(logLevel)) problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);

  const sampling = { fallback: DEFAULT_SUCCESSES_PER_LINE, min: 0, max: MAX_SUCCESSES_PER_LINE };
  const successesPerLine = wholeNumber(env, 'SUCCESSES_PER_LOG_LINE', sampling, problems);

  if (problems.length > 0) throw new ConfigError(problems);
  return {
    roles,
    engines,
    dev,
    devKey,
    host,
    port,
    dataDir: resolve(env.DATA_DIR || './data'),
    publicUrl,
    allowedOrigins,
    trustedProxies,
    ...secrets,
    apps,
    words,
    rtcApiUrl,
    media,
    tencentRtc,
    smsWebhookUrl,
    storage,
    reviewsRecords: review === 'manual',
    docs: docs ?? 'off',
    console: console ?? 'off',
    operatorLimitGold,
    operatorLimitCents,
    cashCentsPerPoint,
    pushWebhookUrl,
    webhooks,
    pushProviders,
    paymentProviders,
    signInProviders: signInProvidersFrom(env.SIGN_IN_PROVIDERS, problems),
    codesPerAddress,
    codesPerHour,
    rateLimits,
    logLevel,
    successesPerLine,
    warnings,
  };
}

/** Dev mode is on only on request, never by default. */
function devFrom(env: Env, asksForDevMode: boolean, problems: string[]): boolean {
  if (env.NODE_ENV && !NODE_ENVS.includes(env.NODE_ENV)) {
    problems.push(`NODE_ENV=${env.NODE_ENV} means nothing here: leave it out, or give ${NODE_ENVS.join(', ')}`);
  }
  if (env.DEV_MODE && !['0', '1'].includes(env.DEV_MODE)) problems.push('DEV_MODE must be 0 or 1');
  if (asksForDevMode && env.DEV_MODE === '0') {
    problems.push('--dev and DEV_MODE=0 contradict each other: leave one of them out');
  }
  const dev = asksForDevMode || env.DEV_MODE === '1';
  if (dev && env.NODE_ENV === 'production') {
    problems.push('Dev mode (--dev or DEV_MODE=1) is refused when NODE_ENV=production: it hands out gold and codes');
  }
  return dev;
}

const ENGINE_URLS = [
  ['EVENTSTORE_URL', 'eventStore', /^esdb(\+discover)?:\/\/./],
  ['MONGODB_URL', 'mongo', /^mongodb(\+srv)?:\/\/./],
  ['REDIS_URL', 'redis', /^rediss?(\+sentinel)?:\/\/./],
] as const;
/** The password in an address: from the first colon behind `//` to the last `@` before the path. */
const PASSWORD = /^[^:]+:\/\/[^:/?#@]*:([^/?#]*)@/;

/** All three or none. No message repeats a value, because it may hold a password. */
function enginesFrom(env: Env, { problems, warnings }: Found): EngineUrls | null {
  const missing = ENGINE_URLS.filter(([name]) => !env[name]).map(([name]) => name);
  if (missing.length === ENGINE_URLS.length) return null;
  if (missing.length > 0) {
    problems.push(
      `${missing.join(' and ')} missing: give all of EVENTSTORE_URL, MONGODB_URL and REDIS_URL, or none of them`,
    );
  }
  const urls: EngineUrls = { eventStore: '', mongo: '', redis: '' };
  for (const [name, key, form] of ENGINE_URLS) {
    urls[key] = env[name] ?? '';
    if (urls[key] !== '' && !form.test(urls[key])) problems.push(`${name} is no address of that engine`);
    const password = PASSWORD.exec(urls[key])?.[1];
    const weakness = password ? weaknessOf(password) : null;
    if (weakness) warnings.push(`The password in ${name} is ${weakness}: give that engine a random one`);
  }
  return urls;
}

function rolesFrom(list: string | undefined, problems: string[]): ReadonlySet<Role> {
  if (list === undefined || list === '') return new Set(ROLES);
  const named = list.split(',').map((role) => role.trim());
  const known = named.filter((role): role is Role => (ROLES as readonly string[]).includes(role));
  if (known.length < named.length) problems.push(`--roles takes ${ROLES.join(', ')}, separated by commas`);
  return new Set(known);
}

/** No limits by default in dev mode: every client is this machine, and some of them are tests. */
function rateLimitsFrom(given: string | undefined, dev: boolean, problems: string[]): Limits | null {
  try {
    return readLimits(given || (dev ? 'off' : ''));
  } catch (error) {
    problems.push(`RATE_LIMITS ${(error as Error).message}`);
    return null;
  }
}

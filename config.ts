import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import proxyaddr from 'proxy-addr';
import { type Limits, readLimits } from './api/http/rate-limits.ts';
import { DEFAULT_SUCCESSES_PER_LINE } from './api/http/request-log.ts';
import { type App, readApps } from './application/apps.ts';
import { readWords, type TenantWords } from './application/texts/words.ts';
import { APP_FORMS, DEV_APPS } from './server/served-apis.ts';
import {
  hookProblems,
  isLoopback,
  originProblems,
  publicUrlProblems,
  rtcApiProblems,
} from './server/settings/addresses.ts';
import { misspeltSettings } from './server/settings/names.ts';
import type { Secrets } from './server/settings/secrets-file.ts';
import { weaknessOf } from './server/settings/strength.ts';

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
export interface Config {
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
  /** Null: the first start makes one, and keeps it in `dataDir`. */
  secret: string | null;
  /** Secrets that were in use before: sessions that they signed go on until they expire. */
  oldSecrets: string[];
  /** The apps whose servers may call, and the tenants that they act in. */
  apps: readonly App[];
  /** Names that are reserved for staff, and words that are masked or held, by tenant. */
  words: Readonly<Record<string, TenantWords>>;
  /** Null: made and kept like `secret`. */
  rtc: Secrets['rtc'] | null;
  /** Address of the RTC server's API, without a trailing slash; '' = people are not removed from its rooms. */
  rtcApiUrl: string;
  /** Address to which sign-in codes are posted; '' = none, and outside dev mode nobody signs in by phone. */
  smsWebhookUrl: string;
  /** Signs the posts to it; '' = a key derived from the secret. */
  smsWebhookSecret: string;
  /** Sign-in codes that one remote address may ask one process for in an hour, and wrong ones that it may try. */
  codesPerAddress: number;
  /** Sign-in codes that one process sends in an hour. */
  codesPerHour: number;
  /** How often a person, an app or a stranger may call; null: no limits. */
  rateLimits: Limits | null;
  /** The bearer token that a scraper of /metrics must send; '' = open in dev mode, else there is no /metrics. */
  metricsToken: string;
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

/** Known to everybody, so for dev mode only. */
export const DEV_SECRET = 'dev-secret-for-loopback-only-0123456789';
export const DEV_RTC = { apiKey: 'devkey', apiSecret: 'dev-rtc-secret-for-loopback-only-0123' };

const NODE_ENVS = ['production', 'development', 'test'];
const MIN_SECRET_CHARS = 32;
/** Floods over many phones cost money and annoy their owners, but a carrier's address may stand for many people. */
const DEFAULT_CODES_PER_ADDRESS = 30;
/** Messages cost money. The limit of wrong codes is a share of this. */
const DEFAULT_CODES_PER_HOUR = 1_000;
/** In dev mode no message is sent, and every client is this machine. */
const MAX_CODES_IN_HOUR = 1_000_000;
/** A rarer sample would show next to nothing. */
const MAX_SUCCESSES_PER_LINE = 1_000_000;
const MIN_METRICS_TOKEN_CHARS = 16;
/** Characters that need no escape in an address. */
const DEV_KEY = /^[\w.~-]{8,}$/;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

type Env = Record<string, string | undefined>;

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
  const smsWebhookUrl = env.SMS_WEBHOOK_URL ?? '';
  const hook = hookProblems(smsWebhookUrl);
  problems.push(...hook.problems);
  warnings.push(...hook.warnings);
  const codesFrom = (name: string, given: string | undefined, fallback: number) =>
    codesInHour(name, given, dev ? MAX_CODES_IN_HOUR : fallback, problems);
  const codesPerAddress = codesFrom('CODES_PER_ADDRESS', env.CODES_PER_ADDRESS, DEFAULT_CODES_PER_ADDRESS);
  const codesPerHour = codesFrom('CODES_PER_HOUR', env.CODES_PER_HOUR, DEFAULT_CODES_PER_HOUR);

  const rateLimits = rateLimitsFrom(env.RATE_LIMITS, dev, problems);

  const apps = appsFrom(env.SALON_APPS, dev, problems);
  const words = wordsFrom(env.SALON_WORDS, problems);
  if (!dev) checkDifferent(env, secrets.oldSecrets, apps, problems);

  const logLevel = env.LOG_LEVEL || (dev ? 'warn' : 'info');
  if (!LOG_LEVELS.includes(logLevel)) problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);

  const successesPerLine = wholeNumber(env.SUCCESSES_PER_LOG_LINE, DEFAULT_SUCCESSES_PER_LINE);
  if (!(successesPerLine <= MAX_SUCCESSES_PER_LINE)) {
    problems.push(
      `SUCCESSES_PER_LOG_LINE=${env.SUCCESSES_PER_LOG_LINE} is no number from 0 to ${MAX_SUCCESSES_PER_LINE}`,
    );
  }

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
    smsWebhookUrl,
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

/**
 * The secrets. Outside dev mode they are given, or, where the stores are files (`isKept`), made at the first start. Processes that
 * share engines must be given the same ones.
 */
function secretsFrom(
  env: Env,
  mode: { dev: boolean; isKept: boolean },
  problems: string[],
): Pick<Config, 'secret' | 'oldSecrets' | 'rtc' | 'smsWebhookSecret' | 'metricsToken'> {
  const secret = env.SALON_SECRET || (mode.dev ? DEV_SECRET : null);
  const oldSecrets = listOf(env.SALON_OLD_SECRETS);
  const apiKey = env.RTC_API_KEY || (mode.dev ? DEV_RTC.apiKey : '');
  const apiSecret = env.RTC_API_SECRET || (mode.dev ? DEV_RTC.apiSecret : '');
  const smsWebhookSecret = env.SMS_WEBHOOK_SECRET ?? '';
  const metricsToken = env.METRICS_TOKEN ?? '';
  const isTokenTaken = new RegExp(`^[\\x21-\\x7e]{${MIN_METRICS_TOKEN_CHARS},}$`).test(metricsToken);
  if (metricsToken !== '' && !isTokenTaken) {
    problems.push(`METRICS_TOKEN takes at least ${MIN_METRICS_TOKEN_CHARS} printable ASCII characters, without spaces`);
  }
  if (!mode.dev) {
    const isRtcGiven = apiKey !== '' || apiSecret !== '';
    if (secret === null && !mode.isKept) {
      problems.push(`SALON_SECRET is missing: give at least ${MIN_SECRET_CHARS} random characters`);
    }
    if (apiKey === '' && (isRtcGiven || !mode.isKept)) {
      problems.push('RTC_API_KEY is missing: the key of the RTC server that conferences run on');
    }
    if (apiSecret === '' && (isRtcGiven || !mode.isKept)) {
      problems.push(`RTC_API_SECRET is missing: the RTC server's, at least ${MIN_SECRET_CHARS} random characters`);
    }
    checkSecret('SALON_SECRET', secret ?? '', problems);
    for (const old of oldSecrets) checkSecret('SALON_OLD_SECRETS', old, problems);
    if (oldSecrets.length > 0 && secret === null) {
      problems.push('SALON_OLD_SECRETS needs a SALON_SECRET that took their place');
    }
    if (secret !== null && oldSecrets.includes(secret)) {
      problems.push('SALON_OLD_SECRETS holds the SALON_SECRET that is in use: give it a new one');
    }
    checkSecret('RTC_API_SECRET', apiSecret, problems);
    checkSecret('SMS_WEBHOOK_SECRET', smsWebhookSecret, problems);
    const weakness = isTokenTaken ? weaknessOf(metricsToken) : null;
    if (weakness) problems.push(`METRICS_TOKEN is ${weakness}: choose a random one`);
  }
  const rtc = apiKey === '' ? null : { apiKey, apiSecret };
  return { secret, oldSecrets, rtc, smsWebhookSecret, metricsToken };
}

function checkSecret(name: string, value: string, problems: string[]): void {
  if (value === '') return;
  const weakness = weaknessOf(value);
  if ([DEV_SECRET, DEV_RTC.apiSecret].includes(value)) {
    problems.push(`${name} is the dev mode's, which everybody knows: choose another`);
  } else if (value.length < MIN_SECRET_CHARS) {
    problems.push(`${name} is too short: give at least ${MIN_SECRET_CHARS} random characters`);
  } else if (weakness) {
    problems.push(`${name} is ${weakness}: give at least ${MIN_SECRET_CHARS} random characters`);
  }
}

/** Each of these is known to a different party, which must not learn another one by it. */
const APART = ['SALON_SECRET', 'RTC_API_SECRET', 'RTC_API_KEY', 'SMS_WEBHOOK_SECRET', 'METRICS_TOKEN'];

function checkDifferent(env: Env, oldSecrets: string[], apps: readonly App[], problems: string[]): void {
  const named = [
    ...APART.map((name) => ({ name, value: env[name]?.trim() ?? '' })),
    ...oldSecrets.map((value) => ({ name: 'SALON_OLD_SECRETS', value })),
  ].filter(({ value }) => value !== '');
  const used = [...named, ...apps.map(({ appId, secret }) => ({ name: `the secret of ${appId}`, value: secret }))];
  for (const [at, { name, value }] of named.entries()) {
    const others = used.slice(at + 1).filter((other) => other.value === value && other.name !== name);
    const names = others.map((other) => other.name);
    // That the secret in use is also an old one is reported elsewhere.
    const same = name === 'SALON_SECRET' ? names.filter((other) => other !== 'SALON_OLD_SECRETS') : names;
    if (same.length > 0) problems.push(`${name} and ${same.join(' and ')} are the same: give each a value of its own`);
  }
  for (const [at, { tenant, appId, secret }] of apps.entries()) {
    const other = apps.slice(at + 1).find((app) => app.secret === secret && app.tenant !== tenant);
    if (other) problems.push(`SALON_APPS: ${appId} and ${other.appId} have the same secret, and different tenants`);
  }
}

/** The given apps; by default none, and in dev mode some to try things with. */
function appsFrom(given: string | undefined, dev: boolean, problems: string[]): readonly App[] {
  if (!given) return dev ? DEV_APPS : [];
  const text = jsonOrFile('SALON_APPS', given, problems);
  if (text === null) return [];
  const found = readApps(text, { forms: APP_FORMS, dev });
  problems.push(...found.problems);
  for (const { appId, secret } of dev ? [] : found.apps) {
    const weakness = weaknessOf(secret);
    if (weakness) problems.push(`SALON_APPS: the secret of ${appId} is ${weakness}: choose a random one`);
  }
  return found.apps;
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

function wordsFrom(given: string | undefined, problems: string[]): Record<string, TenantWords> {
  const text = given ? jsonOrFile('SALON_WORDS', given, problems) : null;
  if (text === null) return {};
  const found = readWords(text);
  problems.push(...found.problems);
  return found.tenants;
}

/** Reads a setting that is JSON, or the path of a JSON file; null, and a problem, when the file cannot be read. */
function jsonOrFile(name: string, given: string, problems: string[]): string | null {
  if (given.trimStart().startsWith('{')) return given;
  try {
    return readFileSync(given, 'utf8');
  } catch (error) {
    problems.push(`${name} names a file that cannot be read (${(error as NodeJS.ErrnoException).code})`);
    return null;
  }
}

function codesInHour(name: string, given: string | undefined, fallback: number, problems: string[]): number {
  if (given === undefined || given === '') return fallback;
  const codes = /^\d+$/.test(given) ? Number(given) : 0;
  if (codes < 1 || codes > MAX_CODES_IN_HOUR)
    problems.push(`${name}=${given} is no number from 1 to ${MAX_CODES_IN_HOUR}`);
  return codes;
}

/** Reads a whole number; NaN for any other text. */
function wholeNumber(given: string | undefined, fallback: number): number {
  if (given === undefined || given === '') return fallback;
  return /^\d{1,15}$/.test(given) ? Number(given) : Number.NaN;
}

function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

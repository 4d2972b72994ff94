import { isIP } from 'node:net';
import { resolve } from 'node:path';
import proxyaddr from 'proxy-addr';

/** What a process can do; all of it in one by default. */
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
  /** Dev mode: /dev routes, a built-in secret, no SMS provider needed. Loopback only. */
  dev: boolean;
  host: string;
  port: number;
  dataDir: string;
  /** Under which clients reach this server, without a trailing slash; '' = as each request's Host says. */
  publicUrl: string;
  /** Origins of web pages that may open sockets, besides this server's own. */
  allowedOrigins: string[];
  /** Proxies whose X-Forwarded-For is believed: addresses, CIDR blocks, or `loopback`, `linklocal`, `uniquelocal`. */
  trustedProxies: string[];
  /** Session tokens, SMS codes and push addresses are signed with keys derived from it. */
  secret: string;
  rtc: { apiKey: string; apiSecret: string };
  smsWebhookUrl: string;
  /** Sign-in codes that one remote address may ask one process for in an hour. */
  codesPerAddress: number;
  /** What a scraper of /metrics must show; '' = open in dev mode, else no /metrics at all. */
  metricsToken: string;
  logLevel: string;
}

/** Thrown with every problem that was found, one line each. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly problems: string[];
  constructor(problems: string[]) {
    super(problems.join('\n'));
    this.problems = problems;
  }
}

/** Known to everyone, so good for nothing but a laptop. */
export const DEV_SECRET = 'dev-secret-for-loopback-only-0123456789';
export const DEV_RTC = { apiKey: 'devkey', apiSecret: 'dev-rtc-secret-for-loopback-only-0123' };

const MIN_SECRET_CHARS = 32;
/** A flood over many phones costs money and annoys their owners; behind one address of a carrier there may be many people. */
const DEFAULT_CODES_PER_ADDRESS = 30;
/** In dev mode no message is sent, and every client is this machine. */
const MAX_CODES_PER_ADDRESS = 1_000_000;
const MIN_METRICS_TOKEN_CHARS = 16;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'];

/**
 * Reads the configuration from environment variables, and the roles from the command line where they are given there;
 * throws one `ConfigError` that names all problems.
 */
export function readConfig(env: Record<string, string | undefined>, roleList: string | undefined = env.ROLES): Config {
  const problems: string[] = [];
  const engines = enginesFrom(env, problems);
  const roles = rolesFrom(roleList, problems);
  if (!engines && roles.size < ROLES.length) {
    problems.push(
      'A process with some roles alone needs the engines that they share: set EVENTSTORE_URL, MONGODB_URL and REDIS_URL',
    );
  }
  const production = env.NODE_ENV === 'production';
  const dev = env.DEV_MODE === undefined || env.DEV_MODE === '' ? !production : env.DEV_MODE === '1';
  if (env.DEV_MODE && !['0', '1'].includes(env.DEV_MODE)) problems.push('DEV_MODE must be 0 or 1');
  if (production && dev) problems.push('DEV_MODE=1 is refused when NODE_ENV=production: it hands out gold and codes');

  const host = env.HOST || '127.0.0.1';
  if (dev && !isLoopback(host)) {
    problems.push(
      `HOST=${host} is refused in dev mode, which serves this machine only: set NODE_ENV=production to serve others`,
    );
  }

  const port = env.PORT === undefined || env.PORT === '' ? 3000 : Number(env.PORT);
  if (!/^\d*$/.test(env.PORT ?? '') || port > 65_535) problems.push(`PORT=${env.PORT} is not a port: give 0 to 65535`);

  const publicUrl = (env.PUBLIC_URL ?? '').replace(/\/+$/, '');
  if (publicUrl !== '' && !isHttpUrl(publicUrl)) problems.push('PUBLIC_URL must be an http or https address');

  const allowedOrigins = listOf(env.ALLOWED_ORIGINS);
  for (const origin of allowedOrigins) {
    if (!isHttpUrl(origin)) problems.push(`ALLOWED_ORIGINS holds ${origin}, which is not an http or https origin`);
  }

  const trustedProxies = listOf(env.TRUSTED_PROXIES);
  try {
    proxyaddr.compile(trustedProxies);
  } catch {
    problems.push(
      'TRUSTED_PROXIES takes addresses, CIDR blocks, loopback, linklocal or uniquelocal, separated by commas',
    );
  }

  const secret = secretFrom(env, 'SALON_SECRET', dev, DEV_SECRET, problems);
  const apiSecret = secretFrom(env, 'RTC_API_SECRET', dev, DEV_RTC.apiSecret, problems);
  const apiKey = env.RTC_API_KEY || (dev ? DEV_RTC.apiKey : '');
  if (apiKey === '') problems.push('RTC_API_KEY is missing: the key of the RTC server that conferences run on');

  const smsWebhookUrl = env.SMS_WEBHOOK_URL ?? '';
  if (smsWebhookUrl === '' && !dev) {
    problems.push('SMS_WEBHOOK_URL is missing: where sign-in codes are posted as {phone, text}');
  }
  if (smsWebhookUrl !== '' && !isHttpUrl(smsWebhookUrl))
    problems.push('SMS_WEBHOOK_URL must be an http or https address');

  const codesPerAddress = codesFrom(env.CODES_PER_ADDRESS, dev, problems);

  const metricsToken = env.METRICS_TOKEN ?? '';
  if (metricsToken !== '' && !new RegExp(`^[\\x21-\\x7e]{${MIN_METRICS_TOKEN_CHARS},}$`).test(metricsToken)) {
    problems.push(`METRICS_TOKEN takes at least ${MIN_METRICS_TOKEN_CHARS} printable ASCII characters, without spaces`);
  }

  const logLevel = env.LOG_LEVEL || (dev ? 'warn' : 'info');
  if (!LOG_LEVELS.includes(logLevel)) problems.push(`LOG_LEVEL must be one of ${LOG_LEVELS.join(', ')}`);

  if (problems.length > 0) throw new ConfigError(problems);
  return {
    roles,
    engines,
    dev,
    host,
    port,
    dataDir: resolve(env.DATA_DIR || './data'),
    publicUrl,
    allowedOrigins,
    trustedProxies,
    secret,
    rtc: { apiKey, apiSecret },
    smsWebhookUrl,
    codesPerAddress,
    metricsToken,
    logLevel,
  };
}

const ENGINE_URLS = [
  ['EVENTSTORE_URL', 'eventStore', /^esdb(\+discover)?:\/\/./],
  ['MONGODB_URL', 'mongo', /^mongodb(\+srv)?:\/\/./],
  ['REDIS_URL', 'redis', /^rediss?(\+sentinel)?:\/\/./],
] as const;

/** All three or none: the values may hold passwords, so no message repeats them. */
function enginesFrom(env: Record<string, string | undefined>, problems: string[]): EngineUrls | null {
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

function secretFrom(
  env: Record<string, string | undefined>,
  name: string,
  dev: boolean,
  devValue: string,
  problems: string[],
): string {
  const value = env[name] ?? '';
  if (dev) return value || devValue;
  if (value === '') problems.push(`${name} is missing: give at least ${MIN_SECRET_CHARS} random characters`);
  else if (value === devValue) problems.push(`${name} is the dev mode's, which everybody knows: choose another`);
  else if (value.length < MIN_SECRET_CHARS)
    problems.push(`${name} is too short: give at least ${MIN_SECRET_CHARS} random characters`);
  return value;
}

function codesFrom(given: string | undefined, dev: boolean, problems: string[]): number {
  if (given === undefined || given === '') return dev ? MAX_CODES_PER_ADDRESS : DEFAULT_CODES_PER_ADDRESS;
  const codes = /^\d+$/.test(given) ? Number(given) : 0;
  if (codes < 1 || codes > MAX_CODES_PER_ADDRESS)
    problems.push(`CODES_PER_ADDRESS=${given} is no number from 1 to ${MAX_CODES_PER_ADDRESS}`);
  return codes;
}

function listOf(value: string | undefined): string[] {
  return (value ?? '')
    .split(',')
    .map((item) => item.trim())
    .filter(Boolean);
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isHttpUrl(text: string): boolean {
  try {
    return ['http:', 'https:'].includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

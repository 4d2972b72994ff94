import type { App } from '../../application/apps.ts';
import { type Env, listOf } from './env.ts';
import type { Secrets } from './secrets-file.ts';
import { weaknessOf } from './strength.ts';

/** Known to everybody, so for dev mode only. */
export const DEV_SECRET = 'dev-secret-for-loopback-only-0123456789';
export const DEV_RTC = { apiKey: 'devkey', apiSecret: 'dev-rtc-secret-for-loopback-only-0123' };

const MIN_SECRET_CHARS = 32;
const MIN_METRICS_TOKEN_CHARS = 16;

/** Secrets as an operator gave them. */
export interface GivenSecrets {
  /** Null: the first start makes one, and keeps it in the data directory. */
  secret: string | null;
  /** Secrets that were in use before: sessions that they signed go on until they expire. */
  oldSecrets: string[];
  /** Null: made and kept like `secret`. */
  rtc: Secrets['rtc'] | null;
  /** Signs the posts to the SMS hook; '' = a key derived from the secret. */
  smsWebhookSecret: string;
  /** Proves the server that sends messages to heihei's clients; '' = there is none. */
  messageServerSecret: string;
  /** The bearer token that a scraper of /metrics must send; '' = open in dev mode, else there is no /metrics. */
  metricsToken: string;
}

/**
 * The secrets. Outside dev mode they are given, or, where the stores are files (`isKept`), made at the first start. Processes that
 * share engines must be given the same ones.
 */
export function secretsFrom(env: Env, mode: { dev: boolean; isKept: boolean }, problems: string[]): GivenSecrets {
  const secret = env.SALON_SECRET || (mode.dev ? DEV_SECRET : null);
  const oldSecrets = listOf(env.SALON_OLD_SECRETS);
  const apiKey = env.RTC_API_KEY || (mode.dev ? DEV_RTC.apiKey : '');
  const apiSecret = env.RTC_API_SECRET || (mode.dev ? DEV_RTC.apiSecret : '');
  const smsWebhookSecret = env.SMS_WEBHOOK_SECRET ?? '';
  const messageServerSecret = env.MESSAGE_SERVER_SECRET ?? '';
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
    checkSecret('MESSAGE_SERVER_SECRET', messageServerSecret, problems);
    const weakness = isTokenTaken ? weaknessOf(metricsToken) : null;
    if (weakness) problems.push(`METRICS_TOKEN is ${weakness}: choose a random one`);
  }
  const rtc = apiKey === '' ? null : { apiKey, apiSecret };
  return { secret, oldSecrets, rtc, smsWebhookSecret, messageServerSecret, metricsToken };
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
const APART = [
  'SALON_SECRET',
  'RTC_API_SECRET',
  'RTC_API_KEY',
  'RTC_TENCENT_KEY',
  'SMS_WEBHOOK_SECRET',
  'MESSAGE_SERVER_SECRET',
  'METRICS_TOKEN',
  'STORAGE_SECRET',
];

/** Adds a problem for each secret that two parties would know. */
export function checkDifferent(env: Env, oldSecrets: string[], apps: readonly App[], problems: string[]): void {
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

import { readFileSync } from 'node:fs';
import type { RedisOptions } from 'ioredis';
import { StoreOpenError } from '../../event-store/store-open-error.ts';

const SENTINEL_PORT = 26_379;
/** user:password@, host:port (several, separated by commas, of Sentinels), /path, ?options. */
const FORM = /^redis(s?)(\+sentinel)?:\/\/(?:([^:@/?#]*)(?::([^@/?#]*))?@)?([^@/?#]+)(?:\/([^?#]*))?(?:\?(.*))?$/;
const HOST = /^(\[[0-9a-f:.]+\]|[^[\]:]+)(?::(\d{1,5}))?$/i;
const DATABASE = /^\d{0,4}$/;
const SENTINEL_PATH = /^([\w.-]+)(?:\/(\d{1,4}))?$/;
const OPTIONS = ['tlsCAFile', 'sentinelUsername', 'sentinelPassword'];

/** The parts of `REDIS_URL`, as ioredis takes them. */
export interface RedisAddress {
  options: RedisOptions;
  /** The database that the address names. */
  database: number;
  isTls: boolean;
  /** The name under which Sentinels know the primary; undefined for the address of a server. */
  sentinelName: string | undefined;
}

/**
 * Reads `REDIS_URL`: `redis://user:password@host:6379/0`, or `redis+sentinel://user:password@host:26379,host:26379/name/0`, where
 * `name` is the primary's and user and password are the servers' (those of the Sentinels are the options
 * `sentinelUsername` and `sentinelPassword`). With `rediss` in place of `redis` all of it goes over TLS, and `tlsCAFile` is the file
 * of a private authority's certificate. Throws 'bad-url' without repeating the address: it may hold a password.
 */
export function parseRedisUrl(url: string): RedisAddress {
  const [, tls, sentinel, user, password, hosts = '', path = '', query = ''] = FORM.exec(url.trim()) ?? [];
  const isTls = tls === 's';
  const given = optionsIn(query);
  const ca = caOf(given.get('tlsCAFile'), isTls);
  const common: RedisOptions = {
    ...(user && { username: decoded(user) }),
    ...(password && { password: decoded(password) }),
    ...(isTls && { tls: ca ? { ca } : {} }),
  };
  const servers = hosts.split(',').map((host) => serverOf(host, sentinel ? SENTINEL_PORT : 6379));
  if (!sentinel) {
    const [server] = servers;
    if (!server || servers.length > 1 || !DATABASE.test(path)) throw malformed();
    return { options: { ...common, ...server }, database: Number(path), isTls, sentinelName: undefined };
  }
  const [, name, database = '0'] = SENTINEL_PATH.exec(path) ?? [];
  if (!name) {
    throw new StoreOpenError(
      'bad-url',
      'REDIS_URL does not say under which name the Sentinels know the primary: give it as redis+sentinel://host:26379,host:26379/name.',
    );
  }
  const options: RedisOptions = {
    ...common,
    sentinels: servers,
    name,
    sentinelUsername: given.get('sentinelUsername'),
    sentinelPassword: given.get('sentinelPassword'),
    ...(isTls && { enableTLSForSentinelMode: true, sentinelTLS: ca ? { ca } : {} }),
  };
  return { options, database: Number(database), isTls, sentinelName: name };
}

function serverOf(text: string, defaultPort: number): { host: string; port: number } {
  const [, host, port = String(defaultPort)] = HOST.exec(text) ?? [];
  if (!host || Number(port) < 1 || Number(port) > 65_535) throw malformed();
  return { host: host.replace(/^\[|\]$/g, ''), port: Number(port) };
}

function optionsIn(query: string): Map<string, string> {
  const options = new Map(new URLSearchParams(query));
  for (const name of options.keys()) {
    if (OPTIONS.includes(name)) continue;
    throw new StoreOpenError(
      'bad-url',
      `REDIS_URL has the option ${name}, which is not known here: there are ${OPTIONS.join(', ')}.`,
    );
  }
  return options;
}

function caOf(file: string | undefined, isTls: boolean): Buffer | undefined {
  if (file === undefined) return undefined;
  if (!isTls) {
    throw new StoreOpenError(
      'bad-url',
      'REDIS_URL has tlsCAFile without TLS: begin it with rediss:// (or rediss+sentinel://), or leave that option out.',
    );
  }
  try {
    return readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new StoreOpenError(
      'bad-url',
      `The tlsCAFile in REDIS_URL cannot be read (${code}): name the file that holds the authority's certificate.`,
      { cause: error },
    );
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw malformed();
  }
}

function malformed(): StoreOpenError {
  return new StoreOpenError(
    'bad-url',
    'REDIS_URL is not an address that can be used: give one like redis://user:password@host:6379/0, with %-codes for special characters of the password.',
  );
}

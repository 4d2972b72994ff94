import { EventStoreDBClient } from '@eventstore/db-client';
import { StoreOpenError } from '../store-open-error.ts';

/**
 * Options that Salon accepts, by their names as the client compares them. Options that would break a promise are not among them:
 * reads from a follower may be stale, and deadlines are the adapter's own.
 */
const OPTIONS = new Map(
  [
    ...['tls', 'tlsCAFile', 'userCertFile', 'userKeyFile', 'connectionName', 'keepAliveInterval', 'keepAliveTimeout'],
    ...['maxDiscoverAttempts', 'discoveryInterval', 'gossipTimeout'],
  ].map((name) => [flat(name), name]),
);

/**
 * Makes a client for a connection string. Throws `StoreOpenError` 'bad-url' for a malformed one, and for an unknown option: the
 * client would only print it, password and all. No message repeats other parts, which may hold a piece of the password.
 */
export function clientOf(url: string): EventStoreDBClient {
  const [, rest = ''] = /^esdb(?:\+discover)?:\/\/(?:[^:@]+:[^@]+@)?([^@]+)$/.exec(url.trim()) ?? [];
  if (rest === '') throw malformed('special characters of the password stand as %-codes');
  const [, query = ''] = /\?(.*)$/s.exec(rest) ?? [];
  for (const option of query.split('&').filter(Boolean)) {
    const [name = '', value = ''] = option.split('=');
    if (flat(name) === 'nodepreference' && flat(value) === 'leader') continue;
    if (!OPTIONS.has(flat(name))) {
      throw new StoreOpenError(
        'bad-url',
        `EVENTSTORE_URL has the option ${name}, which is not known here: there are ${[...OPTIONS.values()].join(', ')}.`,
      );
    }
  }
  try {
    return EventStoreDBClient.connectionString(url);
  } catch (error) {
    const { expected } = error as { expected?: unknown };
    throw malformed(typeof expected === 'string' ? `expected ${expected}` : (error as Error).message);
  }
}

function malformed(why: string): StoreOpenError {
  return new StoreOpenError(
    'bad-url',
    `EVENTSTORE_URL is not an EventStoreDB connection string (${why.replace(/\.$/, '')}): give one like esdb://user:password@host:2113.`,
  );
}

function flat(name: string): string {
  return name.trim().toLowerCase().replace(/[_-]/g, '');
}

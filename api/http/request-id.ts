import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Form of a request id that a client may choose: it goes into log lines and events, so it is short and harmless. */
const REQUEST_ID = /^[\w.:+/=@~-]{1,64}$/;

/** The request's `X-Request-Id`, where that is a token of at most 64 harmless characters; else a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId();
}

/** 24 random hex digits: a UUID without the two groups that hold its version and variant. */
export function newRequestId(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(24);
}

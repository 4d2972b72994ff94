import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** Form of a request id that a client may choose: it goes into log lines and events, so it is short and harmless. */
const REQUEST_ID = /^[\w.:+/=@~-]{1,64}$/;

/** The request's `X-Request-Id`, where that is a token of at most 64 harmless characters; else a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId();
}

/**
 * 24 hex digits: the time in ms, and 12 random ones. In the order of time, so that what is kept by request (`chains`) grows at its end instead of in the middle of
 * everything.
 */
export function newRequestId(): string {
  return Date.now().toString(16).padStart(12, '0') + randomUUID().slice(24);
}

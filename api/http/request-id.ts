import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** What a client may call its request: it stands in log lines and in the events that follow, so it is short and harmless. */
const REQUEST_ID = /^[\w.:+/=@~-]{1,64}$/;

/** The request's `X-Request-Id`, where that is a token of at most 64 harmless characters; else a new one. */
export function requestIdOf({ headers }: IncomingMessage): string {
  const given = headers['x-request-id'];
  return typeof given === 'string' && REQUEST_ID.test(given) ? given : newRequestId();
}

/** 24 hex digits, of which all are random: those of a UUID without the two that tell its version. */
export function newRequestId(): string {
  const uuid = randomUUID();
  return uuid.slice(0, 8) + uuid.slice(9, 13) + uuid.slice(24);
}

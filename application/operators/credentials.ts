import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { idOfCommand } from '../ids.ts';

const SECRET_BYTES = 32;
const SESSION = /^(\d{1,16})\.([\w-]{43})$/;
const TOKEN = /^salon_(\d{1,16})_([\w-]{43})$/;

/** What a cookie or a bearer token says: whose it is, and the secret in it. The log holds the secret's hash alone. */
export interface Shown {
  operatorId: number;
  secret: string;
}

/** The id of who operates under a name: one name is one operator, in whichever process it is added. */
export function operatorIdOf(name: string): number {
  return idOfCommand(`operator ${name}`);
}

export function newSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url');
}

export function secretHash(secret: string): string {
  return createHash('sha256').update(secret).digest('base64url');
}

export function sessionText({ operatorId, secret }: Shown): string {
  return `${operatorId}.${secret}`;
}

export function tokenText({ operatorId, secret }: Shown): string {
  return `salon_${operatorId}_${secret}`;
}

/** Null for a text that is no cookie of ours. */
export function readSession(text: string): Shown | null {
  return shownIn(SESSION.exec(text));
}

/** Null for a text that is no token of ours. */
export function readToken(text: string): Shown | null {
  return shownIn(TOKEN.exec(text));
}

function shownIn(match: RegExpExecArray | null): Shown | null {
  const operatorId = Number(match?.[1]);
  return Number.isSafeInteger(operatorId) && operatorId > 0 ? { operatorId, secret: match![2]! } : null;
}

/** What pages send beside the cookie of a session to show that they are the console's: other sites can read neither the cookie nor this. */
export function csrfTokenOf(secret: string): string {
  return secretHash(`csrf ${secret}`);
}

export function isCsrfToken(given: string, secret: string): boolean {
  const expected = csrfTokenOf(secret);
  return given.length === expected.length && timingSafeEqual(Buffer.from(given), Buffer.from(expected));
}

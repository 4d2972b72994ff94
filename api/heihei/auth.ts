import { jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import { DomainError } from '../../domain/kernel/errors.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { isSessionValid, userDecider } from '../../domain/user/decider.ts';
import type { Core } from '../core.ts';
import type { Caller } from '../endpoint.ts';

/** How long a sign-in lasts. */
export const SESSION_TTL_MS = 30 * 24 * 3600 * 1000;
/** Tokens whose signature was checked already; the rest of the check is made every time. About 1 KB each. */
const MAX_VERIFIED_TOKENS = 20_000;
const ISSUER = 'salon';
const AUDIENCE = 'heihei';

export interface Verified extends Caller {
  /** When the token and its session end, epoch ms. */
  expiresAt: number;
}

/** A token for a session: a JWT (HS256) that says who, in which app, by which session, until when. */
export function signToken(core: Core, caller: Caller, issuedAt: number, expiresAt: number): Promise<string> {
  return new SignJWT({ app: caller.appId, sid: caller.sessionId })
    .setProtectedHeader({ alg: 'HS256' })
    .setIssuer(ISSUER)
    .setAudience(AUDIENCE)
    .setSubject(String(caller.userId))
    .setIssuedAt(Math.floor(issuedAt / 1000))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(keyOf(core).key);
}

/**
 * Who a token stands for. Throws `DomainError('SessionInvalid')` unless it was signed by us with HS256, for this audience,
 * has not expired, and its session is still open: sign-out and ban end it at once.
 */
export async function authenticate(core: Core, token: string): Promise<Verified> {
  const { verified } = keyOf(core);
  const caller = verified.get(token) ?? (await verify(core, token));
  const now = core.clock.now();
  if (caller.expiresAt <= now) throw invalid();
  const { state } = await core.commands.load(userDecider, streamName('user', caller.appId, caller.userId));
  if (!isSessionValid(state, caller.sessionId, now)) throw invalid();
  return caller;
}

/** A signed JWT in its one spelling: lenient decoders also take padding and blanks. */
const COMPACT_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

async function verify(core: Core, token: string): Promise<Verified> {
  if (!COMPACT_JWT.test(token)) throw invalid();
  const { key, verified } = keyOf(core);
  try {
    const { payload } = await jwtVerify<{ app: unknown; sid: unknown }>(token, key, {
      algorithms: ['HS256'],
      issuer: ISSUER,
      audience: AUDIENCE,
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(core.clock.now()),
    });
    const { app, sid, sub, exp } = payload;
    const userId = Number(sub);
    if (app !== core.settings.heiheiAppId || typeof sid !== 'string' || !Number.isSafeInteger(userId)) throw invalid();
    const caller: Verified = { appId: app, userId, sessionId: sid, expiresAt: exp! * 1000 };
    verified.set(token, caller);
    return caller;
  } catch {
    throw invalid();
  }
}

function invalid(): DomainError {
  return new DomainError('SessionInvalid');
}

interface TokenKey {
  key: Uint8Array;
  verified: LRUCache<string, Verified>;
}

const keys = new WeakMap<Core, TokenKey>();

/** The secret's bytes and what was verified with them; kept with the core, so that two cores in one process stay apart. */
function keyOf(core: Core): TokenKey {
  let known = keys.get(core);
  if (!known) {
    known = { key: Buffer.from(core.settings.tokenSecret), verified: new LRUCache({ max: MAX_VERIFIED_TOKENS }) };
    keys.set(core, known);
  }
  return known;
}

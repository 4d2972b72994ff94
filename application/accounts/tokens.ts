import { hash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import type { LRUCache } from 'lru-cache';
import type { Clock } from '../../domain/kernel/clock.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { userStream } from '../../domain/streams.ts';
import { isSessionValid, userDecider } from '../../domain/user/decider.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import { createLruCache } from '../../event-store/lru-cache.ts';
import type { Caller } from '../actor.ts';
import { oncePer } from '../once-per.ts';

/** How long a sign-in lasts. */
export const SESSION_TTL_MS = 30 * 24 * 3600 * 1000;
/** Longest token that Salon issues: LinkV live's document gives its live_token 256 bytes. */
export const MAX_ISSUED_TOKEN_CHARS = 256;
/** Tokens kept whose signature was verified, about 1 KB each. Expiry and session are checked every time. */
const MAX_VERIFIED_TOKENS = 20_000;
/** Length of a key id: the beginning of a secret's hash, enough to tell the secrets in use apart. */
const KEY_ID_CHARS = 6;

/** The name of the dialect that issued a token: over HTTP each accepts only its own tokens. */
export type Audience = string;

export interface Verified extends Caller {
  audience: Audience;
  /** When the token and its session end, epoch ms. */
  expiresAt: number;
}

/** What tokens are signed and checked with. */
export interface TokenService {
  clock: Clock;
  commands: CommandHandler;
  settings: {
    tokenSecret: string;
    /** Secrets that were in use before: their tokens hold until they expire. */
    oldTokenSecrets: readonly string[];
  };
}

/**
 * A token for a session: a JWT (HS256) with the user, the tenant, the session, the expiry and the id of the signing secret. The
 * same session gives the same token. At most `MAX_ISSUED_TOKEN_CHARS` characters: claims are short.
 */
export function signToken(
  service: TokenService,
  audience: Audience,
  { appId, userId, sessionId }: Caller,
  expiresAt: number,
): Promise<string> {
  const { id, bytes } = keysBy(service.settings).signing;
  return new SignJWT({ app: appId, sid: shortened(sessionId) })
    .setProtectedHeader({ alg: 'HS256', kid: id })
    .setAudience(audience)
    .setSubject(String(userId))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(bytes);
}

/**
 * The caller whom a token names; null unless one of our secrets signed it, for this audience (any, if none is given), it has not
 * expired, and its session is open: sign-out and ban end it at once. Rejects only with the store's errors.
 */
export async function findCaller(service: TokenService, token: string, audience?: Audience): Promise<Verified | null> {
  const caller = keysBy(service.settings).verified.get(token) ?? (await verify(service, token));
  if (!caller) return null;
  if (audience !== undefined && caller.audience !== audience) return null;
  return (await isOpen(service, caller)) ? caller : null;
}

/** Whether a verified token's session holds now: not expired, signed out or banned. */
export async function isOpen(
  { clock, commands }: Pick<TokenService, 'clock' | 'commands'>,
  { appId, userId, sessionId, expiresAt }: Pick<Verified, 'appId' | 'userId' | 'sessionId' | 'expiresAt'>,
): Promise<boolean> {
  const now = clock.now();
  if (expiresAt <= now) return false;
  const { state } = await commands.load(userDecider, userStream(appId, userId));
  return isSessionValid(state, sessionId, now);
}

/** As `findCaller`; throws `SessionInvalid` instead of answering null. */
export async function authenticate(service: TokenService, token: string, audience?: Audience): Promise<Verified> {
  const caller = await findCaller(service, token, audience);
  if (!caller) throw new DomainError('SessionInvalid');
  return caller;
}

/** A signed JWT in compact form: lenient decoders would also accept padding and blanks. */
export const COMPACT_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Verifies a token's signature and claims; null when none of our secrets signed it, or it has expired. */
async function verify(service: TokenService, token: string): Promise<Verified | null> {
  if (!COMPACT_JWT.test(token)) return null;
  const { byId, verified } = keysBy(service.settings);
  try {
    const { payload } = await jwtVerify<{ app: unknown; sid: unknown }>(
      token,
      ({ kid }) => {
        const key = byId.get(kid ?? '');
        if (!key) throw new Error('no key of ours');
        return key;
      },
      {
        algorithms: ['HS256'],
        requiredClaims: ['exp', 'sub', 'aud'],
        currentDate: new Date(service.clock.now()),
      },
    );
    const { app, sid, sub, exp, aud } = payload;
    const userId = Number(sub);
    if (typeof app !== 'string' || typeof sid !== 'string' || !Number.isSafeInteger(userId)) return null;
    if (typeof aud !== 'string') return null;
    const caller: Verified = {
      audience: aud,
      appId: app,
      userId,
      sessionId: lengthened(sid),
      expiresAt: exp! * 1000,
    };
    verified.set(token, caller);
    return caller;
  } catch {
    // Whatever the library refuses (the key, signature, claims, expiry, spelling) is no token of ours.
    return null;
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const SHORT_UUID = /^[\w-]{22}$/;

/** A session id in 22 characters if it is a UUID, as all of ours are. */
function shortened(sessionId: string): string {
  if (!UUID.test(sessionId)) return sessionId;
  return Buffer.from(sessionId.replaceAll('-', ''), 'hex').toString('base64url');
}

function lengthened(sid: string): string {
  if (!SHORT_UUID.test(sid)) return sid;
  return Buffer.from(sid, 'base64url')
    .toString('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}

interface Keys {
  signing: { id: string; bytes: Uint8Array };
  byId: ReadonlyMap<string, Uint8Array>;
  verified: LRUCache<string, Verified>;
}

/** The keys, and the tokens verified with them. */
const keysBy = oncePer(({ tokenSecret, oldTokenSecrets }: TokenService['settings']): Keys => {
  const all = [tokenSecret, ...oldTokenSecrets].map((secret) => ({
    id: hash('sha256', `kid|${secret}`, 'base64url').slice(0, KEY_ID_CHARS),
    bytes: Buffer.from(secret),
  }));
  return {
    signing: all[0]!,
    byId: new Map(all.map(({ id, bytes }) => [id, bytes])),
    verified: createLruCache(MAX_VERIFIED_TOKENS),
  };
});

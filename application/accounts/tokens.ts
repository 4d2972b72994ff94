import { hash } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { LRUCache } from 'lru-cache';
import type { Clock } from '../../domain/kernel/clock.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { isSessionValid, userDecider } from '../../domain/user/decider.ts';
import type { CommandHandler } from '../../event-store/command-handler.ts';
import type { Caller } from '../actor.ts';

/** How long a sign-in lasts. */
export const SESSION_TTL_MS = 30 * 24 * 3600 * 1000;
/** Longest token that we hand out: LinkV live's document gives its live_token 256 bytes. */
export const MAX_ISSUED_TOKEN_CHARS = 256;
/** Tokens whose signature was checked already; the rest of the check is made every time. About 1 KB each. */
const MAX_VERIFIED_TOKENS = 20_000;
/** Of a secret's hash, what tells it from the others that are in use. */
const KEY_ID_CHARS = 6;

/** The name of the dialect that a token was handed out by: over HTTP each takes its own only. */
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
 * A token for a session: a JWT (HS256) that says who, in which tenant, by which session, until when, and by the id of its key which
 * secret signed it. The same session gives the same token. At most `MAX_ISSUED_TOKEN_CHARS` characters: short claims alone.
 */
export function signToken(
  service: TokenService,
  audience: Audience,
  { appId, userId, sessionId }: Caller,
  expiresAt: number,
): Promise<string> {
  const { id, bytes } = keysOf(service).signing;
  return new SignJWT({ app: appId, sid: shortened(sessionId) })
    .setProtectedHeader({ alg: 'HS256', kid: id })
    .setAudience(audience)
    .setSubject(String(userId))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(bytes);
}

/**
 * Who a token stands for; null unless it was signed with one of our secrets, for this audience (any, where none is given), has not
 * expired, and its session is still open: sign-out and ban end it at once. Rejects with the store's errors alone.
 */
export async function findCaller(service: TokenService, token: string, audience?: Audience): Promise<Verified | null> {
  const caller = keysOf(service).verified.get(token) ?? (await verify(service, token));
  if (!caller) return null;
  const now = service.clock.now();
  if (caller.expiresAt <= now || (audience !== undefined && caller.audience !== audience)) return null;
  const { state } = await service.commands.load(userDecider, streamName('user', caller.appId, caller.userId));
  return isSessionValid(state, caller.sessionId, now) ? caller : null;
}

/** As `findCaller`; throws `SessionInvalid` for a token that stands for nobody. */
export async function authenticate(service: TokenService, token: string, audience?: Audience): Promise<Verified> {
  const caller = await findCaller(service, token, audience);
  if (!caller) throw new DomainError('SessionInvalid');
  return caller;
}

/** A signed JWT in its one spelling: lenient decoders also take padding and blanks. */
const COMPACT_JWT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

/** Who a token names that one of our secrets signed; null for any other text. */
async function verify(service: TokenService, token: string): Promise<Verified | null> {
  if (!COMPACT_JWT.test(token)) return null;
  const { byId, verified } = keysOf(service);
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

/** A session's id in 22 characters where it is a UUID, as all of ours are. */
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

const keys = new WeakMap<object, Keys>();

/** The secrets' bytes and what was verified with them; kept with the service, so that two of them in one process stay apart. */
function keysOf({ settings }: TokenService): Keys {
  let known = keys.get(settings);
  if (!known) {
    const all = [settings.tokenSecret, ...settings.oldTokenSecrets].map((secret) => ({
      id: hash('sha256', `kid|${secret}`, 'base64url').slice(0, KEY_ID_CHARS),
      bytes: Buffer.from(secret),
    }));
    known = {
      signing: all[0]!,
      byId: new Map(all.map(({ id, bytes }) => [id, bytes])),
      verified: new LRUCache({ max: MAX_VERIFIED_TOKENS }),
    };
    keys.set(settings, known);
  }
  return known;
}

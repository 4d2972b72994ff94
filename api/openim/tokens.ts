import { hash } from 'node:crypto';
import { decodeProtectedHeader, jwtVerify, SignJWT } from 'jose';
import { COMPACT_JWT, isOpen, type Verified } from '../../application/accounts/tokens.ts';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import { MAX_TOKEN_CHARS } from '../http/params.ts';

/** How long a token holds (OpenIM: seven days). */
export const TOKEN_TTL_MS = 7 * 24 * 3600 * 1000;
/** Length of the id of a key: the beginning of a hash, enough to tell apps apart. */
const KEY_ID_CHARS = 12;

/** A person who has proven themselves by a token, the app that it is of, and what that app calls them. */
export interface Bearer extends Verified {
  app: App;
  uid: string;
}

/** Whom a token is for, and on what kind of device. */
export interface TokenSubject {
  userId: number;
  sessionId: string;
  uid: string;
  platform: string;
}

/**
 * A token as OpenIM's: a JWT (HS256) with `UID`, `Platform`, `exp`, `nbf` and `iat`. Besides these it has the person's core id and the
 * session, and says in its header which app's key signed it. Times in epoch ms.
 */
export function personToken(
  app: App,
  { userId, sessionId, uid, platform }: TokenSubject,
  { at, expiresAt }: { at: number; expiresAt: number },
): Promise<string> {
  const nowS = Math.floor(at / 1000);
  return new SignJWT({ UID: uid, Platform: platform, sid: sessionId })
    .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keyId(app) })
    .setSubject(String(userId))
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .setNotBefore(nowS)
    .setIssuedAt(nowS)
    .sign(keyOf(app));
}

/** Who holds a token of an app of OpenIM; null for anything else, and when it, or its session, is over. */
export async function bearerOf(core: Core, token: string): Promise<Bearer | null> {
  if (token.length > MAX_TOKEN_CHARS || !COMPACT_JWT.test(token)) return null;
  const app = appThatSigned(core, token);
  if (!app) return null;
  const bearer = await verified(app, token, core.clock.now());
  return bearer && (await isOpen(core, bearer)) ? bearer : null;
}

/** As `bearerOf`: for sockets. */
export function personByOpenimToken(core: Core, token: string): Promise<Verified | null> {
  return bearerOf(core, token);
}

/** The token acts in the tenant of the app whose secret signed it, whatever it says. */
async function verified(app: App, token: string, now: number): Promise<Bearer | null> {
  try {
    const { payload } = await jwtVerify<{ UID: unknown; sid: unknown }>(token, keyOf(app), {
      algorithms: ['HS256'],
      requiredClaims: ['exp', 'sub'],
      currentDate: new Date(now),
    });
    const { UID: uid, sid: sessionId, sub, exp } = payload;
    const userId = Number(sub);
    if (typeof uid !== 'string' || typeof sessionId !== 'string' || !Number.isSafeInteger(userId)) return null;
    return { audience: app.dialect, appId: app.tenant, userId, sessionId, expiresAt: exp! * 1000, app, uid };
  } catch {
    // Whatever the library refuses (the signature, claims, expiry, spelling) is no token of this app.
    return null;
  }
}

/** By the id of the key, which nothing has verified yet. */
function appThatSigned({ settings }: Core, token: string): App | undefined {
  try {
    const { kid } = decodeProtectedHeader(token);
    return settings.apps.all.find((app) => app.dialect === 'openim' && keyId(app) === kid);
  } catch {
    return undefined;
  }
}

const keyOf = ({ tokenSecret = '' }: App): Uint8Array => Buffer.from(tokenSecret);

/** Holds the app's id: no app's token counts for another, should they have the same secret. */
function keyId({ appId, tokenSecret }: App): string {
  return hash('sha256', `kid|${appId}|${tokenSecret}`, 'base64url').slice(0, KEY_ID_CHARS);
}

import { decodeJwt, jwtVerify, SignJWT } from 'jose';
import { COMPACT_JWT, isOpen, type Verified } from '../../application/accounts/tokens.ts';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import { newestSecretOf, provenBySecretOf } from '../../application/credentials/secrets.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { MAX_TOKEN_CHARS } from '../http/params.ts';

/** Roles in access-tokens (Lanying IM, access-token): a person, and the app's server. */
const [PERSON, ADMIN] = [1, 2];
/** Whom the tokens of an app's server name, as those of Lanying's console do. */
const ADMIN_SUBJECT = '20';

/** Who holds an access-token: the app's server, or a person with an open session. */
export type Bearer = { isAdmin: true } | ({ isAdmin: false } & Verified);

interface Claims {
  app: unknown;
  role: unknown;
  sid: unknown;
}

/** A session as a person's token names it. */
type Session = Pick<Verified, 'userId' | 'sessionId' | 'expiresAt'>;

/** The access-token of an app's server: a JWT (HS512) that does not expire, as Lanying's console gives it out. `at` in epoch ms. */
export function adminToken(app: App, at: number): Promise<string> {
  return signed(app, { role: ADMIN }, ADMIN_SUBJECT, at).sign(keyOf(app.secret));
}

/** The access-token of a person, for as long as their session and the secret that the app has now. */
export async function personToken(core: Core, app: App, session: Session): Promise<string> {
  const { userId, sessionId, expiresAt } = session;
  const at = core.clock.now();
  return signed(app, { role: PERSON, sid: sessionId }, String(userId), at)
    .setExpirationTime(Math.floor(expiresAt / 1000))
    .sign(keyOf(await newestSecretOf(core, app)));
}

function signed({ appId, cluster = 0 }: App, claims: object, subject: string, at: number): SignJWT {
  return new SignJWT({ app: appId, cluster, ...claims })
    .setProtectedHeader({ typ: 'JWT', alg: 'HS512' })
    .setSubject(subject)
    .setIssuedAt(Math.floor(at / 1000));
}

const keyOf = (secret: string): Uint8Array => new TextEncoder().encode(secret);

/**
 * Who holds a token of an app. Throws `SignatureInvalid` for one that the app's secret did not sign, `SessionInvalid` for a person's
 * whose session is over.
 */
export async function bearerOf(core: Core, app: App, token: string): Promise<Bearer> {
  const claims = await claimsOf(core, app, token);
  if (claims === null) throw new DomainError('SignatureInvalid');
  if (claims === 'admin') return { isAdmin: true };
  const verified = { audience: app.dialect, appId: app.tenant, ...claims };
  if (!(await isOpen(core, verified))) throw new DomainError('SessionInvalid');
  return { isAdmin: false, ...verified };
}

/** The person who holds a token, of whichever app: null for anything else. For sockets. */
export async function personByToken(core: Core, token: string): Promise<Verified | null> {
  if (!COMPACT_JWT.test(token) || token.length > MAX_TOKEN_CHARS) return null;
  const app = core.settings.apps.find('lanying', appIn(token));
  const claims = app ? await claimsOf(core, app, token) : null;
  if (!app || claims === null || claims === 'admin') return null;
  const verified = { audience: app.dialect, appId: app.tenant, ...claims };
  return (await isOpen(core, verified)) ? verified : null;
}

/** The app that an unverified token names. */
function appIn(token: string): string {
  try {
    const { app } = decodeJwt(token);
    return typeof app === 'string' ? app : '';
  } catch {
    return '';
  }
}

/** What a token says that one of an app's secrets signed; null for any other. Its end is for `isOpen` to judge. */
function claimsOf(core: Core, app: App, token: string): Promise<'admin' | Session | null> {
  return provenBySecretOf(core, app, (secret) => claimsBy(secret, app, token));
}

async function claimsBy(secret: string, app: App, token: string): Promise<'admin' | Session | null> {
  if (!COMPACT_JWT.test(token)) return null;
  try {
    // The epoch: whether a person's token has expired is asked later, since that is another answer.
    const options = { algorithms: ['HS512'], requiredClaims: ['sub'], currentDate: new Date(0) };
    const { payload } = await jwtVerify<Claims>(token, keyOf(secret), options);
    const { app: appId, role, sub, sid, exp } = payload;
    if (appId !== app.appId) return null;
    if (role === ADMIN) return 'admin';
    const userId = Number(sub);
    if (role !== PERSON || !Number.isSafeInteger(userId)) return null;
    if (typeof sid !== 'string' || exp === undefined) return null;
    return { userId, sessionId: sid, expiresAt: exp * 1000 };
  } catch {
    // Whatever the library refuses is no token of this app.
    return null;
  }
}

import { hash, timingSafeEqual } from 'node:crypto';
import { personByUid } from '../../application/accounts/named-person.ts';
import { findCaller } from '../../application/accounts/tokens.ts';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import { provenBySecretOf } from '../../application/credentials/secrets.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { Proof } from '../http/dialect.ts';
import type { Received } from '../http/received.ts';
import { badParameter } from '../http/refusals.ts';

/** How far a timestamp may be from the clock where the app does not say otherwise, in seconds: LinkV's own window. */
const DEFAULT_WINDOW_S = 300;
/** Within this time of its timestamp a request that is sent again, byte for byte, is taken for a resend, in ms. */
const RESEND_MS = 60_000;
/** Stand in for an unknown app, so that known and unknown ones take the same time. */
const NOBODY: App = { tenant: '', dialect: 'linkv-im', appId: '', appKey: '', secret: 'of an app that does not exist' };

/** What the headers of a request say. */
interface Claims {
  nonce: string;
  timestamp: string;
  sign: string;
  signature: string | undefined;
  cmimToken: string | undefined;
}

/** `cmimToken`: the lower-case md5 of nonce, timestamp and secret, sorted and joined (LinkV IM, 签名生成cmimToken). */
export function tokenProof({ nonce, timestamp }: Pick<Claims, 'nonce' | 'timestamp'>, secret: string): string {
  return hash('md5', [nonce, timestamp, secret].sort().join(''), 'hex');
}

/** `sign`: the upper-case sha1 of what the request names (LinkV IM, 签名生成sign). No secret is in it: it proves nothing by itself. */
export function headerSign(
  { appId, appKey = '' }: App,
  { nonce, timestamp }: Pick<Claims, 'nonce' | 'timestamp'>,
): string {
  return hash('sha1', [appId, appKey, timestamp, nonce].join('|'), 'hex').toUpperCase();
}

/**
 * The app whose server calls, by the request's headers: (a) `sign` and `cmimToken` as above, `signature` equal to either or absent
 * (document, SDKs); (b) without a `cmimToken`, `sign` and `signature` both the md5 (the oldest client); (c) where a person sends,
 * `cmimToken` their own im_token (the document). Throws `InvalidInput` for a header that is missing, `SignatureInvalid` naming `appkey` for an
 * unknown app, and without a field for a wrong proof or another time.
 */
export async function provenByHeaders(core: Core, received: Received, isMessage: boolean): Promise<Proof> {
  const { headers, form } = received;
  const claims: Claims = {
    nonce: needed(headers.get('nonce'), 'nonce'),
    timestamp: needed(headers.get('timestamp'), 'timestamp'),
    sign: needed(headers.get('sign'), 'sign'),
    signature: headers.get('signature'),
    cmimToken: headers.get('cmimToken'),
  };
  const named = appOf(core, headers.get('appId'), headers.get('appkey'));
  const app = named ?? NOBODY;
  const isProven =
    (await isBySecret(core, claims, app)) ||
    (isMessage && (await isBySender(core, claims, app, String(form.get('fromUserId')))));
  if (!named) throw new DomainError('SignatureInvalid', 'no such app', 'appkey');
  if (!isProven || !isTimely(claims, app, core.clock.now())) throw new DomainError('SignatureInvalid');
  return { appId: app.tenant, caller: null, app, key: keyOf(received, claims, core.clock.now()) };
}

function needed(value: string | undefined, name: string): string {
  if (value === undefined || value === '') throw badParameter(name);
  return value;
}

/** By `appId`, or without one by the key. One client sends the tenant's LinkV live app in place of the key. */
function appOf({ settings: { apps } }: Core, appId: string | undefined, key: string | undefined): App | undefined {
  const ofIm = apps.all.filter(({ dialect }) => dialect === 'linkv-im');
  if (appId === undefined) return ofIm.find(({ appKey }) => key !== undefined && appKey === key);
  const app = ofIm.find((one) => one.appId === appId);
  const isKnownKey = key === undefined || key === app?.appKey || apps.find('linkv-live', key)?.tenant === app?.tenant;
  return isKnownKey ? app : undefined;
}

async function isBySecret(core: Core, claims: Claims, app: App): Promise<boolean> {
  const proofBy = (secret: string) => (isByOne(claims, app, secret) ? true : null);
  return (await provenBySecretOf(core, app, proofBy)) === true;
}

function isByOne({ sign, signature, cmimToken, ...given }: Claims, app: App, secret: string): boolean {
  const md5 = tokenProof(given, secret);
  const sha1 = headerSign(app, given);
  if (cmimToken === undefined) return isSame(sign, md5) && signature !== undefined && isSame(signature, md5);
  const isRepeated = signature === undefined || isSame(signature, sha1) || isSame(signature, md5);
  // All are compared, so that no answer comes sooner for a wrong one.
  return [isSame(sign, sha1), isSame(cmimToken, md5), isRepeated].every(Boolean);
}

/** The document's way to send: a token of the sender, who must be the one that the form names. */
async function isBySender(core: Core, { cmimToken = '', sign, ...given }: Claims, app: App, uid: string) {
  const caller = await findCaller(core, cmimToken);
  const isToken = caller !== null && caller.appId === app.tenant && caller.audience.startsWith('linkv-');
  if (!isToken || !isSame(sign, headerSign(app, given))) return false;
  return (await personByUid(core, app.tenant, uid)) === caller.userId;
}

function isTimely({ timestamp }: Claims, { windowS = DEFAULT_WINDOW_S }: App, now: number): boolean {
  return /^\d{10}$/.test(timestamp) && Math.abs(Number(timestamp) * 1000 - now) <= windowS * 1000;
}

/**
 * What names the request, so that a resend counts once: the caller's `Idempotency-Key`; else, as long as its timestamp is new, its
 * nonce, timestamp and parameters. Some SDKs use a nonce for days: later the same request is another one.
 */
function keyOf({ headers, form }: Received, { nonce, timestamp }: Claims, now: number): string | undefined {
  const key = headers.get('Idempotency-Key');
  if (key !== undefined) {
    if (!/^[\x21-\x7e]{1,200}$/.test(key)) throw badParameter('Idempotency-Key');
    return `key ${key}`;
  }
  if (Math.abs(Number(timestamp) * 1000 - now) > RESEND_MS) return undefined;
  const sent = [...form].map(([name, value]) => [name, String(value)]).sort();
  return `nonce ${hash('sha256', JSON.stringify([nonce, timestamp, sent]))}`;
}

function isSame(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

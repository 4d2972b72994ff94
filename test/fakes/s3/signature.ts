import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/** AWS Signature Version 4 as a store checks it, written from AWS's description and not with the client's library. */

const ALGORITHM = 'AWS4-HMAC-SHA256';
/** How far a request's time may be from the store's. */
const SKEW_MS = 15 * 60_000;

export interface Key {
  id: string;
  secret: string;
  region: string;
}

/** The id of the key that a request claims to be signed with. */
export function keyIdOf(request: IncomingMessage): string {
  const url = new URL(request.url!, `http://${request.headers.host}`);
  const given =
    url.searchParams.get('X-Amz-Credential') ?? /Credential=(\S+)/.exec(request.headers.authorization ?? '')?.[1];
  return given?.split('/')[0] ?? '';
}

/** Why a request is refused; null for one that is rightly signed. `body`: of a service that wants it signed, which S3 does not. */
export function refusalOf(
  request: IncomingMessage,
  key: Key,
  nowMs: number,
  { service = 's3', body }: { service?: string; body?: Buffer } = {},
): string | null {
  const url = new URL(request.url!, `http://${request.headers.host}`);
  const given = url.searchParams.has('X-Amz-Signature') ? fromQuery(url) : fromHeader(request);
  if (!given) return 'AccessDenied';
  const { credential, signedHeaders, signature, datetime, expiresS } = given;
  const payload = body ? createHash('sha256').update(body).digest('hex') : given.payload;
  const scope = `${datetime.slice(0, 8)}/${key.region}/${service}/aws4_request`;
  if (credential !== `${key.id}/${scope}`) return 'InvalidAccessKeyId';
  const at = Date.parse(datetime.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'));
  const endsAt = at + (expiresS === null ? SKEW_MS : expiresS * 1_000);
  if (!(nowMs >= at - SKEW_MS) || nowMs > endsAt) return 'RequestExpired';
  const names = signedHeaders.split(';');
  if (!names.includes('host')) return 'HostNotSigned';
  const canonical = [
    request.method,
    url.pathname,
    canonicalQuery(url),
    ...names.map(
      (name) =>
        `${name}:${String(request.headers[name] ?? '')
          .trim()
          .replace(/ +/g, ' ')}`,
    ),
    '',
    signedHeaders,
    payload,
  ].join('\n');
  const toSign = [ALGORITHM, datetime, scope, createHash('sha256').update(canonical).digest('hex')].join('\n');
  const expected = Buffer.from(hmac(signingKey(key, datetime, service), toSign).toString('hex'));
  const found = Buffer.from(signature);
  return found.length === expected.length && timingSafeEqual(found, expected) ? null : 'SignatureDoesNotMatch';
}

interface Given {
  credential: string;
  signedHeaders: string;
  signature: string;
  datetime: string;
  /** Null: signed by a header. */
  expiresS: number | null;
  payload: string;
}

function fromQuery({ searchParams }: URL): Given | null {
  const of = (name: string) => searchParams.get(`X-Amz-${name}`) ?? '';
  const expiresS = Number(of('Expires'));
  if (of('Algorithm') !== ALGORITHM || !(expiresS >= 1 && expiresS <= 604_800)) return null;
  return {
    credential: of('Credential'),
    signedHeaders: of('SignedHeaders'),
    signature: of('Signature'),
    datetime: of('Date'),
    expiresS,
    payload: 'UNSIGNED-PAYLOAD',
  };
}

function fromHeader({ headers }: IncomingMessage): Given | null {
  const parts = /^AWS4-HMAC-SHA256 Credential=(\S+), SignedHeaders=(\S+), Signature=([0-9a-f]+)$/.exec(
    headers.authorization ?? '',
  );
  if (!parts) return null;
  return {
    credential: parts[1]!,
    signedHeaders: parts[2]!,
    signature: parts[3]!,
    datetime: String(headers['x-amz-date'] ?? ''),
    expiresS: null,
    payload: String(headers['x-amz-content-sha256'] ?? ''),
  };
}

function canonicalQuery({ searchParams }: URL): string {
  const encode = (text: string) =>
    encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return [...searchParams]
    .filter(([name]) => name !== 'X-Amz-Signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort()
    .join('&');
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}

function signingKey({ secret, region }: Key, datetime: string, service: string): Buffer {
  return hmac(hmac(hmac(hmac(`AWS4${secret}`, datetime.slice(0, 8)), region), service), 'aws4_request');
}

import { AwsV4Signer } from 'aws4fetch';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import type { UploadCredentials } from '../file-store.ts';

/** How long the token service may take to answer. */
const ANSWER_TIMEOUT_MS = 5_000;
/** Longest answer that is read, in characters: a session token has some 2,000. */
const MAX_ANSWER_CHARS = 64_000;
/** Shortest and longest session that AssumeRole gives, in seconds; the policy ends earlier where the ticket does. */
const MIN_SESSION_S = 900;
const MAX_SESSION_S = 12 * 3600;
/** Of the request's form (AWS Security Token Service, AssumeRole). */
const API_VERSION = '2011-06-15';
const SESSION_NAME = 'salon-upload';

/** Where temporary credentials come from, and what they may at most. */
export interface TokenService {
  /** The service's address, without a trailing slash. */
  url: string;
  /** The role's ARN: it may put files into the bucket. */
  role: string;
}

interface Owner {
  keyId: string;
  secret: string;
  region: string;
  /** The machine's clock, in epoch ms. */
  nowMs(): number;
}

/**
 * Credentials with which a client's own library may put one file, `bucket/path`, until `expiresAt` (epoch ms), and do nothing else: not
 * read, list or delete, nor put what lies there already (`s3:if-none-match`, so the client must send `If-None-Match: *`). A store that does
 * not know that condition refuses them. Rejects with `StoreUnavailableError` when the service does not give any.
 */
export async function uploadCredentials(
  { url, role }: TokenService,
  owner: Owner,
  { bucket, path, expiresAt }: { bucket: string; path: string; expiresAt: number },
): Promise<UploadCredentials> {
  const seconds = Math.ceil((expiresAt - owner.nowMs()) / 1000);
  const body = new URLSearchParams({
    Action: 'AssumeRole',
    Version: API_VERSION,
    RoleArn: role,
    RoleSessionName: SESSION_NAME,
    DurationSeconds: String(Math.min(MAX_SESSION_S, Math.max(MIN_SESSION_S, seconds))),
    Policy: JSON.stringify(policyFor(`${bucket}/${path}`, expiresAt)),
  }).toString();
  const answer = await ask(url, body, owner);
  const [keyId, secret, token] = ['AccessKeyId', 'SecretAccessKey', 'SessionToken'].map((name) =>
    fieldOf(answer, name),
  );
  if (!keyId || !secret || !token) throw new StoreUnavailableError('the token service gives no credentials');
  return { keyId, secret, token, place: `${bucket}/${path}` };
}

function policyFor(place: string, expiresAt: number) {
  const Condition = {
    DateLessThan: { 'aws:CurrentTime': new Date(expiresAt).toISOString() },
    Null: { 's3:if-none-match': 'false' },
  };
  const Statement = [{ Effect: 'Allow', Action: ['s3:PutObject'], Resource: [`arn:aws:s3:::${place}`], Condition }];
  return { Version: '2012-10-17', Statement };
}

async function ask(url: string, body: string, { keyId, secret, region, nowMs }: Owner): Promise<string> {
  const signed = await new AwsV4Signer({
    url: `${url}/`,
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body,
    accessKeyId: keyId,
    secretAccessKey: secret,
    region,
    service: 'sts',
    datetime: new Date(nowMs()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
    allHeaders: true,
  }).sign();
  let response: Response;
  let text: string;
  try {
    const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
    response = await fetch(signed.url, { method: 'POST', headers: signed.headers, body, redirect: 'error', signal });
    text = (await response.text()).slice(0, MAX_ANSWER_CHARS);
  } catch {
    throw new StoreUnavailableError('the token service does not answer');
  }
  // Nothing of its answer is repeated: it may hold keys.
  if (!response.ok) throw new StoreUnavailableError(`the token service answers ${response.status}`);
  return text;
}

/** The text of an element of the answer, which has each of these once and nothing in them to be unescaped. */
function fieldOf(xml: string, name: string): string | undefined {
  return new RegExp(`<${name}>([^<&]+)</${name}>`).exec(xml)?.[1];
}

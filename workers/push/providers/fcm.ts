import { importPKCS8, SignJWT } from 'jose';
import type { Notification, PushSender, SendOutcome } from '../push-sender.ts';
import { KeptToken } from './kept-token.ts';
import { type Answered, failed, isBusy, objectOf, postJson } from './post-json.ts';

/** What Google's console gives for a service account, as far as it is needed. */
export interface ServiceAccount {
  project_id: string;
  client_email: string;
  private_key: string;
  token_uri?: string;
}

export interface FcmSettings {
  serviceAccount: ServiceAccount;
  /** Default: Google's. */
  url?: string;
}

const FCM_URL = 'https://fcm.googleapis.com';
const TOKEN_URL = 'https://oauth2.googleapis.com/token';
const SCOPE = 'https://www.googleapis.com/auth/firebase.messaging';
/** Google takes assertions of at most an hour. */
const ASSERTION_S = 3600;

/** Firebase Cloud Messaging, HTTP v1: a token for the service account (OAuth 2, JWT bearer), then one call a phone. */
export function fcmPushes({ serviceAccount, url = FCM_URL }: FcmSettings, now: () => number = Date.now): PushSender {
  const { project_id: project, token_uri: tokenUrl = TOKEN_URL } = serviceAccount;
  const access = new KeptToken(() => accessToken(serviceAccount, tokenUrl, now));
  const sendUrl = `${url}/v1/projects/${encodeURIComponent(project)}/messages:send`;
  return async ({ token }, notification) => {
    const authorization = `Bearer ${await access.get()}`;
    const answered = await postJson(sendUrl, { message: messageOf(token, notification, now()) }, { authorization });
    if (answered.status === 401) access.forget();
    return outcomeOf(answered);
  };
}

async function accessToken(account: ServiceAccount, tokenUrl: string, now: () => number) {
  const key = await importPKCS8(account.private_key, 'RS256');
  const issuedAt = Math.floor(now() / 1000);
  const assertion = await new SignJWT({ scope: SCOPE })
    .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
    .setIssuer(account.client_email)
    .setAudience(tokenUrl)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + ASSERTION_S)
    .sign(key);
  const grant = new URLSearchParams({ grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion });
  const { status, body } = await postJson(tokenUrl, grant);
  const { access_token: value, expires_in: seconds } = body;
  if (typeof value !== 'string') throw failed('the token server of FCM', status, body.error);
  return { value, lifetimeMs: Number(seconds) * 1000 || 0 };
}

/** The app gets the documented object's fields as texts, which is all that FCM carries; objects among them as JSON. */
function messageOf(
  token: string,
  { title, text, collapseId, expiresAt, payload, isSilent }: Notification,
  nowMs: number,
) {
  const ttlS = Math.max(0, Math.floor((expiresAt - nowMs) / 1000));
  const data = Object.fromEntries(
    Object.entries(payload).map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)]),
  );
  return {
    token,
    data,
    ...(!isSilent && { notification: { title, body: text } }),
    android: {
      ...{ collapse_key: collapseId, priority: 'HIGH', ttl: `${ttlS}s` },
      // `tag`: a notification in the drawer is replaced by the next one of the same tag.
      ...(!isSilent && { notification: { tag: collapseId } }),
    },
    apns: { headers: { 'apns-collapse-id': collapseId, 'apns-expiration': String(Math.floor(expiresAt / 1000)) } },
  };
}

/** FCM's own code of an error: UNREGISTERED, INVALID_ARGUMENT … */
function codeOf({ body }: Answered): unknown {
  const error = objectOf(body.error);
  const details = Array.isArray(error.details) ? error.details.map(objectOf) : [];
  return details.find(({ errorCode }) => errorCode !== undefined)?.errorCode ?? error.status;
}

/** An argument that is wrong: the token itself? */
function isAboutToken({ body }: Answered): boolean {
  const error = objectOf(body.error);
  const details = Array.isArray(error.details) ? error.details.map(objectOf) : [];
  const violations = details.flatMap(({ fieldViolations }) => (Array.isArray(fieldViolations) ? fieldViolations : []));
  return violations.some((violation) => objectOf(violation).field === 'message.token');
}

function outcomeOf(answered: Answered): SendOutcome {
  const { status } = answered;
  if (status === 200) return 'sent';
  const code = codeOf(answered);
  if (code === 'UNREGISTERED' || code === 'SENDER_ID_MISMATCH') return 'dead';
  if (status === 400 && isAboutToken(answered)) return 'dead';
  if (isBusy(status) || status === 401 || status === 403) throw failed('FCM', status, code);
  return 'refused';
}

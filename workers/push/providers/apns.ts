import { type ClientHttp2Session, connect, constants } from 'node:http2';
import { importPKCS8, SignJWT } from 'jose';
import { type Notification, PROVIDER_TIMEOUT_MS, type PushSender, type SendOutcome } from '../push-sender.ts';
import { KeptToken } from './kept-token.ts';
import { failed, isBusy } from './post-json.ts';

export interface ApnsSettings {
  /** The text of the .p8 file from Apple's developer pages. */
  key: string;
  keyId: string;
  teamId: string;
  /** The app's bundle id. */
  topic: string;
  /** Whether the app was built for development. */
  sandbox?: boolean;
  /** Default: Apple's. */
  url?: string;
}

const APNS_URL = 'https://api.push.apple.com';
const SANDBOX_URL = 'https://api.sandbox.push.apple.com';
/** Apple refuses tokens that are older than an hour, and ones that are renewed within 20 minutes. */
const TOKEN_MS = 50 * 60_000;
/** A connection that carried nothing for so long is closed: what stands between may have forgotten it. */
const IDLE_MS = 10 * 60_000;
/** Longest answer that is read: Apple's have under 100 bytes. */
const MAX_ANSWER_CHARS = 4_096;
/** Apple's words for a token that will never work again. */
const DEAD = ['BadDeviceToken', 'DeviceTokenNotForTopic', 'Unregistered', 'ExpiredToken'];

export interface ApnsPushes {
  send: PushSender;
  close(): void;
}

/**
 * Apple Push Notification service: HTTP/2 on one connection, opened when it is needed, with a provider token (ES256). `ca`: who signs the
 * certificate of `url`, when that is nobody whom this machine trusts.
 */
export function apnsPushes(
  settings: ApnsSettings,
  { now = Date.now, ca }: { now?: () => number; ca?: string } = {},
): ApnsPushes {
  const { key, keyId, teamId, topic, sandbox = false, url = sandbox ? SANDBOX_URL : APNS_URL } = settings;
  const access = new KeptToken(async () => {
    const signed = new SignJWT().setProtectedHeader({ alg: 'ES256', kid: keyId }).setIssuer(teamId);
    const value = await signed.setIssuedAt(Math.floor(now() / 1000)).sign(await importPKCS8(key, 'ES256'));
    return { value, lifetimeMs: TOKEN_MS };
  });
  let session: ClientHttp2Session | null = null;

  function opened(): ClientHttp2Session {
    if (session && !session.closed && !session.destroyed) return session;
    const fresh = connect(url, { ca });
    const drop = () => {
      if (session === fresh) session = null;
    };
    fresh.on('error', drop).on('close', drop).on('goaway', drop);
    fresh.setTimeout(IDLE_MS, () => fresh.close());
    fresh.unref();
    session = fresh;
    return fresh;
  }

  function post(
    path: string,
    headers: Record<string, string>,
    body: string,
  ): Promise<{ status: number; reason: string }> {
    return new Promise((resolve, reject) => {
      const request = opened().request({ ':method': 'POST', ':path': path, ...headers });
      const timer = setTimeout(() => {
        request.close(constants.NGHTTP2_CANCEL);
        reject(new Error('APNs did not answer in time'));
      }, PROVIDER_TIMEOUT_MS);
      let status = 0;
      let text = '';
      request.setEncoding('utf8');
      request.on('response', (answer) => {
        status = Number(answer[':status']);
      });
      request.on('data', (chunk: string) => {
        if (text.length < MAX_ANSWER_CHARS) text += chunk;
      });
      const ended = (end: () => void) => () => {
        clearTimeout(timer);
        end();
      };
      request.on(
        'end',
        ended(() =>
          status === 0 ? reject(new Error('APNs closed the connection')) : resolve({ status, reason: reasonIn(text) }),
        ),
      );
      request.on('error', (error) => ended(() => reject(error))());
      request.end(body);
    });
  }

  return {
    async send({ token }, notification) {
      const authorization = `bearer ${await access.get()}`;
      const headers = { ...headersOf(notification), 'apns-topic': topic, authorization };
      const path = `/3/device/${encodeURIComponent(token)}`;
      const { status, reason } = await post(path, headers, bodyOf(notification));
      if (status === 403) access.forget();
      return outcomeOf(status, reason);
    },
    close: () => session?.close(),
  };
}

function headersOf({ collapseId, expiresAt, isSilent }: Notification): Record<string, string> {
  return {
    'apns-push-type': isSilent ? 'background' : 'alert',
    // Apple takes no higher one for what is not shown.
    'apns-priority': isSilent ? '5' : '10',
    'apns-collapse-id': collapseId,
    'apns-expiration': String(Math.floor(expiresAt / 1000)),
  };
}

/** The documented object's fields stand beside `aps`. */
function bodyOf({ title, text, payload, isSilent }: Notification): string {
  if (isSilent) return JSON.stringify({ ...payload, aps: { 'content-available': 1 } });
  return JSON.stringify({ ...payload, aps: { alert: { title, body: text }, sound: 'default' } });
}

function reasonIn(text: string): string {
  try {
    return String((JSON.parse(text) as { reason?: unknown } | null)?.reason ?? '');
  } catch {
    return '';
  }
}

function outcomeOf(status: number, reason: string): SendOutcome {
  if (status === 200) return 'sent';
  if (status === 410 || DEAD.includes(reason)) return 'dead';
  if (isBusy(status) || status === 403) throw failed('APNs', status, reason);
  return 'refused';
}

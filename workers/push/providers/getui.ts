import { createHash } from 'node:crypto';
import type { Notification, PushSender, SendOutcome } from '../push-sender.ts';
import { KeptToken } from './kept-token.ts';
import { type Answered, failed, isBusy, objectOf, postJson } from './post-json.ts';

export interface GetuiSettings {
  appId: string;
  appKey: string;
  masterSecret: string;
  /** Default: GeTui's. */
  url?: string;
}

const GETUI_URL = 'https://restapi.getui.com';
/** GeTui's codes: the access token has ended; the request is wrong, for which its text says more. */
const TOKEN_INVALID = 10001;
const PARAMETER = 20001;

/** GeTui, REST v2 (个推 RestAPI V2: 鉴权, cid 单推): a token for a signature over the time, then one call a phone. */
export function getuiPushes(
  { appId, appKey, masterSecret, url = GETUI_URL }: GetuiSettings,
  now: () => number = Date.now,
): PushSender {
  const base = `${url}/v2/${encodeURIComponent(appId)}`;
  const access = new KeptToken(async () => {
    const timestamp = String(now());
    const sign = createHash('sha256').update(`${appKey}${timestamp}${masterSecret}`).digest('hex');
    const { status, body } = await postJson(`${base}/auth`, { sign, timestamp, appkey: appKey });
    const { token, expire_time: expiresAt } = objectOf(body.data);
    if (typeof token !== 'string') throw failed('GeTui’s token server', status, body.code);
    return { value: token, lifetimeMs: Number(expiresAt) - now() || 0 };
  });
  return async ({ token: cid }, notification) => {
    const request = requestOf(cid, notification, now());
    const answered = await postJson(`${base}/push/single/cid`, request, { token: await access.get() });
    if (answered.body.code === TOKEN_INVALID) access.forget();
    return outcomeOf(answered);
  };
}

function requestOf(cid: string, notification: Notification, nowMs: number) {
  const { id, title, text, collapseId, expiresAt, payload, isSilent } = notification;
  const json = JSON.stringify(payload);
  const shown = { title, body: text };
  return {
    // GeTui drops a request whose id it has seen: so a second try is shown once.
    request_id: createHash('sha256').update(`${id} ${cid}`).digest('hex').slice(0, 32),
    settings: { ttl: Math.max(0, expiresAt - nowMs) },
    audience: { cid: [cid] },
    ...(isSilent ? silently(json) : visibly(shown, json, collapseId)),
  };
}

/** What the app gets, and nobody sees. */
function silently(payload: string) {
  return {
    push_message: { transmission: payload },
    push_channel: { ios: { type: 'notify', payload, aps: { 'content-available': 1 } } },
  };
}

function visibly(shown: { title: string; body: string }, payload: string, collapseId: string) {
  return {
    push_message: { notification: { ...shown, click_type: 'payload', payload } },
    push_channel: {
      android: { ups: { notification: { ...shown, click_type: 'startapp' } } },
      ios: {
        type: 'notify',
        payload,
        aps: { alert: shown, 'content-available': 0, sound: 'default' },
        'apns-collapse-id': collapseId,
      },
    },
  };
}

function outcomeOf({ status, body }: Answered): SendOutcome {
  const { code, msg } = body;
  // `successed_ignore`: the phone has been silent for too long, and GeTui does not deliver to it.
  if (code === 0) return JSON.stringify(body.data).includes('successed_ignore') ? 'refused' : 'sent';
  if (code === PARAMETER && /target user|cid/i.test(String(msg))) return 'dead';
  if (isBusy(status) || code === TOKEN_INVALID || code === undefined) throw failed('GeTui', status, code);
  return 'refused';
}

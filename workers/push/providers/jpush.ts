import { LRUCache } from 'lru-cache';
import type { Notification, PushSender, PushTarget, SendOutcome } from '../push-sender.ts';
import { type Answered, failed, getJson, isBusy, objectOf, postJson } from './post-json.ts';

export interface JpushSettings {
  appKey: string;
  masterSecret: string;
  /** Whether iPhones are reached by Apple's production service; default: yes. */
  apnsProduction?: boolean;
  /** Default: JPush's. */
  url?: string;
}

const JPUSH_URL = 'https://api.jpush.cn';
/** JPush's codes: nobody is behind the registration id any more; the credentials are wrong. */
const NO_TARGET = 1011;
const UNAUTHORISED = 1004;
/** Ids for pushes that are fetched at a time; JPush gives up to 1,000. */
const CIDS_AT_ONCE = 100;
/** Pushes without an answer whose id is kept for the next try, about 2 MB. */
const MAX_UNANSWERED = 10_000;

/** JPush, Push API v3: one call a phone, with basic authentication. */
export function jpushPushes(settings: JpushSettings, now: () => number = Date.now): PushSender {
  const { appKey, masterSecret, url = JPUSH_URL } = settings;
  const headers = { authorization: `Basic ${Buffer.from(`${appKey}:${masterSecret}`).toString('base64')}` };
  /** Ids of JPush that were not used yet. The same id twice is one push (cid: 推送唯一标识符). */
  const unused: string[] = [];
  const unanswered = new LRUCache<string, string>({ max: MAX_UNANSWERED });

  async function cidFor(key: string): Promise<string> {
    const known = unanswered.get(key) ?? unused.pop();
    if (known !== undefined) return known;
    const { status, body } = await getJson(`${url}/v3/push/cid?count=${CIDS_AT_ONCE}`, headers);
    const { cidlist } = body;
    if (!Array.isArray(cidlist) || cidlist.length === 0) throw failed('JPush', status, objectOf(body.error).code);
    unused.push(...cidlist.map(String));
    return unused.pop()!;
  }

  return async (target, notification) => {
    const key = `${notification.id} ${target.token}`;
    const cid = await cidFor(key);
    unanswered.set(key, cid);
    const push = { cid, ...pushOf(target, notification, settings, now()) };
    const outcome = outcomeOf(await postJson(`${url}/v3/push`, push, headers));
    unanswered.delete(key);
    return outcome;
  };
}

function pushOf(
  { token, platform }: PushTarget,
  { title, text, collapseId, expiresAt, payload: extras, isSilent }: Notification,
  { apnsProduction = true }: JpushSettings,
  nowMs: number,
) {
  const shown = {
    android: { alert: text, title, extras },
    ios: { alert: { title, body: text }, sound: 'default', extras },
  };
  return {
    platform: [platform],
    audience: { registration_id: [token] },
    ...(isSilent ? { message: { msg_content: text, extras } } : { notification: { [platform]: shown[platform] } }),
    options: {
      time_to_live: Math.max(0, Math.floor((expiresAt - nowMs) / 1000)),
      apns_production: apnsProduction,
      apns_collapse_id: collapseId,
    },
  };
}

function outcomeOf({ status, body }: Answered): SendOutcome {
  if (status === 200) return 'sent';
  const { code } = objectOf(body.error);
  if (code === NO_TARGET) return 'dead';
  if (isBusy(status) || code === UNAUTHORISED || status === 403) throw failed('JPush', status, code);
  return 'refused';
}

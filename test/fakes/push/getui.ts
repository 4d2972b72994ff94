import { createHash } from 'node:crypto';
import { FakePhones, startFake } from './http-fake.ts';

export const GETUI = { appId: 'app-1', appKey: 'key-1', masterSecret: 'master-secret-1' };

/** GeTui's REST v2: auth and cid 单推. A request id that comes again is dropped, as GeTui says. */
export async function startGetui() {
  const phones = new FakePhones();
  const seen = new Set<string>();
  const parameter = (msg: string) => ({ status: 400, body: { code: 20001, msg } });
  const fake = await startFake(({ path, headers, body }) => {
    const given = JSON.parse(body);
    if (path === `/v2/${GETUI.appId}/auth`) {
      const sign = createHash('sha256').update(`${GETUI.appKey}${given.timestamp}${GETUI.masterSecret}`).digest('hex');
      if (given.appkey !== GETUI.appKey || given.sign !== sign)
        return { status: 401, body: { code: 20001, msg: 'sign error' } };
      const data = { token: `access-${++phones.grants}`, expire_time: String(Date.now() + 24 * 3600_000) };
      return { status: 200, body: { code: 0, msg: 'success', data } };
    }
    if (path !== `/v2/${GETUI.appId}/push/single/cid`) return { status: 404 };
    if (phones.isNext('busy')) return { status: 429, body: { code: 10010, msg: 'too many requests' } };
    if (headers.token !== `access-${phones.grants}` || phones.isNext('expired')) {
      return { status: 401, body: { code: 10001, msg: 'token is not valid' } };
    }
    const { request_id: id, audience, push_message: message, settings } = given;
    if (typeof id !== 'string' || id.length < 10 || id.length > 32) return parameter('request_id is invalid');
    if (!Number.isInteger(settings.ttl)) return parameter('ttl is invalid');
    const [cid] = audience.cid as [string];
    if (phones.dead.has(cid)) return parameter('target user is invalid');
    const { notification } = message;
    if (notification.click_type !== 'payload') return parameter('click_type is invalid');
    if (!seen.has(id)) phones.show(cid, id, JSON.parse(notification.payload));
    seen.add(id);
    if (phones.isNext('lost')) return null;
    return { status: 200, body: { code: 0, msg: 'success', data: { 'task-1': { [cid]: 'successed_offline' } } } };
  });
  return { phones, ...fake };
}

import { randomUUID } from 'node:crypto';
import { FakePhones, startFake } from './http-fake.ts';

export const JPUSH = { appKey: 'jpush-key', masterSecret: 'jpush-secret' };

/** JPush's Push API v3: ids of pushes, and pushes to one registration id. */
export async function startJpush() {
  const phones = new FakePhones();
  const given = new Set<string>();
  const done = new Set<string>();
  const basic = `Basic ${Buffer.from(`${JPUSH.appKey}:${JPUSH.masterSecret}`).toString('base64')}`;
  const error = (status: number, code: number) => ({ status, body: { error: { code, message: 'no' } } });
  const fake = await startFake(({ method, path, headers, body }) => {
    if (headers.authorization !== basic) return error(401, 1004);
    if (method === 'GET' && path.startsWith('/v3/push/cid?count=')) {
      const cidlist = Array.from({ length: Number(path.split('=')[1]) }, () => `${JPUSH.appKey}-${randomUUID()}`);
      for (const cid of cidlist) given.add(cid);
      phones.grants++;
      return { status: 200, body: { cidlist } };
    }
    if (method !== 'POST' || path !== '/v3/push') return error(405, 1001);
    if (phones.isNext('busy')) return error(429, 2002);
    const { cid, platform, audience, notification, options } = JSON.parse(body);
    if (!given.has(cid) || !Number.isInteger(options.time_to_live)) return error(400, 1003);
    const [token] = audience.registration_id as [string];
    if (phones.dead.has(token)) return error(400, 1011);
    // The same id again gets the first answer, and no second push.
    if (!done.has(cid)) phones.show(token, cid, notification[platform[0]].extras);
    done.add(cid);
    if (phones.isNext('lost')) return null;
    return { status: 200, body: { sendno: '0', msg_id: '1' } };
  });
  return { phones, ...fake };
}

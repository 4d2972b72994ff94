import { Client } from './test/support/client.ts';
import { documentOf, expectShape } from './test/support/heihei-document.ts';
import { heiheiEndpoints } from './api/heihei/endpoints.ts';
const url = process.argv[2]!;
const base = 13_500_000_000 + Math.floor(Math.random() * 99_999_000);
const seen = new Map<string, string[]>();
const how = ['form', 'query', 'json'];
let n = 0;
async function call(who: Client, path: string, params: Record<string, unknown> = {}, expectCode = 0) {
  const all = { ...(who.token ? { token: who.token } : {}), extra: 'ignored', gold: 5, ...params };
  const way = how[n++ % 3]!;
  const strings = Object.fromEntries(Object.entries(all).map(([k, v]) => [k, String(v)]));
  const r = way === 'query' ? await fetch(`${url}${path}?${new URLSearchParams(strings)}`) : way === 'form' ? await fetch(url + path, { method: 'POST', body: new URLSearchParams(strings) }) : await fetch(url + path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(all) });
  const a = await r.json() as any;
  if (a.errorcode !== expectCode) console.log('CODE', path, way, a.errorcode, a.errormsg);
  if (a.errorcode === 0) {
    const problems: string[] = seen.get(path) ?? [];
    documentOf(path).responses.forEach((ex, i) => { if (typeof ex !== 'object') return; try { expectShape(a, ex); problems.push(`ok${i}`); } catch (e) { problems.push(`ex${i}: ${(e as Error).message.slice(0, 160)}`); } });
    seen.set(path, problems);
  }
  return a;
}
const host = new Client(url, 'h'), v = new Client(url, 'v'), w = new Client(url, 'w');
let i = 0;
for (const c of [host, v, w]) {
  const phone = String(base + i++);
  await call(c, '/api/user/get-sms-verification-code', { phoneNo: phone });
  const { code } = await c.dev('GET', `/dev/sms/${phone}`);
  const a = await call(c, '/api/user/sign-in-cl-by-phone', { phoneNo: phone, verifyCode: code });
  c.token = a.token; c.userId = a.userInfo.id;
  await call(c, '/api/user/update', { displayName: `人${phone.slice(-5)}`, gender: 'Female', birthDay: '1995-03-13' });
  await c.dev('POST', `/dev/wallets/${c.userId}/grant`, { gold: 1000 });
}
await call(new Client(url, 'x'), '/api/init', { ap: 'heihei', version: '1', local: 'zh_CN', uuid: 'u', apiVersion: '1', deveiceType: 'android' });
await call(v, '/api/user/follow', { userId: host.userId }); await call(host, '/api/user/follow', { userId: v.userId });
await call(host, '/api/live/unclosed-live');
const { live: { liveId } } = await call(host, '/api/live/create-live', { title: '你好' });
await call(host, '/api/live/unclosed-live');
await call(host, '/api/live/start-live', { liveId });
await call(v, '/api/live/join-live', { liveId }); await call(w, '/api/live/join-live', { liveId });
for (const c of [host, v]) await call(c, '/api/live/heart-beat', { liveId, isCreator: c === host ? 1 : 0 });
await call(v, '/api/live/get-live', { liveId }); await call(v, '/api/live/share-live', { liveId });
await call(v, '/api/live/list-live-users', { liveId, limit: 20 });
for (const p of ['list-live-by-recommend', 'list-live-by-follow', 'gift-info']) await call(v, `/api/live/${p}`);
await call(v, '/api/live/list-live-by-user', { userId: host.userId, offset: 0, limit: 20 });
await call(v, '/api/social/gift-resources');
await call(v, '/api/msg/send-msg', { liveId, roomId: liveId, text: '大家好' });
await call(v, '/api/live/live-like', { liveId, type: 1 });
await call(v, '/api/live/buy-gift', { liveId, giftId: 101, amount: 1, gift_uuid: 'a' });
await call(v, '/api/live/buy-bullet', { liveId, message: '弹幕' });
await call(v, '/api/user/info', { uid: host.userId }); await call(v, '/api/user/info', { uid: v.userId });
await call(v, '/api/live/call-request', { liveId, userId: host.userId });
await call(host, '/api/user/info', { uid: v.userId, liveId });
await call(host, '/api/live/accept-conference', { liveId, userId: v.userId });
await call(host, '/api/live/join-conference', { liveId }); await call(v, '/api/live/join-conference', { liveId });
await call(host, '/api/live/conference-success', { liveId }); await call(v, '/api/live/conference-success', { liveId });
await call(v, '/api/live/quit-conference', { liveId });
await call(v, '/api/live/call-request', { liveId, userId: host.userId });
await call(host, '/api/live/refuse-conference', { liveId, userId: v.userId });
await call(host, '/api/live/lock-live-seat', { liveId }); await call(host, '/api/live/lock-live-seat', { liveId, unlock: 1 });
await call(host, '/api/live/shutupuser', { liveId, roomId: liveId, userId: w.userId }); await call(host, '/api/live/isshutup', { liveId, roomId: liveId, userId: w.userId });
await call(host, '/api/live/shutupopen', { liveId, roomId: liveId, userId: w.userId });
await call(host, '/api/live/kick-out-user', { liveId, userId: w.userId });
await call(w, '/api/live/knock-status', { liveId }); await call(w, '/api/live/knock-live-room', { liveId });
await call(host, '/api/live/invite-user-list', { liveId }); await call(host, '/api/live/invite-user', { liveId, userId: w.userId });
await call(host, '/api/live/change-live', { liveId, title: '新' }); await call(host, '/api/live/pause-live', { liveId }); await call(host, '/api/live/continue-live', { liveId });
await call(host, '/api/live/set-live-visible', { liveId, visible: 1 });
await call(v, '/api/live/quit-live', { liveId });
await call(host, '/api/live/stop-live', { liveId });
await call(v, '/api/live/list-replay-users', { liveId, offset: 0, limit: 20 });
for (const c of [v, host]) { await call(c, '/api/user/list-follower', { userId: host.userId, offset: 0, limit: 20 }); await call(c, '/api/user/list-following', { userId: host.userId, offset: 0, limit: 20 }); }
await call(v, '/api/user/search', { queryParameter: '人' });
for (const p of ['/api/user/user-gold', '/api/payment/statistic']) await call(v, p);
await call(v, '/api/user/block-user', { userId: w.userId }); await call(v, '/api/user/list-blocked-user', { offset: 0, limit: 20 });
await call(v, '/api/user/unblock-user', { targetId: w.userId }); await call(v, '/api/user/unfollow', { userId: host.userId });
await call(host, '/api/live/delete-live', { liveId });
await call(w, '/api/user/sign-out');
for (const { path } of heiheiEndpoints) { const s = seen.get(path); if (!s) console.log('NOT CALLED', path); else if (s.some((x) => !x.startsWith('ok'))) console.log(path, [...new Set(s)]); }
console.log('called', seen.size, 'of', heiheiEndpoints.length);

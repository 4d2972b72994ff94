import { Client } from './test/support/client.ts';
const url = process.argv[2]!;
const base = 13_600_000_000 + Math.floor(Math.random() * 99_999_000);
const h = await new Client(url, 'h').signIn(String(base), { displayName: `主${base % 10000}` });
const v = await new Client(url, 'v').signIn(String(base + 1), { displayName: `客${base % 10000}` });
await v.dev('POST', `/dev/wallets/${v.userId}/grant`, { gold: 100 });
const { live: { liveId } } = await h.must('/api/live/create-live', { title: 't' }) as any;
await h.must('/api/live/start-live', { liveId }); await v.must('/api/live/join-live', { liveId });
const raw = async (path: string, init: RequestInit = {}) => { const r = await fetch(url + path, init); return `${r.status} ${(await r.text()).slice(0, 110)}`; };
const json = (path: string, body: unknown) => raw(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: typeof body === 'string' ? body : JSON.stringify(body) });
const t = v.token;
const head = async () => (await v.dev('GET', '/dev/events?limit=1000') as any);
const cases: [string, Promise<string>][] = [
  ['NUL in text', json('/api/msg/send-msg', { token: t, liveId, roomId: liveId, text: 'a\u0000b' })],
  ['lone surrogate', json('/api/msg/send-msg', `{"token":"${t}","liveId":${liveId},"roomId":${liveId},"text":"a\\ud800b"}`)],
  ['only spaces', json('/api/msg/send-msg', { token: t, liveId, roomId: liveId, text: ' \u200b ' })],
  ['$ne', json('/api/msg/send-msg', { token: t, liveId: { $ne: null }, roomId: liveId, text: 'x' })],
  ['$ne token', json('/api/user/user-gold', { token: { $ne: null } })],
  ['proto', json('/api/user/user-gold', `{"token":"${t}","__proto__":{"x":1},"constructor":{"prototype":{"y":1}}}`)],
  ['deep json', json('/api/user/user-gold', `{"token":"${t}","a":${'['.repeat(8000)}${']'.repeat(8000)}}`)],
  ['invalid utf8 form', raw('/api/msg/send-msg', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `token=${t}&liveId=${liveId}&roomId=${liveId}&text=%ff%fe` })],
  ['bad percent', raw('/api/msg/send-msg', { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `token=${t}&liveId=${liveId}&roomId=${liveId}&text=%zz` })],
  ['query and body differ', raw(`/api/live/buy-gift?liveId=${liveId}&giftId=101&amount=1&token=${t}`, { method: 'POST', body: new URLSearchParams({ amount: '2' }) })],
  ['repeated', raw(`/api/live/buy-gift?liveId=${liveId}&giftId=101&amount=1&amount=2&token=${t}`)],
  ['amount "1 "', json('/api/live/buy-gift', { token: t, liveId, giftId: 101, amount: '1 ' })],
  ['amount 1e309', json('/api/live/buy-gift', `{"token":"${t}","liveId":${liveId},"giftId":101,"amount":1e309}`)],
  ['amount 1.5', json('/api/live/buy-gift', { token: t, liveId, giftId: 101, amount: 1.5 })],
  ['amount 0x1', json('/api/live/buy-gift', { token: t, liveId, giftId: 101, amount: '0x1' })],
  ['amount +1', raw(`/api/live/buy-gift?token=${t}&liveId=${liveId}&giftId=101&amount=%2B1`)],
  ['amount 01', raw(`/api/live/buy-gift?token=${t}&liveId=${liveId}&giftId=101&amount=01`)],
  ['amount true', json('/api/live/buy-gift', { token: t, liveId, giftId: 101, amount: true })],
  ['amount null', json('/api/live/buy-gift', { token: t, liveId, giftId: 101, amount: null })],
  ['amount empty', raw(`/api/live/buy-gift?token=${t}&liveId=${liveId}&giftId=101&amount=`)],
  ['amount max', json('/api/live/buy-gift', { token: t, liveId, giftId: 101, amount: 9007199254740993 })],
  ['liveId 2^60', raw(`/api/live/get-live?token=${t}&liveId=1152921504606846976`)],
  ['traversal', raw('/api/../etc/passwd')], ['traversal2', raw('/%2e%2e/%2e%2e/etc/passwd')], ['double slash', raw('//api/init')], ['case', raw('/API/init')],
  ['trailing', raw('/api/init/')], ['PUT', raw('/api/init', { method: 'PUT' })], ['HEAD', raw('/api/init', { method: 'HEAD' })], ['OPTIONS', raw('/api/init', { method: 'OPTIONS' })], ['DELETE', raw('/api/init', { method: 'DELETE' })],
  ['text/plain body', raw('/api/user/user-gold', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: `token=${t}` })],
  ['multipart', raw('/api/user/user-gold', { method: 'POST', body: (() => { const f = new FormData(); f.set('token', t); return f; })() })],
  ['json array', json('/api/user/user-gold', '[1]')], ['json broken', json('/api/user/user-gold', '{"token":')], ['json bom', json('/api/user/user-gold', `\ufeff{"token":"${t}"}`)], ['empty body', json('/api/user/user-gold', '')],
  ['page size', raw(`/api/live/list-live-users?token=${t}&liveId=${liveId}&limit=1000000000`)],
  ['dev foreign host', raw('/dev/clock', { headers: { Host: 'evil.example' } })],
  ['dev foreign origin', raw('/dev/clock', { headers: { Origin: 'http://evil.example' } })],
  ['dev bad', raw('/dev/events?limit=999999999&after=-1')],
  ['title html', json('/api/live/create-live', { token: h.token, title: '<script>alert(1)</script>' })],
  ['name crlf', json('/api/user/update', { token: t, displayName: 'a\r\nb', gender: 'Female', birthDay: '1995-03-13' })],
  ['name bidi', json('/api/user/update', { token: t, displayName: 'a\u202eb', gender: 'Female', birthDay: '1995-03-13' })],
  ['oauth none', json('/api/user/user-gold', { token: 'eyJhbGciOiJub25lIn0.' + t.split('.')[1] + '.' })],
];
for (const [name, p] of cases) console.log(name.padEnd(22), await p);

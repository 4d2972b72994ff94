import { createHash } from 'node:crypto';
import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { sign } from '../../api/linkv/signature.ts';
import { linkvImDialect } from '../../api/linkv-im/dialect.ts';
import { linkvImEndpoints } from '../../api/linkv-im/endpoints.ts';
import { linkvLiveDialect } from '../../api/linkv-live/dialect.ts';
import { linkvLiveEndpoints } from '../../api/linkv-live/endpoints.ts';
import { DEV_APPS } from '../../server/served-apis.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

type App = (typeof DEV_APPS)[number];
const of = (name: string) => DEV_APPS.filter(({ dialect }) => dialect === name) as [App, App];
const [APP, OTHER] = of('linkv-im');
const [LIVE] = of('linkv-live');
const TOKEN = '/api/rest/getToken';
const PUSH = '/api/rest/message/converse/pushConverseData';
const EVENT = '/api/rest/sendEventMsg';

type Headers = Record<string, string>;
interface Answer {
  code?: string | number;
  status: string;
  msg: string;
  userId?: string;
  token?: string;
  requestID?: string;
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex');
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex').toUpperCase();

describe('LinkV IM', () => {
  let api: TestApi;
  let serial = 0;
  before(async () => {
    api = await startTestApi({
      apis: [
        { dialect: heiheiDialect, endpoints: heiheiEndpoints },
        { dialect: linkvLiveDialect, endpoints: linkvLiveEndpoints },
        { dialect: linkvImDialect, endpoints: linkvImEndpoints },
      ],
    });
  });
  after(() => api.close());

  const nowS = () => Math.floor(api.clock.now() / 1000);

  /** Headers as the SDKs send them. */
  function headers({ app = APP, at = nowS(), nonce = `n${++serial}` } = {}): Headers {
    const timestamp = String(at);
    const cmimToken = md5([nonce, timestamp, app.secret].sort().join(''));
    const proof = sha1([app.appId, app.appKey, timestamp, nonce].join('|'));
    return { appId: app.appId, appkey: app.appKey!, nonce, timestamp, sign: proof, signature: proof, cmimToken };
  }
  const without = (given: Headers, ...names: string[]): Headers =>
    Object.fromEntries(Object.entries(given).filter(([name]) => !names.includes(name)));

  async function post(path: string, form: Record<string, string>, given: Headers = headers()): Promise<Answer> {
    const response = await fetch(api.url + path, { method: 'POST', headers: given, body: new URLSearchParams(form) });
    expect(response.status).to.equal(200);
    expect(response.headers.get('content-type')).to.equal('application/json; charset=utf-8');
    return (await response.json()) as Answer;
  }
  const uid = () => `user-${++serial}`;
  const sent = () => api.log.all.filter(({ type }) => type === 'MessageSent').map(({ data }) => data as Sent);
  interface Sent {
    from: { displayName: string };
    content: { kind: string; text?: string; type?: string; body?: string };
  }
  const last = () => sent().at(-1)!;
  const push = (more: Record<string, string> = {}, given?: Headers, path = PUSH) =>
    post(path, { fromUserId: 'ann', toUserId: 'bob', content: 'hello', ...more }, given);

  describe('getToken', () => {
    it('answers as the document shows, its code a text, and the same person on later calls', async () => {
      const userId = uid();
      const first = await post(TOKEN, { userId });
      expect(first).to.include({ code: '200', userId, status: '200' });
      const again = await post(TOKEN, { userId });
      expect(again.token).to.be.a('string').that.is.not.equal(first.token);
      const registered = api.log.all.filter(({ type, data }) => type === 'UserRegistered' && 'uid' in data);
      expect(registered.filter(({ data }) => (data as { uid?: string }).uid === userId)).to.have.length(1);
    });

    it('says 400 for a parameter or header, 401 for a proof, 602 for an app, as texts', async () => {
      expect(await post(TOKEN, {})).to.include({ code: '400', status: '400', msg: 'param err: userId' });
      for (const userId of ['', 'a'.repeat(65), '用户', 'a b'])
        expect(await post(TOKEN, { userId }), userId).to.include({ code: '400' });
      for (const name of ['nonce', 'timestamp', 'sign']) {
        const answer = await post(TOKEN, { userId: uid() }, without(headers(), name));
        expect(answer, name).to.include({ code: '400', msg: `param err: ${name}` });
      }
      const wrong = headers();
      const proofs: Headers[] = [
        { ...wrong, sign: wrong.sign!.toLowerCase() },
        { ...wrong, cmimToken: md5('guess') },
        { ...wrong, signature: 'other' },
        headers({ at: nowS() - 400 }),
        headers({ at: nowS() + 400 }),
        { ...headers(), timestamp: String(nowS() + 1) },
        { ...headers(), nonce: 'another' },
        without(wrong, 'cmimToken'),
        { ...headers({ app: OTHER }), appId: APP.appId, appkey: APP.appKey! },
      ];
      for (const proof of proofs)
        expect(await post(TOKEN, { userId: uid() }, proof), JSON.stringify(proof)).to.include({
          code: '401',
          msg: 'sign err',
        });
      const unknown: Headers[] = [{ appId: 'nobody' }, { appkey: 'nokey' }, { appkey: OTHER.appKey! }];
      for (const app of unknown)
        expect(await post(TOKEN, { userId: uid() }, { ...headers(), ...app })).to.include({ code: '602' });
    });

    it('takes what the published clients send: other signatures, spellings, methods', async () => {
      const right = headers();
      const md5Proof = right.cmimToken!;
      const taken: Headers[] = [
        { ...headers(), signature: '' },
        without(headers(), 'signature'),
        { ...right, signature: md5Proof },
        { ...without(right, 'cmimToken', 'appId'), sign: md5Proof, signature: md5Proof },
        { ...headers(), appkey: LIVE.appId },
        Object.fromEntries(Object.entries(headers()).map(([name, value]) => [name.toUpperCase(), value])),
      ];
      for (const [n, given] of taken.entries()) {
        const answer = await post(TOKEN, { userId: uid() }, given);
        expect(answer.code, `${n}: ${JSON.stringify(answer)}`).to.equal(n === 0 ? '401' : '200');
      }
      const response = await fetch(`${api.url}${TOKEN}?userId=${uid()}`, { headers: headers() });
      expect(await response.json()).to.include({ code: '200' });
    });
  });

  describe('pushConverseData', () => {
    it('sends, its code a number, under both paths, and reaches people who never asked for a token', async () => {
      for (const path of [PUSH, '/api/rest/message/v1/converse/pushConverseData']) {
        const [fromUserId, toUserId] = [uid(), uid()];
        const answer = await push({ fromUserId, toUserId, content: `from ${path}` }, undefined, path);
        expect(answer).to.include({ code: 200, status: '200', msg: '成功' }).and.to.have.property('requestID');
        expect(last()).to.deep.include({ content: { kind: 'text', text: `from ${path}` } });
        expect(last().from).to.include({ displayName: fromUserId });
      }
    });

    it('keeps a content untouched: what can be shown as a text, everything else under its own name', async () => {
      for (const content of ['两行\n文字', '{"content":"hi"}', ' x', 'a\u202eb', '\u0007'])
        for (const objectName of ['RC:textMsg', 'LM:custom']) {
          await push({ content, objectName });
          const isText = ['两行\n文字', '{"content":"hi"}'].includes(content);
          const expected = isText
            ? { kind: 'text', text: content }
            : { kind: 'custom', type: objectName, body: content };
          expect(last().content, JSON.stringify(content)).to.deep.equal(expected);
        }
      expect(await push({ content: 'x'.repeat(60 * 1024) })).to.include({ code: 200 });
      expect(await push({ content: '好'.repeat(21_000) })).to.include({ code: 400 });
    });

    it('says 400 for a parameter, 403 for a proof, as numbers', async () => {
      const wrong: Headers[] = [
        { fromUserId: '' },
        { toUserId: 'a'.repeat(65) },
        { content: '' },
        { toUserAppid: 'else' },
      ];
      for (const more of [...wrong, { appId: OTHER.appId }, { isCheckSensitiveWords: '2' }, { toUserId: 'ann' }])
        expect(await push(more), JSON.stringify(more)).to.include({ code: 400, status: '400' });
      expect(await push({}, { ...headers(), cmimToken: md5('guess') })).to.include({ code: 403, msg: 'sign err' });
      expect(await push({}, { ...headers(), appId: 'nobody' })).to.include({ code: 403 });
    });

    it("takes the sender's own token in place of the secret's proof, and nobody else's", async () => {
      const [mine, other] = await Promise.all(['ann', 'eve'].map((userId) => post(TOKEN, { userId })));
      const by = (token: string, app = APP) => ({ ...headers({ app }), cmimToken: token });
      expect(await push({}, by(mine!.token!))).to.include({ code: 200 });
      expect(await push({}, by(other!.token!))).to.include({ code: 403 });
      expect(await push({}, by(mine!.token!, OTHER))).to.include({ code: 403 });
      expect(await post(TOKEN, { userId: 'ann' }, by(mine!.token!))).to.include({ code: '401' });
    });

    it('counts what is sent again once until it was answered, two equal messages under one nonce twice', async () => {
      const one = headers();
      const before = sent().length;
      await push({ content: 'equal' }, one);
      await push({ content: 'equal' }, one);
      expect(sent().length).to.equal(before + 2);
      const keyed = { ...headers(), 'Idempotency-Key': 'mine' };
      await push({ content: 'keyed' }, keyed);
      await push({ content: 'keyed' }, { ...headers(), 'Idempotency-Key': 'mine' });
      expect(sent().length).to.equal(before + 3);
      expect(await push({ content: 'other' }, keyed)).to.include({ code: 400 });
      const same = headers();
      const together = await Promise.all([1, 2, 3].map(() => push({ content: 'at once' }, same)));
      expect(together.map(({ code }) => code)).to.deep.equal([200, 200, 200]);
      expect(sent().filter(({ content }) => content.text === 'at once').length).to.be.within(1, 3);
    });

    it('keeps tenants apart', async () => {
      await push({ fromUserId: 'ann', toUserId: 'bob', content: 'elsewhere' }, headers({ app: OTHER }));
      const event = api.log.all.at(-1)!;
      expect(event.stream).to.match(/^conversation-other\./);
    });
  });

  describe('sendEventMsg', () => {
    it('passes an event by: nothing is listed or unread', async () => {
      for (const path of [EVENT, '/api/rest/v1/sendEventMsg']) {
        const form = { fromUserId: 'ann', toUserId: 'bob', content: '{"a":1}', objectName: 'LM:event' };
        const before = sent().length;
        expect(await post(path, form)).to.include({ code: 200, status: '200' });
        expect(sent().length).to.equal(before);
        const { type, data } = api.log.all.at(-1)!;
        expect({ type, data }).to.deep.include({ type: 'SignalSent' });
        expect(data).to.include({ type: 'LM:event', body: '{"a":1}' });
      }
      expect(await post(EVENT, { fromUserId: 'ann', content: 'x' })).to.include({ code: 400 });
    });

    it('is changeGold of LinkV live in its other form, signed like it, and counts once over both', async () => {
      const profile = { aid: 'd', name: '金', portraitUri: 'https://example.org/1.png' };
      const signed = (params: Record<string, string>) => {
        const form = {
          app_id: LIVE.appId,
          nonce_str: `${String(++serial).padStart(8, 'x')}${nowS()}abcdefgh`,
          ...params,
        };
        return { ...form, sign: sign(new Map(Object.entries(form)), LIVE.secret) };
      };
      const live = async (path: string, params: Record<string, string>) => {
        const response = await fetch(api.url + path, { method: 'POST', body: new URLSearchParams(signed(params)) });
        return (await response.json()) as Answer & { data?: Record<string, string> };
      };
      const { data } = await live('/open/v0/thGetToken', { userId: uid(), ...profile });
      const change = { uid: data!.openId!, request_id: `r-${++serial}`, type: '1', value: '30', reason: 'event' };
      expect(await post(EVENT, signed(change), {})).to.deep.equal({ msg: '', status: '200' });
      expect(await live('/open/finanv0/changeGold', change)).to.include({ status: '200' });
      const balance = await live('/open/finanv0/getUserTokens', { uid: change.uid });
      expect(balance.data).to.include({ tokens: '30' });
      expect(await post(EVENT, { ...signed(change), value: '31' }, {})).to.include({ status: '403', msg: 'sign err' });
      expect(await post(EVENT, signed({ ...change, type: '3' }), {})).to.include({ status: '400' });
    });
  });
});

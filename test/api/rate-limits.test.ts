import { Agent, request } from 'node:http';
import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { AT_ONCE, HeldRefusals } from '../../api/http/held-refusals.ts';
import { DEFAULT_LIMITS, type Limit, RateLimits } from '../../api/http/rate-limits.ts';
import { LocalTokenBuckets } from '../../api/http/token-buckets.ts';
import { sign } from '../../api/linkv/signature.ts';
import { linkvLiveDialect } from '../../api/linkv-live/dialect.ts';
import { linkvLiveEndpoints } from '../../api/linkv-live/endpoints.ts';
import { DEV_APPS } from '../../server/served-apis.ts';
import type { Client } from '../support/client.ts';
import { until } from '../support/promises.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

/** One call in 100 s and a few at once; strangers may sign in meanwhile. */
const FEW = { perSecond: 0.01, burst: 3 };

describe('limits of calls', () => {
  let api: TestApi;
  let limits: RateLimits;
  let user: Client;
  let nowMs = 0;
  /** What is held back, until a test lets it go. */
  let held: (() => void)[];

  async function start(tight: Partial<Record<Limit, { perSecond: number; burst: number }>>) {
    const buckets = new LocalTokenBuckets(() => nowMs);
    held = [];
    const later = (_ms: number, callback: () => void) => void held.push(callback);
    limits = new RateLimits({ ...DEFAULT_LIMITS, ...tight }, buckets, {
      now: () => nowMs,
      held: new HeldRefusals({ now: () => nowMs, later }),
    });
    api = await startTestApi({
      limits,
      apis: [
        { dialect: heiheiDialect, endpoints: heiheiEndpoints },
        { dialect: linkvLiveDialect, endpoints: linkvLiveEndpoints },
      ],
    });
    user = await api.user('阿一');
  }
  afterEach(() => api.close());

  async function call(path: string, params: Record<string, string> = {}) {
    const body = new URLSearchParams(params);
    const response = await fetch(api.url + path, { method: 'POST', body });
    const { errorcode, status: word, msg } = (await response.json()) as Record<string, unknown>;
    return { status: response.status, retryAfter: response.headers.get('retry-after'), errorcode, word, msg };
  }
  const gold = (token = user.token) => call('/api/user/user-gold', { token });
  const REFUSED = { status: 429, errorcode: 429 };

  it('refuse a person in heihei’s words, say when to come back, and let them in again then', async () => {
    await start({ read: FEW });
    for (let n = 0; n < 3; n++) expect((await gold()).errorcode).to.equal(0);
    const refused = await gold();
    expect(refused).to.include(REFUSED);
    expect(Number(refused.retryAfter)).to.equal(100);
    nowMs += 100_000;
    expect((await gold()).errorcode).to.equal(0);
    expect((await gold()).errorcode).to.equal(429);
    expect(limits.refused).to.deep.include({ read: 2, stranger: 0 });
  });

  it('are one person’s, and one cost class’s', async () => {
    await start({ read: FEW });
    const other = await api.user('阿二');
    for (let n = 0; n < 4; n++) await gold();
    expect((await gold()).errorcode).to.equal(429);
    expect((await gold(other.token)).errorcode).to.equal(0);
    expect(
      (await call('/api/user/block-user', { token: user.token, userId: String(other.userId) })).errorcode,
    ).to.equal(0);
  });

  it('count wrong tokens by address, and never stop those behind it whose tokens are right', async () => {
    await start({ stranger: { perSecond: 0.01, burst: 10 } });
    const codes: unknown[] = [];
    for (let n = 0; n < 12; n++) codes.push((await gold('wrong')).errorcode);
    expect(codes).to.include(720);
    expect(codes.slice(-3)).to.deep.equal([429, 429, 429]);
    expect(await call('/api/init')).to.include(REFUSED);
    expect((await gold()).errorcode).to.equal(0);
    expect(limits.refused.stranger).to.be.at.least(4);
  });

  it('bound what one person adds to the log, by the KB, and count neither questions nor what is paid for', async () => {
    await start({ growth: { perSecond: 0.01, burst: 20 } });
    const host = await api.user('主播');
    const { live } = await host.must('/api/live/create-live', { title: '来听我直播' });
    const { liveId } = live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    await user.must('/api/live/join-live', { liveId });
    const text = (chars: number) =>
      call('/api/msg/send-msg', {
        token: user.token,
        liveId: String(liveId),
        roomId: String(liveId),
        text: '长'.repeat(chars),
      });
    // 9 bytes each in a form: 2 KB, and the event around it.
    const codes: unknown[] = [];
    for (let n = 0; n < 12; n++) codes.push((await text(200)).errorcode);
    expect(codes.indexOf(429)).to.be.within(3, 9);
    expect(Number((await text(1)).retryAfter)).to.be.greaterThan(1);
    expect(limits.refused.growth).to.be.at.least(4);
    expect((await gold()).errorcode).to.equal(0);
    await user.dev('POST', `/dev/wallets/${user.userId}/grant`, { gold: 100_000 });
    const gift = { liveId, giftId: 103, amount: 1, gift_uuid: 'combo' };
    expect((await user.call('/api/live/buy-gift', gift)).errorcode).to.equal(0);
  });

  it('count what calls nothing that there is, and preflights, by address', async () => {
    const asks: Record<string, () => Promise<Response>> = {
      404: () => fetch(`${api.url}/api/no/such`, { method: 'POST' }),
      405: () => fetch(`${api.url}/api/user/user-gold`, { method: 'DELETE' }),
      204: () => fetch(`${api.url}/api/user/user-gold`, { method: 'OPTIONS', headers: { origin: 'http://x.test' } }),
    };
    for (const [status, ask] of Object.entries(asks)) {
      await start({ stranger: { perSecond: 0.01, burst: 10 } });
      expect((await ask()).status).to.equal(Number(status));
      for (let n = 0; n < 9; n++) await ask();
      const refused = await ask();
      expect(refused.status, status).to.equal(429);
      expect(Number(refused.headers.get('retry-after')), status).to.be.greaterThan(1);
      expect((await gold()).errorcode).to.equal(0);
      await api.close();
    }
    await start({});
  });

  it('refuse an app in LinkV’s words, as something that may succeed later: SDKs take another HTTP status for a broken server', async () => {
    await start({ read: { perSecond: 0.0001, burst: 0.02 } });
    const [app] = DEV_APPS;
    const signed = (secret: string) => {
      const nonce_str = `abcdefgh${Math.floor(api.clock.now() / 1000)}abcdefgh`;
      const form = { app_id: app!.appId, nonce_str, uid: String(user.userId) };
      return { ...form, sign: sign(new Map(Object.entries(form)), secret) };
    };
    const tokens = () => call('/open/finanv0/getUserTokens', signed(app!.secret));
    for (let n = 0; n < 2; n++) expect(await tokens()).to.include({ status: 200, word: '200' });
    const refused = await tokens();
    expect(refused).to.include({ status: 200, word: '500', msg: 'too many requests' });
    expect(Number(refused.retryAfter)).to.be.greaterThan(1);
    expect(await call('/open/finanv0/getUserTokens', signed('wrong'))).to.include({ status: 200, word: '403' });
  });

  it('never stop whoever pays: of what is paid for, only what fails counts', async () => {
    await start({ paid: FEW, read: { perSecond: 1, burst: 1_000 } });
    const host = await api.user('主播');
    const created = await host.must('/api/live/create-live', { title: '来听我直播' });
    const { liveId } = created.live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    await user.must('/api/live/join-live', { liveId });
    const gift = (amount: number) =>
      user.call('/api/live/buy-gift', { liveId, giftId: 103, amount, gift_uuid: 'combo' });
    await user.dev('POST', `/dev/wallets/${user.userId}/grant`, { gold: 100_000 });
    for (let amount = 1; amount <= 30; amount++) expect((await gift(amount)).errorcode, String(amount)).to.equal(0);
    const wrong = () => call('/api/live/buy-gift', { token: user.token, liveId: String(liveId), giftId: '1' });
    for (let n = 0; n < 3; n++) expect((await wrong()).errorcode).to.equal(730);
    expect(await wrong()).to.include(REFUSED);
    expect(limits.refused.paid).to.equal(1);
  });

  /** Asks until an answer is held back; resolves with that answer, and how many came before it. */
  async function holdOne<T>(
    ask: () => Promise<T>,
  ): Promise<{ answer: Promise<T>; before: number; isAnswered(): boolean }> {
    for (let before = 0; ; before++) {
      let isAnswered = false;
      const answer = ask().finally(() => {
        isAnswered = true;
      });
      await until(() => isAnswered || held.length > 0);
      if (held.length > 0) return { answer, before, isAnswered: () => isAnswered };
    }
  }

  it('hold back what is refused to whoever goes on asking, in the same words, counted and logged at once', async () => {
    await start({ read: FEW });
    for (let n = 0; n < 3; n++) await gold();
    const { answer, before, isAnswered } = await holdOne(gold);
    expect(before).to.equal(AT_ONCE.burst);
    const refusals = before + 1;
    expect(limits.refused.read).to.equal(refusals);
    const counted = /salon_http_requests_total\{endpoint="\/api\/user\/user-gold",errorcode="429"\} (\d+)/;
    expect(counted.exec(await api.metrics.registry.metrics())?.[1]).to.equal(String(refusals));
    expect(api.requests.filter((line) => (line as { code?: number }).code === 429)).to.have.length(refusals);
    // Others go on meanwhile, and so does what this caller may do.
    const other = await api.user('阿二');
    expect((await gold(other.token)).errorcode).to.equal(0);
    await user.must('/api/user/block-user', { userId: other.userId });
    expect(isAnswered()).to.equal(false);
    for (const release of held) release();
    expect(await answer).to.include({ ...REFUSED, retryAfter: '99' });
  });

  it('hold back what calls nothing that there is, other methods and preflights as well, and nobody with a right token', async () => {
    const asks: Record<string, () => Promise<Response>> = {
      404: () => fetch(`${api.url}/api/no/such`, { method: 'POST' }),
      405: () => fetch(`${api.url}/api/user/user-gold`, { method: 'DELETE' }),
      204: () => fetch(`${api.url}/api/user/user-gold`, { method: 'OPTIONS', headers: { origin: 'http://x.test' } }),
    };
    for (const [status, ask] of Object.entries(asks)) {
      await start({ stranger: { perSecond: 0.01, burst: 10 } });
      const { answer, isAnswered } = await holdOne(ask);
      expect((await gold()).errorcode).to.equal(0);
      expect(isAnswered(), status).to.equal(false);
      for (const release of held) release();
      expect((await answer).status, status).to.equal(429);
      await api.close();
    }
    await start({});
  });

  it('refuse whoever was refused a moment ago before their body is parsed, and count what cannot be parsed by address', async () => {
    await start({ read: FEW, stranger: { perSecond: 0.01, burst: 20 } });
    const malformed = (token: string) =>
      fetch(`${api.url}/api/user/user-gold?token=${token}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: '{',
      });
    const codes = async (response: Response) => ((await response.json()) as { errorcode: number }).errorcode;
    for (let n = 0; n < 4; n++) await gold();
    const other = await api.user('阿二');
    expect(await codes(await malformed(user.token))).to.equal(429);
    expect(await codes(await malformed(other.token))).to.equal(700);
    expect(limits.refused).to.deep.include({ read: 2, stranger: 0 });
    for (let n = 0; n < 20; n++) await malformed(other.token);
    expect(await codes(await malformed(other.token))).to.equal(429);
    expect(limits.refused.stranger).to.be.at.least(1);
    // By then there is a token again, and what was sent is looked at.
    nowMs += 2_000_000;
    expect(await codes(await malformed(user.token))).to.equal(700);
    expect((await gold()).errorcode).to.equal(0);
    const wrong = await fetch(`${api.url}/api/user/user-gold?token=${user.token}x`);
    expect(await codes(wrong)).to.equal(720);
  });

  it('keep the connection of a refusal whose body was not read', async () => {
    await start({ read: FEW });
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const ask = (bytes: number) =>
      new Promise<{ status: number; isReused: boolean; connection: string | undefined }>((resolve, reject) => {
        const path = `${api.url}/api/user/user-gold?token=${user.token}`;
        const sent = request(path, { agent, method: 'POST' }, (response) => {
          response.resume().once('end', () => {
            const { connection } = response.headers;
            resolve({ status: response.statusCode!, isReused: sent.reusedSocket, connection });
          });
        });
        sent.once('error', reject).setHeader('Content-Type', 'application/x-www-form-urlencoded');
        sent.end(`text=${'x'.repeat(bytes)}`);
      });
    for (let n = 0; n < 4; n++) await ask(10);
    for (const bytes of [10, 10_000, 60_000, 10])
      expect(await ask(bytes), String(bytes)).to.deep.equal({ status: 429, isReused: true, connection: 'keep-alive' });
    agent.destroy();
  });

  it('do not keep a server from stopping', async () => {
    await start({ read: FEW });
    for (let n = 0; n < 3; n++) await gold();
    const { answer } = await holdOne(gold);
    limits.held.stop();
    expect(await answer).to.include(REFUSED);
    expect(await gold()).to.include(REFUSED);
  });

  it('are off where nobody sets them', async () => {
    await start({});
    await api.close();
    api = await startTestApi();
    user = await api.user('阿一');
    for (let n = 0; n < 300; n++) expect((await gold()).errorcode).to.equal(0);
  });
});

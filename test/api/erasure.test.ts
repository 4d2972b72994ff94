import { expect } from 'chai';
import { CODE_INTERVAL_MS } from '../../domain/verification/decider.ts';
import { Client } from '../support/client.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

const SEND = '/api/user/get-sms-verification-code';
const ERASE = '/api/user/erase';

describe('erasing an account', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  const erasures = () => api.log.all.filter(({ type }) => type === 'PersonErased').map(({ data }) => data);
  const phoneOf = (n: number) => String(13_800_000_000 + n);

  async function codeFor(who: Client, phoneNo: string): Promise<string> {
    api.clock.advance(CODE_INTERVAL_MS);
    await who.must(SEND, { phoneNo });
    return String((await who.dev('GET', `/dev/sms/${phoneNo}`)).code);
  }

  it('takes the token and a code of the account’s own phone', async () => {
    const me = await api.user('要走的');
    const other = await api.user('旁人');
    const strangers = await codeFor(other, phoneOf(1));
    expect((await me.call(ERASE)).errormsg).to.equal('参数错误: verifyCode');
    expect((await me.call(ERASE, { verifyCode: strangers })).errorcode, 'a code of another phone').to.equal(401);
    expect((await new Client(api.url, 'nobody').call(ERASE, { verifyCode: '123456' })).errorcode).to.equal(700);
    expect(erasures()).to.deep.equal([]);

    expect(await me.must(ERASE, { verifyCode: await codeFor(me, phoneOf(0)) })).to.deep.equal({
      errorcode: 0,
      errormsg: 'success',
    });
    expect(erasures()).to.deep.equal([{ userId: me.userId, reason: 'own-wish' }]);
    expect((await me.call('/api/user/user-gold')).errorcode, 'the session has ended').to.equal(720);
    expect((await other.call('/api/user/info', { uid: me.userId })).errorcode).to.equal(710);
    expect((await other.must('/api/user/search', { queryParameter: '要走' })).users).to.deep.equal([]);
  });

  it('frees the phone at once: whoever signs in with it is somebody new', async () => {
    api.clock.advance(CODE_INTERVAL_MS);
    const fresh = await new Client(api.url, '新来的').signIn(phoneOf(0), { displayName: '新来的' });
    const [{ userId }] = erasures() as [{ userId: number }];
    expect(fresh.userId).to.be.greaterThan(0).and.not.equal(userId);
    expect((await fresh.must('/api/user/info', { uid: fresh.userId })).result).to.include({ displayName: '新来的' });
  });

  it('is an operator’s to do, too, for one of a few reasons, and once', async () => {
    const me = await api.user('被请求注销的');
    const path = `/dev/users/${me.userId}/erase`;
    const wrong = await me.dev('POST', path, { reason: 'because 13800000003 asked' }).catch((error: Error) => error);
    expect(String(wrong)).to.contain('HTTP 400').and.to.contain('own-wish, request, court-order');
    const first = await me.dev('POST', path, { reason: 'underage' });
    const second = await me.dev('POST', path, { reason: 'abuse' });
    expect(first).to.deep.include({ userId: me.userId });
    expect(second.position).to.equal(first.position);
    expect(erasures().filter((data) => (data as { userId: number }).userId === me.userId)).to.have.length(1);
    for (const deed of ['ban', 'unban']) {
      const error = await me.dev('POST', `/dev/users/${me.userId}/${deed}`).catch((failed: Error) => failed);
      expect(String(error), deed).to.contain('HTTP 404');
    }
    const granted = await me.dev('POST', `/dev/wallets/${me.userId}/grant`, { gold: 1 }).catch((error: Error) => error);
    expect(String(granted)).to.contain('HTTP 404');
  });
});

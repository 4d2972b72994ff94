import { expect } from 'chai';
import { NEW_ACCOUNTS_PER_ADDRESS } from '../../application/accounts/new-account-limit.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { NO_THIRD_PARTIES, type ThirdParties, type ThirdParty } from '../../third-parties/third-party.ts';
import { type Answer, Client } from '../support/client.ts';
import { png } from '../support/sample-files.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

type Params = Parameters<Client['call']>[1] & object;

const SIGN_IN = '/api/user/sign-in';
const BIND = '/api/user/bind-phone';

/** What one finds of an answer. */
const idOf = (answer: Answer) => (answer.userInfo as { id: number }).id;

describe('signing in by WeChat and Weibo', () => {
  let api: TestApi;
  let nobody: Client;
  const open: TestApi[] = [];
  const started = async (thirdParties?: ThirdParties) => {
    const one = await startTestApi({ ...(thirdParties && { thirdParties }) });
    open.push(one);
    return one;
  };

  before(async () => {
    api = await started();
    nobody = new Client(api.url, 'nobody');
  });

  after(async () => {
    for (const one of open) await one.close();
  });

  const tokenOf = async (person: Params, client = nobody) =>
    String((await client.dev('POST', '/dev/oauth', { source: 'Wechat', ...person })).accountToken);

  const signIn = async (person: Params, given: Params = {}, client = nobody) => {
    const accountToken = await tokenOf(person, client);
    const { source: accountSource = 'Wechat', openId } = person;
    return client.call(SIGN_IN, { accountSource, openId, accountToken, ...given } as Params);
  };

  it('registers a person whom nobody knew, with what the third party tells, and finds them again', async () => {
    const person = { openId: 'o-new', nickname: 'Victor Chou', gender: 'Male' };
    const first = await signIn(person);
    expect(first).to.deep.include({ errorcode: 0, needRegist: true });
    expect(first.userInfo).to.deep.include({ displayName: 'Victor Chou', gender: 'Male', level: 1, region: 'zh_CN' });
    const again = await signIn({ ...person, nickname: 'Another Name' });
    expect(idOf(again)).to.equal(idOf(first));
    expect(again.userInfo).to.deep.include({ displayName: 'Victor Chou' });
    expect(again.token).not.to.equal(first.token);
  });

  it('is one person, however many sign in at once', async () => {
    const answers = await Promise.all(
      ['a', 'b', 'a', 'b'].map((app) => signIn({ openId: `o-at-once-${app}`, unionId: 'u-at-once', nickname: '四个' })),
    );
    expect(answers.map(({ errorcode }) => errorcode)).to.deep.equal([0, 0, 0, 0]);
    expect(new Set(answers.map(idOf)).size).to.equal(1);
  });

  it('knows a person of one union id by each of their open ids, also where the union id came later', async () => {
    const first = await signIn({ openId: 'o-1', nickname: '甲' });
    const withUnion = await signIn({ openId: 'o-1', unionId: 'u-1', nickname: '甲' });
    const elsewhere = await signIn({ openId: 'o-2', unionId: 'u-1', nickname: '甲' });
    expect([idOf(withUnion), idOf(elsewhere)]).to.deep.equal([idOf(first), idOf(first)]);
    expect(idOf(await signIn({ openId: 'o-2', nickname: '甲' }))).to.equal(idOf(first));
  });

  /** Runs `meanwhile` just before the first command of a type is handled. */
  function interrupt(
    one: TestApi,
    isMeant: (command: { type: string; kind?: string }) => boolean,
    meanwhile: () => Promise<unknown>,
  ) {
    const { commands } = one.core;
    const { handle } = commands;
    commands.handle = async (decider, stream, command, meta) => {
      if (isMeant(command as { type: string })) {
        commands.handle = handle;
        await meanwhile();
      }
      return handle(decider, stream, command, meta);
    };
  }

  it('is one person who signs in with and without their union id at the same moment', async () => {
    let without: Answer | undefined;
    interrupt(
      api,
      ({ type, kind }) => type === 'ClaimIdentity' && kind === 'wechat',
      async () => {
        without = await signIn({ openId: 'o-moment', nickname: '同时' });
      },
    );
    const withUnion = await signIn({ openId: 'o-moment', unionId: 'u-moment', nickname: '同时' });
    expect([without?.errorcode, withUnion.errorcode]).to.deep.equal([0, 0]);
    expect(idOf(withUnion)).to.equal(idOf(without!));
    expect(idOf(await signIn({ openId: 'o-elsewhere', unionId: 'u-moment', nickname: '同时' }))).to.equal(
      idOf(without!),
    );
  });

  it('takes no union id from the client, and keeps WeChat and Weibo apart', async () => {
    const victim = await signIn({ openId: 'o-victim', unionId: 'u-victim', nickname: '受害' });
    const thief = await signIn({ openId: 'o-thief', nickname: '小偷' }, { unionId: 'u-victim' });
    expect(thief.errorcode).to.equal(0);
    expect(idOf(thief)).not.to.equal(idOf(victim));
    const weibo = await signIn({ source: 'Weibo', openId: 'o-victim', nickname: '微博' });
    expect(idOf(weibo)).not.to.equal(idOf(victim));
  });

  it('makes their picture a file of this server, once, and gives a default one where there is none', async () => {
    const pictures: (Buffer | null)[] = [png(), null, Buffer.from('<svg onload=alert(1)>'), Buffer.from('GIF89a')];
    let asked = 0;
    const party: ThirdParty = {
      whoIs: async ({ openId }) => ({ openId, nickname: openId, gender: 'Female' }),
      picture: async ({ openId }) => {
        asked++;
        return pictures[Number(openId)]!;
      },
    };
    const own = await started({ ...NO_THIRD_PARTIES, wechat: party });
    const person = new Client(own.url, 'nobody');
    const covers: string[] = [];
    for (const openId of pictures.keys()) {
      const given = { accountSource: 'Wechat', openId: String(openId), accountToken: 't' };
      for (let times = 0; times < 2; times++) {
        const { userInfo } = await person.must(SIGN_IN, given);
        covers.push((userInfo as { coverUrl: string }).coverUrl);
      }
    }
    expect(asked, 'a known person is not asked for').to.equal(pictures.length);
    const [hosted, again, ...defaults] = covers;
    expect(again).to.equal(hosted);
    expect(hosted).to.match(/\/files\/avatar\//);
    for (const cover of defaults) expect(cover).not.to.match(/\/files\/avatar\//);
    const stored = own.log.all.filter(({ type }) => type === 'FileClaimed');
    expect(stored.map(({ data }) => data)).to.have.length(1);
    expect(stored[0]!.data).to.include({ purpose: 'avatar', sizeBytes: png().length });
  });

  it('refuses a token that is not of this person: 702 for WeChat, 701 for Weibo', async () => {
    const accountToken = await tokenOf({ openId: 'o-mine' });
    const refused = async (given: Params) => (await nobody.call(SIGN_IN, given)).errorcode;
    expect(await refused({ accountSource: 'Wechat', openId: 'o-other', accountToken })).to.equal(702);
    expect(await refused({ accountSource: 'Weibo', openId: 'o-mine', accountToken })).to.equal(701);
    for (const forged of ['x', 'e30.', `${accountToken}x`, '.', '..']) {
      expect(await refused({ accountSource: 'Wechat', openId: 'o-mine', accountToken: forged })).to.equal(702);
    }
  });

  it('names the wrong parameter: 700', async () => {
    const right = { accountSource: 'Wechat', accountToken: 'x', openId: 'y' };
    for (const wrong of [
      { accountSource: 'QQ' },
      { accountToken: '' },
      { openId: 'o'.repeat(3_000) },
      { openId: '' },
    ]) {
      const answer = await nobody.call(SIGN_IN, { ...right, ...wrong });
      expect(answer.errorcode).to.equal(700);
      expect(answer.errormsg).to.include(Object.keys(wrong)[0]);
    }
  });

  it('gives a name of their number to people whose nickname may not be one, and shortens long ones', async () => {
    const odd = await signIn({ openId: 'o-odd', nickname: '<b>\n' });
    const { heiNum, displayName } = odd.userInfo as { heiNum: number; displayName: string };
    expect(displayName).to.equal(`用户${heiNum}`);
    const long = await signIn({ openId: 'o-long', nickname: '长'.repeat(60) });
    expect((long.userInfo as { displayName: string }).displayName).to.equal('长'.repeat(20));
  });

  it('answers 503 while the third party is away, and 400 where it is not asked', async () => {
    const { url } = await started(NO_THIRD_PARTIES);
    const params = { accountSource: 'Wechat', accountToken: 'x', openId: 'y' };
    const away: ThirdParty = {
      whoIs: () => Promise.reject(new DomainError('ProviderAway')),
      picture: async () => null,
    };
    const behind = await started({ wechat: away, weibo: away });
    expect((await new Client(behind.url, 'nobody').call(SIGN_IN, params)).errorcode).to.equal(503);
    expect((await new Client(url, 'nobody').call(SIGN_IN, params)).errorcode).to.equal(400);
  });

  it('makes so many accounts for one address in an hour: 400 for the next, while people who are known come in', async () => {
    const one = await started();
    const client = new Client(one.url, 'nobody');
    for (let n = 0; n < NEW_ACCOUNTS_PER_ADDRESS; n++) await signIn({ openId: `o-${n}`, nickname: '多' }, {}, client);
    expect((await signIn({ openId: 'o-more', nickname: '多' }, {}, client)).errorcode).to.equal(400);
    expect((await signIn({ openId: 'o-0', nickname: '多' }, {}, client)).errorcode).to.equal(0);
    one.clock.advance(3600 * 1000);
    expect((await signIn({ openId: 'o-more', nickname: '多' }, {}, client)).errorcode).to.equal(0);
  });

  describe('binding a phone', () => {
    const codeFor = async (phoneNo: string) => {
      // One code a minute for a phone.
      api.clock.advance(61_000);
      await nobody.must('/api/sms/register-phone', { phoneNo });
      return String((await nobody.dev('GET', `/dev/sms/${phoneNo}`)).code);
    };
    const someone = async (openId: string) => {
      const answer = await signIn({ openId, nickname: '绑定' });
      const client = new Client(api.url, openId);
      client.token = String(answer.token);
      client.userId = idOf(answer);
      return client;
    };
    const byPhone = async (phoneNo: string) =>
      nobody.call('/api/sms/verify-phone', { phoneNo, verifyCode: await codeFor(phoneNo) });

    it('signs in the same person by it, and the phone before it nobody any more', async () => {
      const person = await someone('o-bind');
      await person.must(BIND, { phone: '13900000001', verifyCode: await codeFor('13900000001') });
      expect(idOf(await byPhone('13900000001'))).to.equal(person.userId);
      await person.must(BIND, { phone: '13900000001', verifyCode: await codeFor('13900000001') });
      await person.must(BIND, { phone: '13900000002', verifyCode: await codeFor('13900000002') });
      expect(idOf(await byPhone('13900000002'))).to.equal(person.userId);
      expect(idOf(await byPhone('13900000001'))).not.to.equal(person.userId);
    });

    it('releases what a crash left bound before', async () => {
      const person = await someone('o-crash');
      await person.must(BIND, { phone: '13900000004', verifyCode: await codeFor('13900000004') });
      // As it is when the process ends between the two steps of the next binding.
      const bind = { type: 'BindPhone', phone: '13900000005' } as const;
      await api.run(userDecider, userStream(APP, person.userId), bind, person.userId);
      await person.must(BIND, { phone: '13900000005', verifyCode: await codeFor('13900000005') });
      expect(idOf(await byPhone('13900000005'))).to.equal(person.userId);
      expect(idOf(await byPhone('13900000004'))).not.to.equal(person.userId);
    });

    it('keeps signing in by the phone that two bindings at the same moment leave bound', async () => {
      const person = await someone('o-two-at-once');
      const [first, second] = ['13900000006', '13900000007'];
      await person.must(BIND, { phone: first, verifyCode: await codeFor(first) });
      interrupt(
        api,
        ({ type }) => type === 'ReleaseIdentity',
        async () => person.must(BIND, { phone: first, verifyCode: await codeFor(first) }),
      );
      await person.must(BIND, { phone: second, verifyCode: await codeFor(second) });
      expect(idOf(await byPhone(first))).to.equal(person.userId);
      expect(idOf(await byPhone(second))).not.to.equal(person.userId);
    });

    it('refuses a wrong code with 401, whoever has the phone, and another person’s phone with 403', async () => {
      const owner = await byPhone('13900000003');
      const person = await someone('o-taken');
      const verifyCode = await codeFor('13900000003');
      const wrong = verifyCode === '000000' ? '000001' : '000000';
      expect((await person.call(BIND, { phone: '13900000003', verifyCode: wrong })).errorcode).to.equal(401);
      expect((await person.call(BIND, { phone: '13900000003', verifyCode })).errorcode).to.equal(403);
      expect(idOf(await byPhone('13900000003'))).to.equal(idOf(owner));
      expect((await nobody.call(BIND, { token: 'x', phone: '13900000003', verifyCode })).errorcode).to.equal(720);
      expect((await person.call(BIND, { phone: 'x', verifyCode })).errorcode).to.equal(700);
    });
  });
});

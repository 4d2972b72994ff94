import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { userEndpoints } from '../../api/heihei/user/index.ts';
import { conferenceDecider } from '../../domain/conference/decider.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import type { RelationsCommand } from '../../domain/relations/commands.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import type { Answer, Client } from '../support/client.ts';
import { documentOf, expectShape } from '../support/heihei-document.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

const UPDATE = '/api/user/update';
const INFO = '/api/user/info';

describe('users', () => {
  let api: TestApi;
  let host: Client;
  let fan: Client;
  beforeEach(async () => {
    api = await startTestApi();
    host = await api.user('主播甲');
    fan = await api.user('粉丝乙');
  });
  afterEach(() => api.close());

  const grant = (client: Client, gold: number) => client.dev('POST', `/dev/wallets/${client.userId}/grant`, { gold });
  const profile = { gender: 'Female', birthDay: '1995-03-13' };
  const rename = (client: Client, displayName: string, headers = {}) =>
    client.call(UPDATE, { ...profile, displayName }, headers);
  const goldOf = async (client: Client) => ((await client.must('/api/user/user-gold')).user as { gold: number }).gold;
  const resultOf = (answer: Answer) => answer.result as Record<string, unknown>;
  const relate = (by: Client, type: RelationsCommand['type'], targetId: number) =>
    api.run(relationsDecider, streamName('relations', APP, by.userId), { type, targetId }, by.userId);

  describe('update', () => {
    it('answers as documented, and shows in the next answer', async () => {
      const answer = await host.must(UPDATE, {
        displayName: '主播新',
        gender: 'Male',
        birthDay: '1990-12-31',
        address: '北京市',
        latlng: '39.9/116.4',
        description: '有效防范\n休闲范',
      });
      expectShape(answer, documentOf(UPDATE).responses[0]);
      expect(answer.userId).to.equal(host.userId);
      const { result } = await host.must(INFO, { uid: host.userId });
      expect(result).to.include({ displayName: '主播新', gender: 'Male', birthDay: '1990-12-31', address: '北京市' });
    });

    it('refuses names, ages and days with the documented codes, and charges nothing', async () => {
      await grant(host, 100);
      await rename(host, '第一次');
      const refusals: [number, Record<string, string>, string?][] = [
        [445, { displayName: '官方客服' }],
        [445, { displayName: '<b>名字</b>' }],
        [445, { displayName: '   ' }],
        [447, { displayName: '名'.repeat(21) }],
        [501, { birthDay: new Date(api.clock.now() - 17 * 365 * 24 * 3600_000).toISOString().slice(0, 10) }],
        [700, { birthDay: '1990-02-30' }, 'birthDay'],
        [700, { birthDay: '2990-01-01' }, 'birthDay'],
        [700, { gender: 'female' }, 'gender'],
        [700, { description: 'x'.repeat(501) }, 'description'],
      ];
      for (const [errorcode, change, named] of refusals) {
        const answer = await host.call(UPDATE, { ...profile, displayName: '再次改名', ...change });
        expect(answer.errorcode, JSON.stringify(change)).to.equal(errorcode);
        if (named !== undefined) expect(answer.errormsg).to.equal(`参数错误: ${named}`);
      }
      expect(await goldOf(host)).to.equal(100);
    });

    it('renames once for nothing, then for 10 gold: 740 without, 721 from a frozen wallet', async () => {
      const modifyText = async () => resultOf(await host.must(INFO, { uid: host.userId })).modifyText;
      expect(await modifyText()).to.equal('(本次改名免费，下次修改费用10钻)');
      expect((await rename(host, '第一次')).errorcode).to.equal(0);
      expect(await modifyText()).to.equal('(本次修改费用10钻)');
      expect((await rename(host, '第二次')).errorcode).to.equal(740);
      await grant(host, 25);
      await host.dev('POST', `/dev/wallets/${host.userId}/freeze`);
      expect((await rename(host, '第二次')).errorcode).to.equal(721);
      await host.dev('POST', `/dev/wallets/${host.userId}/unfreeze`);
      expect((await rename(host, '第二次')).errorcode).to.equal(0);
      expect(await goldOf(host)).to.equal(15);
      // The same name again is no rename.
      expect((await rename(host, '第二次')).errorcode).to.equal(0);
      expect(await goldOf(host)).to.equal(15);
      expect(resultOf(await host.must(INFO, { uid: host.userId })).modifyCount).to.equal(2);
    });

    it('charges a rename once, however often it is sent', async () => {
      await grant(host, 100);
      await rename(host, '第一次');
      const taps = await Promise.all(Array.from({ length: 10 }, () => rename(host, '第二次')));
      expect(taps.map((answer) => answer.errorcode)).to.deep.equal(Array(10).fill(0));
      expect(await goldOf(host)).to.equal(90);

      const headers = { 'Idempotency-Key': randomUUID() };
      expect((await rename(host, '第三次', headers)).errorcode).to.equal(0);
      expect((await rename(host, '第四次')).errorcode).to.equal(0);
      expect(await goldOf(host)).to.equal(70);
      // A late repetition neither charges nor renames again.
      expect((await rename(host, '第三次', headers)).errorcode).to.equal(0);
      expect(await goldOf(host)).to.equal(70);
      expect(resultOf(await host.must(INFO, { uid: host.userId })).displayName).to.equal('第四次');
      const other = await rename(host, '第五次', headers);
      expect([other.errorcode, other.errormsg]).to.deep.equal([700, '参数错误: Idempotency-Key']);
      expect(await goldOf(host)).to.equal(70);
    });

    it('carries a name out that was paid for before a crash', async () => {
      await grant(host, 100);
      await rename(host, '第一次');
      const { log } = api;
      const append = log.append.bind(log);
      // The wallet's event is the last that gets through.
      log.append = (stream, ...rest) =>
        stream.startsWith('user-') ? Promise.reject(new Error('crash')) : append(stream, ...rest);
      expect((await rename(host, '第二次')).errorcode).to.equal(500);
      log.append = append;
      expect(await goldOf(host)).to.equal(90);
      expect((await rename(host, '第二次')).errorcode).to.equal(0);
      expect(await goldOf(host)).to.equal(90);
    });

    it('ignores what clients may not set', async () => {
      await host.must(UPDATE, {
        ...profile,
        displayName: '主播甲',
        gold: 1000,
        userId: fan.userId,
        role: 'admin',
        hasPaid: 'true',
      });
      expect(await goldOf(host)).to.equal(0);
      expect(resultOf(await host.must(INFO, { uid: fan.userId })).displayName).to.equal('粉丝乙');
    });
  });

  describe('info', () => {
    it('answers for oneself and for others as documented', async () => {
      // The last two are those of the document's older chapter, the one before them with a button.
      const [own, other, ...older] = documentOf(INFO).responses;
      expectShape(await host.must(INFO, { uid: host.userId }), own);
      const answer = await fan.must(INFO, { uid: host.userId, cuid: fan.userId });
      for (const example of [other, ...older.slice(-2)]) expectShape(answer, example, ['userStatus', 'honours']);
      expect(answer).to.not.have.property('userStatus');
      expect(answer.result).to.include({ isFollowed: false, isBlocked: false });
      expect(answer.result).to.not.have.property('attribute');
    });

    it('tells nobody (710), and nothing to whom that user blocks (736)', async () => {
      expect((await fan.call(INFO, { uid: 1 })).errorcode).to.equal(710);
      await host.must('/api/user/block-user', { userId: fan.userId });
      expect((await fan.call(INFO, { uid: host.userId })).errorcode).to.equal(736);
      expect(resultOf(await host.must(INFO, { uid: fan.userId })).isBlocked).to.equal(true);
    });

    it('shows followers, wallets and levels', async () => {
      await fan.must('/api/user/follow', { userId: host.userId });
      await grant(host, 7);
      expect(resultOf(await fan.must(INFO, { uid: host.userId }))).to.include({
        isFollowed: true,
        followerCount: 1,
        goldCount: 7,
        level: 1,
      });
      expect(resultOf(await fan.must(INFO, { uid: fan.userId }))).to.include({ followingCount: 1 });
    });

    it('says who is live, and what the conference button does in a room', async () => {
      const { live } = await host.must('/api/live/create-live', { title: '来听我直播' });
      const { liveId } = live as { liveId: number };
      await host.must('/api/live/start-live', { liveId });
      await fan.must('/api/live/join-live', { liveId });
      const jump = `wmlives_heihei://live?id=${liveId}`;
      const status = async (by: Client, of: Client) =>
        (await by.must(INFO, { uid: of.userId, liveId })).userStatus as Record<string, unknown>;
      expect((await fan.must(INFO, { uid: host.userId })).userStatus).to.deep.equal({ type: 5, jump });
      expect(await status(fan, host)).to.deep.equal({ confStatus: 1, jump });

      await fan.must('/api/live/call-request', { liveId, userId: host.userId });
      expect(await status(fan, host)).to.deep.equal({ confStatus: 2, expireTime: 30, jump });
      expect((await status(host, fan)).confStatus).to.equal(4);
      const other = await api.user('观众丙');
      expect((await status(other, host)).confStatus).to.equal(1);
      expect(await status(other, fan)).to.equal(undefined);

      const { state } = await api.core.commands.load(conferenceDecider, streamName('conference', APP, liveId));
      expect(state.calls.size).to.equal(1);
      await host.must('/api/live/accept-conference', { liveId, userId: fan.userId });
      expect(await status(fan, host)).to.deep.equal({ confStatus: 3, jump });
      expect(await status(other, host)).to.deep.equal({ confStatus: 2, jump });
    });
  });

  describe('relations', () => {
    it('answer as documented, and repeat without effect', async () => {
      for (const [path, key] of [
        ['/api/user/follow', 'userId'],
        ['/api/user/unfollow', 'userId'],
        ['/api/user/block-user', 'userId'],
        ['/api/user/unblock-user', 'targetId'],
      ] as const) {
        for (let n = 0; n < 2; n++) {
          expect(await fan.call(path, { [key]: host.userId })).to.deep.equal(documentOf(path).responses[0]);
        }
        expect((await fan.call(path, { [key]: 1 })).errorcode, path).to.equal(710);
        const oneself = await fan.call(path, { [key]: fan.userId });
        expect([oneself.errorcode, oneself.errormsg]).to.deep.equal([700, `参数错误: ${key}`]);
      }
      const types = api.log.all.filter(({ stream }) => stream.startsWith('relations-')).map(({ type }) => type);
      expect(types).to.deep.equal(['UserFollowed', 'UserUnfollowed', 'UserBlocked', 'UserUnblocked']);
    });

    it('count once for one Idempotency-Key, also where the first call changed nothing', async () => {
      const call = (action: string, key: string) =>
        fan.call(`/api/user/${action}`, { userId: host.userId }, { 'Idempotency-Key': key });
      const isFollowed = async () => resultOf(await fan.must(INFO, { uid: host.userId })).isFollowed;
      await call('follow', 'a');
      const [unchanged] = [await call('follow', 'b'), await call('unfollow', 'c')];
      expect(await call('follow', 'b')).to.deep.equal(unchanged);
      expect(await isFollowed()).to.equal(false);
      await call('follow', 'd');
      await call('unfollow', 'c');
      expect(await isFollowed()).to.equal(true);
    });

    it('list followers, followed and blocked, newest first and in pages, with who is followed back', async () => {
      const others = [await api.user('观众丙'), await api.user('观众丁')];
      for (const client of [fan, ...others]) {
        await client.must('/api/user/follow', { userId: host.userId });
        api.clock.advance(1000);
      }
      await host.must('/api/user/follow', { userId: fan.userId });
      const list = async (path: string, params = {}) => {
        const answer = await host.must(path, { userId: host.userId, ...params });
        const result = (answer.result ?? []) as { id: number; isFollowed: boolean }[];
        return { answer, ids: result.map(({ id }) => id), followed: result.map(({ isFollowed }) => isFollowed) };
      };
      const followers = await list('/api/user/list-follower', { curUserId: 1 });
      expectShape(followers.answer, documentOf('/api/user/list-follower').responses[0]);
      expect(followers.answer.totalSize).to.equal(3);
      expect(followers.ids).to.deep.equal([others[1]!.userId, others[0]!.userId, fan.userId]);
      expect(followers.followed).to.deep.equal([false, false, true]);
      expect((await list('/api/user/list-follower', { offset: 1, limit: 1 })).ids).to.deep.equal([others[0]!.userId]);

      const following = await list('/api/user/list-following');
      expectShape(following.answer, documentOf('/api/user/list-following').responses[0]);
      expect(following.answer.result).to.deep.equal(following.answer.reslut);
      expect(following.ids).to.deep.equal([fan.userId]);
      for (const path of ['/api/user/list-follower', '/api/user/list-following']) {
        expect((await host.call(path, { userId: 1 })).errorcode).to.equal(710);
      }

      await relate(host, 'BlockUser', others[0]!.userId);
      await host.must('/api/user/block-user', { userId: others[1]!.userId });
      const blocked = await list('/api/user/list-blocked-user');
      expectShape(blocked.answer, documentOf('/api/user/list-blocked-user').responses[0]);
      expect(blocked.answer.totalSize).to.equal(2);
      expect(blocked.ids).to.have.members(others.map(({ userId }) => userId));
      expect((await fan.must('/api/user/list-blocked-user')).totalSize).to.equal(0);
    });
  });

  describe('search', () => {
    it('finds a number exactly and names by their beginning, in any case', async () => {
      const anna = await api.user('Anna');
      await api.user('anton');
      const namesFor = async (queryParameter: string) => {
        const { users } = await fan.must('/api/user/search', { queryParameter });
        return (users as { displayName: string }[]).map(({ displayName }) => displayName);
      };
      expectShape(
        await fan.must('/api/user/search', { queryParameter: 'an' }),
        documentOf('/api/user/search').responses[0],
      );
      expect(await namesFor('AN')).to.deep.equal(['Anna', 'anton']);
      expect(await namesFor('ann')).to.deep.equal(['Anna']);
      expect(await namesFor('nna')).to.deep.equal([]);
      expect(await namesFor(' ')).to.deep.equal([]);
      expect(await namesFor('%')).to.deep.equal([]);
      expect(await namesFor('主播')).to.deep.equal(['主播甲']);
      const { heiNum } = resultOf(await anna.must(INFO, { uid: anna.userId }));
      expect(await namesFor(String(heiNum))).to.deep.equal(['Anna']);
      await anna.dev('POST', `/dev/users/${anna.userId}/ban`);
      expect(await namesFor('an')).to.deep.equal(['anton']);
    });
  });

  describe('wallet', () => {
    it('answers as documented', async () => {
      await grant(host, 122);
      expectShape(await host.must('/api/user/user-gold'), documentOf('/api/user/user-gold').responses[0]);
      const statistic = await host.must('/api/payment/statistic');
      expectShape(statistic, documentOf('/api/payment/statistic').responses[0]);
      expect(statistic).to.include({ gold: 122, point: 0, allOutlayGold: 0, allEarnPoint: 0, pointWorth: 0 });
    });

    it("is the caller's own, whatever the request says", async () => {
      await grant(host, 122);
      for (const path of ['/api/user/user-gold', '/api/payment/statistic']) {
        const own = await fan.must(path);
        expect(await host.must(path)).to.not.deep.equal(own);
        expect(await fan.must(path, { userId: host.userId, uid: host.userId })).to.deep.equal(own);
      }
    });

    it('says what was earned and given', async () => {
      await grant(fan, 50);
      const from = { userId: fan.userId, displayName: '', gender: 'Male' as const, birthDay: '', coverUrl: '' };
      const where = { liveId: 5, roomId: 5, hostId: host.userId, from };
      const wallet = (client: Client) => streamName('wallet', APP, client.userId);
      await api.run(walletDecider, wallet(fan), { type: 'BuyBullet', ...where, text: '好' }, fan.userId);
      const purchase = { kind: 'bullet' as const, ...where, text: '好' };
      await api.run(walletDecider, wallet(host), {
        type: 'CreditPoints',
        points: 2000,
        purchaseEventId: 'e',
        purchase,
      });
      expect(await fan.must('/api/payment/statistic')).to.include({ gold: 49, allOutlayGold: 1 });
      expect(await host.must('/api/payment/statistic')).to.include({ point: 2000, allEarnPoint: 2000, pointWorth: 2 });
      expect((await host.must('/api/user/user-gold')).user).to.include({
        point: 2000,
        pointWorth: 10_000,
        userId: host.userId,
      });
    });
  });

  describe('init', () => {
    const params = {
      ap: 'heihei',
      version: '2.0.0',
      local: 'zh_CN',
      uuid: 'device',
      apiVersion: '1.0',
      deveiceType: 'android',
    };

    it('names every endpoint that clients are served by module and key, as absolute URLs of this server', async () => {
      const answer = await host.must('/api/init', params);
      for (const { module, name, path, auth } of heiheiEndpoints) {
        if (path !== '/api/init' && auth !== 'app')
          expect((answer[module] as Record<string, string>)[name]).to.equal(api.url + path);
      }
      expect((answer.message as Record<string, string>).channel).to.equal(api.url.replace('http', 'ws'));
      for (const key of ['tips', 'function', 'imgPath', 'actionCode', 'comment']) expect(answer).to.have.property(key);
    });

    it('uses the documented keys', () => {
      for (const { path, name, own } of userEndpoints) if (!own) expect(name).to.equal(documentOf(path).name);
    });

    it('goes by the public URL, and not by a Host that makes no sense', async () => {
      const urls = async (base: string, host: string) => {
        const query = new URLSearchParams(params).toString();
        const { request } = await import('node:http');
        const text = await new Promise<string>((resolve, reject) => {
          request(`${base}/api/init?${query}`, { headers: { host } }, async (response) => {
            let body = '';
            for await (const chunk of response) body += chunk;
            resolve(body);
          })
            .on('error', reject)
            .end();
        });
        return (JSON.parse(text) as { user: Record<string, string> }).user.signOut;
      };
      expect(await urls(api.url, 'salon.example:8080')).to.equal('http://salon.example:8080/api/user/sign-out');
      expect(await urls(api.url, 'evil.example/"><script>')).to.equal(`${api.url}/api/user/sign-out`);
      const behind = await startTestApi({ settings: { publicUrl: 'https://salon.example' } });
      expect(await urls(behind.url, 'evil.example')).to.equal('https://salon.example/api/user/sign-out');
      await behind.close();
    });
  });
});

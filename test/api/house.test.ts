import { expect } from 'chai';
import { REPORT_AGAIN_MS, REPORTS_PER_DAY } from '../../domain/report/limits.ts';
import { Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

describe('the house', () => {
  let api: TestApi;
  let person: Client;
  let other: Client;

  before(async () => {
    api = await startTestApi();
    person = await api.user('举报的');
    other = await api.user('被举报的');
  });
  after(() => api.close());

  describe('report-user', () => {
    const reportsOf = async (userId: number) => {
      const { reports } = await person.dev('GET', `/dev/reports?userId=${userId}`);
      return reports as { reportId: number; kind: string; reporterId: number; status: string }[];
    };

    it('reports a person under both of its addresses, once a day of each kind', async () => {
      const given = { userId: other.userId, reportType: 3 };
      for (const path of ['/api/usr/report-user', '/api/user/report-user']) {
        const answer = await person.must(path, given);
        expectDocumentedShape('/api/usr/report-user', answer);
        expect(answer).to.include({ reportmsg: '举报成功!' });
      }
      const [report, ...more] = await reportsOf(other.userId);
      expect(more).to.deep.equal([]);
      expect(report).to.include({ kind: 'abuse', reporterId: person.userId, status: 'open' });
      for (const [reportType, kind] of [
        [1, 'wrong-gender'],
        [2, 'fraud'],
        [4, 'obscenity'],
      ] as const) {
        await person.must('/api/usr/report-user', { ...given, reportType });
        expect((await reportsOf(other.userId)).map((one) => one.kind)).to.include(kind);
      }
    });

    it('reports neither oneself, nor nobody, nor for something else', async () => {
      for (const [params, field] of [
        [{ userId: person.userId, reportType: 1 }, 'userId'],
        [{ userId: 77, reportType: 1 }, 'userId'],
        [{ userId: other.userId, reportType: 5 }, 'reportType'],
        [{ userId: other.userId, reportType: 0 }, 'reportType'],
        [{ userId: other.userId, reportType: '1e0' }, 'reportType'],
        [{ userId: other.userId }, 'reportType'],
        [{ reportType: 1 }, 'userId'],
      ] as const) {
        const answer = await person.call('/api/usr/report-user', params);
        expect(answer, JSON.stringify(params)).to.include({ errorcode: 700, errormsg: `参数错误: ${field}` });
      }
    });

    it('takes so many of one person in a day, and tells nobody of them but operators', async () => {
      const eager = await api.user('什么都举报');
      const targets: Client[] = [];
      for (let n = 0; n <= REPORTS_PER_DAY / 4; n++) targets.push(await api.user(`某人${n}`));
      const report = (n: number) =>
        eager.call('/api/usr/report-user', { userId: targets[n >> 2]!.userId, reportType: 1 + (n % 4) });
      for (let n = 0; n < REPORTS_PER_DAY; n++) expect((await report(n)).errorcode).to.equal(0);
      expect((await report(REPORTS_PER_DAY)).errorcode).to.equal(400);
      expect((await report(0)).errorcode, 'what was reported already').to.equal(0);
      api.clock.advance(REPORT_AGAIN_MS);
      expect((await report(REPORTS_PER_DAY)).errorcode).to.equal(0);
      const pages = await targets[0]!.must('/api/user/export');
      expect(JSON.stringify(pages)).to.not.include(String(eager.userId));
    });

    it('is settled by operators', async () => {
      const [{ reportId }] = (await reportsOf(other.userId)) as unknown as [{ reportId: number }];
      const settled = { outcome: 'dismissed', reason: '没有的事' };
      await person.dev('POST', `/dev/reports/${reportId}/settle`, settled);
      await person.dev('POST', `/dev/reports/${reportId}/settle`, { ...settled, outcome: 'upheld' });
      const { reports } = await person.dev('GET', '/dev/reports?status=dismissed');
      expect(reports).to.have.length(1);
      expect((await person.dev('GET', '/dev/reports?limit=100')).reports).to.have.length.above(REPORTS_PER_DAY);
      for (const [path, status] of [
        ['/dev/reports/77/settle', 404],
        ['/dev/reports/x/settle', 404],
      ] as const) {
        const refused = await person.dev('POST', path, settled).catch((error: Error) => error.message);
        expect(refused).to.include(`HTTP ${status}`);
      }
    });
  });

  describe('sys/update', () => {
    const nobody = () => new Client(api.url, 'nobody');
    const release = {
      ...{ system: 'android', versionCode: '1.0.10', channel: 'xiaomi', force: true, title: '更新' },
      ...{ url: 'https://cdn.example/a.apk', text: '新版本来了，更新吧！', fileName: 'heihei.apk' },
    };
    const update = (params: Record<string, string>) => nobody().call('/api/sys/update', params);

    it('offers what is newer by number, to the channel or to all, without a session', async () => {
      await person.dev('POST', '/dev/releases', release);
      const given = { versionCode: '1.0.9', devicesType: 'android', channel: 'xiaomi' };
      const answer = await update(given);
      expectDocumentedShape('/api/sys/update', answer, 0);
      const { system: _, ...info } = release;
      expect(answer).to.deep.equal({ errorcode: 0, errormsg: 'success', info });
      for (const change of [{ versionCode: '1.0.10' }, { devicesType: 'ios' }, { channel: 'oppo' }]) {
        expect(await update({ ...given, ...change })).to.deep.equal({ errorcode: 0, errormsg: 'success' });
      }
      await person.dev('POST', '/dev/releases', { ...release, channel: '', versionCode: '1.0.11' });
      const { info: forAll } = await update({ ...given, channel: 'oppo' });
      expect(forAll).to.include({ versionCode: '1.0.11', channel: 'oppo' });
      for (const versionCode of ['1.0.10', '1.0.11']) {
        const channel = versionCode === '1.0.11' ? '' : 'xiaomi';
        await person.dev('POST', '/dev/releases/withdraw', { system: 'android', channel, versionCode });
      }
      expect(await update(given)).to.not.have.property('info');
    });

    it('takes no other version or system', async () => {
      for (const [params, field] of [
        [{ versionCode: 'v1', devicesType: 'ios' }, 'versionCode'],
        [{ versionCode: '1.0.0.0.0', devicesType: 'ios' }, 'versionCode'],
        [{ versionCode: '1.0', devicesType: 'symbian' }, 'devicesType'],
        [{ versionCode: '1.0' }, 'devicesType'],
        [{ devicesType: 'ios' }, 'versionCode'],
        [{ versionCode: '1.0', devicesType: 'ios', channel: 'x'.repeat(33) }, 'channel'],
      ] as [Record<string, string>, string][]) {
        expect(await update(params)).to.include({ errorcode: 700, errormsg: `参数错误: ${field}` });
      }
    });
  });

  describe('sys/upload-log', () => {
    const logged = () => api.log.all.filter(({ type }) => type === 'UploadGranted').length;

    it('takes a text of at most 60 KB, ten times an hour, and the same once under a key', async () => {
      const path = '/api/sys/upload-log';
      const answer = await person.must(path, { log: '错'.repeat(20 * 1024) });
      expect(answer).to.deep.equal({ errorcode: 0, errormsg: 'success' });
      for (const log of ['错'.repeat(20 * 1024 + 1), 'x'.repeat(60 * 1024 + 1), '']) {
        expect((await person.call(path, { log })).errorcode).to.equal(700);
      }
      expect((await person.call(path)).errorcode).to.equal(700);
      expect((await new Client(api.url, 'nobody').call(path, { log: 'x' })).errorcode).to.equal(700);
      const before = logged();
      for (let n = 0; n < 3; n++) {
        expect((await person.call(path, { log: '一' }, { 'Idempotency-Key': 'k' })).errorcode).to.equal(0);
      }
      expect((await person.call(path, { log: '二' }, { 'Idempotency-Key': 'k' })).errorcode).to.equal(700);
      expect(logged() - before).to.equal(1);
      for (let n = 2; n < 10; n++) await person.must(path, { log: `日志${n}` });
      expect((await person.call(path, { log: '太多了' })).errorcode).to.equal(400);
      expect((await person.call(path, { log: '一' }, { 'Idempotency-Key': 'k' })).errorcode).to.equal(0);
      api.clock.advance(3600_000);
      await person.must(path, { log: '又可以了' });
    });
  });

  it('has rooms with as many seats as operators set, from the next live on', async () => {
    const host = await api.user('开播的');
    const seatsOfNew = async () => {
      const { live } = await host.must('/api/live/create-live', { title: '标题' });
      const { liveId } = live as { liveId: number };
      await host.must('/api/live/start-live', { liveId });
      return { liveId, seats: (await host.must('/api/live/list-live-users', { liveId })).roomSeatCount };
    };
    const before = await seatsOfNew();
    expect(before.seats).to.equal(8);
    await host.dev('POST', '/dev/rooms/seats', { seatCount: 10_000 });
    expect((await seatsOfNew()).seats).to.equal(10_000);
    const { live } = await host.must('/api/live/get-live', { liveId: before.liveId });
    expect(live).to.include({ roomUserCount: 8 });
    for (const seatCount of [1, 10_001, 'x', undefined]) {
      const refused = await host.dev('POST', '/dev/rooms/seats', { seatCount }).catch((error: Error) => error.message);
      expect(refused).to.match(/HTTP 4\d\d/);
    }
    await host.dev('POST', '/dev/rooms/seats', { seatCount: 8 });
    expect((await seatsOfNew()).seats).to.equal(8);
  });

  it('shows the honours that operators grant wherever a person or their live is listed, with signs that are there', async () => {
    const star = await api.user('达人');
    const set = (honour: string, grant?: boolean) =>
      person.dev('POST', `/dev/users/${star.userId}/honours`, { honour, ...(grant !== undefined && { grant }) });
    for (const honour of ['verified', 'expert', 'verified']) await set(honour);
    const shown = async () => {
      const { result } = await person.must('/api/user/info', { uid: star.userId });
      return (result as { honours: { honour_sign: string; honour_img: string; honour_desc: string }[] }).honours;
    };
    expect((await shown()).map(({ honour_sign, honour_desc }) => [honour_sign, honour_desc])).to.deep.equal([
      ['v', '认证'],
      ['p', '达人-女'],
    ]);
    for (const { honour_img } of await shown()) {
      const response = await fetch(honour_img);
      await response.arrayBuffer();
      expect([response.status, response.headers.get('content-type')]).to.deep.equal([200, 'image/png']);
    }
    const { live } = await star.must('/api/live/create-live', { title: '标题' });
    await star.must('/api/live/start-live', { liveId: (live as { liveId: number }).liveId });
    const { lives } = await person.must('/api/live/list-live-by-user', { userId: star.userId });
    expect((lives as { honours: unknown }[])[0]!.honours).to.deep.equal(await shown());
    const { users } = await person.must('/api/user/search', { queryParameter: '达人' });
    expect((users as { honours: unknown }[])[0]!.honours).to.deep.equal(await shown());
    await set('verified', false);
    expect((await shown()).map(({ honour_sign }) => honour_sign)).to.deep.equal(['p']);
    for (const honour of ['noble', '', 5]) {
      expect(await set(honour as string).catch((error: Error) => error.message)).to.include('HTTP 400');
    }
    await person.dev('POST', `/dev/users/${star.userId}/erase`, { reason: 'request' });
    const { users: gone } = await person.must('/api/user/search', { queryParameter: '达人' });
    expect(gone).to.deep.equal([]);
  });

  describe('get-banner', () => {
    it('shows what operators set, with links of the app or of the web', async () => {
      const cover = '/static/cover/cover-1-108.png';
      const banners = [
        { desc: '主播', cover, kind: 'user', targetId: other.userId },
        { desc: '歌会', cover, kind: 'live', targetId: 5 },
        { desc: '指南', cover, kind: 'web', url: 'https://salon.example/guide' },
      ];
      await person.dev('POST', '/dev/banners', { banners });
      const answer = await person.must('/api/social/get-banner');
      expectDocumentedShape('/api/social/get-banner', answer);
      expect(answer).to.deep.include({
        expireTime: 84_600,
        banners: [
          { desc: '主播', cover, type: 1, link: `wmlives_heihei://user?id=${other.userId}` },
          { desc: '歌会', cover, type: 2, link: 'wmlives_heihei://live?id=5' },
          { desc: '指南', cover, type: 3, link: 'https://salon.example/guide' },
        ],
      });
      await person.dev('POST', '/dev/banners', { banners: [] });
      expect((await person.must('/api/social/get-banner')).banners).to.deep.equal([]);
    });

    it('is set to nothing that leads astray', async () => {
      const good = { desc: 'x', cover: '/c.png', kind: 'web', url: 'https://a.example' };
      for (const banners of ['x', [5], [{ ...good, kind: 'app' }], [{ ...good, url: 'javascript:alert(1)' }]]) {
        const refused = await person.dev('POST', '/dev/banners', { banners }).catch((error: Error) => error.message);
        expect(refused).to.match(/HTTP 4\d\d/);
      }
      expect((await person.must('/api/social/get-banner')).banners).to.deep.equal([]);
    });
  });
});

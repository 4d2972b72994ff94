import { expect } from 'chai';
import { bannersDecider } from '../../../domain/banners/decider.ts';
import type { Banner } from '../../../domain/banners/events.ts';
import { MAX_BANNERS } from '../../../domain/banners/limits.ts';
import { honoursDecider } from '../../../domain/honours/decider.ts';
import { houseDecider } from '../../../domain/house/decider.ts';
import { isWebLink } from '../../../domain/kernel/text.ts';
import { newerThan, releaseDecider } from '../../../domain/release/decider.ts';
import type { ReleaseAnnounced } from '../../../domain/release/events.ts';
import { MAX_RELEASES } from '../../../domain/release/limits.ts';
import { compareVersions, isVersion } from '../../../domain/release/version.ts';
import { reportDecider } from '../../../domain/report/decider.ts';
import { REPORT_AGAIN_MS } from '../../../domain/report/limits.ts';
import { given, T0 } from '../../support/given.ts';

describe('reports of a person', () => {
  const report = { type: 'ReportUser', reportId: 1, userId: 7, kind: 'abuse' } as const;
  const reported = { type: 'UserReported', data: { reportId: 1, userId: 7, reporterId: 8, kind: 'abuse' } } as const;
  const settle = { type: 'SettleReport', reportId: 1, outcome: 'upheld', reason: ' 骂人 ' } as const;
  const settled = {
    type: 'ReportSettled',
    data: { reportId: 1, userId: 7, outcome: 'upheld', reason: '骂人' },
  } as const;

  it('count once a day of one person and kind', () => {
    given(reportDecider).when(report, { actor: 8 }).thenExactly(reported);
    const once = () => given(reportDecider, reported);
    once()
      .when({ ...report, reportId: 2 }, { actor: 8, at: T0 + REPORT_AGAIN_MS - 1 })
      .thenNothing();
    for (const [actor, kind, at] of [
      [8, 'abuse', T0 + REPORT_AGAIN_MS],
      [8, 'fraud', T0],
      [9, 'abuse', T0],
    ] as const) {
      once()
        .when({ ...report, reportId: 2, kind }, { actor, at })
        .thenExactly({ type: 'UserReported', data: { reportId: 2, userId: 7, reporterId: actor, kind } });
    }
  });

  it('are not of oneself, and not of a kind that there is not', () => {
    given(reportDecider).when(report, { actor: 7 }).thenFails('TargetIsSelf', 'userId');
    given(reportDecider)
      .when({ ...report, kind: 'ugly' as 'abuse' }, { actor: 8 })
      .thenFails('InvalidInput', 'reportType');
  });

  it('are settled once, by operators', () => {
    given(reportDecider, reported).when(settle, { actor: 8 }).thenFails('SystemOnly');
    given(reportDecider, reported).when(settle).thenExactly(settled);
    given(reportDecider, reported, settled).when(settle).thenNothing();
  });
});

describe('releases of the app', () => {
  const release = {
    ...{ channel: '', versionCode: '1.0.4', force: false, url: 'https://cdn.example/a.apk' },
    ...{ title: '更新', text: '', fileName: 'a.apk' },
  };
  const announced = (change: Partial<typeof release> = {}): ReleaseAnnounced => ({
    type: 'ReleaseAnnounced',
    data: { system: 'android', ...release, ...change },
  });
  const announce = { type: 'AnnounceRelease', system: 'android', ...release } as const;

  it('are compared by their numbers', () => {
    const ordered = ['0.9', '1', '1.0.1', '1.0.9', '1.0.10', '1.1', '2.0.0.1', '10'];
    for (const [n, version] of ordered.entries()) {
      for (const [m, other] of ordered.entries()) {
        expect(Math.sign(compareVersions(version, other)), `${version} ${other}`).to.equal(Math.sign(n - m));
      }
    }
    expect(compareVersions('1.0', '1.0.0')).to.equal(0);
    for (const text of ['', 'v1', '1.', '.1', '1..2', '1.0.0.0.0', '1e3', '-1', '1234567', '1.0 ', '１.0']) {
      expect(isVersion(text), text).to.equal(false);
    }
  });

  it('are offered to who is older, in the channel or for all', () => {
    const { offered } = given(
      releaseDecider,
      announced(),
      announced({ versionCode: '1.0.9', channel: 'xiaomi' }),
      announced({ versionCode: '1.0.4', channel: 'xiaomi', force: true }),
    ).state();
    const found = (version: string, channel: string) => newerThan({ offered }, version, channel);
    expect(found('1.0.3', '')).to.include({ versionCode: '1.0.4', force: false });
    expect(found('1.0.4', 'oppo')).to.equal(null);
    expect(found('1.0.4', 'xiaomi')).to.include({ versionCode: '1.0.9' });
    expect(found('1.0.10', 'xiaomi')).to.equal(null);
    offered.delete('xiaomi 1.0.9');
    expect(found('1.0.3', 'xiaomi'), "of one version the channel's own").to.include({ force: true });
  });

  it('are announced, changed and withdrawn by operators', () => {
    given(releaseDecider).when(announce, { actor: 5 }).thenFails('SystemOnly');
    given(releaseDecider).when(announce).thenExactly(announced());
    given(releaseDecider, announced()).when(announce).thenNothing();
    given(releaseDecider, announced())
      .when({ ...announce, title: '新的' })
      .thenExactly(announced({ title: '新的' }));
    const withdraw = { type: 'WithdrawRelease', system: 'android', channel: '', versionCode: '1.0.4' } as const;
    given(releaseDecider)
      .when({ ...withdraw, reason: '' })
      .thenNothing();
    given(releaseDecider, announced())
      .when({ ...withdraw, reason: '崩溃' })
      .thenExactly({
        type: 'ReleaseWithdrawn',
        data: { system: 'android', channel: '', versionCode: '1.0.4', reason: '崩溃' },
      });
  });

  it('are refused with what nobody should open or read, and beyond their number', () => {
    for (const [change, field] of [
      [{ system: 'symbian' as 'ios' }, 'system'],
      [{ versionCode: 'one' }, 'versionCode'],
      [{ url: 'javascript:alert(1)' }, 'url'],
      [{ url: 'http://cdn.example/a.apk' }, 'url'],
      [{ channel: 'a b' }, 'channel'],
      [{ fileName: '../a' }, 'fileName'],
      [{ title: '' }, 'title'],
      [{ text: '长'.repeat(1_001) }, 'text'],
    ] as const) {
      given(releaseDecider)
        .when({ ...announce, ...change })
        .thenFails('InvalidInput', field);
    }
    const many = Array.from({ length: MAX_RELEASES }, (_, n) => announced({ versionCode: `1.0.${n + 10}` }));
    given(releaseDecider, ...many)
      .when(announce)
      .thenFails('InvalidInput', 'versionCode');
  });
});

describe('the seats of rooms', () => {
  const set = (seatCount: number) => ({ type: 'SetRoomSeats', seatCount }) as const;
  const twenty = { type: 'RoomSeatsSet', data: { seatCount: 20 } } as const;

  it('are eight, until operators set another number from 2 to 10,000', () => {
    expect(given(houseDecider).state()).to.deep.include({ seatCount: 8 });
    given(houseDecider).when(set(8)).thenNothing();
    given(houseDecider).when(set(20)).thenExactly(twenty);
    given(houseDecider, twenty).when(set(20)).thenNothing();
    given(houseDecider).when(set(20), { actor: 5 }).thenFails('SystemOnly');
    given(houseDecider)
      .when(set(10_000))
      .thenExactly({ type: 'RoomSeatsSet', data: { seatCount: 10_000 } });
    for (const seatCount of [1, 0, -1, 1.5, 10_001, Number.NaN]) {
      given(houseDecider).when(set(seatCount)).thenFails('InvalidInput', 'seatCount');
    }
  });
});

describe('honours', () => {
  it('are granted and removed by operators, each once', () => {
    const change = (type: 'GrantHonour' | 'RemoveHonour', honour = 'verified') =>
      ({ type, userId: 7, honour: honour as 'verified' }) as const;
    const granted = { type: 'HonourGranted', data: { userId: 7, honour: 'verified' } } as const;
    const removed = { type: 'HonourRemoved', data: { userId: 7, honour: 'verified' } } as const;
    given(honoursDecider).when(change('GrantHonour')).thenExactly(granted);
    given(honoursDecider, granted).when(change('GrantHonour')).thenNothing();
    given(honoursDecider, granted).when(change('RemoveHonour')).thenExactly(removed);
    given(honoursDecider, granted, removed).when(change('RemoveHonour')).thenNothing();
    given(honoursDecider).when(change('GrantHonour'), { actor: 7 }).thenFails('SystemOnly');
    given(honoursDecider).when(change('GrantHonour', 'noble')).thenFails('InvalidInput', 'honour');
  });
});

describe('banners', () => {
  const banner: Banner = { desc: '歌会', cover: '/static/cover/cover-1-108.png', kind: 'live', targetId: 5, url: '' };
  const page: Banner = {
    desc: '指南',
    cover: 'https://cdn.example/b.png',
    kind: 'web',
    targetId: 0,
    url: 'https://a.example',
  };
  const set = (...banners: Banner[]) => ({ type: 'SetBanners', banners }) as const;

  it('are set all at once, by operators', () => {
    given(bannersDecider).when(set(banner), { actor: 5 }).thenFails('SystemOnly');
    given(bannersDecider).when(set()).thenNothing();
    const both = { type: 'BannersSet', data: { banners: [banner, page] } } as const;
    given(bannersDecider).when(set(banner, page)).thenExactly(both);
    given(bannersDecider, both).when(set(banner, page)).thenNothing();
    given(bannersDecider, both)
      .when(set())
      .thenExactly({ type: 'BannersSet', data: { banners: [] } });
  });

  it('lead to a person, a live, or a page of the web', () => {
    for (const [change, field] of [
      [{ kind: 'app' as 'web' }, 'kind'],
      [{ targetId: 0 }, 'targetId'],
      [{ targetId: 1.5 }, 'targetId'],
      [{ url: 'https://a.example' }, 'url'],
      [{ cover: '' }, 'cover'],
      [{ cover: 'javascript:alert(1)' }, 'cover'],
      [{ desc: '' }, 'desc'],
      [{ ...page, url: 'file:///etc/passwd' }, 'url'],
      [{ ...page, targetId: 5 }, 'targetId'],
    ] as const) {
      given(bannersDecider)
        .when(set({ ...banner, ...change }))
        .thenFails('InvalidInput', field);
    }
    const many = Array.from({ length: MAX_BANNERS + 1 }, () => banner);
    given(bannersDecider)
      .when(set(...many))
      .thenFails('InvalidInput', 'banners');
  });

  it('have links that hide nothing', () => {
    for (const link of ['https://a.example', 'https://a.example/x?y#z', 'https://a.example:8443/']) {
      expect(isWebLink(link), link).to.equal(true);
    }
    for (const link of [
      ...['', 'a.example', '//a.example', 'http://a.example', 'HTTPS:a', 'https://', 'https://user@a.example/'],
      ...['https://a.example/ x', 'https://a.example/"', 'https://a.example\\@b', 'https://бank.example/'],
      `https://a.example/${'x'.repeat(500)}`,
    ]) {
      expect(isWebLink(link), link).to.equal(false);
    }
  });
});

describe('the lines that begin conversations', () => {
  it('are set by operators, all at once, tidied', () => {
    const set = { type: 'SetHints', hints: [' 你最近在听什么歌？ '] } as const;
    const done = { type: 'HintsSet', data: { hints: ['你最近在听什么歌？'] } } as const;
    given(houseDecider).when(set).thenExactly(done);
    given(houseDecider, done).when(set).thenNothing();
    given(houseDecider).when(set, { actor: 5 }).thenFails('SystemOnly');
    for (const hints of [[''], ['长'.repeat(201)], Array(101).fill('多')])
      given(houseDecider).when({ type: 'SetHints', hints }).thenFails('InvalidInput', 'hints');
  });
});

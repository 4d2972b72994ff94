import { expect } from 'chai';
import { Apps, readApps } from '../../../application/apps.ts';
import { APP_FORMS, DEV_APPS } from '../../../server/served-apis.ts';

const app = {
  tenant: 'heihei',
  dialect: 'linkv-live',
  appId: 'LM6000',
  secret: 'a-secret-of-sixteen+',
  alias: 'heihei',
};
const read = (apps: unknown[], dev = false) => readApps(JSON.stringify({ apps }), { forms: APP_FORMS, dev });

describe('the apps', () => {
  it('come from JSON', () => {
    expect(read([app, { ...app, tenant: 'other', appId: 'LM7' }])).to.deep.equal({
      apps: [app, { ...app, tenant: 'other', appId: 'LM7' }],
      problems: [],
    });
  });

  const wrong: [string, unknown][] = [
    ['no object', 'x'],
    ['an unknown member', { ...app, colour: 'red' }],
    ['a tenant with a dash', { ...app, tenant: 'hei-hei' }],
    ['a tenant in capitals', { ...app, tenant: 'Heihei' }],
    ['no tenant', { ...app, tenant: undefined }],
    ['an unknown dialect', { ...app, dialect: 'smtp' }],
    ['an app id with a blank', { ...app, appId: 'a b' }],
    ['no secret', { ...app, secret: undefined }],
    ['a short secret', { ...app, secret: 'short' }],
    ['the dev mode’s secret', { ...app, secret: DEV_APPS[0]!.secret }],
    ['an alias that is no text', { ...app, alias: 7 }],
  ];
  for (const [name, given] of wrong) {
    it(`are refused with ${name}, by their place, without the secret`, () => {
      const { problems } = read([app, given]);
      expect(problems).to.have.length(1);
      expect(problems[0]).to.match(/^SALON_APPS, app 2: /);
      expect(problems.join()).not.to.include(app.secret);
    });
  }

  const openim = {
    ...{ tenant: 'heihei', dialect: 'openim', appId: 'oim', secret: 'an-openim-secret-of-24ch' },
    ...{ tokenSecret: 'a-token-secret-of-24-chs', adminUserId: ['boss', '管理员'] },
  };

  it('of OpenIM have a secret that finds them, another for tokens, and managers', () => {
    expect(read([openim])).to.deep.equal({ apps: [openim], problems: [] });
    const wrongOnes: [object, RegExp][] = [
      [{ secret: 'a'.repeat(33) }, /secret is too long: at most 32$/],
      [{ tokenSecret: undefined }, /tokenSecret is missing$/],
      [{ tokenSecret: 'short' }, /tokenSecret is too short: at least 16$/],
      [
        { tokenSecret: DEV_APPS.find(({ tokenSecret }) => tokenSecret)!.tokenSecret },
        /tokenSecret is the dev mode’s own$/,
      ],
      [{ adminUserId: undefined }, /adminUserId is missing$/],
      ...[[], '', 'a'.repeat(65), 7, [''], Array(21).fill('a')].map((adminUserId): [object, RegExp] => [
        { adminUserId },
        /adminUserId takes an id, or a list/,
      ]),
    ];
    for (const [more, fault] of wrongOnes) {
      const { problems } = read([{ ...openim, ...more }]);
      expect(problems, JSON.stringify(more)).to.have.length(1);
      expect(problems[0]).to.match(fault);
    }
    expect(read([openim, { ...openim, tenant: 'other', appId: 'oim2' }]).problems).to.deep.equal([
      'SALON_APPS: oim and oim2 of openim have the same secret',
    ]);
  });

  it('are unique in their dialect', () => {
    expect(read([app, { ...app, tenant: 'other' }]).problems).to.deep.equal([
      'SALON_APPS has two apps LM6000 of linkv-live',
    ]);
  });

  it('are named all at once when they are wrong', () => {
    expect(
      read([
        { ...app, tenant: '' },
        { ...app, appId: '', secret: '' },
      ]).problems,
    ).to.have.length(3);
  });

  for (const text of ['{', '{"apps":{}}', '{"secret":"hidden-secret"', '{}']) {
    it(`are refused when they are ${text}, without quoting it`, () => {
      const { problems } = readApps(text, { forms: APP_FORMS, dev: false });
      expect(problems).to.have.length(1);
      expect(problems[0]).not.to.include('hidden-secret');
    });
  }

  it('are found by dialect and id', () => {
    const apps = new Apps(DEV_APPS);
    const [, other] = DEV_APPS.filter(({ dialect }) => dialect === 'linkv-live');
    expect(apps.find('linkv-live', other!.appId)?.tenant).to.equal('other');
    expect(apps.find('linkv-live', 'LM')).to.equal(undefined);
    expect([apps.dialects, new Apps([]).dialects]).to.deep.equal([['linkv-live', 'linkv-im', 'openim', 'lanying'], []]);
  });
});

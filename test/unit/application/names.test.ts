import { expect } from 'chai';
import { namesOf } from '../../../application/accounts/names.ts';
import { identities } from '../../../projections/views/identities.ts';
import { APP, startTestApi, type TestApi } from '../../support/test-core.ts';

describe('names of users', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  it('are found by the user, of every kind', async () => {
    const ann = await api.user('安一');
    await api.core.models.caughtUp(await api.log.head(), [identities], 20_000);
    const found = (await namesOf(api.core, APP, ann.userId)).map(({ kind, value }) => `${kind} ${value}`);
    expect(found).to.have.length(2);
    expect(found[0]).to.match(/^heiNum \d{8}$/);
    expect(found[1]).to.match(/^phone 138\d{8}$/);
  });
});

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { nameOrFindPerson } from '../../../application/accounts/named-person.ts';
import { namesOf, releaseIdentities } from '../../../application/accounts/release-identities.ts';
import type { CommandMeta } from '../../../domain/kernel/decider.ts';
import { StoreUnavailableError } from '../../../event-store/event-store.ts';
import { identities } from '../../../projections/views/identities.ts';
import { rejection } from '../../support/promises.ts';
import { APP, startTestApi, type TestApi } from '../../support/test-core.ts';

describe('names of users', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  const meta = (): CommandMeta => ({ appId: APP, actor: 0, at: api.clock.now(), commandId: randomUUID() });
  const names = async (userId: number) => {
    await api.core.models.caughtUp(await api.log.head(), [identities], 20_000);
    return (await namesOf(api.core, APP, userId)).map(({ kind, value }) => `${kind} ${value}`);
  };

  it('are found by the user, of every kind', async () => {
    const ann = await api.user('安一');
    const found = await names(ann.userId);
    expect(found).to.have.length(2);
    expect(found[0]).to.match(/^heiNum \d{8}$/);
    expect(found[1]).to.match(/^phone 138\d{8}$/);
  });

  it('are released all at once, and the next who comes by them is somebody else', async () => {
    const facts = { displayName: '小红' };
    for (const uid of ['viewer-1', 'a uid of no plain form, 中']) {
      const first = await nameOrFindPerson(api.core, meta(), uid, facts);
      const { userId } = first;
      expect(await names(userId)).to.deep.equal([`uid ${uid}`]);
      expect(await releaseIdentities(api.core, meta(), userId)).to.equal(1);
      expect(await names(userId)).to.deep.equal([]);
      expect(await releaseIdentities(api.core, meta(), userId)).to.equal(0);
      const second = await nameOrFindPerson(api.core, meta(), uid, facts);
      expect(second.userId).not.to.equal(userId);
      expect(await releaseIdentities(api.core, meta(), userId), 'what is now another one’s').to.equal(0);
      expect(await names(second.userId)).to.deep.equal([`uid ${uid}`]);
    }
  });

  it('are not released on the word of a read model that lags behind', async () => {
    const { userId } = await nameOrFindPerson(api.core, meta(), 'viewer-2', { displayName: '小红' });
    const lagging = { ...api.core, models: { ...api.core.models, caughtUp: async () => false } } as typeof api.core;
    expect(await rejection(releaseIdentities(lagging, meta(), userId))).to.be.instanceOf(StoreUnavailableError);
    expect(await names(userId)).to.deep.equal(['uid viewer-2']);
  });
});

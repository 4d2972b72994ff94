import { expect } from 'chai';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { FollowedReadModels } from '../../projections/followed-read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { lives } from '../../projections/views/lives.ts';
import { rejection } from '../contract/event-store.contract.ts';
import { MemoryReadModelStore } from '../support/memory-read-models.ts';

describe('read models that another process keeps', () => {
  it('are away, and may be asked again, as long as nobody has built them', async () => {
    const models = new FollowedReadModels({ store: new MemoryReadModelStore(), views: allViews });
    await models.start();
    expect(models.status().ready).to.equal(false);
    expect(await rejection(models.get(lives, 'app.1'))).to.be.instanceOf(StoreUnavailableError);
    await models.stop();
  });
});

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { SalonEvent } from '../../../domain/events.ts';
import { Projector } from '../../../projections/projector.ts';
import { allViews } from '../../../projections/views/all.ts';
import { fansChannel } from '../../../realtime/channels.ts';
import { channelsFrom } from '../../../realtime/read-model-ports.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { MemoryReadModelStore } from '../../support/memory-read-models.ts';
import { APP, followed, HOST, recorded, VIEWER } from './sample-events.ts';

describe('channels from read models', () => {
  it('are what the log says at the position asked for, however far behind the read models are', async () => {
    const log = new MemoryEventStore();
    const store = new MemoryReadModelStore();
    const models = new Projector({ log, store, views: allViews });
    await models.start();
    let free = () => {};
    const held = new Promise<void>((resolve) => {
      free = resolve;
    });
    const write = store.write.bind(store);
    store.write = async (changes) => {
      await held;
      await write(changes);
    };
    const { type, data, meta } = recorded(followed);
    const { position } = await log.append('relations', [{ id: randomUUID(), type, data, meta }], { expected: 'any' });
    const channels = channelsFrom(models, () => 0)({ appId: APP, userId: VIEWER, sessionId: 's' }, position);
    await new Promise((resolve) => setImmediate(resolve));
    free();
    expect(await channels).to.deep.equal({ on: [fansChannel(APP, HOST)], over: [] });
    await models.stop();
  });

  it('leave out the fans of a host who blocks the user, whatever the user follows', async () => {
    const log = new MemoryEventStore();
    const models = new Projector({ log, store: new MemoryReadModelStore(), views: allViews });
    await models.start();
    const blocked: SalonEvent = { type: 'UserBlocked', data: { userId: HOST, targetId: VIEWER } };
    const followedAnother: SalonEvent = { type: 'UserFollowed', data: { userId: VIEWER, targetId: HOST + 1 } };
    const events = [followed, followedAnother, blocked].map((event) => {
      const { type, data, meta } = recorded(event);
      return { id: randomUUID(), type, data, meta };
    });
    const { position } = await log.append('relations', events, { expected: 'any' });
    const { on } = await channelsFrom(models, () => 0)({ appId: APP, userId: VIEWER, sessionId: 's' }, position);
    await models.stop();
    expect(on).to.deep.equal([fansChannel(APP, HOST + 1)]);
  });

  it('are not guessed when the read models cannot get there', async () => {
    const models = new Projector({ log: new MemoryEventStore(), store: new MemoryReadModelStore(), views: allViews });
    await models.start();
    const channels = channelsFrom(models, () => 0)({ appId: APP, userId: VIEWER, sessionId: 's' }, 1);
    await models.stop();
    expect(await channels.catch((error: Error) => error.message)).to.equal('the read models are behind');
  });
});

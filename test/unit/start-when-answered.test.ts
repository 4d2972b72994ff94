import { expect } from 'chai';
import { pino } from 'pino';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { Projector } from '../../projections/projector.ts';
import { allViews } from '../../projections/views/all.ts';
import { startWhenAnswered, whenAnswered } from '../../server/start-when-answered.ts';
import { createClock } from '../../workers/clock.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { MemoryReadModelStore } from '../support/memory-read-models.ts';
import { rejection, until } from '../support/promises.ts';

const logger = pino({ level: 'silent' });

describe('a start while a store does not answer', () => {
  it('is tried again, with the projector that failed, and gives up when it is told to', async () => {
    const store = new MemoryReadModelStore();
    const projector = new Projector({ log: new MemoryEventStore(), store, views: allViews });
    let failures = 1;
    const { current } = store;
    store.current = async (name) => {
      if (failures-- > 0) throw new StoreUnavailableError('away');
      return current.call(store, name);
    };
    await whenAnswered(
      'read models',
      logger,
      () => false,
      () => projector.start(),
    );
    expect(projector.status()).to.include({ state: 'following', ready: true, error: null });
    await projector.stop();
    await projector.start();
    expect(projector.status().state).to.equal('stopped');
    const away = new StoreUnavailableError('away');
    expect(
      await rejection(
        whenAnswered(
          'x',
          logger,
          () => true,
          () => Promise.reject(away),
        ),
      ),
    ).to.equal(away);
    const bug = new Error('a bug');
    expect(
      await rejection(
        whenAnswered(
          'x',
          logger,
          () => false,
          () => Promise.reject(bug),
        ),
      ),
    ).to.equal(bug);
  });

  it('does not keep a part of the workers from starting later, nor from ending', async () => {
    const clock = createClock();
    let isAway = true;
    const told: string[] = [];
    const stop = startWhenAnswered('jobs', { clock, logger }, async () => {
      if (isAway) throw new StoreUnavailableError('the view is stopped');
      told.push('started');
      return { stop: async () => void told.push('stopped') };
    });
    const never = startWhenAnswered('presence', { clock, logger }, () => Promise.reject(new Error('a bug')));
    await new Promise((resolve) => setImmediate(resolve));
    isAway = false;
    clock.advance(10_000);
    await until(() => told.length === 1);
    await stop();
    await never();
    expect(told).to.deep.equal(['started', 'stopped']);
  });
});

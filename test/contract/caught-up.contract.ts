import { expect } from 'chai';
import type { NewEvent } from '../../event-store/event-store.ts';
import { FollowedReadModels } from '../../projections/followed-read-models.ts';
import { Projector } from '../../projections/projector.ts';
import type { ReadModelStore, ReadModels, View } from '../../projections/read-models.ts';
import { follows } from '../../projections/views/follows.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { PATIENCE_MS } from '../support/promises.ts';

const VIEWS: readonly View[] = [userCards, follows, liveMembers];

let eventCount = 0;
function event(type: string, data: object): NewEvent {
  const id = `00000000-0000-5000-8000-${(++eventCount).toString(16).padStart(12, '0')}`;
  return { id, type, data, meta: { appId: 'app', actor: 1, at: 1, commandId: id } };
}
const followed = (targetId: number) => event('UserFollowed', { userId: 1, targetId });
/** No display name: user cards cannot take it. */
const nameless = () => event('UserRegistered', { userId: 2 });

/** What `caughtUp` promises over a store, to the process that keeps the read models there and to those that follow. */
export function caughtUpContract(makeStore: () => Promise<ReadModelStore>): void {
  describe('caughtUp', () => {
    let store: ReadModelStore;
    let log: MemoryEventStore;
    let projector: Projector;
    let followers: FollowedReadModels;
    beforeEach(async () => {
      store = await makeStore();
      log = new MemoryEventStore();
      projector = new Projector({ log, store, views: VIEWS, isWatched: true });
      followers = new FollowedReadModels({ store, views: VIEWS });
      await projector.start();
      await followers.start();
    });
    afterEach(async () => {
      await followers.stop();
      await projector.stop();
      await store.close();
    });

    const append = async (...events: NewEvent[]) => (await log.append('s', events, { expected: 'any' })).position;
    const both = (): ReadModels[] => [projector, followers];

    it('is true once the views that are named show the event, and they do', async () => {
      const position = await append(followed(2), followed(3));
      for (const models of both()) {
        expect(await models.caughtUp(position, [follows], PATIENCE_MS)).to.equal(true);
        const found = await models.find(follows, { index: 'following', equals: ['app', 1], limit: 9 });
        expect(found.map(({ document }) => document.targetId)).to.have.members([2, 3]);
        expect(await models.caughtUp(position, VIEWS, PATIENCE_MS)).to.equal(true);
      }
    });

    it('is false when the time passes first', async () => {
      for (const models of both())
        expect(await models.caughtUp((await log.head()) + 1_000, [follows], 1)).to.equal(false);
    });

    it('is false for answers that read a view which is stopped, and true for all others', async () => {
      await append(nameless());
      const position = await append(followed(2));
      expect(await projector.caughtUp(position, [userCards, follows], PATIENCE_MS)).to.equal(false);
      for (const models of both()) {
        expect(await models.caughtUp(position, [follows, liveMembers], PATIENCE_MS)).to.equal(true);
        expect(await models.get(follows, 'app.1.2')).to.include({ targetId: 2 });
        expect(await models.caughtUp(position, [userCards], PATIENCE_MS)).to.equal(false);
      }
    });
  });
}

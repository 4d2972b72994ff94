import { expect } from 'chai';
import { Feeds } from '../../../application/operators/feeds.ts';
import type { EventStore } from '../../../event-store/event-store.ts';

describe('Feeds', () => {
  it('is closed once a batch under way has been handled, also with a feed open', async () => {
    let handled = () => {};
    const stopped = new Promise<void>((resolve) => {
      handled = resolve;
    });
    const log = { head: async () => 0, subscribe: () => ({ stop: () => stopped }) } as unknown as EventStore;
    const feeds = new Feeds(log);
    const said: string[] = [];
    const operator = { operatorId: 1, role: 'viewer' } as const;
    const tell = ({ kind }: { kind: string }) => said.push(kind) > 0;
    await feeds.follow({ operator, wanted: {}, roleNow: async () => 'viewer', tell });
    let isClosed = false;
    const closing = feeds.close().then(() => {
      isClosed = true;
    });
    await new Promise(setImmediate);
    expect(said).to.deep.equal(['end']);
    expect(isClosed).to.equal(false);
    handled();
    await closing;
  });
});

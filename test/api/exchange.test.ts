import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { verifyLedger } from '../../projections/verify-ledger.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { RoomWorld } from '../support/room-world.ts';

describe('points that become gold', () => {
  let world: RoomWorld;
  let host: Client;

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
  });
  after(async () => {
    const { violations, apps } = await verifyLedger(world.log);
    await world.close();
    expect(violations).to.deep.equal([]);
    expect(apps.heihei!.exchanged).to.be.greaterThan(0);
  });
  /** A host who was given 500 points. */
  beforeEach(async () => {
    host = await world.person('主播');
    const viewer = await world.person('观众', 500);
    const liveId = await world.room(host, [viewer]);
    await viewer.must('/api/live/buy-gift', { liveId, giftId: 107, amount: 1, gift_uuid: 'g' });
    await world.settle();
  });

  const wallet = async () => {
    const { gold, point, allEarnPoint } = await host.must('/api/payment/statistic');
    return [gold, point, allEarnPoint];
  };

  it('do so by packages, and count as granted', async () => {
    const { packages } = await host.must('/api/payment/list-p2g-package');
    const [first] = packages as [{ id: number; point: number; gold: number }];
    expect(first).to.deep.include({ point: 100, gold: 70 });
    const answer = await host.must('/api/payment/p2g', { packageId: first.id });
    expectDocumentedShape('/api/payment/p2g', answer);
    expect(answer.point).to.equal(400);
    expect(await wallet()).to.deep.equal([70, 400, 500]);
  });

  it('do so once a key', async () => {
    const key = { 'Idempotency-Key': 'once' };
    const first = await host.call('/api/payment/p2g', { packageId: 201 }, key);
    await host.must('/api/payment/p2g', { packageId: 201 });
    expect(await host.call('/api/payment/p2g', { packageId: 201 }, key)).to.deep.equal(first);
    expect(await wallet()).to.deep.equal([140, 300, 500]);
    expect((await host.call('/api/payment/p2g', { packageId: 202 }, key)).errorcode).to.equal(700);
  });

  it('never do so beyond what there is, however many are asked for at once', async () => {
    const codes = await Promise.all(
      Array.from({ length: 8 }, async () => (await host.call('/api/payment/p2g', { packageId: 201 })).errorcode),
    );
    expect(codes.sort()).to.deep.equal([0, 0, 0, 0, 0, 741, 741, 741]);
    expect(await wallet()).to.deep.equal([350, 0, 500]);
    expect((await host.call('/api/payment/p2g', { packageId: 9 })).errorcode).to.equal(726);
  });
});

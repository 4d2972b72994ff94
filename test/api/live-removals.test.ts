import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { isMember, liveDecider } from '../../domain/live/decider.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

describe('heihei: who is put out of a room by what happens elsewhere', () => {
  let world: RoomWorld;
  let host: Client;

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
    host = await world.person('主播');
  });
  after(() => world.close());

  const isIn = async (liveId: number, who: Client) =>
    isMember((await world.core.commands.load(liveDecider, streamName('live', APP, liveId))).state, who.userId);

  it('the host blocks a viewer: the viewer leaves, and the others stay', async () => {
    const [viewer, other] = (await world.people(2)) as [Client, Client];
    const liveId = await world.room(host, [viewer, other]);
    await host.must('/api/user/block-user', { userId: viewer.userId });
    await world.settle();
    expect(await isIn(liveId, viewer)).to.equal(false);
    expect(await isIn(liveId, other)).to.equal(true);
    const say = { liveId, roomId: liveId, text: '还在吗' };
    expect((await viewer.call('/api/msg/send-msg', say)).errorcode).to.equal(733);
    expect((await viewer.call('/api/live/join-live', { liveId })).errorcode).to.equal(737);
    const left = world.log.all.filter(({ type }) => type === 'ViewerLeft').at(-1)!;
    expect(left.data).to.deep.include({ liveId, userId: viewer.userId, reason: 'blocked' });
  });

  it('a viewer blocks the host or another viewer: nobody leaves', async () => {
    const [viewer, other] = (await world.people(2)) as [Client, Client];
    const liveId = await world.room(host, [viewer, other]);
    for (const { userId } of [host, other]) await viewer.must('/api/user/block-user', { userId });
    await world.settle();
    for (const who of [host, viewer, other]) expect(await isIn(liveId, who)).to.equal(true);
  });

  it('a ban puts somebody out of the room of now, however many lives they have seen end', async () => {
    const viewer = await world.person('常客');
    for (let n = 0; n <= 100; n++) {
      const liveId = await world.room(host, [viewer]);
      await host.must('/api/live/stop-live', { liveId });
    }
    const liveId = await world.room(host, [viewer]);
    await world.run(userDecider, streamName('user', APP, viewer.userId), { type: 'BanUser', reason: 'test' });
    await world.settle();
    expect(await isIn(liveId, viewer)).to.equal(false);
  });
});

import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import type { LiveCommand } from '../../domain/live/commands.ts';
import { isMember, liveDecider } from '../../domain/live/decider.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { person } from '../support/given.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

/** More than a page of the read model holds. */
const ROOMS = MAX_QUERY_DOCUMENTS + 20;

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

  it('a ban puts somebody out of all rooms that they are in, however many', async () => {
    const viewer = await world.person('到处都在的');
    const liveIds = Array.from({ length: ROOMS }, (_, n) => 70_000 + n);
    for (const liveId of liveIds) {
      const own = person(80_000 + liveId);
      const run = (command: LiveCommand) => world.run(liveDecider, streamName('live', APP, liveId), command);
      await run({ type: 'CreateLive', liveId, roomId: liveId, host: own, title: '标题', seatCount: 8 });
      await run({ type: 'StartLive', host: own });
      await run({ type: 'JoinLive', viewer: person(viewer.userId), blockedByHost: false, invitationKey: '' });
    }
    await world.run(userDecider, streamName('user', APP, viewer.userId), { type: 'BanUser', reason: 'test' });
    await world.settle();
    const inside = await Promise.all(liveIds.map((liveId) => isIn(liveId, viewer)));
    expect(inside.filter(Boolean)).to.have.length(0);
  });
});

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { conferenceEndpoints } from '../../api/heihei/conference/index.ts';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

const CARD = { displayName: '没填生日', gender: 'Unspecified', birthDay: '', coverUrl: '' };

describe('heihei: somebody who never gave a birthday', () => {
  it('neither goes live nor appears in a conference', async () => {
    const world = await RoomWorld.start([...liveEndpoints, ...conferenceEndpoints]);
    const host = await world.person('主播');
    const ageless = await world.person('没填生日', 0, '');
    const create = () => ageless.call('/api/live/create-live', { title: '直播' });
    expect((await create()).errorcode).to.equal(501);
    // A live from before the rule: made, not begun.
    const liveId = 12_345;
    const data = { liveId, roomId: liveId, hostId: ageless.userId, host: { ...CARD, userId: ageless.userId } };
    const created = { type: 'LiveCreated', data: { ...data, title: '旧的', seatCount: 8 } };
    const meta = { appId: APP, actor: ageless.userId, at: world.clock.now(), commandId: randomUUID() };
    const stream = streamName('live', APP, liveId);
    await world.log.append(stream, [{ ...created, id: randomUUID(), meta }], { expected: 'none' });
    expect((await ageless.call('/api/live/start-live', { liveId })).errorcode).to.equal(501);

    const room = await world.room(host, [ageless]);
    expect((await ageless.call('/api/live/call-request', { liveId: room })).errorcode).to.equal(501);
    const invite = () => host.call('/api/live/call-request', { liveId: room, userId: ageless.userId });
    expect((await invite()).errorcode).to.equal(501);
    const profile = { displayName: '填了生日', gender: 'Male', birthDay: '1990-01-01' } as const;
    const user = streamName('user', APP, ageless.userId);
    await world.run(userDecider, user, { type: 'UpdateProfile', ...profile }, ageless.userId);
    expect([(await create()).errorcode, (await invite()).errorcode]).to.deep.equal([0, 0]);
    expect((await ageless.call('/api/live/start-live', { liveId })).errorcode).to.equal(0);
    await world.close();
  });
});

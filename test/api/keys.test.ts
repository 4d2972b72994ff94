import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { keyedCommandId, streamName } from '../../domain/kernel/ids.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

/** Nobody and nothing has this id. */
const NOBODY = 77;

/** What a stranger may do for real, so that it is in the log. */
const DOES_SOMETHING: Record<string, string> = {
  '/api/user/update': 'the own profile',
  '/api/user/follow': 'the own list',
  '/api/user/block-user': 'the own list',
  '/api/user/sign-out': 'the own session',
  '/api/live/create-live': 'a live of their own',
  '/api/live/join-live': 'comes in',
  '/api/live/knock-live-room': 'asks to come in, once a minute',
  '/api/chat/due-chat': 'calls somebody',
  '/api/chat/match-chat': 'waits for a stranger',
};

type Params = Record<string, string | number>;

const SENDS_CODES = ['/api/user/get-sms-verification-code', '/api/sms/register-phone'];

describe('idempotency keys', () => {
  let world: RoomWorld;
  let host: Client;
  let member: Client;
  let stranger: Client;
  let liveId: number;

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
    host = await world.person('主播', 100);
    member = await world.person('观众', 100);
    stranger = await world.person('路人', 100);
    liveId = await world.room(host, [member]);
  });
  after(() => world.close());

  let keys = 0;
  const keyed = (who: Client, path: string, params: Params) =>
    who.call(path, params, { 'Idempotency-Key': `key-${++keys}` });
  const everything = (params: Params): Params => ({
    ...{ liveId, roomId: liveId, userId: member.userId, uid: member.userId, targetId: member.userId },
    ...{ title: '标题', text: '你好', message: '你好', displayName: '新名字', gender: 'Male', birthDay: '1990-01-01' },
    ...{ visible: 1, unlock: 1, isCreator: 0, type: 1, giftId: 101, phoneNo: '13800138000', verifyCode: '000000' },
    ...params,
  });
  const head = () => world.log.all.length;

  for (const { path, auth, body } of heiheiEndpoints) {
    // What providers call back with has neither a session nor a key.
    if (body === 'raw') continue;
    if (path in DOES_SOMETHING || SENDS_CODES.includes(path)) continue;
    it(`leave nothing in the log where one has no part: ${path}`, async () => {
      const before = head();
      const subjects: Params[] = [
        {},
        { userId: NOBODY, uid: NOBODY, targetId: NOBODY },
        { liveId: NOBODY, roomId: NOBODY },
        { userId: host.userId, uid: host.userId, targetId: host.userId },
      ];
      for (const params of subjects) await keyed(stranger, path, everything(params));
      // The host has a part in the room, not in people who were never there or muted.
      if (/shutupopen|refuse-conference/.test(path)) await keyed(host, path, everything({ userId: stranger.userId }));
      expect(head() - before, auth).to.equal(0);
    });
  }

  it('leave nothing behind after one has left, was kicked, or had a call refused', async () => {
    const viewer = await world.person('走了的', 10);
    await viewer.must('/api/live/join-live', { liveId });
    await viewer.must('/api/live/quit-live', { liveId });
    await viewer.must('/api/user/follow', { userId: host.userId });
    await viewer.must('/api/user/unfollow', { userId: host.userId });
    const before = head();
    for (let n = 0; n < 3; n++) {
      await keyed(viewer, '/api/live/quit-live', { liveId });
      await keyed(viewer, '/api/user/unfollow', { userId: host.userId });
      await keyed(viewer, '/api/user/unblock-user', { targetId: host.userId });
    }
    expect(head()).to.equal(before);
  });

  it('still make what one has a part in count once: following whom one follows, joining where one is', async () => {
    await stranger.must('/api/user/follow', { userId: host.userId });
    const key = { 'Idempotency-Key': 'again' };
    const follow = () => stranger.call('/api/user/follow', { userId: host.userId }, key);
    expect((await follow()).errorcode).to.equal(0);
    await stranger.must('/api/user/unfollow', { userId: host.userId });
    const before = head();
    expect((await follow()).errorcode).to.equal(0);
    expect(head(), 'a repetition changes nothing later either').to.equal(before);
  });

  it("are each user's own: another's key is another command", async () => {
    const key = { 'Idempotency-Key': 'shared' };
    const give = (who: Client) => who.call('/api/live/buy-gift', { giftId: 101, liveId }, key);
    const other = await world.person('第二个', 100);
    await other.must('/api/live/join-live', { liveId });
    expect([await give(member), await give(other)].map(({ gold }) => gold)).to.deep.equal([99, 99]);
    expect(keyedCommandId(APP, 1, 'update', 'k')).to.not.equal(keyedCommandId(APP, 2, 'update', 'k'));
  });

  it("are not repeated to who has no part any longer: a conference's token", async () => {
    const [star, guest] = [await world.person('连麦主播'), await world.person('连麦嘉宾')];
    const room = await world.room(star, [guest]);
    await guest.must('/api/live/call-request', { liveId: room });
    await star.must('/api/live/accept-conference', { liveId: room, userId: guest.userId });
    const join = () => guest.call('/api/live/join-conference', { liveId: room }, { 'Idempotency-Key': 'token' });
    const first = await join();
    expect([first.errorcode, (await join()).errorcode]).to.deep.equal([0, 0]);
    await star.must('/api/live/kick-out-user', { liveId: room, userId: guest.userId });
    await world.settle();
    const late = await join();
    expect([late.errorcode, 'token' in late]).to.deep.equal([750, false]);
    const { state } = await world.core.commands.load(liveDecider, streamName('live', APP, room));
    expect(state.members.has(guest.userId)).to.equal(false);
  });
});

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { conferenceEndpoints } from '../../api/heihei/conference/index.ts';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { roomEndpoints } from '../../api/heihei/room/index.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { isMember, liveDecider } from '../../domain/live/decider.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { Client } from '../support/client.ts';
import { documentOf } from '../support/heihei-document.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

const endpoints = [...liveEndpoints, ...roomEndpoints, ...conferenceEndpoints];

const ROLES = ['outsider', 'former', 'kicked', 'blocked', 'muted', 'member', 'host'] as const;
type Role = (typeof ROLES)[number];
type Params = Record<string, string | number>;
const CARD = { displayName: '没填生日', gender: 'Unspecified', birthDay: '', coverUrl: '' };

const hostOnly = [711, 711, 711, 711, 711, 711, 0];
const insideOnly = [506, 506, 506, 506, 0, 0, 0];
const everybody = [0, 0, 0, 0, 0, 0, 0];
const noPart = [742, 742, 742, 742, 742, 742, 742];

/** What each role is answered in a live that plays, in the order of ROLES. `VICTIM` is a member of the room. */
const VICTIM = 'VICTIM';
const TABLE: [name: string, params: Params, codes: number[]][] = [
  ['start-live', {}, hostOnly],
  ['change-live', { title: '我的了' }, hostOnly],
  ['pause-live', {}, hostOnly],
  ['continue-live', {}, hostOnly],
  ['stop-live', {}, hostOnly],
  ['delete-live', {}, hostOnly],
  ['set-live-visible', { visible: 0 }, hostOnly],
  ['lock-live-seat', { unlock: 0 }, hostOnly],
  ['invite-user-list', {}, hostOnly],
  ['invite-user', { userId: VICTIM }, hostOnly],
  ['kick-out-user', { userId: VICTIM }, hostOnly],
  ['shutupuser', { userId: VICTIM }, hostOnly],
  ['shutupopen', { userId: VICTIM }, hostOnly],
  ['isshutup', { userId: VICTIM }, insideOnly],
  ['get-live', {}, insideOnly],
  ['share-live', {}, everybody],
  ['unclosed-live', {}, everybody],
  ['create-live', { title: '我的' }, everybody],
  ['join-live', {}, [0, 0, 737, 737, 0, 0, 0]],
  ['quit-live', {}, everybody],
  ['heart-beat', { isCreator: 0 }, insideOnly],
  ['heart-beat', { isCreator: 1 }, [711, 711, 711, 711, 711, 711, 0]],
  ['list-live-users', {}, insideOnly],
  ['list-replay-users', {}, [731, 731, 731, 731, 731, 731, 731]],
  ['knock-status', {}, everybody],
  ['knock-live-room', {}, [0, 0, 0, 711, 711, 711, 711]],
  ['list-live-by-recommend', {}, everybody],
  ['list-live-by-follow', {}, everybody],
  ['list-live-by-user', {}, everybody],
  ['send-msg', { text: '你好' }, [733, 733, 733, 733, 722, 0, 0]],
  ['live-like', { type: 1 }, insideOnly],
  ['gift-info', {}, everybody],
  ['gift-resources', {}, everybody],
  ['buy-gift', { giftId: 101 }, [506, 506, 506, 506, 0, 0, 710]],
  ['buy-bullet', { message: '你好' }, [506, 506, 506, 506, 0, 0, 710]],
  ['call-request', {}, [742, 742, 742, 742, 722, 0, 700]],
  ['accept-conference', { userId: VICTIM }, noPart],
  ['refuse-conference', { userId: VICTIM }, noPart],
  ['join-conference', {}, noPart],
  ['conference-success', {}, noPart],
  ['quit-conference', {}, noPart],
];

describe('heihei: who may do what in a live', () => {
  let world: RoomWorld;
  let host: Client;
  let victim: Client;
  const people = new Map<Role, Client>();

  before(async () => {
    world = await RoomWorld.start(endpoints);
    host = await world.person('主播', 1_000);
    victim = await world.person('路过的观众');
    for (const role of ROLES) people.set(role, role === 'host' ? host : await world.person(role, 1_000));
    await world.relate('BlockUser', host, people.get('blocked')!);
  });
  after(() => world.close());

  const pathOf = (name: string) => endpoints.find(({ path }) => path.endsWith(`/${name}`))!.path;

  /** A live that plays, with everybody in their place. */
  async function room(): Promise<number> {
    const inside = (['former', 'kicked', 'muted', 'member'] as const).map((role) => people.get(role)!);
    const liveId = await world.room(host, [...inside, victim]);
    await people.get('former')!.must('/api/live/quit-live', { liveId });
    await host.must('/api/live/kick-out-user', { liveId, userId: people.get('kicked')!.userId });
    await host.must('/api/live/shutupuser', { liveId, userId: people.get('muted')!.userId });
    return liveId;
  }

  it('who never gave a birthday neither goes live nor appears in a conference', async () => {
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
  });

  it('the table names every endpoint', () => {
    expect(new Set(TABLE.map(([name]) => pathOf(name)))).to.deep.equal(new Set(endpoints.map(({ path }) => path)));
  });

  it('every endpoint is documented, under its name, and takes the documented parameters', () => {
    for (const { path, params } of endpoints) {
      const documented = documentOf(path);
      const known = Object.keys(params.properties);
      for (const { name } of documented.params) {
        if (name !== 'token') expect(known, path).to.include(name);
      }
    }
  });

  for (const [name, given, codes] of TABLE) {
    it(`${name} ${JSON.stringify(given)}: ${ROLES.map((role, n) => `${role} ${codes[n]}`).join(', ')}`, async () => {
      const answered: Record<string, number> = {};
      let liveId = await room();
      for (const role of ROLES) {
        const params: Params = { liveId, roomId: liveId, ...given };
        if (params.userId === VICTIM) params.userId = victim.userId;
        if (name === 'list-live-by-user') params.userId = host.userId;
        const before = world.log.all.length;
        const answer = await people.get(role)!.call(pathOf(name), params);
        answered[role] = answer.errorcode;
        // What was refused changed nothing, so the room is as it was.
        if (answer.errorcode !== 0) expect(world.log.all.length, `${role} was refused`).to.equal(before);
        else if (world.log.all.length !== before) liveId = await room();
      }
      expect(answered).to.deep.equal(Object.fromEntries(ROLES.map((role, n) => [role, codes[n]])));
    });
  }

  it('without a token 700, with a forged or closed one 720, and nothing happens', async () => {
    const liveId = await room();
    const signedOut = await world.person('走了的');
    const banned = await world.person('封了的');
    const user = (who: Client) => streamName('user', APP, who.userId);
    const sessions = (await world.core.commands.load(userDecider, user(signedOut))).state.sessions;
    const [sessionId] = [...sessions.keys()];
    await world.run(userDecider, user(signedOut), { type: 'CloseSession', sessionId: sessionId! }, signedOut.userId);
    await world.run(userDecider, user(banned), { type: 'BanUser', reason: 'test' });
    const before = world.log.all.length;
    for (const [name, given] of TABLE) {
      const params: Params = { liveId, roomId: liveId, ...given };
      if (params.userId === VICTIM) params.userId = victim.userId;
      const codeWith = async (token: string) => {
        const client = new Client(world.url, 'nobody');
        client.token = token;
        return (await client.call(pathOf(name), params)).errorcode;
      };
      expect(await codeWith(''), name).to.equal(700);
      expect(await codeWith('x'), name).to.equal(720);
      expect(await codeWith(`${host.token.slice(0, -4)}AAAA`), name).to.equal(720);
      expect(await codeWith(signedOut.token), name).to.equal(720);
      expect(await codeWith(banned.token), name).to.equal(720);
    }
    expect(world.log.all.length).to.equal(before);
  });

  it('a userId in the body changes nothing about who acts', async () => {
    const liveId = await room();
    const member = people.get('member')!;
    const state = async () => (await world.core.commands.load(liveDecider, streamName('live', APP, liveId))).state;
    await member.must('/api/live/quit-live', { liveId, userId: victim.userId });
    expect(isMember(await state(), victim.userId)).to.equal(true);
    expect(isMember(await state(), member.userId)).to.equal(false);
    const asHost = await member.call('/api/live/stop-live', {
      liveId,
      userId: host.userId,
      hostId: host.userId,
      role: 'host',
    });
    expect(asHost.errorcode).to.equal(711);
    await member.must('/api/live/join-live', { liveId, userId: host.userId });
    expect(isMember(await state(), member.userId)).to.equal(true);
  });
});

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { liveChannel, userChannel } from '../../realtime/channels.ts';
import { messageId } from '../../realtime/message.ts';
import * as sample from '../unit/realtime/sample-events.ts';
import { Stage, until } from './gateway-harness.ts';

const { HOST, VIEWER, LIVE, APP } = sample;
const room = liveChannel(APP, LIVE);
const own = (userId: number) => userChannel(APP, userId);

describe('gateway', () => {
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(async () => {
    await stage.close();
  });

  it('delivers what is said and given in a room to its members, with msgId, position and channel', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const [host, viewer] = await Promise.all([stage.connected(HOST), stage.connected(VIEWER)]);
    await stage.say(sample.text('hello'), sample.giftShown(), sample.bulletShown, sample.liked());
    for (const client of [host, viewer]) {
      await client.receives('like');
      expect(client.kinds()).to.deep.equal(['text', 'gift', 'barrage', 'like']);
      const [text] = client.messages;
      const { position } = stage.log.all[2]!;
      expect(text).to.include({ text: 'hello', position, msgId: messageId(position, 0), channel: room });
    }
  });

  it('says who is online: with the first connection that opens, until the last one has closed', async () => {
    await stage.start();
    const [phone, tablet] = [await stage.connected(VIEWER), await stage.connected(VIEWER)];
    await stage.connected(HOST);
    phone.socket.close();
    await until(() => stage.realtime.metrics.connections === 2, 'the phone gone');
    expect(stage.online).to.deep.equal([`+${VIEWER}`, `+${HOST}`]);
    tablet.socket.close();
    await until(() => stage.online.length === 3, 'the viewer gone');
    expect(stage.online.at(-1)).to.equal(`-${VIEWER}`);
    await stage.connected(VIEWER);
    expect(stage.online.at(-1)).to.equal(`+${VIEWER}`);
  });

  it('tells everybody of the app who is online what its server announces, on their own channels', async () => {
    await stage.start();
    const people = [HOST, VIEWER, VIEWER];
    const clients = await Promise.all(people.map((userId) => stage.connected(userId)));
    const { type, data } = sample.announced;
    await stage.say({ type, data: { ...data, userId: 0 } } as typeof sample.announced);
    for (const [n, client] of clients.entries()) {
      await client.receives('push');
      const message = client.messages.find(({ msgType }) => msgType === 'push');
      expect(message).to.deep.include({ channel: own(people[n]!) });
      expect(message!.push).to.deep.include({ type: 'image', title: 't', ext: { key1: 12345 } });
    }
  });

  it('says on which channels a client is and where it stands', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined(), sample.followed);
    await stage.announced();
    const viewer = await stage.connected(VIEWER);
    const ready = viewer.last('ready') as { position: number; channels: string[] };
    expect(ready.channels.sort()).to.deep.equal([`fans:${APP}.${HOST}`, room, own(VIEWER)]);
    expect(ready.position).to.equal(await stage.log.head());
    expect(viewer.last('resumed')).to.equal(undefined);
  });

  it('follows the log for who joins and leaves: the joiner sees their joining, a leaver nothing after', async () => {
    await stage.start();
    await stage.say(sample.liveStarted);
    const viewer = await stage.connected(VIEWER);
    await stage.say(sample.text('before'), sample.joined(), sample.text('during'));
    await stage.say(sample.left('quit'), sample.text('after'), sample.callInvited);
    await viewer.receives('conference-notify');
    expect(viewer.kinds()).to.deep.equal(['system', 'text', 'system', 'conference-notify']);
    expect(viewer.texts()).to.deep.equal(['during']);
  });

  it('tells whoever is kicked, then sends them nothing more of the room', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const viewer = await stage.connected(VIEWER);
    await stage.say(sample.text('before'), sample.left('kicked'), sample.text('after'), sample.callInvited);
    await viewer.receives('conference-notify');
    expect(viewer.texts()).to.deep.equal(['before']);
    expect(viewer.kinds()).to.include('quit-live');
    expect(viewer.socket.connected).to.equal(true);
  });

  it('empties the room when the live stops, after saying so', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const viewer = await stage.connected(VIEWER);
    await stage.say(sample.giftShown(77), sample.liveStopped, sample.text('after'), sample.callInvited);
    await viewer.receives('conference-notify');
    expect(viewer.kinds()).to.deep.equal(['gift', 'stop-live', 'conference-notify']);
    expect((viewer.messages[1]!.live as { totalTickets: number }).totalTickets).to.equal(77);
    expect(stage.realtime.gateway.memberCount(room)).to.equal(0);
  });

  it('tells followers that a live starts, and no longer whoever stopped following', async () => {
    await stage.start();
    await stage.say(sample.followed);
    const viewer = await stage.connected(VIEWER);
    await stage.say(sample.liveStarted);
    expect(await viewer.receives('start-live-notify')).to.include({ fromUserId: HOST, 'text-tail': '开播了' });
    await stage.say(sample.unfollowed, sample.liveStarted, sample.callInvited);
    await viewer.receives('conference-notify');
    expect(viewer.kinds()).to.deep.equal(['start-live-notify', 'conference-notify']);
  });

  it('reaches every socket of a user, and no other user', async () => {
    await stage.start();
    const [one, two, other] = await Promise.all([
      stage.connected(VIEWER),
      stage.connected(VIEWER),
      stage.connected(HOST),
    ]);
    await stage.say(sample.invited, sample.knocked);
    for (const client of [one, two]) expect((await client.receives('live-invite')).channel).to.equal(own(VIEWER));
    await other.receives('show-tip');
    expect(other.kinds()).to.deep.equal(['show-tip']);
    expect(one.kinds()).to.deep.equal(['live-invite']);
  });

  it('works over polling, and while a polling connection becomes a websocket', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const polling = await stage.connected(VIEWER, { transports: ['polling'] });
    const upgrading = stage.client(VIEWER, { transports: ['polling', 'websocket'] });
    await upgrading.ready();
    const expected: string[] = [];
    for (let n = 0; upgrading.socket.io.engine.transport.name !== 'websocket' || n < 200; n++) {
      expected.push(`text ${n}`);
      await stage.say(sample.text(`text ${n}`));
      if (n % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 1));
    }
    for (const client of [polling, upgrading]) {
      await until(() => client.texts().length >= expected.length, 'every text');
      expect(client.texts()).to.deep.equal(expected);
    }
  });

  it('writes straight to the TCP socket: the installed ws and engine.io are as the shortcut expects', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const viewer = await stage.connected(VIEWER);
    const before = { ...stage.realtime.metrics };
    await stage.log.append(
      'burst',
      Array.from({ length: 100 }, (_, n) => {
        const { type, data, meta } = sample.recorded(sample.text(`text ${n}`));
        return { id: randomUUID(), type, data, meta };
      }),
      { expected: 'any' },
    );
    await until(() => viewer.texts().length === 100, 'every text');
    const { metrics } = stage.realtime;
    expect(metrics.deliveries - before.deliveries).to.equal(100);
    // One write for the burst that one batch of the log brought, not one a message.
    expect(metrics.writes - before.writes).to.be.at.most(5);
  });

  it('sends a room’s counters after its members changed, with users, and only counts when seats did', async () => {
    stage.counters = (withUsers) => ({
      roomSeatCount: 8,
      totalCount: 2,
      roomLockedCount: 0,
      ...(withUsers && { users: [{ id: VIEWER }] }),
    });
    await stage.start();
    await stage.say(sample.liveStarted);
    const host = await stage.connected(HOST);
    const shown = () => host.messages.filter(({ channel, msgType }) => channel === room && msgType === undefined);
    await until(() => shown().length === 1, 'the counters as they were when it came');
    await stage.say(sample.joined());
    await until(() => shown().length === 2, 'the counters after the joining');
    const counters = shown()[1]!;
    const { msgId, position, channel, ...body } = counters;
    expect(body).to.deep.equal({ roomSeatCount: 8, totalCount: 2, roomLockedCount: 0, users: [{ id: VIEWER }] });
    expect(channel).to.equal(room);
    await stage.say(sample.seatLocked);
    await until(() => shown().length === 3, 'the counters after the lock');
    expect(shown()[2]).to.not.have.property('users');
  });

  it('parks an event that it can’t announce, loudly, and goes on', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const viewer = await stage.connected(VIEWER);
    await stage.say({ type: 'FromTheFuture', data: { liveId: LIVE } } as never, sample.text('next'));
    await until(() => viewer.texts().length === 1, 'the next text');
    expect(stage.realtime.metrics.parkedEvents).to.equal(1);
    expect(stage.errors[0]!.details).to.include({ type: 'FromTheFuture' });
  });

  it('closes gracefully: what was announced arrives, and clients are free to reconnect', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const viewer = await stage.connected(VIEWER);
    // Their own and the room's.
    expect(stage.realtime.metrics).to.include({ connections: 1, channels: 2 });
    await stage.say(sample.text('last'));
    await stage.announced();
    await stage.realtime.close();
    expect(await viewer.gone()).to.equal('transport close');
    expect(viewer.texts()).to.deep.equal(['last']);
    expect(stage.realtime.metrics).to.include({ connections: 0, channels: 0 });
  });
});

import { expect } from 'chai';
import { fansChannel, liveChannel, userChannel } from '../../realtime/channels.ts';
import * as sample from '../unit/realtime/sample-events.ts';
import { type Client, Stage, until } from './gateway-harness.ts';

const { HOST, VIEWER, LIVE, APP } = sample;
const room = liveChannel(APP, LIVE);
const own = userChannel(APP, VIEWER);
const fans = fansChannel(APP, HOST);

describe('gateway: who joins and leaves is told, on every device', () => {
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(async () => {
    await stage.close();
  });

  const devices = async (): Promise<Client[]> => {
    const clients = [
      await stage.connected(VIEWER),
      await stage.connected(VIEWER, { token: `${VIEWER}/other`, transports: ['polling'] }),
    ];
    return clients;
  };
  const hears = async (clients: Client[], event: string, data: object) => {
    for (const client of clients) {
      await until(() => client.last(event) !== undefined, event);
      expect(client.last(event)).to.deep.equal(data);
    }
  };

  it('joining: ahead of what the room says from there on', async () => {
    await stage.start();
    await stage.say(sample.liveStarted);
    const clients = await devices();
    await stage.announced();
    const position = await stage.log.head();
    await stage.say(sample.joined(), sample.text('hello'));
    await hears(clients, 'joined', { channel: room, position });
    for (const client of clients) {
      await until(() => client.texts().length === 1, 'the text');
      const events = client.events.map(({ event }) => event);
      expect(events.slice(events.indexOf('joined'))).to.deep.equal(['joined', 'msg', 'msg']);
    }
  });

  it('following and its end', async () => {
    await stage.start();
    const clients = await devices();
    await stage.say(sample.followed, sample.unfollowed);
    await hears(clients, 'joined', { channel: fans, position: 0 });
    await hears(clients, 'left', { channel: fans, reason: 'unfollowed' });
  });

  for (const reason of ['quit', 'kicked', 'missed-heartbeats', 'blocked', 'banned'] as const) {
    it(`leaving: ${reason}, after what was said before, and nothing of the room after it`, async () => {
      await stage.start();
      await stage.say(sample.liveStarted, sample.joined());
      const clients = await devices();
      const host = await stage.connected(HOST);
      await stage.say(sample.text('before'), sample.left(reason), sample.text('after'), sample.callInvited);
      await hears(clients, 'left', { channel: room, reason });
      for (const client of clients) {
        await client.receives('conference-notify');
        expect(client.texts()).to.deep.equal(['before']);
        const last = client.events.findLastIndex(({ data }) => data.channel === room);
        expect(client.events[last]!.event).to.equal('left');
      }
      await until(() => host.texts().length === 2, 'the host’s texts');
      expect(host.last('left')).to.equal(undefined);
    });
  }

  it('leaving, once, when the live stops, host and viewers alike', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const clients = [...(await devices()), await stage.connected(HOST)];
    await stage.say(sample.liveStopped, sample.liveBanned, sample.callInvited);
    await hears(clients, 'left', { channel: room, reason: 'live-stopped' });
    for (const client of clients) {
      expect(client.kinds()).to.include('stop-live');
      expect(client.events.filter(({ event }) => event === 'left')).to.have.length(1);
    }
  });

  it('nothing that changes nothing', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const viewer = await stage.connected(VIEWER);
    await stage.say(sample.joined(), sample.unfollowed, sample.callInvited);
    await viewer.receives('conference-notify');
    expect(viewer.last('joined')).to.equal(undefined);
    expect(viewer.last('left')).to.equal(undefined);
  });

  it('of a live that ended meanwhile: what was missed, then that it was left; it is no channel of theirs', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const seen = await stage.log.head();
    await stage.say(sample.text('missed'), sample.liveStopped);
    await stage.announced();
    stage.over = [room];
    const back = await stage.connected(VIEWER, { since: { [room]: seen } });
    await hears([back], 'left', { channel: room, reason: 'live-stopped' });
    expect(back.kinds()).to.deep.equal(['text', 'stop-live']);
    expect(back.events.map(({ event }) => event)).to.deep.equal(['msg', 'msg', 'resumed', 'ready', 'left']);
    expect(back.last('ready')!.channels).to.deep.equal([own]);
    expect(stage.realtime.gateway.memberCount(room)).to.equal(0);
    const stranger = await stage.connected(VIEWER);
    expect(stranger.messages).to.deep.equal([]);
  });

  it('of a live that ends while they are being let in', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const seen = await stage.log.head();
    const back = await stage.heldUp(VIEWER, () => stage.say(sample.text('missed'), sample.liveStopped), {
      since: { [room]: seen },
    });
    await hears([back], 'left', { channel: room, reason: 'live-stopped' });
    expect(back.kinds()).to.deep.equal(['text', 'stop-live']);
  });

  describe('the room’s counters', () => {
    const counters = (withUsers: boolean) => ({
      roomSeatCount: 8,
      totalCount: 2,
      roomLockedCount: 0,
      ...(withUsers && { users: [{ id: VIEWER }] }),
    });

    it('are shown as they are to whoever connects, with users, and to nobody else', async () => {
      stage.counters = counters;
      await stage.start();
      await stage.say(sample.liveStarted, sample.joined());
      const host = await stage.connected(HOST);
      await host.receives('counters');
      const viewer = await stage.connected(VIEWER);
      const { msgId, position, channel, ...body } = await viewer.receives('counters');
      expect(body).to.deep.equal(counters(true));
      expect({ channel, position }).to.deep.equal({ channel: room, position: await stage.log.head() });
      const order = viewer.events.map(({ event }) => event);
      expect(order).to.deep.equal(['ready', 'msg']);
      await stage.say(sample.text('hello'));
      await until(() => host.texts().length === 1, 'the text');
      expect(host.kinds()).to.deep.equal(['counters', 'text']);
    });

    it('come behind what was said before, so that no position is ahead of a message that is still on its way', async () => {
      stage.counters = counters;
      await stage.start({ limits: { batchFromMembers: 1, gatherPerFlush: 1e9, minWindowMs: 300, maxWindowMs: 300 } });
      await stage.say(sample.liveStarted, sample.joined());
      const host = await stage.connected(HOST);
      await host.receives('counters');
      for (let n = 0; n < 5; n++) {
        await stage.say(sample.text(String(n)));
        await stage.connected(VIEWER);
      }
      await until(() => host.texts().length === 5, 'the texts');
      for (const client of stage.clients) {
        const positions = client.messages.map(({ position }) => position);
        expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
      }
    });
  });
});

import { expect } from 'chai';
import { liveChannel, userChannel } from '../../realtime/channels.ts';
import * as sample from '../unit/realtime/sample-events.ts';
import { type Message, Stage, until } from './gateway-harness.ts';

const { HOST, VIEWER, LIVE, APP } = sample;
const room = liveChannel(APP, LIVE);
const own = userChannel(APP, VIEWER);

/** mulberry32: the same disconnects for the same seed. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Does what the document tells a client to: keeps the last position of each channel and sends it on reconnecting. */
class Resumer {
  readonly record: Message[] = [];
  readonly resumed: Record<string, { recovered: boolean; reason?: string }>[] = [];
  private readonly since: Record<string, number> = {};
  private readonly stage: Stage;
  private readonly userId: number;

  constructor(stage: Stage, userId: number) {
    this.stage = stage;
    this.userId = userId;
  }

  /** Connects, stays until `leave` says so, and is cut without a good-bye. */
  async visit(leave: () => boolean, transports: ('polling' | 'websocket')[] = ['websocket']): Promise<void> {
    const known = Object.keys(this.since).length > 0;
    const client = this.stage.client(this.userId, { since: known ? { ...this.since } : undefined, transports });
    client.socket.on('msg', (message: Message) => {
      this.record.push(message);
      this.since[message.channel] = message.position;
    });
    client.socket.on('ready', ({ position, channels }: { position: number; channels: string[] }) => {
      for (const channel of channels) this.since[channel] = Math.max(this.since[channel] ?? 0, position);
    });
    client.socket.on('resumed', ({ channels }) => this.resumed.push(channels));
    await client.ready();
    await until(leave, 'the time to leave');
    client.socket.io.engine.close();
    this.stage.clients.splice(this.stage.clients.indexOf(client), 1);
  }

  texts(channel: string): string[] {
    return this.record
      .filter((one) => one.channel === channel && one.msgType === 'text')
      .map(({ text }) => String(text));
  }
}

describe('gateway: coming back', () => {
  let stage: Stage;

  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(async () => {
    await stage.close();
  });

  it('replays what was missed, in order, then says so, then goes on live', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined(), sample.text('1'), sample.text('2'));
    await stage.announced();
    const since = { [room]: stage.log.all[2]!.position, [own]: 0 };
    const viewer = await stage.connected(VIEWER, { since });
    await stage.say(sample.text('3'));
    await until(() => viewer.texts().length === 2, 'the live text');
    expect(viewer.texts()).to.deep.equal(['2', '3']);
    const order = viewer.events.map(({ event }) => event);
    expect(order).to.deep.equal(['msg', 'resumed', 'ready', 'msg']);
    const { channels } = viewer.last('resumed') as { channels: Record<string, { recovered: boolean }> };
    expect(channels[room]).to.deep.equal({ recovered: true, position: stage.log.all[3]!.position });
    expect(channels[own]!.recovered).to.equal(true);
  });

  it('loses nothing and doubles nothing while a flood goes on and connections break at random', async () => {
    await stage.start({ ringMessages: 10_000 });
    await stage.say(sample.liveStarted, sample.joined(), sample.joined(12), sample.joined(13));
    const total = 6_000;
    let said = 0;
    const flood = (async () => {
      const next = random(7);
      while (said < total) {
        const burst = Math.min(total - said, 1 + Math.floor(next() * 40));
        for (let n = 0; n < burst; n++) await stage.say(sample.text(String(said++)));
        await new Promise((resolve) => setTimeout(resolve, next() * 8));
      }
    })();
    const expected = Array.from({ length: total }, (_, n) => String(n));
    const resumers = [VIEWER, 12, 13].map((userId) => new Resumer(stage, userId));
    await Promise.all(
      resumers.map(async (resumer, index) => {
        const next = random(index + 1);
        const all = () => resumer.texts(room).at(-1) === expected.at(-1);
        while (!all()) {
          const until = resumer.record.length + Math.floor(next() * 300);
          const leaveAtMs = Date.now() + next() * 200;
          const transports: ('polling' | 'websocket')[] = next() < 0.2 ? ['polling', 'websocket'] : ['websocket'];
          await resumer.visit(() => all() || resumer.record.length >= until || Date.now() > leaveAtMs, transports);
        }
      }),
    );
    await flood;
    for (const resumer of resumers) {
      const texts = resumer.texts(room);
      // What came before the very first connection was not asked for.
      expect(texts).to.deep.equal(expected.slice(Number(texts[0])));
      expect(resumer.resumed.length).to.be.greaterThan(5);
      for (const channels of resumer.resumed) expect(channels[room]!.recovered).to.equal(true);
      const ids = resumer.record.map(({ msgId }) => msgId);
      expect(new Set(ids).size).to.equal(ids.length);
    }
  });

  it('resumes right after a restart, from the end of the log', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined(), sample.text('1'));
    await stage.announced();
    const seen = await stage.log.head();
    await stage.stop();
    await stage.say(sample.text('2'), sample.liked(), sample.giftShown());
    await stage.start();
    const viewer = await stage.connected(VIEWER, { since: { [room]: seen } });
    expect(viewer.kinds()).to.deep.equal(['text', 'gift']);
    await stage.say(sample.text('3'));
    await until(() => viewer.texts().length === 2, 'the live text');
    expect(viewer.texts()).to.deep.equal(['2', '3']);
  });

  it('reads from the log what fell out of the ring, and what came before the start', async () => {
    await stage.start({ ringMessages: 3 });
    await stage.say(sample.liveStarted, sample.joined());
    const seen = await stage.log.head();
    for (let n = 0; n < 5; n++) await stage.say(sample.text(String(n)), sample.liked());
    await stage.announced();
    const late = await stage.connected(VIEWER, { since: { [room]: seen } });
    expect(late.texts()).to.deep.equal(['0', '1', '2', '3', '4']);
    expect(late.last('resumed')).to.deep.equal({
      channels: { [room]: { recovered: true, position: await stage.log.head() } },
    });
    const [first] = late.messages;
    await stage.stop();
    await stage.start({ warmUp: { events: 2 } });
    const restarted = await stage.connected(VIEWER, { since: { [room]: seen } });
    expect(restarted.texts()).to.deep.equal(['0', '1', '2', '3', '4']);
    expect(restarted.messages[0]).to.deep.equal(first);
  });

  it('loses and doubles nothing while a room is read from the log and the talk goes on', async () => {
    await stage.start({ ringMessages: 5 });
    await stage.say(sample.liveStarted, sample.joined());
    const seen = await stage.log.head();
    const expected = Array.from({ length: 400 }, (_, n) => String(n));
    for (const [n, text] of expected.entries()) {
      await stage.say(sample.text(text));
      if (n === 300) stage.client(VIEWER, { since: { [room]: seen } });
    }
    const viewer = stage.clients[0]!;
    await until(() => viewer.texts().at(-1) === expected.at(-1), 'the last text');
    expect(viewer.texts()).to.deep.equal(expected);
  });

  it('says where something is missing that the log holds too far back, and gives what there is', async () => {
    await stage.start({ ringMessages: 3, historyLimits: { events: 4 } });
    await stage.say(sample.liveStarted, sample.joined());
    const seen = await stage.log.head();
    for (let n = 0; n < 200; n++) await stage.say(sample.text(String(n)));
    await stage.announced();
    const late = await stage.connected(VIEWER, { since: { [room]: seen } });
    expect(late.last('resumed')).to.deep.equal({
      channels: { [room]: { recovered: false, position: await stage.log.head(), reason: 'too old' } },
    });
    expect(late.last('gap')).to.deep.equal({ channel: room, after: seen });
    expect(late.events[0]!.event).to.equal('gap');
    expect(late.texts().at(-1)).to.equal('199');
  });

  it('reads the end of the log until there are messages enough, however many events make none', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const seen = await stage.log.head();
    await stage.say(sample.text('missed'), sample.invited);
    await stage.stop();
    for (let n = 0; n < 3_000; n++) await stage.say(sample.liked());
    await stage.start({ warmUp: { messages: 2 } });
    const viewer = await stage.connected(VIEWER, { since: { [room]: seen, [own]: seen } });
    expect(viewer.kinds()).to.deep.equal(['text', 'live-invite']);
    const { channels } = viewer.last('resumed') as { channels: Record<string, object> };
    for (const channel of [room, own]) expect(channels[channel]).to.have.property('recovered', true);
  });

  it('says of what is for one user alone that it is too old, when it may have come before the start', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const seen = await stage.log.head();
    for (let n = 0; n < 5; n++) await stage.say(sample.text(String(n)));
    await stage.stop();
    await stage.start({ warmUp: { events: 3 } });
    const viewer = await stage.connected(VIEWER, { since: { [own]: seen } });
    expect(viewer.last('resumed')!.channels).to.deep.equal({
      [own]: { recovered: false, position: await stage.log.head(), reason: 'too old' },
    });
  });

  it('gives what others said, whatever one member says', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const seen = await stage.log.head();
    await stage.say(sample.giftShown(), sample.text('from another', sample.person(12)));
    for (let n = 0; n < 1_300; n++) await stage.say(sample.text('x'.repeat(1_000)));
    await stage.announced();
    const viewer = await stage.connected(VIEWER, { since: { [room]: seen } });
    expect(viewer.kinds().slice(0, 2)).to.deep.equal(['gift', 'text']);
    expect(viewer.texts()[0]).to.equal('from another');
    expect(viewer.texts().length).to.be.greaterThan(300);
    // That much does not fit into one replay: the client is told, and where.
    expect((viewer.last('resumed') as { channels: object }).channels).to.deep.include({
      [room]: { recovered: false, position: await stage.log.head(), reason: 'too much' },
    });
    expect(viewer.last('gap')).to.deep.equal({ channel: room, after: viewer.messages[1]!.position });
  });

  it('gives all of what others sent to a user, and the last invitation, whoever invites them a thousand times', async () => {
    await stage.start();
    await stage.say(sample.liveStarted);
    const seen = await stage.log.head();
    await stage.say(sample.refunded);
    for (let n = 0; n < 1_005; n++) await stage.say(sample.invited);
    await stage.announced();
    const viewer = await stage.connected(VIEWER, { since: { [own]: seen } });
    expect(viewer.kinds()).to.deep.equal(['toast', 'live-invite']);
    expect(viewer.last('resumed')!.channels).to.deep.equal({
      [own]: { recovered: true, position: await stage.log.head() },
    });
  });

  it('replays at most half a megabyte at once, and says which channel has to be fetched', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.joined());
    const seen = await stage.log.head();
    for (let n = 0; n < 600; n++) await stage.say(sample.text('x'.repeat(1_000)));
    await stage.announced();
    const viewer = await stage.connected(VIEWER, { since: { [room]: seen } });
    expect((viewer.last('resumed') as { channels: object }).channels).to.deep.include({
      [room]: { recovered: false, position: await stage.log.head(), reason: 'too much' },
    });
    const bytes = viewer.messages.reduce((sum, message) => sum + JSON.stringify(message).length, 0);
    expect(bytes)
      .to.be.greaterThan(256 * 1024)
      .and.at.most(512 * 1024);
  });

  it('refuses for now whoever misses something while the log cannot be read', async () => {
    await stage.start({ ringMessages: 1 });
    await stage.say(sample.liveStarted, sample.joined());
    const seen = await stage.log.head();
    await stage.say(sample.text('1'), sample.text('2'));
    await stage.announced();
    const { read } = stage.log;
    stage.log.read = async () => {
      throw new Error('away');
    };
    const { data } = await stage.client(VIEWER, { since: { [room]: seen } }).refused();
    expect(data).to.include({ code: 503, temporary: true });
    stage.log.read = read;
    expect((await stage.connected(VIEWER, { since: { [room]: seen } })).texts()).to.deep.equal(['1', '2']);
  });

  it('gives nothing of a channel that is not the client’s', async () => {
    await stage.start();
    await stage.say(sample.liveStarted, sample.text('secret'), sample.knocked);
    await stage.announced();
    const foreign = [room, userChannel(APP, HOST), 'live:other.1', '__proto__', 'constructor', ''];
    const since = Object.fromEntries(foreign.map((channel) => [channel, 0]));
    const stranger = await stage.connected(VIEWER, { since });
    const { channels } = stranger.last('resumed') as {
      channels: Record<string, { recovered: boolean; reason: string }>;
    };
    for (const channel of foreign) {
      if (channel === '__proto__') continue;
      expect(channels[channel], channel).to.deep.include({ recovered: false, reason: 'not a member' });
    }
    expect(stranger.messages).to.deep.equal([]);
    await stage.say(sample.text('more'), sample.callInvited);
    await stranger.receives('conference-notify');
    expect(stranger.texts()).to.deep.equal([]);
  });

  it('waits for the log where its client has seen more of it already, as on another gateway', async () => {
    await stage.start({ limits: { catchUpMs: 20_000 } });
    await stage.say(sample.liveStarted, sample.joined());
    await stage.announced();
    const viewer = stage.client(VIEWER, { since: { [own]: 0, [room]: (await stage.log.head()) + 1 } });
    await until(() => stage.asked.length > 0, 'the arrival');
    await stage.say(sample.joined(12));
    await viewer.ready();
    await stage.say(sample.text('live'));
    await until(() => viewer.texts().length === 1, 'the text');
    const { channels } = viewer.last('resumed') as {
      channels: Record<string, { recovered: boolean; reason?: string }>;
    };
    expect(channels[room]).to.deep.equal({ recovered: true, position: (viewer.last('ready') as Message).position });
    expect(channels[own]).to.have.property('recovered', true);
  });

  it('keeps nobody waiting for the log when it closes', async () => {
    await stage.start({ limits: { catchUpMs: 20_000 } });
    await stage.say(sample.liveStarted, sample.joined());
    await stage.announced();
    const viewer = stage.client(VIEWER, { since: { [room]: Number.MAX_SAFE_INTEGER } });
    await until(() => stage.asked.length > 0, 'the arrival');
    await stage.stop();
    await viewer.gone();
    expect(viewer.last('resumed')).to.have.property('channels');
    await stage.start();
  });

  it('is not made deaf by a position of the future', async () => {
    await stage.start({ limits: { catchUpMs: 20 } });
    await stage.say(sample.liveStarted, sample.joined());
    await stage.announced();
    const viewer = await stage.connected(VIEWER, { since: { [room]: Number.MAX_SAFE_INTEGER } });
    expect((viewer.last('resumed') as { channels: object }).channels).to.deep.include({
      [room]: { recovered: false, position: await stage.log.head(), reason: 'ahead' },
    });
    await stage.say(sample.text('heard'));
    await until(() => viewer.texts().length === 1, 'the text');
  });

  describe('while being let in', () => {
    async function channelsAfter(meanwhile: () => Promise<void>): Promise<string[]> {
      const viewer = await stage.heldUp(VIEWER, meanwhile);
      await viewer.ready();
      return (viewer.last('ready') as { channels: string[] }).channels.sort();
    }

    it('misses nothing that the log says of the user', async () => {
      await stage.start();
      await stage.say(sample.liveStarted, sample.joined());
      const channels = await channelsAfter(() => stage.say(sample.joined(VIEWER, 2, LIVE + 1), sample.left('quit')));
      expect(channels).to.deep.equal([liveChannel(APP, LIVE + 1), own].sort());
    });

    it('comes into no room that is over by then', async () => {
      await stage.start();
      await stage.say(sample.liveStarted, sample.joined());
      expect(await channelsAfter(() => stage.say(sample.liveStopped))).to.deep.equal([own]);
    });
  });
});

import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import type { ReadOptions } from '../../../event-store/event-store.ts';
import { liveChannel, userChannel } from '../../../realtime/channels.ts';
import { History, type HistoryLimits } from '../../../realtime/history.ts';
import { HISTORY_READS } from '../../../realtime/limits.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import * as sample from './sample-events.ts';

const { APP, LIVE, VIEWER } = sample;
const room = liveChannel(APP, LIVE);
const nothingKept = () => false;

/** A log that counts reads, and holds them up until they are let go. */
class SlowLog extends MemoryEventStore {
  reads = 0;
  underWay = 0;
  mostAtOnce = 0;
  held: (() => void)[] | null = null;

  override async read(stream: string, options?: ReadOptions) {
    this.reads++;
    this.underWay++;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.underWay);
    if (this.held) await new Promise<void>((resolve) => this.held?.push(resolve));
    this.underWay--;
    return super.read(stream, options);
  }

  async say(stream: string, ...events: Parameters<typeof sample.recorded>[0][]): Promise<number> {
    for (const event of events) {
      const { type, data, meta } = sample.recorded(event);
      await this.append(stream, [{ id: randomUUID(), type, data, meta }], { expected: 'any' });
    }
    return this.head();
  }
}

async function historyOf(log: SlowLog, limits?: HistoryLimits): Promise<History> {
  const head = await log.head();
  const onParked = (_event: unknown, error: unknown) => {
    throw error;
  };
  return new History({ log, position: () => head, onParked, limits });
}

const positionsIn = async (history: History, after: number, channel = room) =>
  (await history.missedIn([[channel, after]], nothingKept)).get(channel)?.messages.map(({ position }) => position);

describe('a room’s messages, read from the log', () => {
  const feed = `feed-${APP}.${LIVE}`;
  let log: SlowLog;

  beforeEach(() => {
    log = new SlowLog();
  });

  it('come from all of its streams, in order, without likes, after a position and up to what was announced', async () => {
    const before = await log.say(`live-${APP}.${LIVE}`, sample.liveStarted, sample.joined());
    await log.say(feed, sample.text('1'), sample.liked());
    await log.say(`conference-${APP}.${LIVE}`, sample.conferenceJoined(true));
    await log.say(`live-${APP}.${LIVE}`, sample.livePaused);
    await log.say(feed, sample.giftShown());
    const history = await historyOf(log);
    await log.say(feed, sample.text('not announced yet'));
    const [, , text, , joined, paused, gift] = log.all.map(({ position }) => position);
    expect(await positionsIn(history, before)).to.deep.equal([text, joined, paused, gift]);
    expect(await positionsIn(history, text!)).to.deep.equal([joined, paused, gift]);
  });

  it('are not looked for where nothing is missing, nor for channels that are no rooms', async () => {
    await log.say(feed, sample.text('1'));
    const history = await historyOf(log);
    const own = userChannel(APP, VIEWER);
    expect(await history.missedIn([[room, 0]], () => true)).to.have.property('size', 0);
    expect(
      await history.missedIn(
        [
          [own, 0],
          ['live:other', 0],
        ],
        nothingKept,
      ),
    ).to.have.property('size', 0);
    expect(log.reads).to.equal(0);
  });

  for (const limits of [{ events: 300 }, { messages: 300 }]) {
    it(`end at ${JSON.stringify(limits)}, which is said, and nobody reads in vain again`, async () => {
      for (let n = 0; n < 2_000; n++) await log.say(feed, sample.text(String(n)));
      const history = await historyOf(log, limits);
      const isEnough = (_channel: string, position: number) => position > 0;
      const first = (await history.missedIn([[room, 0]], isEnough)).get(room)!;
      expect(first.from).to.be.greaterThan(0);
      expect(first.messages.length).to.be.greaterThan(299).and.lessThan(2_000);
      expect(first.messages[0]!.position).to.be.greaterThan(first.from);
      const { reads } = log;
      expect((await history.missedIn([[room, 0]], isEnough)).get(room)).to.equal(first);
      expect(log.reads).to.equal(reads);
    });
  }

  it('are read once for all who come back at the same time, and for those who come soon after', async () => {
    for (let n = 0; n < 20; n++) await log.say(feed, sample.text(String(n)));
    const history = await historyOf(log);
    const isEnough = (_channel: string, position: number) => position > 0;
    const reading = Array.from({ length: 50 }, () => history.missedIn([[room, 0]], isEnough));
    const read = await Promise.all(reading);
    for (const stretches of read) expect(stretches.get(room)!.messages).to.have.length(20);
    await history.missedIn([[room, 0]], isEnough);
    // One of each of its streams.
    expect(log.reads).to.equal(4);
  });

  it('are read again for whoever was away for longer', async () => {
    for (let n = 0; n < 20; n++) await log.say(feed, sample.text(String(n)));
    const history = await historyOf(log);
    const later = log.all[10]!.position;
    const [some, all] = await Promise.all([positionsIn(history, later), positionsIn(history, 0)]);
    expect(some).to.have.length(9);
    expect(all).to.have.length(20);
  });

  it(`keep at most ${HISTORY_READS} reads of the log busy`, async () => {
    const rooms = Array.from({ length: 20 }, (_, n) => liveChannel(APP, n + 1));
    const history = await historyOf(log);
    log.held = [];
    const reading = Promise.all(rooms.map((channel) => history.missedIn([[channel, 0]], nothingKept)));
    const letGo = setInterval(() => log.held?.shift()?.(), 1);
    await reading;
    clearInterval(letGo);
    expect(log.mostAtOnce).to.equal(HISTORY_READS);
  });

  it('are what could be read within the time', async () => {
    for (let n = 0; n < 2_000; n++) await log.say(feed, sample.text(String(n)));
    const history = await historyOf(log, { forMs: 0 });
    expect(await positionsIn(history, 0)).to.equal(undefined);
  });

  it('are missing, loudly, while the log cannot be read, and there when it can', async () => {
    await log.say(feed, sample.text('1'));
    const history = await historyOf(log);
    const { read } = log;
    log.read = async () => {
      throw new Error('away');
    };
    const error = await positionsIn(history, 0).catch((reason: Error) => reason.message);
    expect(error).to.equal('away');
    log.read = read;
    expect(await positionsIn(history, 0)).to.have.length(1);
  });
});

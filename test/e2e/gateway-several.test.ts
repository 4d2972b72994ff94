import { expect } from 'chai';
import { liveChannel, userChannel } from '../../realtime/channels.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import * as sample from '../unit/realtime/sample-events.ts';
import { APP, LIVE, VIEWER } from '../unit/realtime/sample-events.ts';
import { Stage, until } from './gateway-harness.ts';

const room = liveChannel(APP, LIVE);
const own = userChannel(APP, VIEWER);

/** Two processes' gateways that know nothing of each other: all that they share is the log. */
describe('two gateways on one log', () => {
  let first: Stage;
  let second: Stage;

  beforeEach(async () => {
    const log = new MemoryEventStore();
    [first, second] = [await new Stage(log).start(), await new Stage(log).start()];
  });
  afterEach(async () => {
    await Promise.all([first.close(), second.close()]);
  });

  it('send the same messages, with the same ids and positions', async () => {
    await first.say(sample.liveStarted, sample.joined());
    const clients = [await first.connected(VIEWER), await second.connected(VIEWER)];
    await first.say(sample.text('1'), sample.giftShown());
    await second.say(sample.text('2'));
    await Promise.all(clients.map((client) => until(() => client.texts().length === 2, 'both texts')));
    expect(clients[0]!.messages).to.deep.equal(clients[1]!.messages);
    expect(clients[0]!.kinds()).to.deep.equal(['text', 'gift', 'text']);
  });

  it('let in and put out on both whoever joins or is kicked through either', async () => {
    await first.say(sample.liveStarted);
    const clients = [await first.connected(VIEWER), await second.connected(VIEWER)];
    await first.say(sample.text('before'), sample.joined(), sample.text('during'));
    await second.say(sample.left('kicked'), sample.text('after'), sample.callInvited);
    for (const client of clients) {
      await client.receives('conference-notify');
      expect(client.texts()).to.deep.equal(['during']);
      expect(client.kinds()).to.include('quit-live');
    }
    for (const stage of [first, second]) expect(stage.realtime.gateway.memberCount(room)).to.equal(0);
  });

  it('end a session’s sockets on both when it is signed out', async () => {
    const phone = { token: `${VIEWER}/phone` };
    const [here, there] = [await first.connected(VIEWER, phone), await second.connected(VIEWER, phone)];
    const tablet = await second.connected(VIEWER, { token: `${VIEWER}/tablet` });
    await first.say(sample.signedOut('phone'), sample.callInvited);
    for (const client of [here, there]) {
      await client.gone();
      expect(client.last('closing')).to.deep.equal({ reason: 'signed-out' });
      expect(client.messages).to.deep.equal([]);
    }
    await tablet.receives('conference-notify');
  });

  it('end all of a user’s sockets on both when the user is banned', async () => {
    const clients = [await first.connected(VIEWER), await second.connected(VIEWER)];
    await second.say(sample.banned());
    for (const client of clients) {
      await client.gone();
      expect(client.last('closing')).to.deep.equal({ reason: 'banned' });
    }
  });

  it('resume on one what was missed since the other', async () => {
    await first.say(sample.liveStarted, sample.joined());
    const before = await first.connected(VIEWER);
    await first.say(sample.text('1'));
    await until(() => before.texts().length === 1, 'the first text');
    const { position, msgId } = before.messages[0]!;
    before.close();
    await first.say(sample.text('2'), sample.giftShown());
    const after = await second.connected(VIEWER, { since: { [room]: position, [own]: position } });
    await first.say(sample.text('3'));
    await until(() => after.texts().length === 2, 'the last text');
    expect(after.kinds()).to.deep.equal(['text', 'gift', 'text']);
    expect(after.texts()).to.deep.equal(['2', '3']);
    expect(after.messages.map((message) => message.msgId)).not.to.include(msgId);
    const { channels } = after.last('resumed') as { channels: Record<string, { recovered: boolean }> };
    expect(Object.values(channels).map(({ recovered }) => recovered)).to.deep.equal([true, true]);
  });
});

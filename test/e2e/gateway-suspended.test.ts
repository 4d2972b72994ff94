import { expect } from 'chai';
import { DEFAULT_LIMITS } from '../../realtime/limits.ts';
import { OPCODE, RawTcp } from '../support/raw-client.ts';
import { standStill } from '../support/stand-still.ts';
import { HOST } from '../unit/realtime/sample-events.ts';
import { Stage, until } from './gateway-harness.ts';

/** Longer than every limit that a test sets, and than what counts as a suspension. */
const SUSPENDED_MS = 5_000;

describe('gateway: a process that stood still', () => {
  let stage: Stage;
  beforeEach(() => {
    stage = new Stage();
  });
  afterEach(() => stage.close());

  it('ends no socket whose pong waits unread', async () => {
    await stage.start({ limits: { pingEveryMs: 100, pongWithinMs: 1_500, clientPatienceMs: 60_000 } });
    const client = await stage.connected(HOST);
    const polling = await stage.connected(HOST, { transports: ['polling'] });
    let pings = 0;
    // The client has written its pong when it tells of the ping.
    client.socket.io.engine.on('ping', () => {
      if (++pings === 3) standStill(SUSPENDED_MS);
    });
    await until(() => pings > 6, 'pings afterwards');
    expect([client.disconnects, polling.disconnects]).to.deep.equal([[], []]);
  });

  it('tells clients to wait for a ping for longer than it may be suspended after its last one', async () => {
    await stage.start();
    const client = new RawTcp(stage.port).upgrade();
    await until(() => client.received.includes('pingTimeout'), 'the handshake');
    const number = (name: string) => Number(new RegExp(`"${name}":(\\d+)`).exec(client.received)?.[1]);
    expect(number('pingTimeout')).to.be.greaterThan(50_000);
    // While it runs it notices sooner than its clients who is gone.
    expect(DEFAULT_LIMITS.pongWithinMs).to.be.lessThan(number('pingTimeout'));
    client.tcp.destroy();
  });

  it('ends who owes a pong all the same, once it has had the time for it', async () => {
    await stage.start({ limits: { pingEveryMs: 100, pongWithinMs: 1_500, signInMs: 600_000 } });
    const mute = new RawTcp(stage.port).upgrade();
    await until(() => mute.received.includes('pingInterval'), 'the handshake');
    standStill(SUSPENDED_MS);
    await until(() => mute.closed, 'its end');
  });

  it('lets those sign in whose words wait unread', async () => {
    await stage.start({ limits: { signInMs: 1_500 } });
    const late = new RawTcp(stage.port).upgrade();
    await until(() => late.received.includes('pingInterval'), 'the handshake');
    late.frame(OPCODE.text, `40${JSON.stringify({ token: `${HOST}/late` })}`);
    standStill(SUSPENDED_MS);
    await until(() => late.received.includes('"ready"'), 'that it is live');
    expect([late.closed, stage.realtime.metrics.cutUnsigned]).to.deep.equal([false, 0]);
    late.tcp.destroy();
  });
});

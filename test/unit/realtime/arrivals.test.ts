import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import type { Socket } from 'socket.io';
import { Arrivals } from '../../../realtime/arrivals.ts';
import { liveChannel } from '../../../realtime/channels.ts';
import { newMetrics } from '../../../realtime/metrics.ts';
import { userKey } from '../../../realtime/user-sets.ts';

const APP = 'heihei';
const USER = 1;
const ROOM = liveChannel(APP, 5);
const user = userKey(APP, USER);

/** Of a socket what arrivals look at. */
class Arriving {
  readonly conn = Object.assign(new EventEmitter(), { readyState: 'open' });
  readonly handshake = { auth: { token: 't' } };

  get socket(): Socket {
    return this as unknown as Socket;
  }

  leave(): void {
    if (this.conn.readyState === 'closed') return;
    this.conn.readyState = 'closed';
    this.conn.emit('close');
  }
}

function arrivals({ onAuthenticate = () => {}, onChannels = () => {} }): Arrivals {
  return new Arrivals({
    async authenticate() {
      onAuthenticate();
      return { appId: APP, userId: USER, sessionId: 's' };
    },
    async channelsOf() {
      onChannels();
      return { on: [], over: [] };
    },
    logger: { info() {}, warn() {}, error() {} },
    metrics: newMetrics(),
    opened: Promise.resolve(),
    position: () => 0,
    catchUpMs: 0,
    checkRoom() {},
    missedIn: async () => new Map(),
  });
}

describe('arrivals', () => {
  it('hear of what the log says of them until they are let in', async () => {
    const arriving = new Arriving();
    const door = arrivals({ onChannels: () => door.changed(user, ROOM, 'joined') });
    await door.admit(arriving.socket);
    expect(door.take(arriving.socket).changes).to.deep.equal([{ channel: ROOM, change: 'joined' }]);
  });

  for (const moment of ['onAuthenticate', 'onChannels'] as const) {
    it(`are forgotten when their connection ends before that (${moment})`, async () => {
      const arriving = new Arriving();
      const door = arrivals({ [moment]: () => arriving.leave() });
      await door.admit(arriving.socket);
      door.changed(user, ROOM, 'joined');
      expect(door.take(arriving.socket).changes).to.deep.equal([]);
    });
  }
});

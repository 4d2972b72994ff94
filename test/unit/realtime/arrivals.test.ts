import { EventEmitter } from 'node:events';
import { expect } from 'chai';
import type { Socket } from 'socket.io';
import { Arrivals } from '../../../realtime/arrivals.ts';
import { groupChannel, liveChannel } from '../../../realtime/channels.ts';
import { newMetrics } from '../../../realtime/metrics.ts';
import type { UserChannels } from '../../../realtime/ports.ts';
import { userKey } from '../../../realtime/user-sets.ts';

const APP = 'heihei';
const USER = 1;
const ROOM = liveChannel(APP, 5);
const user = userKey(APP, USER);

/** Of a socket what arrivals look at. */
class Arriving {
  readonly conn = Object.assign(new EventEmitter(), { readyState: 'open' });
  readonly handshake: { auth: { token: string; since?: Record<string, number> } } = { auth: { token: 't' } };

  get socket(): Socket {
    return this as unknown as Socket;
  }

  leave(): void {
    if (this.conn.readyState === 'closed') return;
    this.conn.readyState = 'closed';
    this.conn.emit('close');
  }
}

function arrivals({
  onAuthenticate = () => {},
  onChannels = () => {},
  channels = { on: [], over: [] } as UserChannels,
  position = 0,
}): Arrivals {
  return new Arrivals({
    async authenticate() {
      onAuthenticate();
      return { appId: APP, userId: USER, sessionId: 's' };
    },
    async channelsOf() {
      onChannels();
      return channels;
    },
    logger: { info() {}, warn() {}, error() {} },
    metrics: newMetrics(),
    opened: Promise.resolve(),
    position: () => position,
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

  it('see nothing of a group from before they joined it, whatever they say they have seen', async () => {
    const [before, meanwhile] = [groupChannel(APP, 6), groupChannel(APP, 7)];
    const arriving = new Arriving();
    arriving.handshake.auth.since = { [before]: 3, [meanwhile]: 4, [ROOM]: 5 };
    const channels = { on: [before, ROOM], over: [], since: new Map([[before, 40]]) };
    const door = arrivals({ channels, position: 50, onChannels: () => door.changed(user, meanwhile, 'joined') });
    await door.admit(arriving.socket);
    expect({ ...door.take(arriving.socket).since }).to.deep.equal({ [before]: 40, [meanwhile]: 50, [ROOM]: 5 });
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

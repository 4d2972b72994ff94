import { expect } from 'chai';
import { Announcer } from '../../../realtime/announcer.ts';
import type { Gateway } from '../../../realtime/gateway.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { until } from '../../support/promises.ts';

const from = { userId: 1, displayName: '倔强的白羊', gender: 'Female', birthDay: '', coverUrl: '' };
let serial = 0;

describe('the announcer', () => {
  it('goes on after an event that it cannot announce: the room hears the next one, and each bad one is told', async () => {
    const log = new MemoryEventStore();
    const heard: string[] = [];
    const parked: string[] = [];
    const gateway = {
      startAfter() {},
      open() {},
      advance() {},
      remember() {},
      join(_app: string, userId: number) {
        if (userId === undefined) throw new TypeError('nobody joins');
      },
      leave() {
        throw new Error('no such member');
      },
      publish(message: { body: { text?: string } }) {
        heard.push(message.body.text ?? '');
      },
    };
    const announcer = new Announcer({
      log,
      gateway: gateway as unknown as Gateway,
      counters: { changed() {} } as never,
      unread: { changed() {} } as never,
      callEntries: { changed() {} } as never,
      onParked: ({ type }) => void parked.push(type),
      logger: { info() {}, warn() {}, error() {} },
    });
    const say = (type: string, data: object, ignorable?: true) => {
      const id = `00000000-0000-5000-8000-${String(++serial).padStart(12, '0')}`;
      const meta = { appId: 'heihei', actor: 1, at: 1, commandId: id, ignorable };
      return log.append('feed-heihei.9', [{ id, type, data, meta }], { expected: 'any' });
    };
    const text = (words: string) => say('TextSaid', { liveId: 9, roomId: 9, from, text: words });
    await announcer.start();
    try {
      await text('before');
      await say('ViewerJoined', {});
      await say('ViewerLeft', {});
      await say('TextSaid', {});
      await say('SaidInColour', { text: 'a newer release' });
      await say('Praised', {}, true);
      await text('after');
      await until(() => heard.includes('after'));
    } finally {
      await announcer.stop();
    }
    expect(heard).to.deep.equal(['before', 'after']);
    expect(parked).to.include.members(['ViewerJoined', 'ViewerLeft', 'TextSaid', 'SaidInColour']);
    expect(parked).not.to.include('Praised');
  });
});

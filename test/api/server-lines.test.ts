import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { giftLine } from '../../application/messages/gift-lines.ts';
import type { ChatGiftShown } from '../../domain/chat/events.ts';
import { DEFAULT_GIFTS } from '../../domain/gift/catalogue.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { person } from '../support/given.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

describe('what the server writes between two people', () => {
  let world: RoomWorld;
  let ann: Client;
  let bob: Client;

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
  });
  after(() => world.close());
  beforeEach(async () => {
    ann = await world.person('安', 100);
    bob = await world.person('鲍勃', 100);
    ann.devKey = world.core.settings.devKey;
  });

  const lines = async () => {
    await world.settle();
    const { messages } = await bob.must('/api/msg/im-history', { userId: ann.userId });
    return (messages as { msg: Record<string, unknown> }[]).map(({ msg }) => [msg.msgType, msg.content]);
  };
  const send = (text: string, headers = {}) =>
    ann.call('/api/msg/send-im', { toUserId: bob.userId, msgType: 'text', text }, headers);
  const unread = async () => (await bob.must('/api/msg/message-list')).unreadMsgCount;

  it('is a line of the tenant’s at the beginning, once, which is neither unread nor told twice', async () => {
    const hints = ['你最近在听什么歌？'];
    await ann.dev('POST', '/dev/hints', { hints });
    const key = { 'Idempotency-Key': 'first' };
    const first = await send('在吗', key);
    expect(await send('在吗', key)).to.deep.equal(first);
    await send('在的话回我');
    expect(await lines()).to.deep.equal([
      ['text', { text: '在的话回我' }],
      ['text', { text: '在吗' }],
      ['systopic', { text: hints[0] }],
    ]);
    expect(await unread()).to.equal(2);
    await ann.dev('POST', '/dev/hints', { hints: [] });
    const cid = await world.person('西德');
    await bob.must('/api/msg/send-im', { toUserId: cid.userId, msgType: 'text', text: '你好' });
    expect((await cid.must('/api/msg/im-history', { userId: bob.userId })).messages).to.have.length(1);
  });

  it('is the gift that came when they had hung up, not one that they saw, nor one of somebody whom they block', async () => {
    const from = { ...person(ann.userId), displayName: '安' };
    const { id, name } = DEFAULT_GIFTS.find((gift) => gift.id === 103)!;
    const shown = (more: object) =>
      giftLine(world.core, {
        ...{ id: randomUUID(), type: 'ChatGiftShown', meta: { appId: APP } },
        data: { chatId: 1, toUserId: bob.userId, from, gift: { id, name }, ...more },
      } as unknown as LoggedEvent<ChatGiftShown>);
    expect(await shown({})).to.equal(null);
    const line = await shown({ late: true });
    expect(line).to.deep.include({ type: 'WriteMessage', toUserId: bob.userId });
    expect(line!.content).to.deep.equal({ kind: 'gift', text: '送给你玫瑰', giftId: 103 });
    await bob.must('/api/user/block-user', { userId: ann.userId });
    expect(await shown({ late: true })).to.equal(null);
  });
});

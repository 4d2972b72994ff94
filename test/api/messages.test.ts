import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { chatEndpoints } from '../../api/heihei/chat/index.ts';
import { fileEndpoints } from '../../api/heihei/files/index.ts';
import { messageEndpoints } from '../../api/heihei/message/index.ts';
import { userEndpoints } from '../../api/heihei/user/index.ts';
import { createGroup } from '../../application/groups/create-group.ts';
import { REVOKE_MS } from '../../domain/conversation/state.ts';
import { messageId } from '../../realtime/message.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { APP, RoomWorld } from '../support/room-world.ts';
import { mp3, png } from '../support/sample-files.ts';
import { uploaded } from '../support/uploads.ts';

interface Im {
  msg: { fromUserId: number; toUserId: number; msgType: string; content: { text: string }; msgId: number };
  users: Record<string, { id: number; displayName: string; isFollowed: boolean }>;
}

interface Listed {
  fromUserId: number;
  data: { count: number; type: string; read: boolean; text: string; unread: number };
}

describe('heihei: messages between people', () => {
  let world: RoomWorld;
  let ann: Client;
  let bob: Client;
  let eve: Client;

  before(async () => {
    world = await RoomWorld.start([...messageEndpoints, ...userEndpoints, ...fileEndpoints]);
  });
  beforeEach(async () => {
    ann = await world.person('安');
    bob = await world.person('白');
    eve = await world.person('旁人');
  });
  after(() => world.close());

  const send = (from: Client, to: Client, text: string, key?: string) =>
    from.call(
      '/api/msg/send-im',
      { toUserId: to.userId, msgType: 'text', text },
      key === undefined ? {} : { 'Idempotency-Key': key },
    );
  const history = async (who: Client, other: Client, page: { before?: number; limit?: number } = {}) =>
    (await who.must('/api/msg/im-history', { userId: other.userId, ...page })).messages as Im[];
  const words = (messages: Im[]) => messages.map(({ msg }) => msg.content.text);
  const list = async (who: Client) =>
    (await who.must('/api/msg/message-list')) as unknown as { messages: Listed[]; unreadMsgCount: number };

  it('go to groups as well: written, read, taken back, and listed with what is unread', async () => {
    const { core, clock } = world;
    const actor = { appId: APP, userId: ann.userId };
    const meta = () => ({ ...{ appId: APP, actor: ann.userId, at: clock.now() }, commandId: randomUUID() });
    const { group } = await createGroup(core, actor, { name: '一群人', userIds: [bob.userId] }, meta);
    const { groupId } = group;
    const write = (who: Client, text: string) => who.call('/api/msg/send-im', { groupId, msgType: 'text', text });
    for (const text of ['一', '二']) await write(ann, text);
    const { messages } = (await bob.must('/api/msg/im-history', { groupId })) as unknown as { messages: Im[] };
    expect(words(messages)).to.deep.equal(['二', '一']);
    expect(messages[0]!.msg).to.deep.include({ groupId, fromUserId: ann.userId });
    const listed = async () =>
      (await bob.must('/api/msg/message-list')) as unknown as { groups: object[]; unreadMsgCount: number };
    expect((await listed()).groups[0]).to.deep.include({
      groupId,
      name: '一群人',
      memberCount: 2,
      unread: 2,
      text: '二',
    });
    expect((await listed()).unreadMsgCount).to.equal(2);
    await ann.must('/api/msg/revoke-im', { groupId, msgId: messages[0]!.msg.msgId });
    await bob.must('/api/msg/read-im', { groupId });
    expect((await listed()).groups[0]).to.deep.include({ unread: 0, text: '[消息已撤回]' });
    for (const path of ['send-im', 'im-history', 'read-im', 'revoke-im']) {
      const params = { msgType: 'text', text: '三', msgId: messages[1]!.msg.msgId };
      const codes = [groupId, 404].map((id) => eve.call(`/api/msg/${path}`, { groupId: id, ...params }));
      expect(
        (await Promise.all(codes)).map(({ errorcode }) => errorcode),
        path,
      ).to.deep.equal([506, 733]);
      const both = { groupId, userId: bob.userId, toUserId: bob.userId, ...params };
      expect((await ann.call(`/api/msg/${path}`, both)).errorcode, path).to.equal(700);
      expect((await ann.call(`/api/msg/${path}`, params)).errorcode, path).to.equal(700);
    }
  });

  it('arrive, in one order for both, newest first, by pages, and for nobody else', async () => {
    for (const text of ['一', '三']) await send(ann, bob, text);
    await send(bob, ann, '二');
    for (const who of [ann, bob]) {
      const other = who === ann ? bob : ann;
      expect(words(await history(who, other))).to.deep.equal(['二', '三', '一']);
      const [newest] = await history(who, other, { limit: 1 });
      expect(words(await history(who, other, { before: newest!.msg.msgId, limit: 1 }))).to.deep.equal(['三']);
    }
    expect(await history(eve, ann)).to.deep.equal([]);
    expect(await history(ann, bob, { before: 5 })).to.deep.equal([]);
    const [last] = await history(ann, bob, { limit: 1 });
    expect(last!.msg).to.include({ fromUserId: bob.userId, toUserId: ann.userId, msgType: 'text' });
    expect(last!.users[bob.userId]).to.include({ id: bob.userId, displayName: '白', isFollowed: false });
  });

  it('say whether the receiver follows the sender', async () => {
    await bob.must('/api/user/follow', { userId: ann.userId });
    await send(ann, bob, '你好');
    const [message] = await history(ann, bob);
    expect(message!.users[ann.userId]!.isFollowed).to.equal(true);
  });

  it('count once under a key, with the first answer', async () => {
    const first = await send(ann, bob, '一遍', 'k');
    expect(first).to.include({ errorcode: 0 });
    expect(await send(ann, bob, '一遍', 'k')).to.deep.equal(first);
    expect(await send(ann, bob, '另一句', 'k')).to.include({ errorcode: 700 });
    expect(await send(ann, eve, '一遍', 'k')).to.include({ errorcode: 0 });
    expect(words(await history(ann, bob))).to.deep.equal(['一遍']);
    await bob.must('/api/user/block-user', { userId: ann.userId });
    expect(await send(ann, bob, '一遍', 'k')).to.deep.equal(first);
  });

  it('are refused to oneself, nobody, across a block, and for what is no text', async () => {
    expect(await send(ann, ann, '我')).to.include({ errorcode: 700 });
    const call = (params: Record<string, string | number>) => ann.call('/api/msg/send-im', params);
    expect(await call({ toUserId: 77, msgType: 'text', text: '?' })).to.include({ errorcode: 710 });
    for (const msgType of ['systopic', 'sysnotify', 'dueChat', 'gift', 'IM']) {
      expect(await call({ toUserId: bob.userId, msgType, text: '?' }), msgType).to.include({ errorcode: 700 });
    }
    for (const text of ['', ' ', 'x'.repeat(5_001)]) {
      expect(await call({ toUserId: bob.userId, msgType: 'text', text })).to.include({ errorcode: 700 });
    }
    await bob.must('/api/user/block-user', { userId: ann.userId });
    for (const [from, to] of [[ann, bob] as const, [bob, ann] as const]) {
      expect(await send(from, to, '喂')).to.include({ errorcode: 400, errormsg: '业务失败' });
    }
    expect(await history(ann, bob)).to.deep.equal([]);
  });

  it('carry what was uploaded for them: pictures, sounds and films, each once', async () => {
    const upload = (format: string, bytes: Uint8Array, who = ann, module = 'message') =>
      uploaded(who, bytes, format, module);
    const write = (params: Record<string, string | number>, key?: string) =>
      ann.call('/api/msg/send-im', { toUserId: bob.userId, ...params }, key ? { 'Idempotency-Key': key } : {});
    const sign = await upload('png', png());
    const picture = await write({ msgType: 'image', sign }, 'p');
    expect(picture).to.include({ errorcode: 0 });
    expect(await write({ msgType: 'image', sign }, 'p')).to.deep.equal(picture);
    expect(await write({ msgType: 'audio', sign: await upload('mp3', mp3(5, 9)), length: 5 })).to.include({
      errorcode: 0,
    });
    const [sound, image] = await history(bob, ann);
    expect(sound!.msg.content).to.have.all.keys('audio', 'length');
    const { img } = image!.msg.content as unknown as { img: string };
    expect((await fetch(img)).headers.get('content-type')).to.equal('image/png');
    const wrong: Record<string, string | number>[] = [
      { msgType: 'image', sign },
      { msgType: 'image', sign: 'f'.repeat(32) },
      { msgType: 'video', sign: await upload('png', png()) },
      { msgType: 'image', sign: await upload('png', png(), eve) },
      { msgType: 'image', sign: await upload('png', png(), ann, 'avatar') },
    ];
    for (const params of wrong) expect(await write(params), JSON.stringify(params)).to.include({ errorcode: 102 });
    for (const params of [{ msgType: 'image' }, { msgType: 'audio', sign }, { msgType: 'text' }])
      expect(await write(params as Record<string, string>)).to.include({ errorcode: 700 });
    await bob.must('/api/user/block-user', { userId: ann.userId });
    const kept = await upload('png', png());
    expect(await write({ msgType: 'image', sign: kept })).to.include({ errorcode: 400 });
    expect(world.log.all.filter(({ type }) => type === 'FileClaimed')).to.have.length(2);
  });

  it('are listed by person, the last one first, with what is unread; the sum is the count', async () => {
    await send(ann, bob, '一');
    await send(ann, bob, '二');
    await send(eve, bob, '我也在');
    const { messages, unreadMsgCount } = await list(bob);
    expect(unreadMsgCount).to.equal(3);
    expect(messages.map(({ fromUserId, data }) => [fromUserId, data])).to.deep.equal([
      [eve.userId, { count: 1, type: 'im', read: false, text: '我也在', unread: 1 }],
      [ann.userId, { count: 2, type: 'im', read: false, text: '二', unread: 2 }],
    ]);
    const own = await list(ann);
    expect(own.unreadMsgCount).to.equal(0);
    expect(own.messages.map(({ fromUserId, data }) => [fromUserId, data.read])).to.deep.equal([[bob.userId, true]]);
  });

  it('are read one by one or all at once', async () => {
    await send(ann, bob, '一');
    await send(eve, bob, '二');
    await bob.must('/api/msg/read-im', { userId: ann.userId });
    expect(await list(bob)).to.include({ unreadMsgCount: 1 });
    const before = world.log.all.length;
    await bob.must('/api/msg/read-im', { userId: ann.userId });
    expect(world.log.all.length).to.equal(before);
    await bob.must('/api/msg/message-read-all');
    expect(await list(bob)).to.include({ unreadMsgCount: 0 });
    await bob.must('/api/msg/read-all-msg');
    expect(world.log.all.filter(({ type }) => type === 'InboxRead').length).to.equal(1);
    await send(eve, bob, '三');
    expect(await list(bob)).to.include({ unreadMsgCount: 1 });
  });

  it('a person who was taken out of the list comes back with the next message; what was written stays', async () => {
    await send(ann, bob, '一');
    await bob.must('/api/msg/message-del', { userId: ann.userId });
    expect(await list(bob)).to.deep.include({ messages: [], unreadMsgCount: 0 });
    expect(words(await history(bob, ann))).to.deep.equal(['一']);
    await bob.must('/api/msg/message-del', { userId: ann.userId });
    await bob.must('/api/msg/message-del', { userId: 77 });
    await send(ann, bob, '二');
    const { messages } = await list(bob);
    expect(messages.map(({ data }) => data)).to.deep.equal([
      { count: 1, type: 'im', read: false, text: '二', unread: 1 },
    ]);
  });

  it('are taken back by the sender for two minutes', async () => {
    await send(ann, bob, '口误');
    const [message] = await history(bob, ann);
    const msgId = message!.msg.msgId;
    const revoke = (who: Client, other: Client, id = msgId) =>
      who.call('/api/msg/revoke-im', { userId: other.userId, msgId: id });
    expect(await revoke(bob, ann)).to.include({ errorcode: 400 });
    expect(await revoke(ann, eve)).to.include({ errorcode: 400 });
    expect(await revoke(ann, bob)).to.include({ errorcode: 0 });
    expect(await history(bob, ann)).to.deep.equal([]);
    expect((await list(bob)).messages[0]!.data.text).to.equal('[消息已撤回]');
    await send(ann, bob, '太晚');
    const [late] = await history(bob, ann);
    world.clock.advance(REVOKE_MS + 1);
    expect(await revoke(ann, bob, late!.msg.msgId)).to.include({ errorcode: 400 });
  });
});

describe('heihei: calls in the list of messages', () => {
  let world: RoomWorld;
  let ann: Client;
  let bob: Client;
  before(async () => {
    world = await RoomWorld.start([...messageEndpoints, ...chatEndpoints], allReactors);
    [ann, bob] = [await world.person('安'), await world.person('白')];
  });
  after(() => world.close());

  const call = async (from: Client, to: Client) =>
    Number((await from.must('/api/chat/due-chat', { userId: to.userId })).chatId);
  const entryOf = async (who: Client) => {
    await world.settle();
    const { messages, unreadMsgCount } = (await who.must('/api/msg/message-list')) as unknown as {
      messages: (Listed & { text: string | null })[];
      unreadMsgCount: number;
    };
    const [entry] = messages;
    return [entry?.data.type, entry?.data.count, entry?.text, unreadMsgCount];
  };

  it('are in vain for who called, missed by the other, and unread there unless it was they who refused', async () => {
    for (const count of [1, 2]) {
      await ann.must('/api/chat/cancel-due-chat', { chatId: await call(ann, bob) });
      expect(await entryOf(ann)).to.deep.equal(['post', count, null, 0]);
      expect(await entryOf(bob)).to.deep.equal(['calling', count, null, count]);
    }
    await bob.must('/api/msg/read-im', { userId: ann.userId });
    await bob.must('/api/chat/cancel-due-chat', { chatId: await call(ann, bob) });
    expect(await entryOf(bob)).to.deep.equal(['calling', 3, null, 0]);
  });

  it('are kept as notices, newest first, under the msgId of the socket, until they are read or taken away', async () => {
    const caller = await world.person('来电');
    const callee = await world.person('接听');
    const ids: number[] = [];
    for (let n = 0; n < 3; n++) {
      ids.unshift(await call(caller, callee));
      await caller.must('/api/chat/cancel-due-chat', { chatId: ids[0]! });
    }
    interface Kept {
      msg: { chatId: number; msgId: number; action: string; fromUserId: number };
    }
    const kept = async (who = callee) => {
      const answer = await who.must('/api/msg/history-msg');
      return answer as unknown as { unReadCount: number; unReadMsg: Kept[]; readMsg: Kept[] };
    };
    const { unReadCount, unReadMsg } = await kept();
    expect(unReadCount).to.equal(3);
    expect(unReadMsg.map(({ msg }) => msg.chatId)).to.deep.equal(ids);
    const due = world.log.all.filter(({ type }) => type === 'ChatDue').at(-1)!;
    expect(unReadMsg[0]!.msg).to.include({ action: 'due-chat-notify', fromUserId: caller.userId });
    expect(unReadMsg[0]!.msg.msgId).to.equal(messageId(due.position, 0));
    const [first, second] = unReadMsg.map(({ msg }) => msg.msgId) as [number, number];
    await callee.must('/api/msg/read-one-msg', { msgId: first });
    await callee.must('/api/msg/delete-msg', { msgId: second });
    const before = world.log.all.length;
    for (const msgId of [first, 7, -1]) await callee.must('/api/msg/read-one-msg', { msgId });
    for (const msgId of [second, 7]) await callee.must('/api/msg/delete-msg', { msgId });
    await caller.must('/api/msg/delete-msg', { msgId: first });
    expect(world.log.all.length).to.equal(before);
    const { unReadMsg: unread, readMsg } = await kept();
    expect(unread.map(({ msg }) => msg.chatId)).to.deep.equal([ids[2]]);
    expect(readMsg.map(({ msg }) => msg.chatId)).to.deep.equal([ids[0]]);
    await callee.must('/api/msg/message-read-all');
    expect(await kept()).to.include({ unReadCount: 0 });
    expect(await kept(caller)).to.include({ unReadCount: 0 });
  });

  it('are a call for both once they talked', async () => {
    const chatId = await call(bob, ann);
    await ann.must('/api/chat/accept-chat', { chatId, userId: bob.userId, type: 0 });
    for (const who of [ann, bob]) await who.must('/api/chat/join-chat', { chatId });
    world.clock.advance(2_000);
    await bob.must('/api/chat/stop-chat', { chatId });
    for (const who of [ann, bob]) expect(await entryOf(who)).to.deep.equal(['call', 1, null, 0]);
  });
});

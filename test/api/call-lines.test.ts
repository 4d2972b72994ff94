import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { callLine } from '../../application/messages/call-lines.ts';
import { RING_MS } from '../../domain/switchboard/limits.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import { LINES_GROUP, linesGroup } from '../../workers/reactors/lines.ts';
import type { Client } from '../support/client.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

describe('a call leaves a line between its two people', () => {
  let world: RoomWorld;
  let ann: Client;
  let bob: Client;

  before(async () => {
    const lines = linesGroup({
      ofCall: (event) => callLine(world.core, event),
      ofSubject: async () => null,
      ofGift: async () => null,
    });
    world = await RoomWorld.start(heiheiEndpoints, [...allReactors, ...lines.reactors]);
  });
  after(() => world.close());
  beforeEach(async () => {
    [ann, bob] = (await world.people(2)) as [Client, Client];
  });

  const call = async () => Number((await ann.must('/api/chat/due-chat', { userId: bob.userId })).chatId);
  const inChat = (who: Client, name: string, chatId: number) => who.must(`/api/chat/${name}`, { chatId });

  /** What both then find between them, newest first: who it is from, and its content. */
  async function lines(): Promise<unknown[]> {
    await world.settle();
    const [own, theirs] = await Promise.all([history(ann, bob), history(bob, ann)]);
    expect(own).to.deep.equal(theirs);
    return own;
  }
  async function history(reader: Client, other: Client): Promise<unknown[]> {
    const { messages } = await reader.must('/api/msg/im-history', { userId: other.userId });
    return (messages as { msg: Record<string, unknown> }[]).map(({ msg }) => {
      return [msg.fromUserId, msg.toUserId, msg.msgType, msg.content];
    });
  }
  const dueChat = (chatStatus: number, chatLength = 0) => [
    [ann.userId, bob.userId, 'dueChat', { chatStatus, chatLength }],
  ];

  it('that says how long they talked, once', async () => {
    const chatId = await call();
    await bob.must('/api/chat/accept-chat', { chatId, userId: ann.userId, type: 0 });
    for (const one of [ann, bob]) await inChat(one, 'join-chat', chatId);
    world.clock.advance(61_000);
    await inChat(bob, 'stop-chat', chatId);
    await world.settle();
    const event = world.log.all.find(({ type, data }) => type === 'ChatStopped' && data.chatId === chatId)!;
    const { lengthSeconds } = event.data as { lengthSeconds: number };
    expect(lengthSeconds).to.be.at.least(61);
    expect(await lines()).to.deep.equal(dueChat(1, lengthSeconds));
    await inChat(ann, 'stop-chat', chatId);
    expect(await lines()).to.have.length(1);
  });

  it('that says that nobody answered: the ring ended, or the other refused', async () => {
    const chatId = await call();
    world.clock.advance(RING_MS);
    // The next call finds it expired, before its deadline fires.
    const second = await call();
    expect(second).to.be.above(chatId);
    expect(await lines()).to.deep.equal(dueChat(0));
    await inChat(bob, 'cancel-due-chat', second);
    expect(await lines()).to.deep.equal([...dueChat(0), ...dueChat(0)]);
  });

  it('that says that the caller took it back', async () => {
    await inChat(ann, 'cancel-due-chat', await call());
    expect(await lines()).to.deep.equal(dueChat(2));
  });

  it('that is neither unread nor an entry of the list, which has the call itself', async () => {
    await inChat(ann, 'cancel-due-chat', await call());
    await world.settle();
    const { messages, unreadMsgCount } = await bob.must('/api/msg/message-list');
    expect((messages as { data: { type: string } }[]).map(({ data }) => data.type)).to.deep.equal(['calling']);
    expect(unreadMsgCount).to.equal(1);
  });

  it('on both sides’ sockets, with the caller as clients show them', async () => {
    await inChat(ann, 'cancel-due-chat', await call());
    await world.settle();
    const event = world.log.all.findLast(({ type }) => type === 'MessageSent')!;
    const sent = messagesOf(event);
    expect(sent.map(({ channel }) => channel)).to.deep.equal([
      `user:${APP}.${bob.userId}`,
      `user:${APP}.${ann.userId}`,
    ]);
    const { users } = sent[0]!.body as {
      users: Record<string, { displayName: string; heiNum: number; level: number }>;
    };
    expect(users[ann.userId]).to.include({ displayName: ann.name, heiNum: 10_000_000 + ann.userId, level: 1 });
  });

  it('but not between people of whom one blocks the other by then', async () => {
    const chatId = await call();
    await bob.must('/api/chat/accept-chat', { chatId, userId: ann.userId, type: 0 });
    for (const one of [ann, bob]) await inChat(one, 'join-chat', chatId);
    await world.relate('BlockUser', bob, ann);
    await world.settle();
    expect(world.log.all.filter(({ type, data }) => type === 'ChatStopped' && data.chatId === chatId)).to.have.length(
      1,
    );
    const written = world.log.all.filter(({ type, data }) => type === 'MessageSent' && data.from.userId === ann.userId);
    expect(written).to.deep.equal([]);
  });

  it('by a group whose name is a persisted format', () => {
    expect(LINES_GROUP).to.equal('lines');
  });
});

import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { chatEndpoints } from '../../api/heihei/chat/index.ts';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { userEndpoints } from '../../api/heihei/user/index.ts';
import { JOIN_WITHIN_MS, RING_MS } from '../../domain/switchboard/limits.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Answer, Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { RoomWorld } from '../support/room-world.ts';

const SUCCESS = { errorcode: 0, errormsg: 'success' };

describe('heihei: calls and talks of two people', () => {
  let world: RoomWorld;
  let ann: Client;
  let bob: Client;
  let cyd: Client;

  before(async () => {
    world = await RoomWorld.start([...userEndpoints, ...liveEndpoints, ...chatEndpoints], allReactors);
  });
  beforeEach(async () => {
    [ann, bob, cyd] = (await world.people(3)) as [Client, Client, Client];
  });
  after(() => world.close());

  type Params = Record<string, string | number>;
  const ask = (who: Client, name: string, params: Params = {}) => who.call(`/api/chat/${name}`, params);
  const codeOf = async (answer: Promise<Answer>) => (await answer).errorcode;
  const must = (who: Client, name: string, params: Params = {}) => who.must(`/api/chat/${name}`, params);
  const types = () => world.log.all.map(({ type }) => type);

  const call = async (from: Client, to: Client) => Number((await must(from, 'due-chat', { userId: to.userId })).chatId);
  const accept = (who: Client, chatId: number, from: Client) =>
    must(who, 'accept-chat', { chatId, userId: from.userId, type: 0 });

  /** A talk that both have joined. */
  async function talk(from = ann, to = bob): Promise<number> {
    const chatId = await call(from, to);
    await accept(to, chatId, from);
    for (const one of [from, to]) await must(one, 'join-chat', { chatId });
    return chatId;
  }

  /** What a user was sent on the sockets since the world began, by what it is, newest last. */
  function sentTo(who: Client, chatId: number): Record<string, unknown>[] {
    const channels = [`user:heihei.${who.userId}`, `chat:heihei.${chatId}`];
    return world.log.all
      .flatMap((event) => messagesOf(event))
      .filter(({ channel }) => channels.includes(channel))
      .map(({ body }) => body);
  }
  const actionsTo = (who: Client, chatId: number) =>
    sentTo(who, chatId).map(({ action, msgType }) => action ?? msgType);

  it('go from the ring to the talk and its end, each step said to whom it concerns', async () => {
    const due = await must(ann, 'due-chat', { userId: bob.userId });
    expectDocumentedShape('/api/chat/due-chat', due);
    expect(due.expireTime).to.equal(15);
    const chatId = Number(due.chatId);
    const accepted = await accept(bob, chatId, ann);
    expectDocumentedShape('/api/chat/accept-chat', accepted);
    expect(accepted.expireTime).to.equal(15);
    const joined = await must(ann, 'join-chat', { chatId });
    expectDocumentedShape('/api/chat/join-chat', joined);
    expect(joined.chat).to.include({ chatId, roomId: chatId, status: 0, createrId: ann.userId });
    const { chat } = (await must(bob, 'join-chat', { chatid: chatId })) as unknown as {
      chat: { status: number; users: { id: number; status: number }[]; user: unknown };
    };
    expect(chat.status).to.equal(1);
    expect(chat.users.map(({ id, status }) => [id, status])).to.deep.equal([
      [ann.userId, 1],
      [bob.userId, 1],
    ]);
    expect(chat.user).to.deep.equal(chat.users);
    expect(await must(ann, 'heart-beat', { chatId })).to.deep.equal({ ...SUCCESS, nextTimeout: 5 });
    expect(world.beats.at(-1)).to.include({ kind: 'chat', roomId: chatId, userId: ann.userId });
    for (const name of ['change-topic', 'pause-chat', 'continue-chat']) {
      expect(await must(ann, name, { chatId }), name).to.deep.equal(SUCCESS);
    }
    expect(await must(bob, 'stop-chat', { chatId })).to.deep.equal(SUCCESS);

    expect(actionsTo(bob, chatId)).to.deep.equal([
      ...['due-chat-notify', 'join-chat', 'chat-user-status', 'chat-user-status', 'chat-topic'],
      ...['pause-chat', 'goon-chat', 'chat-user-status'],
    ]);
    expect(actionsTo(ann, chatId)).to.deep.equal([
      ...['join-chat', 'chat-user-status', 'chat-user-status', 'chat-topic', 'chat-user-status'],
    ]);
    const [last] = sentTo(ann, chatId).slice(-1) as unknown as [{ status: number; users: { status: number }[] }];
    expect([last.status, ...last.users.map(({ status }) => status)]).to.deep.equal([2, 1, 2]);
    expect(await codeOf(ask(ann, 'heart-beat', { chatId }))).to.equal(732);
    expect(await must(ann, 'stop-chat', { chatId })).to.deep.equal(SUCCESS);
    // Both can be called at once.
    await call(ann, bob);
  });

  it('show a talk to its two sides, until a day after its end', async () => {
    const chatId = await talk();
    expect((await must(bob, 'get-chat', { chatId })).chat).to.include({ status: 1 });
    expect(await codeOf(ask(cyd, 'get-chat', { chatId }))).to.equal(732);
    await must(ann, 'stop-chat', { chatId });
    const over = await must(ann, 'get-chat', { chatId });
    expectDocumentedShape('/api/chat/get-chat', over);
    expect(over.chat).to.include({ status: 3 });
    world.clock.advance(24 * 3600_000);
    expect(await codeOf(ask(ann, 'get-chat', { chatId }))).to.equal(732);
  });

  it('give a token that opens the talk’s room for this user', async () => {
    const chatId = await call(ann, bob);
    await accept(bob, chatId, ann);
    const { token } = (await must(ann, 'join-chat', { chatId })) as unknown as {
      token: { roomName: string; roomToken: string };
    };
    const { sub, video } = decodeJwt(token.roomToken);
    expect(sub).to.equal(String(ann.userId));
    expect(video).to.deep.equal({ room: token.roomName, roomJoin: true, canPublish: true, canSubscribe: true });
  });

  it('are one call when it is asked for again, and joined at once when both call', async () => {
    const chatId = await call(ann, bob);
    world.clock.advance(5_000);
    const again = await must(ann, 'due-chat', { userId: bob.userId });
    expect(again.chatId).to.equal(chatId);
    expect(again.expireTime).to.be.within(1, 10);
    expect(await must(bob, 'due-chat', { userId: ann.userId })).to.include({ chatId, expireTime: 15 });
    expect(actionsTo(ann, chatId)).to.deep.equal(['join-chat']);
    for (const one of [ann, bob]) await must(one, 'join-chat', { chatId });
  });

  it('can be taken back by the caller and refused by the other; 711 for anybody else, 732 when over', async () => {
    for (const [one, other] of [
      [ann, bob],
      [bob, ann],
    ] as const) {
      const chatId = await call(ann, bob);
      expect(await codeOf(ask(cyd, 'cancel-due-chat', { chatId }))).to.equal(711);
      expect(await must(one, 'cancel-due-chat', { chatId })).to.deep.equal(SUCCESS);
      expect(sentTo(other, chatId).at(-1)).to.include({ action: 'cancel-due-chat', chatId, fromUserId: one.userId });
      expect(await codeOf(ask(one, 'cancel-due-chat', { chatId }))).to.equal(732);
      expect(await codeOf(ask(bob, 'accept-chat', { chatId, userId: ann.userId, type: 0 }))).to.equal(409);
    }
    expect(await codeOf(ask(ann, 'cancel-due-chat', { chatId: 77 }))).to.equal(732);
  });

  it('409 for an answer that comes too late, 732 for who was not called', async () => {
    const chatId = await call(ann, bob);
    expect(await codeOf(ask(cyd, 'accept-chat', { chatId, userId: ann.userId, type: 0 }))).to.equal(732);
    expect(await codeOf(ask(ann, 'accept-chat', { chatId, userId: bob.userId, type: 0 }))).to.equal(732);
    expect(await codeOf(ask(bob, 'accept-chat', { chatId, userId: cyd.userId, type: 0 }))).to.equal(732);
    world.clock.advance(RING_MS);
    expect(await codeOf(ask(bob, 'accept-chat', { chatId, userId: ann.userId, type: 0 }))).to.equal(409);
    expect(await codeOf(ask(bob, 'cancel-due-chat', { chatId }))).to.equal(732);
  });

  it('are returned by accepting one that is over with type 1, which the other side is told', async () => {
    const chatId = await call(ann, bob);
    world.clock.advance(RING_MS);
    expect(await codeOf(ask(cyd, 'accept-chat', { chatId, userId: ann.userId, type: 1 }))).to.equal(732);
    const returned = await must(bob, 'accept-chat', { chatId, userId: ann.userId, type: 1, msgId: 5 });
    expect(returned.expireTime).to.equal(15);
    expect(returned.chatId).not.to.equal(chatId);
    expect(sentTo(ann, Number(returned.chatId)).at(-1)).to.include({ action: 'due-chat-notify', type: 1 });
    await must(bob, 'cancel-due-chat', { chatId: Number(returned.chatId) });
    const first = await call(cyd, bob);
    expect(sentTo(bob, first).at(-1)).to.include({ action: 'due-chat-notify', type: 0 });
    await must(cyd, 'cancel-due-chat', { chatId: first });
    const back = await call(bob, cyd);
    expect(sentTo(cyd, back).at(-1)).to.include({ action: 'due-chat-notify', type: 1 });
  });

  it('739 for who calls, is called or talks, and for who must not be reached; 738 for who is live; 700 for nobody', async () => {
    const chatId = await call(ann, bob);
    for (const busy of [ann, bob]) {
      expect(await codeOf(ask(cyd, 'due-chat', { userId: busy.userId }))).to.equal(739);
      expect(await codeOf(ask(busy, 'due-chat', { userId: cyd.userId }))).to.equal(739);
    }
    await must(ann, 'cancel-due-chat', { chatId });
    await world.relate('BlockUser', bob, ann);
    expect(await ask(ann, 'due-chat', { userId: bob.userId })).to.include({
      errorcode: 739,
      errormsg: '对方太火，忙线中~',
    });
    expect(await codeOf(ask(bob, 'due-chat', { userId: ann.userId }))).to.equal(739);
    for (const userId of [ann.userId, 77, 0, 'x']) {
      expect(await codeOf(ask(ann, 'due-chat', { userId })), String(userId)).to.equal(700);
    }
    const liveId = await world.room(cyd);
    expect(await codeOf(ask(ann, 'due-chat', { userId: cyd.userId }))).to.equal(738);
    expect(await codeOf(ask(cyd, 'due-chat', { userId: ann.userId }))).to.equal(738);
    await cyd.must('/api/live/set-live-visible', { liveId, visible: 0 });
    expect(
      await codeOf(ask(ann, 'due-chat', { userId: cyd.userId })),
      'a live of which the caller may not know',
    ).to.equal(739);
  });

  it('end when one of the two blocks the other, or goes live', async () => {
    const chatId = await talk();
    await world.relate('BlockUser', ann, bob);
    await world.settle();
    expect(await codeOf(ask(bob, 'heart-beat', { chatId }))).to.equal(732);
    expect(sentTo(bob, chatId).at(-1)).to.include({ action: 'chat-user-status', status: 2 });
    const other = await talk(cyd, bob);
    await world.room(cyd);
    await world.settle();
    expect(await codeOf(ask(bob, 'heart-beat', { chatId: other }))).to.equal(732);
    await call(bob, await world.person('下一位'));
    const ring = await call(ann, await world.person('又一位'));
    await world.room(ann);
    await world.settle();
    expect(types()).to.include('DueDropped');
    expect(actionsTo(ann, ring)).to.include('show-tip');
  });

  it('732 for joining too late, and for who has no part in it', async () => {
    const chatId = await call(ann, bob);
    expect(await codeOf(ask(ann, 'join-chat', { chatId }))).to.equal(732);
    await accept(bob, chatId, ann);
    expect(await codeOf(ask(cyd, 'join-chat', { chatId }))).to.equal(732);
    await must(ann, 'join-chat', { chatId });
    world.clock.advance(JOIN_WITHIN_MS);
    expect(await codeOf(ask(bob, 'join-chat', { chatId }))).to.equal(732);
  });
});

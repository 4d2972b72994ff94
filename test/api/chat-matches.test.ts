import { createHmac, randomUUID } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { expect } from 'chai';
import { jwtVerify } from 'jose';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { pairWaiting } from '../../application/chats/matches.ts';
import { tencentSig } from '../../application/chats/user-sig.ts';
import {
  MATCH_MS,
  MAX_CALLS_A_MINUTE,
  MAX_UNANSWERED_AN_HOUR,
  RING_MS,
  WIDEN_MATCH_MS,
} from '../../domain/switchboard/limits.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

describe('heihei: strangers who are matched, and limits of calls', () => {
  let world: RoomWorld;
  beforeEach(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
  });
  afterEach(() => world.close());

  const match = (who: Client) => who.must('/api/chat/match-chat');
  const matched = () =>
    world.log.all.filter(({ type }) => type === 'ChatMatched').map(({ data }) => 'userIds' in data && data.userIds);
  /** Somebody of a gender. */
  async function of(gender: 'Male' | 'Female', name: string): Promise<Client> {
    const one = await world.person(name);
    await one.must('/api/user/update', { displayName: name, gender, birthDay: '1995-03-13' });
    return one;
  }
  const joinChatOf = (who: Client) =>
    world.log.all
      .flatMap((event) => messagesOf(event))
      .find(({ channel, body }) => channel === `user:${APP}.${who.userId}` && body.action === 'join-chat');

  it('join who waits longest with somebody of the other gender, and both talk', async () => {
    const [ann, eve, bob] = [await of('Female', '安'), await of('Female', '夏'), await of('Male', '博')];
    const answer = await match(ann);
    expectDocumentedShape('/api/chat/match-chat', answer);
    expect(answer.expireTime).to.equal(15);
    expect(answer.tips).to.have.length(6);
    await match(eve);
    expect(matched()).to.deep.equal([]);
    await match(bob);
    expect(matched()).to.deep.equal([[ann.userId, bob.userId]]);
    const chatId = Number(joinChatOf(bob)!.body.chatId);
    for (const one of [ann, bob]) await one.must('/api/chat/join-chat', { chatId });
    expect(await ann.call('/api/chat/match-chat')).to.include({ errorcode: 742 });
    expect(await eve.must('/api/chat/stop-match-chat')).to.deep.equal({ errorcode: 0, errormsg: 'success' });
    expect(await eve.must('/api/chat/stop-match-chat')).to.deep.equal({ errorcode: 0, errormsg: 'success' });
    // Not with the last partner again.
    await ann.must('/api/chat/stop-chat', { chatId });
    for (const one of [ann, bob]) await match(one);
    expect(matched()).to.have.length(1);
  });

  it('take anybody once one of the two has waited for five seconds', async () => {
    const [ann, eve] = [await of('Female', '安'), await of('Female', '夏')];
    for (const one of [ann, eve]) await match(one);
    world.clock.advance(WIDEN_MATCH_MS);
    const meta = { appId: APP, actor: 0, at: world.clock.now(), commandId: randomUUID() };
    await pairWaiting(world.core, ann.userId, meta);
    expect(matched()).to.deep.equal([[ann.userId, eve.userId]]);
  });

  it('never join people of whom one blocks the other, nor somebody who no longer waits', async () => {
    const [ann, bob, cyd] = [await of('Female', '安'), await of('Male', '博'), await of('Male', '迟')];
    await world.relate('BlockUser', ann, bob);
    for (const one of [ann, bob]) await match(one);
    expect(matched()).to.deep.equal([]);
    world.clock.advance(MATCH_MS);
    await match(cyd);
    expect(matched()).to.deep.equal([]);
  });

  it('give up a wait for a call, and look busy then', async () => {
    const [ann, bob, cyd] = [await of('Female', '安'), await of('Male', '博'), await of('Female', '迟')];
    await match(ann);
    await bob.must('/api/chat/due-chat', { userId: ann.userId });
    await match(cyd);
    expect(matched()).to.deep.equal([]);
    const { userStatus } = await cyd.must('/api/user/info', { uid: ann.userId });
    expect(userStatus).to.deep.equal({ type: 6 });
    expect((await cyd.must('/api/user/info', { uid: bob.userId })).userStatus).to.deep.equal({ type: 6 });
  });

  it('400 for who calls too often, and for who calls somebody who never answers', async () => {
    const [pest, calm] = await world.people(2);
    const call = async (to: Client) => {
      const answer = await pest!.call('/api/chat/due-chat', { userId: to.userId });
      if (answer.errorcode === 0) await pest!.must('/api/chat/cancel-due-chat', { chatId: Number(answer.chatId) });
      return answer.errorcode;
    };
    for (let n = 0; n < MAX_UNANSWERED_AN_HOUR; n++) expect(await call(calm!)).to.equal(0);
    expect(await call(calm!)).to.equal(400);
    const others = await world.people(MAX_CALLS_A_MINUTE - MAX_UNANSWERED_AN_HOUR + 1);
    for (const other of others.slice(0, -1)) expect(await call(other)).to.equal(0);
    expect(await call(others.at(-1)!)).to.equal(400);
    world.clock.advance(60_000);
    expect(await call(others.at(-1)!)).to.equal(0);
    expect(await call(calm!)).to.equal(400);
    world.clock.advance(3600_000 - 60_000);
    expect(await call(calm!)).to.equal(0);
  });

  it('repeat the first answer for the same Idempotency-Key, and ring once', async () => {
    const [ann, bob] = await world.people(2);
    const due = () => ann!.call('/api/chat/due-chat', { userId: bob!.userId }, { 'Idempotency-Key': 'k' });
    const first = await due();
    await bob!.must('/api/chat/cancel-due-chat', { chatId: Number(first.chatId) });
    world.clock.advance(RING_MS);
    expect(await due()).to.include({ errorcode: 0, chatId: first.chatId, expireTime: 0 });
    expect(world.log.all.filter(({ type }) => type === 'ChatDue')).to.have.length(1);
    const other = await ann!.call('/api/chat/due-chat', { userId: 77 }, { 'Idempotency-Key': 'k' });
    expect(other.errorcode).to.equal(700);
  });

  it('sign in at the RTC server with what get-user-sig answers: a token, or a signature as Tencent takes it', async () => {
    const [ann] = await world.people(1);
    const answer = await ann!.must('/api/chat/get-user-sig');
    expect(answer).to.include({ identifier: ann!.userId, sdkAppId: 0, accountType: 0, appid_at_3rd: '0' });
    const { rtc } = world.core.settings;
    const { payload } = await jwtVerify(String(answer.userSig), Buffer.from(rtc.apiSecret), {
      currentDate: new Date(world.clock.now()),
      issuer: rtc.apiKey,
    });
    expect(payload.sub).to.equal(String(ann!.userId));
    expect(payload.exp! - payload.nbf!).to.equal(600);

    world.core.settings.tencentRtc = { appId: 1_400_000_001, key: 'ab'.repeat(32) };
    const signed = await ann!.must('/api/chat/get-user-sig');
    expect(signed).to.include({ sdkAppId: 1_400_000_001, appid_at_3rd: '1400000001' });
    expect(signed.userSig).to.match(/^[\w*-]+$/);
    const sig = tencentSig({ appId: 1_400_000_001, key: 'k', identifier: '7', nowS: 1_700_000_000, seconds: 600 });
    const base64 = sig.replaceAll('*', '+').replaceAll('-', '/').replaceAll('_', '=');
    const body = JSON.parse(inflateSync(Buffer.from(base64, 'base64')).toString());
    const text = 'TLS.identifier:7\nTLS.sdkappid:1400000001\nTLS.time:1700000000\nTLS.expire:600\n';
    expect(body).to.deep.equal({
      'TLS.ver': '2.0',
      'TLS.identifier': '7',
      'TLS.sdkappid': 1_400_000_001,
      'TLS.time': 1_700_000_000,
      'TLS.expire': 600,
      'TLS.sig': createHmac('sha256', 'k').update(text).digest('base64'),
    });
  });
});

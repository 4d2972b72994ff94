import { expect } from 'chai';
import { decodeJwt, jwtVerify } from 'jose';
import { conferenceEndpoints } from '../../api/heihei/conference/index.ts';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { CALL_TIMEOUT_MS, CONNECT_TIMEOUT_MS } from '../../domain/conference/events.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Answer, Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { RoomWorld } from '../support/room-world.ts';

const SUCCESS = { errorcode: 0, errormsg: 'success' };
const NAMES = [
  'call-request',
  'accept-conference',
  'refuse-conference',
  'join-conference',
  'conference-success',
  'quit-conference',
];

describe('heihei: conferences', () => {
  let world: RoomWorld;
  let host: Client;
  let viewer: Client;
  let other: Client;
  let outsider: Client;
  let liveId: number;

  before(async () => {
    world = await RoomWorld.start([...liveEndpoints, ...conferenceEndpoints], allReactors);
    [viewer, other, outsider] = (await world.people(3)) as [Client, Client, Client];
  });
  beforeEach(async () => {
    host = await world.person('主播');
    liveId = await world.room(host, [viewer, other]);
  });
  after(() => world.close());

  const ask = (who: Client, name: string, params: Record<string, string | number> = {}) =>
    who.call(`/api/live/${name}`, { liveId, ...params });
  const codeOf = async (answer: Promise<Answer>) => (await answer).errorcode;
  const must = async (who: Client, name: string, params: Record<string, string | number> = {}) => {
    const answer = await ask(who, name, params);
    expect(answer.errorcode, `${name}: ${answer.errormsg}`).to.equal(0);
    return answer;
  };
  const last = () => world.log.all.at(-1)!.type;

  /** A conference that has been accepted. */
  async function accepted(): Promise<void> {
    await must(viewer, 'call-request');
    await must(host, 'accept-conference', { userId: viewer.userId });
  }

  /** A conference that both sides have confirmed. */
  async function connected(): Promise<void> {
    await accepted();
    for (const one of [host, viewer]) await must(one, 'join-conference');
    for (const one of [host, viewer]) await must(one, 'conference-success');
  }

  it('goes from the viewer’s call to both sides connected, and ends', async () => {
    const asked = await must(viewer, 'call-request');
    expect(asked).to.deep.equal({ ...SUCCESS, expireTime: 30 });
    const taken = await must(host, 'accept-conference', { userId: viewer.userId });
    expect(taken).to.deep.equal({ ...SUCCESS, expireTime: 5 });

    const joined = await must(viewer, 'join-conference');
    expectDocumentedShape('/api/live/join-conference', joined, 0, ['confStatus.liveId']);
    expect(joined.confStatus).to.include({ status: 0, fromUserId: viewer.userId, liveId });
    await must(host, 'join-conference');

    const half = await must(host, 'conference-success');
    expectDocumentedShape('/api/live/conference-success', half, 0, ['confStatus.liveId']);
    expect((half.confStatus as { status: number }).status).to.equal(0);
    const whole = await must(viewer, 'conference-success');
    expect((whole.confStatus as { status: number }).status).to.equal(1);
    expect(last()).to.equal('ConferenceConnected');

    expect(await must(viewer, 'quit-conference')).to.deep.equal(SUCCESS);
    expect(last()).to.equal('ConferenceEnded');
    expect(await codeOf(ask(host, 'quit-conference'))).to.equal(742);
  });

  it('goes from the host’s invitation to the viewer’s yes', async () => {
    expect((await must(host, 'call-request', { userId: viewer.userId })).expireTime).to.equal(30);
    expect(last()).to.equal('CallInvited');
    await must(viewer, 'accept-conference');
    expect(last()).to.equal('ConferenceAccepted');
  });

  it('accepts at once when the host calls a viewer who has called', async () => {
    await must(viewer, 'call-request');
    expect((await must(host, 'call-request', { userId: viewer.userId })).expireTime).to.equal(0);
    expect(last()).to.equal('ConferenceAccepted');
  });

  it('can be refused by either side', async () => {
    await must(viewer, 'call-request');
    expect(await must(host, 'refuse-conference', { userId: viewer.userId })).to.deep.equal(SUCCESS);
    expect(last()).to.equal('CallRefused');
    await must(host, 'call-request', { userId: viewer.userId });
    await must(viewer, 'refuse-conference', { userId: viewer.userId });
    expect(last()).to.equal('CallRefused');
    expect(await codeOf(ask(host, 'accept-conference', { userId: viewer.userId }))).not.to.equal(0);
  });

  it('gives a token that opens this conference’s room for this user alone, for five minutes', async () => {
    await accepted();
    const { token } = (await must(viewer, 'join-conference')) as unknown as {
      token: { roomName: string; roomToken: string; expireTime: number };
    };
    const { rtc } = world.core.settings;
    const { payload, protectedHeader } = await jwtVerify(token.roomToken, Buffer.from(rtc.apiSecret), {
      currentDate: new Date(world.clock.now()),
      issuer: rtc.apiKey,
    });
    expect(protectedHeader.alg).to.equal('HS256');
    expect(payload.sub).to.equal(String(viewer.userId));
    expect(payload.exp! - payload.nbf!).to.equal(5 * 60);
    expect(payload.exp).to.equal(token.expireTime);
    expect(payload.video).to.deep.equal({
      room: token.roomName,
      roomJoin: true,
      canPublish: true,
      canSubscribe: true,
    });
    const hosts = (await must(host, 'join-conference')).token as { roomName: string; roomToken: string };
    expect(hosts.roomName).to.equal(token.roomName);
    expect(hosts.roomToken).not.to.equal(token.roomToken);
    await must(host, 'quit-conference');
    await accepted();
    const next = (await must(viewer, 'join-conference')).token as { roomName: string };
    expect(next.roomName).not.to.equal(token.roomName);
  });

  it('gives the muted a token with which they are not heard, and the host one with which they are', async () => {
    await connected();
    await must(host, 'shutupuser', { userId: viewer.userId });
    const mayPublish = async (who: Client) => {
      const { token } = (await must(who, 'join-conference')) as unknown as { token: { roomToken: string } };
      return (decodeJwt(token.roomToken).video as { canPublish: boolean }).canPublish;
    };
    expect([await mayPublish(host), await mayPublish(viewer)]).to.deep.equal([true, false]);
    await must(host, 'shutupopen', { userId: viewer.userId });
    expect(await mayPublish(viewer)).to.equal(true);
  });

  it('gives a fresh token whenever a side joins again', async () => {
    await connected();
    world.clock.advance(3600_000);
    const again = await must(viewer, 'join-conference');
    expect((again.confStatus as { status: number }).status).to.equal(1);
    expect((again.token as { expireTime: number }).expireTime * 1000).to.be.greaterThan(world.clock.now());
  });

  it('409 when the answer comes too late', async () => {
    await must(viewer, 'call-request');
    world.clock.advance(CALL_TIMEOUT_MS);
    expect(await codeOf(ask(host, 'accept-conference', { userId: viewer.userId }))).to.equal(409);
    await must(host, 'call-request', { userId: other.userId });
    world.clock.advance(CALL_TIMEOUT_MS);
    expect(await codeOf(ask(other, 'accept-conference'))).to.equal(409);
  });

  it('739 while another conference goes on', async () => {
    await must(other, 'call-request');
    await connected();
    expect(await codeOf(ask(host, 'accept-conference', { userId: other.userId }))).to.equal(739);
  });

  it('750 when it is over by the time a side joins', async () => {
    await accepted();
    world.clock.advance(CONNECT_TIMEOUT_MS);
    expect(await codeOf(ask(viewer, 'join-conference'))).to.equal(750);
    expect(await codeOf(ask(host, 'join-conference'))).to.equal(750);
    await accepted();
    await must(host, 'quit-conference');
    expect(await codeOf(ask(viewer, 'join-conference'))).to.equal(750);
  });

  it('722 for the muted', async () => {
    await host.must('/api/live/shutupuser', { liveId, userId: viewer.userId });
    expect(await codeOf(ask(viewer, 'call-request'))).to.equal(722);
  });

  it('742 for who has no part in it', async () => {
    expect(await codeOf(ask(outsider, 'call-request'))).to.equal(742);
    expect(await codeOf(ask(host, 'call-request', { userId: outsider.userId }))).to.equal(742);
    expect(await codeOf(ask(host, 'call-request', { userId: 999_999 }))).to.equal(742);
    for (const name of ['accept-conference', 'refuse-conference']) {
      expect(await codeOf(ask(host, name, { userId: viewer.userId })), name).to.equal(742);
    }
    await must(viewer, 'call-request');
    expect(await codeOf(ask(viewer, 'accept-conference', { userId: viewer.userId })), 'own call').to.equal(742);
    expect(await codeOf(ask(other, 'accept-conference', { userId: viewer.userId })), 'another’s call').to.equal(742);
    expect(await codeOf(ask(other, 'refuse-conference', { userId: viewer.userId })), 'another’s call').to.equal(742);
    await must(host, 'accept-conference', { userId: viewer.userId });
    for (const name of ['join-conference', 'conference-success', 'quit-conference']) {
      expect(await codeOf(ask(other, name)), name).to.equal(742);
    }
    await must(viewer, 'join-conference');
  });

  it('a guest who left the room has left the conference', async () => {
    await connected();
    await viewer.must('/api/live/quit-live', { liveId });
    await world.settle();
    expect(last()).to.equal('ConferenceEnded');
    expect(await codeOf(ask(viewer, 'join-conference'))).to.equal(750);
  });

  it('731 without a live that plays, 700 without its id or the viewer that a host must name', async () => {
    for (const name of NAMES) {
      const params = { userId: viewer.userId };
      expect(await codeOf(host.call(`/api/live/${name}`, { ...params, liveId: 77 })), name).to.equal(731);
      expect(await codeOf(host.call(`/api/live/${name}`, params)), name).to.equal(700);
    }
    for (const name of ['call-request', 'accept-conference', 'refuse-conference']) {
      const answer = await ask(host, name);
      expect(answer.errorcode, name).to.equal(700);
      expect(answer.errormsg).to.contain('userId');
    }
    await host.must('/api/live/stop-live', { liveId });
    for (const name of NAMES) {
      expect(await codeOf(ask(viewer, name, { userId: viewer.userId })), name).to.equal(731);
    }
  });

  it('a repeated call goes on waiting with the same deadline', async () => {
    await must(viewer, 'call-request');
    const before = world.log.all.length;
    world.clock.advance(10_000);
    const { expireTime } = await must(viewer, 'call-request');
    expect(expireTime).to.be.at.most(20);
    expect(world.log.all.length).to.equal(before);
  });
});

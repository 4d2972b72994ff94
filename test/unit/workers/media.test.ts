import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { expect } from 'chai';
import { jwtVerify } from 'jose';
import { pino } from 'pino';
import type { ChatCommand } from '../../../domain/chat/commands.ts';
import { chatDecider } from '../../../domain/chat/decider.ts';
import type { ConferenceCommand } from '../../../domain/conference/commands.ts';
import { conferenceDecider } from '../../../domain/conference/decider.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import type { LiveCommand } from '../../../domain/live/commands.ts';
import { liveDecider } from '../../../domain/live/decider.ts';
import { liveKitRooms } from '../../../workers/media-rooms.ts';
import { reactorGroups } from '../../../workers/reactors/all.ts';
import { MEDIA_GROUP, mediaGroup, STALE_AFTER_MS } from '../../../workers/reactors/media.ts';
import { runReactors } from '../../../workers/run-reactors.ts';
import { person } from '../../support/given.ts';
import { MemoryReadModelStore } from '../../support/memory-read-models.ts';
import { until } from '../../support/promises.ts';
import { APP, RoomWorld } from '../../support/room-world.ts';

const RTC = { apiKey: 'rtc-key', apiSecret: 'rtc secret, long enough for HS256' };
const [HOST, GUEST] = [31, 32];
const RETRY_MS = 60_000;

/** A media server, as far as its API puts people out: it says what it is told to. */
class FakeMediaServer {
  readonly asked: { path: string; room: string; identity: string; token: string }[] = [];
  answer: { status: number; body: unknown } = { status: 200, body: {} };
  private readonly server: Server;

  constructor() {
    this.server = createServer(async (request, response) => {
      const { room, identity } = (await json(request)) as { room: string; identity: string };
      const token = request.headers.authorization!.replace(/^Bearer /, '');
      this.asked.push({ path: `${request.method} ${request.url}`, room, identity, token });
      response.writeHead(this.answer.status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(this.answer.body));
    });
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}

describe('the media server’s rooms', () => {
  let server: FakeMediaServer;
  let world: RoomWorld;
  let url: string;
  let stop: () => Promise<void>;
  let parkedCount: () => number;
  let liveId = 400;

  beforeEach(async () => {
    server = new FakeMediaServer();
    url = await server.start();
    world = await RoomWorld.start(
      [],
      reactorGroups.flatMap(({ reactors }) => reactors),
    );
    const { core, clock, log } = world;
    const rooms = liveKitRooms({ url, ...RTC }, () => clock.wall());
    const store = new MemoryReadModelStore();
    const running = await runReactors({
      groups: [mediaGroup({ rooms, commands: core.commands, clock })],
      ...{ log, clock, commands: core.commands, models: core.models, checkpoints: store, notes: store },
      logger: pino({ level: 'silent' }),
      retryParkedMs: RETRY_MS,
    });
    parkedCount = () => running.groups().flatMap(({ parked }) => parked).length;
    stop = () => running.stop();
  });
  afterEach(async () => {
    await stop();
    await world.close();
    server.stop();
  });

  const onLive = (command: LiveCommand, actor = HOST) =>
    world.run(liveDecider, streamName('live', APP, liveId), command, actor);
  const onConference = (command: ConferenceCommand, actor: number) =>
    world.run(conferenceDecider, streamName('conference', APP, liveId), command, actor);

  /** A live with a conference going on in it; the conference's id. */
  async function conference(): Promise<string> {
    liveId++;
    const host = person(HOST);
    const viewer = person(GUEST);
    await onLive({ type: 'CreateLive', liveId, roomId: liveId, host, title: '标题', seatCount: 8 });
    await onLive({ type: 'StartLive', host });
    await onLive({ type: 'JoinLive', viewer, blockedByHost: false, invitationKey: '' }, GUEST);
    const room = { liveId, hostId: HOST, viewerIsMember: true, viewerIsMuted: false };
    const callId = `call-${liveId}`;
    await onConference({ type: 'RequestCall', room, callId, viewer }, GUEST);
    await onConference({ type: 'AcceptCall', room, userId: GUEST }, HOST);
    return callId;
  }

  it('are left by a guest who is kicked, by the documented call with a token for that room alone', async () => {
    const conferenceId = await conference();
    await onLive({ type: 'KickViewer', userId: GUEST });
    await until(() => server.asked.length > 0);
    const [{ path, room, identity, token }] = server.asked as [FakeMediaServer['asked'][0]];
    expect(path).to.equal('POST /twirp/livekit.RoomService/RemoveParticipant');
    expect({ room, identity }).to.deep.equal({ room: `${liveId}.${conferenceId}`, identity: String(GUEST) });
    const { payload } = await jwtVerify(token, Buffer.from(RTC.apiSecret), { issuer: RTC.apiKey });
    expect(payload.video).to.deep.equal({ roomAdmin: true, room });
    expect(payload.exp! - payload.nbf!).to.equal(60);
  });

  it('are left by a guest who is muted, and by nobody for a mute of another', async () => {
    await conference();
    await onLive({ type: 'MuteViewer', userId: GUEST + 1 });
    await onLive({ type: 'MuteViewer', userId: GUEST });
    await until(() => server.asked.length > 0);
    expect(server.asked.map(({ identity }) => identity)).to.deep.equal([String(GUEST)]);
  });

  it('are left by both sides of a talk when it is over, also by one whom the server refuses to put out at first', async () => {
    const chatId = ++liveId;
    const onChat = (command: ChatCommand, actor: number) =>
      world.run(chatDecider, streamName('chat', APP, chatId), command, actor);
    const joinBy = world.clock.now() + 15_000;
    await onChat({ type: 'OpenChat', chatId, userIds: [HOST, GUEST], openedBy: 'call', joinBy }, 0);
    expect(server.asked).to.deep.equal([]);
    server.answer = { status: 503, body: {} };
    await onChat({ type: 'StopChat' }, GUEST);
    await until(() => parkedCount() === 1);
    server.asked.length = 0;
    server.answer = { status: 200, body: {} };
    world.clock.advance(RETRY_MS);
    await until(() => parkedCount() === 0);
    const out = server.asked.map(({ room, identity }) => `${identity} out of ${room}`);
    expect(out).to.have.members([`${HOST} out of chat.${chatId}`, `${GUEST} out of chat.${chatId}`]);
  });

  it('are tried again when the server does not answer, until it does; who is not there is out', async () => {
    await conference();
    server.answer = { status: 503, body: {} };
    await onLive({ type: 'KickViewer', userId: GUEST });
    await until(() => parkedCount() === 1);
    server.answer = { status: 404, body: { code: 'not_found', msg: 'participant does not exist' } };
    world.clock.advance(RETRY_MS);
    await until(() => parkedCount() === 0);
  });

  it('are let be once it is too late to matter', async () => {
    await conference();
    server.answer = { status: 503, body: {} };
    await onLive({ type: 'KickViewer', userId: GUEST });
    await until(() => parkedCount() === 1);
    const tried = server.asked.length;
    world.clock.advance(STALE_AFTER_MS + RETRY_MS);
    await until(() => parkedCount() === 0);
    expect(server.asked).to.have.length(tried);
  });

  it('are not called over because of a 404 that is not the API’s', async () => {
    server.answer = { status: 404, body: 'no such page' };
    const rooms = liveKitRooms({ url, ...RTC }, () => Date.now());
    const failure = await rooms.remove('room', GUEST).catch((error: Error) => error.message);
    expect(failure).to.equal('the media server answered 404');
  });

  it('have a group whose name is a persisted format', () => {
    expect(MEDIA_GROUP).to.equal('media');
  });
});

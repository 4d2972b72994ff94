import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect } from 'chai';
import { pino } from 'pino';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { authenticate } from '../../application/accounts/tokens.ts';
import { reflectedPosition } from '../../application/rooms/reflected-position.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import { observeOthers } from '../../event-store/observe-others.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { liveChannel } from '../../realtime/channels.ts';
import { channelsFrom, countersFrom } from '../../realtime/read-model-ports.ts';
import { createRealtime, type Realtime } from '../../realtime/realtime.ts';
import type { Client } from '../support/client.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

const CONTINUED = ['join-live', 'get-live', 'list-live-users'] as const;

describe('the position of an answer that a socket continues', () => {
  let world: RoomWorld;
  let models: ReadModels;
  let http: Server;
  let realtime: Realtime;
  const clients: Client[] = [];

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints);
    ({ models } = world.core);
    const { core, log, clock } = world;
    http = createServer();
    realtime = createRealtime({
      httpServer: http,
      log,
      authenticate: (token) => authenticate(core, token),
      channelsOf: channelsFrom(models, () => clock.now()),
      unread: async () => 0,
      callEntry: async () => null,
      counters: countersFrom(models),
      clock,
      logger: pino({ level: 'silent' }),
      settings: { dev: true, origins: [] },
    });
    await realtime.announcer.start();
    await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  });
  afterEach(() => {
    world.core.models = models;
  });
  after(async () => {
    for (const client of clients) client.close();
    await realtime.close();
    http.closeAllConnections();
    await new Promise((resolve) => http.close(resolve));
    await world.close();
  });

  /** A host and a viewer in the room of a live, in which something has been said already. */
  async function room() {
    const [host, viewer] = [await world.person('主播'), await world.person('观众')];
    clients.push(host, viewer);
    const liveId = await world.room(host, [viewer]);
    const say = (text: string) => host.must('/api/msg/send-msg', { liveId, roomId: liveId, text });
    await say('before');
    return { host, viewer, liveId, say };
  }

  /** What a socket gets of the room that goes on from an answer's position, up to the text `last`. */
  async function since(client: Client, liveId: number, position: unknown, last: string) {
    const channel = liveChannel(APP, liveId);
    client.socketUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    await client.connect({ [channel]: position as number });
    await client.waitFor(last, ({ text }) => text === last);
    await client.until('no word on what was missed', () => client.resumed?.[channel]);
    expect(client.resumed![channel]!.recovered).to.equal(true);
    return client.received.filter((message) => message.channel === channel);
  }

  for (const name of CONTINUED) {
    it(`${name}: a message right after the answer comes, and none from before it`, async () => {
      const { viewer, liveId, say } = await room();
      await world.settle();
      const { position } = await viewer.must(`/api/live/${name}`, { liveId });
      await say('after');
      const messages = await since(viewer, liveId, position, 'after');
      const texts = messages.flatMap(({ text }) => text ?? []);
      expect(texts).to.deep.equal(['after']);
    });

    it(`${name}: a message while the answer is made comes`, async () => {
      const { viewer, liveId, say } = await room();
      let isSaid = false;
      // The state of the live has been read by the time that the host's card is.
      world.core.models = Object.create(models, {
        getMany: {
          async value(...given: Parameters<ReadModels['getMany']>) {
            if (!isSaid) {
              isSaid = true;
              await say('meanwhile');
              await world.settle();
            }
            return models.getMany(...given);
          },
        },
      });
      const { position } = await viewer.must(`/api/live/${name}`, { liveId });
      expect(isSaid).to.equal(true);
      const messages = await since(viewer, liveId, position, 'meanwhile');
      expect(messages.filter(({ text }) => text === 'meanwhile')).to.have.length(1);
    });
  }

  it('is that of joining, or a later one', async () => {
    const { liveId, say } = await room();
    const newcomer = await world.person('新来的');
    const first = await newcomer.must('/api/live/join-live', { liveId });
    const joined = world.log.all.findLast(({ type }) => type === 'ViewerJoined')!;
    expect(first.position).to.equal(joined.position);
    await say('hello');
    await world.settle();
    const again = await newcomer.must('/api/live/join-live', { liveId });
    expect(again.position).to.be.greaterThan(joined.position);
  });

  it('is not ahead of read models that lag behind', async () => {
    const { host, viewer, liveId } = await room();
    const shows = models.position();
    world.core.models = Object.create(models, {
      position: { value: () => shows },
      caughtUp: { value: async () => false },
    });
    const newcomer = await world.person('新来的');
    for (const [who, name] of [
      [viewer, 'get-live'] as const,
      [host, 'list-live-users'] as const,
      [newcomer, 'join-live'] as const,
    ]) {
      const { position } = await who.must(`/api/live/${name}`, { liveId });
      expect(position, name).to.equal(shows);
    }
  });

  it('is not ahead of what this process has observed of others', async () => {
    const { log } = world;
    const commands = createCommandHandler(log);
    let letGo = () => {};
    const held = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    const slow: Pick<typeof log, 'head' | 'subscribe'> = {
      head: () => log.head(),
      subscribe: (options) =>
        log.subscribe({ ...options, onBatch: (events) => held.then(() => options.onBatch(events)) }),
    };
    const start = await log.head();
    const others = await observeOthers(slow, commands);
    const core = { ...world.core, observedUpTo: () => others.position() };
    await world.person('别的进程的');
    const head = await log.head();
    expect(models.position()).to.equal(head);
    expect(reflectedPosition(core)).to.equal(start);
    letGo();
    await clients[0]!.until('the others’ events were not observed', () => reflectedPosition(core) === head);
    await others.stop();
  });
});

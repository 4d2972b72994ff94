import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { liveEndpoints } from '../../api/heihei/live/index.ts';
import { roomEndpoints } from '../../api/heihei/room/index.ts';
import type { LiveCommand } from '../../domain/live/commands.ts';
import { liveDecider } from '../../domain/live/decider.ts';
import { MAX_SEATS_OF_USER } from '../../domain/live/limits.ts';
import { liveStream } from '../../domain/streams.ts';
import type { QueryOn, ReadModels } from '../../projections/read-models.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import type { Client } from '../support/client.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

describe('heihei: seats of one person in several rooms', () => {
  let world: RoomWorld;
  beforeEach(async () => {
    world = await RoomWorld.start([...liveEndpoints, ...roomEndpoints]);
  });
  afterEach(() => world.close());

  async function started(host: Client): Promise<number> {
    const { live } = await host.must('/api/live/create-live', { title: '来听我直播' });
    const { liveId } = live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    return liveId;
  }

  /** Lives of hosts of their own. */
  const rooms = (count: number) =>
    Promise.all(Array.from({ length: count }, async (_, n) => started(await world.person(`主播${n}`))));

  async function join(viewer: Client, liveId: number): Promise<void> {
    world.clock.advance(1);
    await viewer.must('/api/live/join-live', { liveId });
  }

  /** A live that the viewer joined, and that has ended since. */
  async function endedWith(host: Client, viewer: Client, liveId: number): Promise<void> {
    const card = ({ userId, name }: Client) =>
      ({ userId, displayName: name, gender: 'Female', birthDay: '1995-03-13', coverUrl: '' }) as const;
    const stream = liveStream(APP, liveId);
    const run = (command: LiveCommand, actor: Client) => {
      const at = world.clock.now();
      return world.core.commands.handle(liveDecider, stream, command, {
        appId: APP,
        actor: actor.userId,
        at,
        commandId: randomUUID(),
      });
    };
    await run({ type: 'CreateLive', liveId, roomId: liveId, host: card(host), title: '一会儿', seatCount: 8 }, host);
    await run({ type: 'StartLive', host: card(host) }, host);
    await run({ type: 'JoinLive', viewer: card(viewer), blockedByHost: false, invitationKey: '' }, viewer);
    await run({ type: 'StopLive', reason: 'host' }, host);
  }

  /** In which of these lives somebody has a seat, as the log says. */
  async function seatsOf(viewer: Client, liveIds: readonly number[]): Promise<number[]> {
    const codes = await Promise.all(
      liveIds.map(async (liveId) => (await viewer.call('/api/live/heart-beat', { liveId, isCreator: 0 })).errorcode),
    );
    return liveIds.filter((_, at) => codes[at] === 0);
  }

  it('gives the oldest up for the newest, and keeps the seats of a host', async () => {
    const viewer = await world.person('观众');
    const own = await started(viewer);
    const others = await rooms(MAX_SEATS_OF_USER + 2);
    for (const liveId of others) await join(viewer, liveId);
    expect(await seatsOf(viewer, others)).to.deep.equal(others.slice(2));
    expect((await viewer.call('/api/live/heart-beat', { liveId: own, isCreator: 1 })).errorcode).to.equal(0);
    const left = world.log.all.filter(({ type }) => type === 'ViewerLeft').map(({ data }) => data);
    expect(left.map((data) => 'reason' in data && data.reason)).to.deep.equal(['elsewhere', 'elsewhere']);
  });

  it('does not count lives that have ended, nor a seat that is taken again', async () => {
    const viewer = await world.person('观众');
    const kept = (await rooms(1))[0]!;
    await join(viewer, kept);
    for (let n = 0; n < MAX_SEATS_OF_USER + 1; n++) {
      const host = await world.person(`主播${n}`);
      const liveId = await started(host);
      await join(viewer, liveId);
      await host.must('/api/live/stop-live', { liveId });
    }
    for (let n = 0; n < MAX_SEATS_OF_USER + 1; n++) await join(viewer, kept);
    expect(await seatsOf(viewer, [kept])).to.deep.equal([kept]);
  });

  it('finds a seat behind however many lives that have ended since, and looks through these once', async () => {
    const viewer = await world.person('观众');
    const host = await world.person('同伙');
    const kept = await rooms(MAX_SEATS_OF_USER);
    for (const liveId of kept) await join(viewer, liveId);
    for (let n = 0; n < 250; n++) {
      world.clock.advance(1);
      await endedWith(host, viewer, 7_000_000 + n);
    }
    let read = 0;
    const { models } = world.core;
    const find = models.find.bind(models);
    const counting = async (view: typeof liveMembers, query: QueryOn<typeof liveMembers>) => {
      const found = await find(view, query);
      if (view.name === liveMembers.name) read += found.length;
      return found;
    };
    models.find = counting as unknown as ReadModels['find'];
    const [next, last] = (await rooms(2)) as [number, number];
    await join(viewer, next);
    expect(await seatsOf(viewer, [...kept, next])).to.deep.equal([...kept.slice(1), next]);
    expect(read).to.be.greaterThan(250);
    for (const liveId of kept.slice(1)) await viewer.must('/api/live/quit-live', { liveId });
    world.clock.advance(10 * 60_000);
    await join(viewer, next);
    await join(viewer, last);
    read = 0;
    await viewer.must('/api/live/quit-live', { liveId: last });
    await join(viewer, last);
    expect(read).to.be.within(1, 10);
    expect(await seatsOf(viewer, [...kept, next, last])).to.deep.equal([next, last]);
  });

  it('holds when joins race, so that seven accounts fill no thirty rooms', async () => {
    const lives = await rooms(30);
    const accounts = await Promise.all(Array.from({ length: 7 }, (_, n) => world.person(`观众${n}`)));
    await Promise.all(
      accounts.flatMap((viewer) => lives.map((liveId) => viewer.must('/api/live/join-live', { liveId }))),
    );
    const seats = await Promise.all(accounts.map((viewer) => seatsOf(viewer, lives)));
    for (const mine of seats) expect(mine).to.have.length(MAX_SEATS_OF_USER);
  });
});

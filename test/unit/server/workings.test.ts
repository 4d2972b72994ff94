import { tmpdir } from 'node:os';
import { expect } from 'chai';
import { pino } from 'pino';
import { Registry } from 'prom-client';
import { Projector } from '../../../projections/projector.ts';
import { saveStop, stoppedViews } from '../../../projections/view-notes.ts';
import { allViews } from '../../../projections/views/all.ts';
import { lives } from '../../../projections/views/lives.ts';
import type { Engines } from '../../../server/engines.ts';
import type { StartedReadModels } from '../../../server/start-read-models.ts';
import { createWorkings } from '../../../server/workings.ts';
import { createClock } from '../../../workers/clock.ts';
import { EmbeddedJobQueue } from '../../../workers/embedded/job-queue.ts';
import type { Hook } from '../../../workers/webhooks/hooks.ts';
import { notePark, noteReached } from '../../../workers/webhooks/notes.ts';
import { eventFixtures } from '../../support/event-fixtures.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { MemoryReadModelStore } from '../../support/memory-read-models.ts';
import { until } from '../../support/promises.ts';

const HOOK: Hook = {
  name: 'shop',
  tenant: 'heihei',
  url: 'https://shop.example/salon?key=secret',
  secret: 'sixteen characters',
  events: ['gift'],
  private: false,
};

describe('the machinery of a process, as operators see it', () => {
  const log = new MemoryEventStore();
  const store = new MemoryReadModelStore();
  const clock = createClock();
  const queue = new EmbeddedJobQueue(clock);
  const projector = new Projector({ log, store, views: allViews });
  const rebuilt: string[] = [];
  const readModels = {
    rebuild: async (names: readonly string[]) => {
      rebuilt.push(...names);
      return projector.rebuild(names);
    },
  } as unknown as StartedReadModels;
  const engines = { store, lease: null, jobQueue: () => queue } as unknown as Engines;
  const logger = pino({ level: 'silent' });
  const config = { dev: true, dataDir: tmpdir(), webhooks: [HOOK] };
  const registry = new Registry();
  const options = { engines, readModels, clock, logger, config, registry, settings: [] };
  const workings = createWorkings(options);
  const stateOf = async (name: string) => (await workings.views()).find((view) => view.name === name)!;

  before(async () => {
    const [{ stream, data, meta }] = eventFixtures.LiveCreated as unknown as [
      { stream: string; data: object; meta: never },
    ];
    await projector.start();
    const event = { id: '00000000-0000-5000-8000-000000000001', type: 'LiveCreated', data, meta } as const;
    const { position } = await log.append(stream, [event], { expected: 'none' });
    await projector.caughtUp(position, [lives], 20_000);
  });
  after(async () => {
    await projector.stop();
    await queue.close();
  });

  it('says how far each view is, and builds one anew while the others go on', async () => {
    const states = await workings.views();
    expect(states.map(({ name }) => name)).to.deep.equal(allViews.map(({ name }) => name));
    const before = await stateOf('lives');
    expect(before).to.include({ version: lives.version, state: 'follows', stop: null });
    expect(await workings.rebuild('lives')).to.equal(true);
    expect(await workings.rebuild('lives'), 'under way already').to.equal(true);
    await until(async () => (await stateOf('lives')).state === 'follows');
    expect(rebuilt).to.deep.equal(['lives']);
    expect((await stateOf('lives')).position).to.be.at.least(before.position);
    const elsewhere = createWorkings({ ...options, readModels: {} as StartedReadModels });
    expect(await elsewhere.rebuild('lives')).to.equal(false);
  });

  it('lets a stopped view leave out the event at which it stands, and no other', async () => {
    const stop = {
      view: 'chats',
      version: (await stateOf('chats')).version,
      position: 7,
      stream: 's',
      type: 'T',
      reason: 'r',
      at: 1,
    };
    await saveStop(store, stop);
    expect(await stateOf('chats')).to.deep.include({
      state: 'stopped',
      stop: { position: 7, stream: 's', type: 'T', reason: 'r', at: 1 },
    });
    expect(await workings.parkEvent('chats', 8, 2)).to.equal(false);
    expect(await workings.parkedEvents()).to.deep.equal([]);
    expect(await workings.parkEvent('chats', 7, 2)).to.equal(true);
    expect(await workings.parkedEvents()).to.deep.equal([
      { by: 'chats', position: 7, stream: 's', type: 'T', reason: 'r', at: 2 },
    ]);
    expect(await stoppedViews(store)).to.have.length(1);
  });

  it('says how far reactors are, and knows no failed jobs where none failed', async () => {
    expect((await workings.reactors()).map(({ name }) => name)).to.include('money');
    expect(await workings.parkedReactions()).to.deep.equal([]);
    expect(await workings.failedJobs()).to.deep.equal([]);
    expect(await workings.retryJob('nothing')).to.equal(false);
  });

  it('says how a webhook stands without the rest of its address, and has it go on', async () => {
    const [before] = await workings.webhooks();
    expect(before).to.deep.equal({
      ...{ name: 'shop', tenant: 'heihei', origin: 'https://shop.example', events: ['gift'] },
      ...{ reached: null, parked: null, isReplayAsked: false, leftOut: [] },
    });
    const parked = { position: 7, reason: 'its receiver answered 410', at: 1 };
    await noteReached(store, 'shop', 7);
    await notePark(store, 'shop', parked);
    expect((await workings.webhooks())[0]).to.deep.include({ reached: 7, parked });
    await workings.replayWebhook('shop', 3);
    expect((await workings.webhooks())[0]!.isReplayAsked).to.equal(true);
  });
});

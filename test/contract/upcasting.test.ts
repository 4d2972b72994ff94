import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { EVENT_TYPES } from '../../domain/events.ts';
import type { CommandMeta, Decider } from '../../domain/kernel/decider.ts';
import type { DomainEvent, EventTypes } from '../../domain/kernel/event.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { LOG_FILE } from '../../event-store/embedded/log-file.ts';
import { type EventStore, NewerReleaseError, type RecordedEvent } from '../../event-store/event-store.ts';
import type { Snapshot } from '../../event-store/snapshots.ts';
import { upcastTo } from '../../event-store/upcast.ts';
import { verifyStreams } from '../../projections/verify-streams.ts';
import { FakeProcess } from '../fakes/eventstoredb/fake-process.ts';
import { rejection } from '../support/promises.ts';
import { temporaryFolder } from '../support/server-process.ts';
import { eachOnFake } from './eventstoredb-harness.ts';

/** Three releases: the first wrote `{ by }`, the second `{ gold }`, the third `{ gold, from }`. */
const first: EventTypes = { Added: true };
const second: EventTypes = { Added: [({ by }: { by: number }) => ({ gold: by })] };
const third: EventTypes = {
  Added: [
    ({ by }: { by: number }) => ({ gold: by }),
    (data: { gold: number }, { actor }) => ({ ...data, from: actor === 0 ? 'the system' : 'a user' }),
  ],
};

type Added = DomainEvent<'Added', Record<string, unknown>>;

/** `field`: what a release puts a sum into. */
function sums(eventTypes: EventTypes, field: 'by' | 'gold'): Decider<{ sum: number }, { add: number }, Added> {
  return {
    category: 'sum',
    eventTypes,
    initialState: () => ({ sum: 0 }),
    decide: ({ add }) => [{ type: 'Added', data: { [field]: add, ...(eventTypes === third && { from: 'a user' }) } }],
    evolve: ({ sum }, { data }) => ({ sum: sum + (data[field] as number) }),
  };
}

let serial = 0;
const meta = (): CommandMeta => {
  const id = `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
  return { appId: 'app', actor: 1, at: 1, commandId: id, keyed: true };
};

const STREAM = 'sum-app.1';
/** What each release wrote, as the third one reads it. */
const ALL_AS_THIRD = [5, 7, 9].map((gold) => ({ gold, from: 'a user' }));
const dataOf = (events: readonly RecordedEvent[]) => events.map(({ data }) => data);

/** Each release adds to one stream, one after the other. */
async function writeByThree(open: (types: EventTypes) => Promise<EventStore>): Promise<void> {
  const releases = [
    { types: first, field: 'by', add: 5, sum: 5 },
    { types: second, field: 'gold', add: 7, sum: 12 },
    { types: third, field: 'gold', add: 9, sum: 21 },
  ] as const;
  for (const { types, field, add, sum } of releases) {
    const log = await open(types);
    const { state } = await createCommandHandler(log).handle(sums(types, field), STREAM, { add }, meta());
    expect(state).to.deep.equal({ sum });
    await log.close();
  }
}

/** Every way to read the log hands over today's data. */
async function expectUpcast(log: EventStore): Promise<void> {
  expect(dataOf(await log.read(STREAM))).to.deep.equal(ALL_AS_THIRD);
  expect(dataOf(await log.read(STREAM, { from: 1 }))).to.deep.equal(ALL_AS_THIRD.slice(1));
  expect(dataOf(await log.read(STREAM, { direction: 'backwards' }))).to.deep.equal(ALL_AS_THIRD.toReversed());
  expect(dataOf(await log.read(STREAM, { direction: 'backwards', from: 0 }))).to.deep.equal(ALL_AS_THIRD.slice(0, 1));
  const all = await log.readAll({ after: 0 });
  expect(dataOf(all)).to.deep.equal(ALL_AS_THIRD);
  expect(all.map(({ type, meta }) => `${type} ${meta.schemaVersion}`)).to.deep.equal(new Array(3).fill('Added 3'));
  expect(dataOf(await log.readAllBackwards())).to.deep.equal(ALL_AS_THIRD.toReversed());
  expect(dataOf([(await log.last())!])).to.deep.equal(ALL_AS_THIRD.slice(2));
  const delivered: RecordedEvent[] = [];
  await new Promise<void>((resolve) => {
    const subscription = log.subscribe({
      after: 0,
      onBatch(events) {
        delivered.push(...events);
        if (delivered.length >= 3) resolve(subscription.stop());
      },
    });
  });
  expect(dataOf(delivered)).to.deep.equal(ALL_AS_THIRD);
}

function upcasts(open: (types: EventTypes) => Promise<EventStore>): void {
  it('what three releases wrote is read in the shape of the last, in every way', async () => {
    await writeByThree(open);
    const log = await open(third);
    await expectUpcast(log);
    expect((await createCommandHandler(log).load(sums(third, 'gold'), STREAM)).state).to.deep.equal({ sum: 21 });
  });

  it('a release refuses what a later version holds, for its stream alone, and takes older versions', async () => {
    await writeByThree(open);
    const log = await open(second);
    const commands = createCommandHandler(log);
    const refused = await rejection(commands.load(sums(second, 'gold'), STREAM));
    expect(refused).to.be.instanceOf(NewerReleaseError);
    expect(refused.message).to.include('Added@3');
    const deciders = [sums(second, 'gold')] as never;
    expect(await verifyStreams(log, { deciders })).to.include({ streams: 1, violationCount: 1 });
    await commands.handle(sums(second, 'gold'), 'sum-app.2', { add: 1 }, meta());
    expect(dataOf(await log.read('sum-app.2'))).to.deep.equal([{ gold: 1 }]);
  });

  it('a repeated command gets its first events in the shape of today', async () => {
    const command = meta();
    const old = await open(first);
    await createCommandHandler(old).handle(sums(first, 'by'), STREAM, { add: 5 }, { ...command, input: 5 });
    await old.close();
    const commands = createCommandHandler(await open(third));
    const again = await commands.handle(sums(third, 'gold'), STREAM, { add: 5 }, { ...command, input: 5 });
    expect(again).to.include({ repeated: true });
    expect(again.events.map(({ data }) => data)).to.deep.equal(ALL_AS_THIRD.slice(0, 1));
  });

  it('a snapshot of another version is left out', async () => {
    const saved = new Map<string, Snapshot>();
    const snapshots = {
      loadSnapshot: async (stream: string) => saved.get(stream) ?? null,
      saveSnapshot: async (stream: string, snapshot: Snapshot) => void saved.set(stream, snapshot),
    };
    const options = { snapshots, snapshotEvery: 4 };
    const old = await open(first);
    const writer = createCommandHandler(old, options);
    for (let add = 1; add <= 9; add++) await writer.handle(sums(first, 'by'), STREAM, { add }, meta());
    await old.close();
    expect(saved.size).to.equal(1);
    const folded: Record<string, number> = {};
    for (const [name, types, field] of [
      ['the same', first, 'by'],
      ['another', third, 'gold'],
    ] as const) {
      const log = await open(types);
      let evolved = 0;
      const decider = sums(types, field);
      const counting: typeof decider = {
        ...decider,
        evolve(state, event, at) {
          evolved++;
          return decider.evolve(state, event, at);
        },
      };
      const { state } = await createCommandHandler(log, options).load(counting, STREAM);
      expect(state).to.deep.equal({ sum: 45 });
      folded[name] = evolved;
      await log.close();
    }
    expect(folded['the same']).to.be.lessThan(9);
    expect(folded.another).to.be.at.least(9);
  });
}

describe('upcasting: events of older releases (embedded log)', () => {
  let dir: string;
  let opened: EmbeddedEventStore | undefined;
  const open = async (eventTypes: EventTypes, where = dir) => {
    opened = await EmbeddedEventStore.open({ dir: where, eventTypes });
    return opened;
  };
  beforeEach(() => {
    dir = temporaryFolder('upcasting');
  });
  afterEach(async () => {
    await opened?.close();
    rmSync(dir, { recursive: true, force: true });
  });
  upcasts(open);

  it('a backup keeps what was written, and is read as the log is', async () => {
    await writeByThree(open);
    const restored = join(dir, 'restored');
    mkdirSync(restored);
    const log = await open(third);
    await log.backup(join(restored, LOG_FILE));
    await log.close();
    await expectUpcast(await open(third, restored));
    await opened!.close();
    expect(dataOf((await (await open(first, restored)).read(STREAM)).slice(0, 1))).to.deep.equal([{ by: 5 }]);
  });

  it('what falls out of memory is decoded, and upcast, like what is read from the disk', async () => {
    const log = await open(second);
    const commands = createCommandHandler(log);
    // More than are kept as objects.
    const adds = Array.from({ length: 600 }, (_, i) => i + 1);
    await Promise.all(adds.map((add) => commands.handle(sums(second, 'gold'), STREAM, { add }, meta())));
    const firstBatch = await new Promise<RecordedEvent[]>((resolve) => {
      const subscription = log.subscribe({
        after: 0,
        onBatch: (events) => resolve(subscription.stop().then(() => events)),
      });
    });
    expect(firstBatch[0]).to.deep.include({ data: { gold: 1 } });
    expect(firstBatch[0]!.meta).to.include({ schemaVersion: 2 });
  });
});

describe('upcasting: events of older releases (EventStoreDB, fake)', () => {
  const server = eachOnFake(() => FakeProcess.start());
  upcasts((eventTypes) => server.open({ eventTypes }));
});

describe('upcastTo', () => {
  const event = (type: string, data: unknown, schemaVersion?: number): RecordedEvent => ({
    ...{ id: 'e', type, data, stream: 's', revision: 0, position: 1 },
    meta: { appId: 'app', actor: 0, at: 1, commandId: 'c', ...(schemaVersion !== undefined && { schemaVersion }) },
  });

  it('hands over the same object where nothing has changed', () => {
    const upcast = upcastTo({ ...third, Kept: true });
    for (const same of [event('Kept', {}), event('Unknown', {}), event('Unknown', {}, 2), event('Added', {}, 3)]) {
      expect(upcast(same)).to.equal(same);
    }
  });

  it('leaves the event that it is given, and everything else about it, as it is', () => {
    const old = event('Added', { by: 4 });
    const copy = structuredClone(old);
    expect(upcastTo(third)(old)).to.deep.equal({ ...copy, ...event('Added', { gold: 4, from: 'the system' }, 3) });
    expect(old).to.deep.equal(copy);
  });

  it('takes a name that every object has for what it is: unknown', () => {
    const strange = event('toString', {}, 7);
    expect(upcastTo(EVENT_TYPES)(strange)).to.equal(strange);
  });
});

import { rmSync } from 'node:fs';
import { expect } from 'chai';
import { failureOf } from '../../api/heihei/errors.ts';
import { allDeciders } from '../../domain/deciders.ts';
import { isKnownEvent } from '../../domain/events.ts';
import type { CommandMeta, Decider } from '../../domain/kernel/decider.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import { EmbeddedEventStore } from '../../event-store/embedded/embedded-event-store.ts';
import { type EventStore, NewerReleaseError, StoreUnavailableError } from '../../event-store/event-store.ts';
import { NewerEvents } from '../../event-store/newer-events.ts';
import { verifyStreams } from '../../projections/verify-streams.ts';
import { MemoryEventStore } from '../support/memory-event-store.ts';
import { rejection } from '../support/promises.ts';
import { temporaryFolder } from '../support/server-process.ts';

type Added = DomainEvent<'Added', { by: number }>;
type Doubled = DomainEvent<'Doubled', Record<string, never>>;
type Praised = DomainEvent<'Praised', { by: number }>;

/** The release of today: it knows additions. */
const older: Decider<{ sum: number }, { add: number }, Added> = {
  category: 'sum',
  eventTypes: { Added: true },
  initialState: () => ({ sum: 0 }),
  decide: ({ add }) => [{ type: 'Added', data: { by: add } }],
  evolve: ({ sum }, { data }) => ({ sum: sum + data.by }),
};

/** The next one doubles, which nobody may pass over, and praises, which changes nothing that the older one knows. */
type NewerState = { sum: number; praise: number };
const newer: Decider<NewerState, { add: number } | 'double' | 'praise', Added | Doubled | Praised> = {
  category: 'sum',
  eventTypes: { Added: true, Doubled: true, Praised: true },
  initialState: () => ({ sum: 0, praise: 0 }),
  decide(command) {
    if (command === 'double') return [{ type: 'Doubled', data: {} }];
    if (command === 'praise') return [{ type: 'Praised', data: { by: 1 }, ignorable: true }];
    return [{ type: 'Added', data: { by: command.add } }];
  },
  evolve(state, event) {
    if (event.type === 'Doubled') return { ...state, sum: state.sum * 2 };
    if (event.type === 'Praised') return { ...state, praise: state.praise + event.data.by };
    return { ...state, sum: state.sum + event.data.by };
  },
};

let serial = 0;
const meta = (commandId?: string): CommandMeta => {
  const id = commandId ?? `00000000-0000-4000-8000-${String(++serial).padStart(12, '0')}`;
  return { appId: 'app', actor: 1, at: 1, commandId: id, keyed: true };
};

const stores: Record<string, () => Promise<{ log: EventStore; remove(): Promise<void> }>> = {
  'in memory': async () => ({ log: new MemoryEventStore(), async remove() {} }),
  async embedded() {
    const dir = temporaryFolder('two-releases');
    const log = await EmbeddedEventStore.open({ dir });
    return {
      log,
      async remove() {
        await log.close();
        rmSync(dir, { recursive: true, force: true });
      },
    };
  },
};

for (const [name, open] of Object.entries(stores)) {
  describe(`two releases on one log (${name})`, () => {
    let log: EventStore;
    let remove: () => Promise<void>;
    beforeEach(async () => {
      ({ log, remove } = await open());
    });
    afterEach(() => remove());

    it('an ignorable event is passed over by the older one, which goes on writing to the stream; the way back keeps it', async () => {
      const [of1, of2] = [createCommandHandler(log), createCommandHandler(log)];
      await of2.handle(newer, 'sum-app.1', { add: 5 }, meta());
      const praise = meta();
      await of2.handle(newer, 'sum-app.1', 'praise', praise);
      const { state, revision } = await of1.handle(older, 'sum-app.1', { add: 2 }, meta());
      expect({ state, revision }).to.deep.equal({ state: { sum: 7 }, revision: 2 });
      // Of what it passed over, the command is remembered.
      const repeated = await rejection(of1.handle(older, 'sum-app.1', { add: 9 }, praise));
      expect(repeated.message).to.equal('IdempotencyConflict');
      const back = await createCommandHandler(log).load(newer, 'sum-app.1');
      expect(back.state).to.deep.equal({ sum: 7, praise: 1 });
    });

    it('any other makes the older one say for this stream alone that it is temporary; the newer one goes on', async () => {
      const told: NewerReleaseError[] = [];
      const of1 = createCommandHandler(log, { onNewer: (error) => told.push(error) });
      const of2 = createCommandHandler(log);
      await of1.handle(older, 'sum-app.1', { add: 5 }, meta());
      await of2.handle(newer, 'sum-app.1', 'double', meta());
      const refused = await rejection(of1.handle(older, 'sum-app.1', { add: 2 }, meta()));
      expect(refused).to.be.instanceOf(NewerReleaseError);
      expect(refused).to.be.instanceOf(StoreUnavailableError);
      expect(refused.message).to.match(/sum-app\.1 was written by a newer release: Doubled at position \d+/);
      expect(await rejection(of1.load(older, 'sum-app.1'))).to.equal(refused);
      expect(told).to.deep.equal([refused]);
      await of1.handle(older, 'sum-app.2', { add: 1 }, meta());
      await of2.handle(newer, 'sum-app.1', { add: 2 }, meta());
      expect((await createCommandHandler(log).load(newer, 'sum-app.1')).state).to.deep.equal({ sum: 12, praise: 0 });
    });

    it('a process that holds the stream in memory hears of it from the log', async () => {
      const of1 = createCommandHandler(log);
      await of1.handle(older, 'sum-app.1', { add: 5 }, meta());
      await createCommandHandler(log).handle(newer, 'sum-app.1', 'double', meta());
      of1.observe(await log.read('sum-app.1', { from: 1 }));
      expect(await rejection(of1.load(older, 'sum-app.1'))).to.be.instanceOf(NewerReleaseError);
    });

    it("neither takes the other's snapshots: each may hold what the other leaves out", async () => {
      const snapshots = new SnapshotsInMemory();
      const options = { snapshots, snapshotEvery: 4 };
      const of1 = createCommandHandler(log, options);
      await createCommandHandler(log).handle(newer, 'sum-app.1', 'praise', meta());
      for (let n = 0; n < 8; n++) await of1.handle(older, 'sum-app.1', { add: 1 }, meta());
      expect(snapshots.saved.size).to.equal(1);
      const back = await createCommandHandler(log, options).load(newer, 'sum-app.1');
      expect(back.state).to.deep.equal({ sum: 8, praise: 1 });
    });

    it('verify folds what commands fold: it names the stream, and counts what may be left out', async () => {
      const of2 = createCommandHandler(log);
      for (let stream = 1; stream <= 5; stream++) {
        await of2.handle(newer, `sum-app.${stream}`, { add: 5 }, meta());
        await of2.handle(newer, `sum-app.${stream}`, 'praise', meta());
      }
      await of2.handle(newer, 'sum-app.2', 'double', meta());
      await of2.handle(newer, 'sum-app.2', 'double', meta());
      const deciders = [older as unknown as (typeof allDeciders)[number]];
      const once = await verifyStreams(log, { deciders });
      expect(once).to.include({ streams: 5, ignored: 5, violationCount: 1 });
      expect(once.violations[0]!.message).to.match(/^sum-app\.2: Doubled was written by a newer release/);
      expect(await verifyStreams(log, { deciders, streamsPerPass: 2 })).to.deep.equal(once);
      const same = await verifyStreams(log, { deciders: [newer as unknown as (typeof allDeciders)[number]] });
      expect(same).to.include({ ignored: 0, violationCount: 0 });
      // Streams of an aggregate that is not known at all.
      expect((await verifyStreams(log, { deciders: [] })).violationCount).to.equal(5);
    });
  });
}

class SnapshotsInMemory {
  readonly saved = new Map<string, never>();
  async loadSnapshot(stream: string) {
    return this.saved.get(stream) ?? null;
  }
  async saveSnapshot(stream: string, snapshot: unknown) {
    this.saved.set(stream, snapshot as never);
  }
}

describe('what a release knows', () => {
  it('is said by every decider, so that an event of a newer one is never taken for a bug', () => {
    for (const { category, eventTypes } of allDeciders) {
      expect(Object.keys(eventTypes ?? {}), category).not.to.have.length(0);
      for (const type of Object.keys(eventTypes!)) expect(isKnownEvent(type), type).to.equal(true);
    }
    expect(isKnownEvent('CommandNoted')).to.equal(true);
    expect(isKnownEvent('toString')).to.equal(false);
  });

  it('and what it does not know is 503 in the dialect, with a time to try again', () => {
    const error = new NewerReleaseError({ stream: 'live-heihei.1', type: 'X', position: 7 });
    const { status, body, headers } = failureOf('/api/live/get-live', error);
    expect(status).to.equal(503);
    expect(body.errorcode).to.equal(503);
    expect(body.errormsg).to.include('written by a newer release');
    expect(headers).to.have.property('Retry-After');
  });

  it('is named once a type, with the number of streams', () => {
    const found = new NewerEvents();
    for (const stream of ['live-a.1', 'live-a.2', 'live-a.2']) {
      found.note(new NewerReleaseError({ stream, type: 'X', position: 7 }));
    }
    expect(found.sentences()).to.have.length(1);
    expect(found.sentences()[0]).to.match(/^live-a\.2 and 1 others answer 503: X was written by a newer release/);
  });
});

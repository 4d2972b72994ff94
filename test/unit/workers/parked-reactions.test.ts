import { expect } from 'chai';
import { pino } from 'pino';
import { REMEMBERED_CAUSES } from '../../../domain/kernel/aggregate.ts';
import type { Decider } from '../../../domain/kernel/decider.ts';
import type { DomainEvent } from '../../../domain/kernel/event.ts';
import { createCommandHandler } from '../../../event-store/command-handler.ts';
import {
  type NewEvent,
  NewerReleaseError,
  type RecordedEvent,
  StoreUnavailableError,
} from '../../../event-store/event-store.ts';
import type { ReadModels } from '../../../projections/read-models.ts';
import { ViewStoppedError } from '../../../projections/read-models.ts';
import { createClock } from '../../../workers/clock.ts';
import { ALL_REACTORS, parkedByGroup, parkedReactions, parkedSentences } from '../../../workers/parked-reactions.ts';
import { type Reactor, reaction } from '../../../workers/reactor.ts';
import { runReactors } from '../../../workers/run-reactors.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { MemoryReadModelStore } from '../../support/memory-read-models.ts';
import { until } from '../../support/promises.ts';

type Counted = DomainEvent<'GoldGranted', { by: number }>;
/** Counts in one stream, as a wallet does for its host; by an event of a known type, which no reactor here reacts to. */
const tally: Decider<number, { by: number }, Counted> = {
  category: 'tally',
  initialState: () => 0,
  decide: ({ by }) => {
    if (by === 666) throw new TypeError('a bug in a rule');
    return [{ type: 'GoldGranted', data: { by } }];
  },
  evolve: (sum, { data }) => sum + data.by,
};

let serial = 0;
const liked = (number: number, name = 'Liked', meta = {}): NewEvent => {
  const id = `00000000-0000-5000-8000-${(++serial).toString(16).padStart(12, '0')}`;
  return { id, type: name, data: { liveId: number }, meta: { appId: 'app', actor: 1, at: 1, commandId: id, ...meta } };
};

describe('a reaction that cannot be carried out', () => {
  let log: MemoryEventStore;
  let store: MemoryReadModelStore;
  const stops: (() => Promise<void>)[] = [];
  const like = (event: NewEvent) => log.append('feed-app.1', [event], { expected: 'any' });
  const counted = () =>
    log.all.filter(({ type }) => type === 'GoldGranted').map(({ data }) => (data as unknown as { by: number }).by);

  /** Counts each like by its live; `isOdd` ones make the reactor itself throw. */
  async function run(isOdd: (number: number) => Error | null = () => null, rules = tally) {
    const reactor: Reactor = {
      name: 'count',
      on: {
        Liked({ data: { liveId } }) {
          const error = isOdd(liveId);
          if (error) throw error;
          return [reaction(rules, 'tally-app.1', { by: liveId })];
        },
      },
    };
    const runner = await runReactors({
      groups: [{ name: 'test', reactors: [reactor] }],
      log,
      commands: createCommandHandler(log),
      models: {} as ReadModels,
      checkpoints: store,
      notes: store,
      retryParkedMs: 20,
      clock: createClock(),
      logger: pino({ level: 'silent' }),
    });
    stops.push(() => runner.stop());
    return { ...runner, parked: () => runner.groups().flatMap(({ parked }) => parked) };
  }
  const restart = async (...rules: Parameters<typeof run>) => {
    for (const stop of stops.splice(0)) await stop();
    return run(...rules);
  };

  beforeEach(() => {
    log = new MemoryEventStore();
    store = new MemoryReadModelStore();
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });

  for (const [what, isOdd, rules] of [
    ['by its reactor', (type: number) => (type === 13 ? new Error('unlucky') : null), tally],
    ['since a view is stopped', (type: number) => (type === 13 ? new ViewStoppedError('lives') : null), tally],
    [
      'since its stream was written by a newer release',
      (type: number) => {
        const event = { stream: 'x', type: 'New', position: 1 };
        return type === 13 ? new NewerReleaseError(event) : null;
      },
      tally,
    ],
    [
      'by a rule that throws',
      () => null,
      {
        ...tally,
        decide: (command: { by: number }) => tally.decide({ by: command.by === 13 ? 666 : command.by }, 0, {} as never),
      },
    ],
  ] as const) {
    it(`is parked, when refused ${what}: the others go on, and mended code makes up for it once`, async () => {
      const runner = await run(isOdd, rules);
      await like(liked(1));
      await like(liked(13));
      const { position } = await like(liked(2));
      await until(() => runner.position() >= position);
      expect(counted()).to.deep.equal([1, 2]);
      expect(runner.parked().map(({ reactor, type }) => `${reactor} ${type}`)).to.deep.equal(['count Liked']);
      expect(await parkedReactions(store)).to.have.length(1);
      const mended = await restart();
      await until(() => mended.parked().length === 0);
      expect(counted()).to.deep.equal([1, 2, 13]);
      expect(await parkedReactions(store)).to.deep.equal([]);
      // From the start again, as after lost read models: nothing counts twice.
      store = new MemoryReadModelStore();
      const again = await restart();
      await until(() => again.position() >= position);
      expect(counted()).to.deep.equal([1, 2, 13]);
    });
  }

  it('is made up for although its stream has forgotten causes of its age, and not when it was carried out after all', async () => {
    let isMended = false;
    const runner = await run((type) => (type === 13 && !isMended ? new Error('unlucky') : null));
    await like(liked(13));
    await until(() => runner.parked().length === 1);
    const many = REMEMBERED_CAUSES + 1_000;
    let last = 0;
    for (let n = 0; n < many; n++) last = (await like(liked(1))).position;
    await until(() => runner.position() >= last);
    const [note] = await store.notes('reaction ');
    isMended = true;
    await until(() => runner.parked().length === 0);
    expect(counted().filter((by) => by === 13)).to.have.length(1);
    // A crash between the append and the end of the note.
    await store.saveNote(note!.name, note!.body);
    const again = await restart();
    await until(() => again.parked().length === 0);
    expect(counted().filter((by) => by === 13)).to.have.length(1);
  });

  it('waits, and nothing is parked, while the log or the read models do not answer', async () => {
    let failures = 10;
    const runner = await run(() => (failures-- > 0 ? new StoreUnavailableError('away') : null));
    const { position } = await like(liked(5));
    await until(() => runner.position() >= position);
    expect(runner.parked()).to.deep.equal([]);
    expect(counted()).to.deep.equal([5]);
  });

  it('to an event of a newer release waits for that release, whatever the checkpoint says by then; an ignorable one does not', async () => {
    const runner = await run();
    await like(liked(7, 'LikedLoudly', { ignorable: true }));
    await like(liked(8, 'LikedLoudly'));
    const { position } = await like(liked(1));
    await until(() => runner.position() >= position);
    expect(runner.parked().map(({ reactor, type }) => `${reactor} ${type}`)).to.deep.equal([
      `${ALL_REACTORS} LikedLoudly`,
    ]);
    // The newer release knows the type: here, as one of ours.
    const louder = (log.all as RecordedEvent[]).filter(({ type, meta }) => type === 'LikedLoudly' && !meta.ignorable);
    for (const event of louder) event.type = 'Liked';
    await until(() => runner.parked().length === 0);
    expect(counted()).to.deep.equal([1, 8]);
  });

  it('that a release before groups put off for all reactors is tried again by each group', async () => {
    const { position } = await like(liked(4));
    const event = log.all.find((each) => each.position === position)!;
    const { stream, revision } = event;
    const note = { reactor: ALL_REACTORS, position, stream, revision, type: 'Liked', reason: 'unknown', parkedAt: 1 };
    await store.saveNote(`reaction ${ALL_REACTORS} ${position}`, JSON.stringify(note));
    const groups = [
      { name: 'first', reactors: [] },
      { name: 'second', reactors: [] },
    ];
    const parked = await parkedByGroup(store, groups);
    expect([...parked.values()].map((group) => group.list().length)).to.deep.equal([1, 1]);
    expect(parkedSentences(await parkedReactions(store))).to.deep.equal([
      `1 reactions to Liked are parked and tried again each minute, the first at position ${position}: unknown`,
    ]);
    await parked.get('first')!.settle(parked.get('first')!.list()[0]!);
    const left = await parkedByGroup(store, groups);
    expect([...left.values()].map((group) => group.list().length)).to.deep.equal([0, 1]);
    expect(left.get('second')!.has(ALL_REACTORS, position)).to.equal(true);
  });
});

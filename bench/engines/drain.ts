import { randomInt, randomUUID } from 'node:crypto';
import { pino } from 'pino';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import type { EventStore, NewEvent, Position } from '../../event-store/event-store.ts';
import { EventStoreDbEventStore } from '../../event-store/eventstoredb/eventstoredb-event-store.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { FakeProcess } from '../../test/fakes/eventstoredb/fake-process.ts';
import { createClock } from '../../workers/clock.ts';
import { PROMPT_GROUPS } from '../../workers/effects-lag.ts';
import { PARTITIONS } from '../../workers/partitions.ts';
import { reactorGroups } from '../../workers/reactors/all.ts';
import { runReactors } from '../../workers/run-reactors.ts';
import { median, short } from '../report.ts';
import { Viewer } from '../support/viewer.ts';
import type { EnginesPlan } from './plan.ts';

/** A commit of the fake takes this long, as on a disk that syncs. */
const COMMIT_MS = 5;
/** Each gift leads to a credit and a line. */
const EFFECTS_PER_GIFT = 2;
const ROOMS = 50;
/** Appends at a time when the same number of events is appended by itself. */
const OUTSTANDING = 256;

type Drain = (log: EventStore, after: Position) => Promise<unknown>;

interface Stage {
  fake: FakeProcess;
  log: EventStore;
}

/** How fast one process drains a backlog of gifts: round after round, in rounds that overlap, and beside that the same appends by themselves. */
export async function measureDrain({ runs, readEvents }: EnginesPlan): Promise<string> {
  const gifts = Math.max(8, Math.floor(readEvents / 5));
  const sides: [string, Drain][] = [
    ['one round after the other', (log, after) => drain(log, after, gifts, false)],
    ['rounds that overlap, in partitions', (log, after) => drain(log, after, gifts, true)],
    ['as many appends by themselves', (log) => append(log, gifts * EFFECTS_PER_GIFT)],
  ];
  const perSecond = sides.map((): number[] => []);
  const cpuUs = sides.map((): number[] => []);
  const fake = await FakeProcess.start();
  const log = await EventStoreDbEventStore.open({ url: fake.url });
  try {
    for (let run = 0; run <= runs; run++) {
      for (const [at, [, work]] of sides.entries()) {
        const { seconds, cpu } = await measured({ fake, log }, gifts, work);
        if (run === 0) continue;
        perSecond[at]!.push(gifts / seconds);
        cpuUs[at]!.push(cpu / gifts);
      }
    }
  } finally {
    await log.close();
    await fake.dispose();
  }
  const rows = sides.map(
    ([name], at) => `| ${name} | ${short(median(perSecond[at]!))} | ${short(median(cpuUs[at]!))} |`,
  );
  return [
    `Draining ${gifts} gifts in ${ROOMS} rooms on the fake of EventStoreDB, a commit of which takes ${COMMIT_MS} ms (fake):`,
    '',
    '| by one process | gifts a second | our CPU µs a gift |',
    '| --- | --- | --- |',
    ...rows,
  ].join('\n');
}

/** Runs one side on gifts of its own. */
async function measured({ fake, log }: Stage, gifts: number, work: Drain) {
  await fake.set({ commitMs: 0 });
  const commands = createCommandHandler(log);
  const viewers = Array.from({ length: Math.min(gifts, OUTSTANDING) }, () => new Viewer(randomInt(2 ** 40)));
  await Promise.all(viewers.map((viewer) => viewer.grant(commands, Date.now())));
  const after = await log.head();
  const firstRoom = randomInt(2 ** 40);
  const buying = Array.from({ length: gifts }, (_, n) =>
    viewers[n % viewers.length]!.buyGift(commands, firstRoom + (n % ROOMS), Date.now()),
  );
  await Promise.all(buying);
  await fake.set({ commitMs: COMMIT_MS });
  const cpuBefore = process.cpuUsage();
  const begun = performance.now();
  await work(log, after);
  const { user, system } = process.cpuUsage(cpuBefore);
  return { seconds: (performance.now() - begun) / 1_000, cpu: user + system };
}

async function drain(log: EventStore, after: Position, gifts: number, overlaps: boolean): Promise<void> {
  const numbers = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  let left = gifts * EFFECTS_PER_GIFT;
  let done = () => {};
  const drained = new Promise<void>((resolve) => {
    done = resolve;
  });
  const clock = createClock();
  const reactors = await runReactors({
    groups: reactorGroups.filter(({ name }) => PROMPT_GROUPS.includes(name)),
    log,
    commands: createCommandHandler(log),
    models: {} as ReadModels,
    checkpoints: { checkpoint: async () => after, saveCheckpoint: async () => {} },
    clock,
    logger: pino({ level: 'silent' }),
    onEffect: () => {
      if (--left === 0) done();
    },
    ...(overlaps && { partitions: { numbers, isHeld: () => true } }),
  });
  await drained;
  await reactors.stop();
  clock.stop();
}

async function append(log: EventStore, count: number): Promise<void> {
  let left = count;
  const client = async () => {
    while (left-- > 0) await log.append(`feed-bench.${randomInt(ROOMS)}`, [line()], { expected: 'any' });
  };
  await Promise.all(Array.from({ length: OUTSTANDING }, client));
}

function line(): NewEvent {
  const meta = { appId: 'bench', actor: 1, at: 0, commandId: randomUUID() };
  return { id: randomUUID(), type: 'TextSent', data: { text: 'a line as long as that of a gift' }, meta };
}

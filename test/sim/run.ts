import { LIVE_STATUS } from '../../domain/live/events.ts';
import { parseTable } from '../../projections/query.ts';
import type { View } from '../../projections/read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { type GroupMember, groupMembers } from '../../projections/views/group-members.ts';
import { type GroupTalk, groupTalks } from '../../projections/views/group-talks.ts';
import { type Inbox, inboxes, unreadIn } from '../../projections/views/inboxes.ts';
import { jobs, type OpenJob } from '../../projections/views/jobs.ts';
import { type LiveDocument, lives } from '../../projections/views/lives.ts';
import { type SubjectDocument, subjects } from '../../projections/views/subjects.ts';
import { type TopicDocument, topics } from '../../projections/views/topics.ts';
import { checkCalls } from './calls.ts';
import { checkErasures } from './erasures.ts';
import { Faults } from './faults.ts';
import { EPOCH_MS, installGlobals } from './globals.ts';
import { checkGroupUnread } from './group-checks.ts';
import { checkHouse, HousePromises } from './house.ts';
import type { EngineKind } from './log.ts';
import { checkOperators } from './operators.ts';
import { checkOrders } from './orders.ts';
import { type Evening, Host, type Person, Viewer } from './people.ts';
import type { Plant } from './plant.ts';
import { Promises } from './promises.ts';
import { Random } from './random.ts';
import { checkSealed, findText, openedWith, textsOfErased } from './sealed.ts';
import { checkTopics, TopicPromises } from './topics.ts';
import { checkWithdrawals } from './withdrawals.ts';
import { World } from './world.ts';

/** Simulated ms in which people act and things break … */
const EVENING_MS = { least: 10_000, most: 40_000 };
/** … in which they stay without doing anything: calls expire, jobs that a queue has lost come back … */
const STAY_MS = 200_000;
/** Gold may end after that; a deadline that a queue has lost comes at most so late. */
const LATE_MS = 150_000;
/** … and after which everything must have come to rest: whoever is gone is taken out. */
const REST_MS = 120_000;
/** A run whose promises do not settle by then never will. */
const MAX_MS = 3_600_000;

export interface Report {
  seed: number;
  kind: EngineKind;
  commands: number;
  crashes: number;
  events: number;
  violations: string[];
  /** Same seed, same code: same hash. */
  traceHash: string;
}

/** What a seed runs on: one process on its own disk, or two on shared engines. */
export function kindOf(seed: number): EngineKind {
  return seed % 2 === 0 ? 'embedded' : 'shared';
}

/** Half of the seeds with a disk of their own decide with an event what follows from it. */
export function decidesAhead(seed: number): boolean {
  return seed % 4 === 2;
}

/** In a quarter of the seeds people make points into gold and money; the others go on as without it. */
export function withdraws(seed: number): boolean {
  return seed % 4 === 3 || seed % 16 === 4;
}

/** Ends a run in the middle: its planted bug has shown, and what comes later says no more about it. */
class Found extends Error {}

/** In an eighth of the seeds people speak about topics, or operators look after them; in some both. The others go on as without it. */
export function speaks(seed: number): boolean {
  return seed % 16 === 5 || seed % 16 === 6;
}
export function isOperated(seed: number): boolean {
  return seed % 16 === 5 || seed % 16 === 12;
}

/** One evening from one seed. With a planted bug it ends as soon as that shows. Nothing of it depends on anything else. */
export async function runSeed(
  seed: number,
  options: { plant?: Plant; kind?: EngineKind; print?: (line: string) => void } = {},
): Promise<Report> {
  const { plant = {} as Partial<Plant>, kind = kindOf(seed), print = null } = options;
  const ahead = plant.decidesAhead ?? (plant.name === undefined && decidesAhead(seed));
  const isWithdrawing = plant.withdraws ?? (plant.name === undefined && withdraws(seed));
  const ofSeed = (has: (seed: number) => boolean) => plant.name === undefined && has(seed);
  const more = {
    decidesAhead: kind === 'embedded' && ahead,
    withdraws: isWithdrawing,
    speaks: plant.speaks ?? ofSeed(speaks),
    isOperated: plant.isOperated ?? ofSeed(isOperated),
  };
  const world = new World(seed, kind, { plant, print, ...more });
  const restore = installGlobals(world.scheduler, new Random(seed, 'globals'));
  const onRejection = (error: unknown) => world.violation(`a rejection nobody handled: ${(error as Error).stack}`);
  process.on('unhandledRejection', onRejection);
  try {
    await play(world, seed);
  } catch (error) {
    if (!(error instanceof Found)) world.violation(`what is on the disks cannot be read: ${(error as Error).stack}`);
  } finally {
    restore();
    process.off('unhandledRejection', onRejection);
  }
  const { commands } = world.monitor;
  const { violations, crashes } = world;
  return { seed, kind, commands, crashes, events: world.log.all.length, violations, traceHash: world.traceHash() };
}

async function play(world: World, seed: number): Promise<void> {
  const { scheduler } = world;
  const random = new Random(seed, 'people');
  const faults = new Faults(world, seed);
  const evening = gather(world, random);
  for (const name of world.kind === 'embedded' ? ['salon'] : ['salon a', 'salon b']) world.launch(name);
  const people: Person[] = [evening.host, ...evening.viewers];
  watchUnread(world, evening);
  void faults.run();
  scheduler.after(scheduler.world, random.between(EVENING_MS.least, EVENING_MS.most), () => {
    world.trace('the evening is over');
    evening.isOver = true;
    faults.end();
  });
  await drive(world, Promise.all(people.map((person) => person.live())));
  await drive(world, Promise.all(people.map((person) => person.stay(STAY_MS))));
  for (const { id, body } of await documentsOf(world, jobs)) {
    const { command, dueAt } = JSON.parse(body) as OpenJob;
    const mayBeOpen =
      ['expire-gold', 'expire-order', 'query-order', 'pay-out', 'drop-upload'].includes(command.kind) &&
      dueAt > EPOCH_MS + scheduler.nowMs - LATE_MS;
    if (!mayBeOpen) world.violation(`a deadline never came: ${id} ${body}`);
  }
  await scheduler.runUntil(scheduler.nowMs + REST_MS, () => endWhenFound(world));
  const events = world.monitor.all();
  for (const { screen } of people) screen.check(events, (what) => world.violation(what));
  await drive(world, checkForgotten(world));
  await drive(world, Promise.all(world.processes.map((process) => process.stop())));
  await world.monitor.checkAtRest();
  evening.promises.check(world.monitor, world.durableAtMs, (what) => world.violation(what));
  world.phones.check(world.monitor, world.log);
  const unread = await documentsOf(world, inboxes);
  evening.promises.checkUnread(
    world.monitor,
    new Map(unread.map(({ id, body }) => [id, unreadIn(JSON.parse(body) as Inbox)])),
    (what) => world.violation(what),
  );
  checkGroupUnread(
    events,
    (await documentsOf(world, groupMembers)).map(({ body }) => JSON.parse(body) as GroupMember),
    (await documentsOf(world, groupTalks)).map(({ body }) => JSON.parse(body) as GroupTalk),
    (what) => world.violation(what),
  );
  evening.promises.checkFiles(
    world.monitor,
    (path) => world.files.has(path),
    (what) => world.violation(what),
  );
  checkHouse(world.monitor, evening.housePromises, (what) => world.violation(what));
  const shownTopics = {
    topics: (await documentsOf(world, topics)).map(({ body }) => JSON.parse(body) as TopicDocument),
    subjects: (await documentsOf(world, subjects)).map(({ body }) => JSON.parse(body) as SubjectDocument),
  };
  checkTopics(world.monitor, evening.topicPromises, shownTopics, (what) => world.violation(what));
  checkOperators(world.monitor, evening.operatorPromises, (what) => world.violation(what));
  checkOrders(world.monitor, world.payments, (what) => world.violation(what));
  checkWithdrawals(world.monitor, world.payouts, (what) => world.violation(what));
  checkCalls(world.monitor, (what) => world.violation(what));
  checkErasures(world.monitor.all(), world.keys, (what) => world.violation(what));
  checkSealed(world.log.all, world.keys.everMade(), (what) => world.violation(what));
  for (const { id, body } of await documentsOf(world, lives)) {
    const { status } = JSON.parse(body) as LiveDocument;
    if (status === LIVE_STATUS.playing) world.violation(`live ${id} plays on though its host has gone`);
  }
}

/** At every moment, not at rest alone, what counts as unread is what was written and not read. */
function watchUnread(world: World, { promises }: Evening): void {
  world.readModels.onWritten = (changes) => {
    for (const { table, documents } of changes) {
      if (parseTable(table).viewName !== inboxes.name) continue;
      for (const { id, body, position: upTo } of documents) {
        const shown = body === null ? 0 : unreadIn(JSON.parse(body) as Inbox);
        const userId = Number(id.slice(id.indexOf('.') + 1));
        promises.checkUnreadOf(world.monitor, { userId, shown, upTo }, (what) => world.violation(what));
      }
    }
  };
}

/** Of the erased nothing can be read: not in the log with the keys that are left, not in read models, not in what any process answers. */
async function checkForgotten(world: World): Promise<void> {
  const { keys, log, monitor } = world;
  keys.isCalm = true;
  const texts = textsOfErased(monitor.all());
  const tell = (where: string, value: unknown) => {
    const found = findText(value, texts);
    if (found !== null) world.violation(`7: ${where} says "${found}", of somebody who is erased`);
  };
  const left = await keys.left();
  for (const event of log.all) tell(`the log, opened, ${event.type} at ${event.position}`, openedWith(left, event));
  const ids = new Map<View, string[]>();
  for (const view of allViews) {
    const documents = await documentsOf(world, view);
    for (const { id, body } of documents) tell(`document ${id} of ${view.name}`, [id, body]);
    ids.set(
      view,
      documents.map(({ id }) => id),
    );
  }
  for (const process of world.processes) {
    for (const answer of await process.answers(ids))
      tell(`an answer of ${process.owner.name} (${JSON.stringify(answer).slice(0, 200)})`, answer);
  }
}

function gather(world: World, random: Random): Evening {
  const evening: Evening = {
    world,
    random,
    promises: new Promises(),
    host: null as unknown as Person,
    viewers: [],
    liveId: 0,
    callers: [],
    isOver: false,
    erasures: new Random(world.seed, 'erasures'),
    phones: new Random(world.seed, 'phones of people'),
    calls: new Random(world.seed, 'calls'),
    groups: new Random(world.seed, 'groups'),
    orders: new Random(world.seed, 'orders'),
    withdrawals: new Random(world.seed, 'withdrawals'),
    house: new Random(world.seed, 'the house'),
    housePromises: new HousePromises(),
    topics: new Random(world.seed, 'topics'),
    topicPromises: new TopicPromises(),
    operators: new Random(world.seed, 'operators'),
    operatorPromises: new Set(),
    groupIds: [],
    serial: 0,
  };
  evening.host = new Host(evening, 1_000);
  const viewers = random.integer(1, 4);
  for (let n = 1; n <= viewers; n++) evening.viewers.push(new Viewer(evening, 1_000 + n));
  return evening;
}

/** Lets time pass until a promise has settled. */
async function drive(world: World, promise: Promise<unknown>): Promise<void> {
  let isSettled = false;
  const settle = () => {
    isSettled = true;
  };
  promise.then(settle, (error: Error) => {
    world.violation(`the simulation itself failed: ${error.stack}`);
    settle();
  });
  while (!isSettled && world.scheduler.nowMs < MAX_MS) {
    await world.scheduler.step(MAX_MS);
    endWhenFound(world);
  }
  if (!isSettled) world.violation('the evening does not end');
}

function endWhenFound({ plant, violations }: World): void {
  if (plant.name !== undefined && violations.length > 0) throw new Found();
}

async function documentsOf({ readModels: { visible } }: World, { name }: { name: string }) {
  const table = await visible.current(name);
  return table === null ? [] : visible.scan(table, '');
}

/** The first seed that finds a planted bug, of the one that found it once and those from 1 to `lastSeed`; null: none does. */
export async function findPlanted(plant: Plant, lastSeed: number): Promise<Report | null> {
  const seeds = Array.from({ length: lastSeed }, (_, n) => n + 1);
  if (plant.foundBy !== undefined) seeds.unshift(plant.foundBy);
  for (const seed of seeds) {
    const report = await runSeed(seed, { plant, kind: plant.kind });
    if (report.violations.length > 0) return report;
  }
  return null;
}

import { allViews } from '../../projections/views/all.ts';
import { NO_JOB_FAULTS } from './job-queue.ts';
import { NO_LOG_FAULTS } from './log.ts';
import { NO_PHONE_FAULTS } from './phones.ts';
import type { FaultName } from './plant.ts';
import { Random } from './random.ts';
import { NO_READ_MODEL_FAULTS } from './read-models.ts';
import type { World } from './world.ts';

/** How far apart faults that take a while are, ms. */
const PAUSE_MS = { least: 200, most: 5_000 };

type Fault = (world: World, random: Random) => Promise<void>;

/** Mostly while something is under way: what follows from an event takes some milliseconds. */
const crash: Fault = async (world, random) => {
  const { processes } = world;
  if (random.chance(0.8)) {
    await world.nextEvent(5_000);
    await world.scheduler.sleep(random.between(0, 8));
  }
  if (processes.length > 0) await world.crash(random.pick(processes), { powerCut: random.chance(0.6) });
};

const restart: Fault = async (world, random) => {
  const ready = world.processes.filter(({ isReady }) => isReady);
  if (ready.length > 0) await world.restart(random.pick(ready));
};

/** Not a fault, but what operators do. */
const rebuild: Fault = async (world, random) => {
  const ready = world.processes.filter(({ isReady }) => isReady);
  const names = allViews.map(({ name }) => name).filter(() => random.chance(0.5));
  if (ready.length > 0 && names.length > 0) random.pick(ready).rebuild(names);
};

/** The machine is paused, or a process's event loop is blocked. */
const stall: Fault = async (world, random) => {
  if (world.processes.length === 0) return;
  const { owner } = random.pick(world.processes);
  const length = random.next();
  // The longest are longer than the time after which somebody silent has left.
  const [least, most] = length < 0.1 ? [46_000, 75_000] : length < 0.35 ? [3_000, 12_000] : [5, 2_000];
  const stallMs = random.between(least, most);
  world.trace(`${owner.name}: does nothing for ${stallMs.toFixed(0)} ms`);
  owner.stalledUntil = world.scheduler.nowMs + stallMs;
};

const clockJump: Fault = async (world, random) => {
  if (world.processes.length === 0) return;
  const { owner } = random.pick(world.processes);
  const most = random.pick([2_000, 60_000, 3_600_000]);
  owner.clockOffsetMs = Math.floor(random.between(-most, most));
  world.trace(`${owner.name}: its clock is off by ${owner.clockOffsetMs} ms`);
};

const diskFull: Fault = async (world, random) => {
  world.trace('the disk is full');
  world.log.isFull = true;
  await world.scheduler.sleep(random.between(50, 5_000));
  world.log.isFull = false;
  world.trace('the disk has room again');
};

const logAway: Fault = async (world, random) => {
  world.trace('the log goes away');
  world.log.isAway = true;
  if (random.chance(0.5)) world.log.crash();
  await world.scheduler.sleep(random.chance(0.2) ? random.between(5_000, 120_000) : random.between(20, 5_000));
  world.log.isAway = false;
  world.trace('the log is back');
};

const readModelsAway: Fault = async (world, random) => {
  world.trace('the read models go away');
  world.readModels.isAway = true;
  await world.scheduler.sleep(random.between(20, 6_000));
  world.readModels.isAway = false;
  world.trace('the read models are back');
};

const leasesAway: Fault = async (world, random) => {
  world.trace('the leases go away');
  world.leases.isAway = true;
  await world.scheduler.sleep(random.between(20, 8_000));
  world.leases.isAway = false;
  world.trace('the leases are back');
};

const FAULTS: Readonly<Record<FaultName, Fault>> = {
  crash,
  restart,
  rebuild,
  stall,
  clockJump,
  diskFull,
  logAway,
  readModelsAway,
  leasesAway,
};

const EMBEDDED: FaultName[] = ['crash', 'crash', 'restart', 'rebuild', 'stall', 'clockJump', 'diskFull'];
const SHARED: FaultName[] = [
  'crash',
  'crash',
  'restart',
  'stall',
  'clockJump',
  'logAway',
  'readModelsAway',
  'leasesAway',
];

/** A seed's own mixture: some kinds of faults are left out, so that those which others would hide show as well. */
export class Faults {
  private readonly world: World;
  private readonly random: Random;
  private readonly chosen: readonly FaultName[];
  private isOver = false;

  constructor(world: World, seed: number) {
    this.world = world;
    this.random = new Random(seed, 'faults');
    const { random } = this;
    const rate = (most: number) => (random.chance(0.5) ? random.between(0, most) : 0);
    world.log.faults = {
      turnedAway: rate(0.03),
      syncFails: rate(0.01),
      answerLost: rate(0.05),
      requestLost: rate(0.05),
      landsLate: rate(0.05),
      readFails: rate(0.02),
      redelivers: rate(0.2),
      slowSync: rate(0.05),
    };
    if (world.kind === 'embedded') world.log.faults.readFails = 0;
    world.readModels.faults = { refused: rate(0.1), answerLost: rate(0.1), readFails: rate(0.01) };
    world.jobFaults = {
      refused: rate(0.2),
      forgets: rate(0.2),
      runsTwice: rate(0.3),
      runsLate: rate(0.3),
      flushes: rate(0.1),
    };
    world.smsFails = rate(0.5);
    const bySeed = (world.kind === 'embedded' ? EMBEDDED : SHARED).filter(() => random.chance(0.6));
    this.chosen = world.plant.faults ?? bySeed;
    world.phones.faults = { fails: rate(0.4), answerLost: rate(0.4) };
  }

  async run(): Promise<void> {
    const { world, random, chosen } = this;
    void this.watchLog();
    while (!this.isOver && chosen.length > 0) {
      await world.scheduler.sleep(random.between(PAUSE_MS.least, PAUSE_MS.most));
      if (!this.isOver) await FAULTS[random.pick(chosen)](world, random);
    }
  }

  /** From now on everything works. */
  end(): void {
    this.isOver = true;
    const { world } = this;
    world.log.faults = NO_LOG_FAULTS;
    world.log.isAway = false;
    world.log.isFull = false;
    world.readModels.faults = NO_READ_MODEL_FAULTS;
    world.readModels.isAway = false;
    world.leases.isAway = false;
    world.jobFaults = NO_JOB_FAULTS;
    world.smsFails = 0;
    world.phones.faults = NO_PHONE_FAULTS;
  }

  /** A log that takes no more until it is reopened has its process started again by an operator. */
  private async watchLog(): Promise<void> {
    const { world, random } = this;
    for (;;) {
      await world.scheduler.sleep(random.between(500, 3_000));
      const broken = world.processes.find(({ isBroken }) => isBroken);
      if (broken) await world.crash(broken, { powerCut: false });
    }
  }
}

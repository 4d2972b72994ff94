import { createHash } from 'node:crypto';
import type { Clock } from '../../domain/kernel/clock.ts';
import { SimFiles } from './files.ts';
import { SimHeartbeats } from './heartbeats.ts';
import { type JobFaults, NO_JOB_FAULTS, SimJobQueue } from './job-queue.ts';
import { SimKeys } from './keys.ts';
import { SimLeases } from './lease.ts';
import { type EngineKind, SimLog } from './log.ts';
import { Monitor } from './monitor.ts';
import { SimOnlineUsers } from './online-users.ts';
import { SimPayments } from './payments.ts';
import { SimPayouts } from './payouts.ts';
import { SimPhones } from './phones.ts';
import type { Plant } from './plant.ts';
import { SimProcess } from './process.ts';
import { Random } from './random.ts';
import { SimReadModels } from './read-models.ts';
import { type Owner, Scheduler } from './scheduler.ts';
import type { Surroundings } from './surroundings.ts';

/** A run is given up on after this many: one fault often leads to many. */
const MAX_VIOLATIONS = 20;
/** How long a supervisor takes to start a process that ended, ms. */
const RESTART_MS = { least: 100, most: 2_000 };

/** Everything outside the processes, and the processes. */
export class World implements Surroundings {
  readonly scheduler = new Scheduler();
  readonly seed: number;
  readonly kind: EngineKind;
  readonly plant: Partial<Plant>;
  readonly log: SimLog;
  readonly readModels: SimReadModels;
  readonly monitor: Monitor;
  readonly keys: SimKeys;
  readonly leases: SimLeases;
  readonly files: SimFiles;
  readonly payments: SimPayments;
  readonly payouts: SimPayouts;
  /** Whether people make their points into gold and money. */
  readonly withdraws: boolean;
  /** Whether people speak about topics. */
  readonly speaks: boolean;
  /** Whether operators look after people. */
  readonly isOperated: boolean;
  readonly heartbeats = new SimHeartbeats(this.scheduler);
  readonly online = new SimOnlineUsers();
  readonly phones: SimPhones;
  /** Whether what follows from an event is decided with it, or by reactors alone. */
  readonly decidesAhead: boolean;
  /** When each event became durable, simulated ms, by its id. */
  readonly durableAtMs = new Map<string, number>();
  readonly network: Random;
  readonly violations: string[] = [];
  readonly processes: SimProcess[] = [];
  jobFaults: JobFaults = NO_JOB_FAULTS;
  smsFails = 0;
  smsSent = 0;
  crashes = 0;
  private awaiting: (() => void)[] = [];
  private readonly jobsRandom: Random;
  private readonly hash = createHash('sha256');
  private readonly print: ((line: string) => void) | null;

  constructor(
    seed: number,
    kind: EngineKind,
    options: {
      plant: Partial<Plant>;
      print: ((line: string) => void) | null;
      decidesAhead: boolean;
      withdraws: boolean;
      speaks: boolean;
      isOperated: boolean;
    },
  ) {
    const { plant, print, decidesAhead, withdraws, speaks, isOperated } = options;
    const { scheduler } = this;
    this.seed = seed;
    this.kind = kind;
    this.plant = plant;
    this.decidesAhead = decidesAhead;
    this.withdraws = withdraws;
    this.speaks = speaks;
    this.isOperated = isOperated;
    this.print = print;
    this.log = new SimLog(scheduler, new Random(seed, 'log'), kind);
    this.readModels = new SimReadModels(scheduler, new Random(seed, 'read models'), kind);
    this.keys = new SimKeys(scheduler, new Random(seed, 'keys'), (userId) => this.destroying(userId));
    this.network = new Random(seed, 'network');
    this.payments = new SimPayments(new Random(seed, 'payments'));
    this.payouts = new SimPayouts(new Random(seed, 'payouts'));
    this.files = new SimFiles(new Random(seed, 'files'));
    this.jobsRandom = new Random(seed, 'jobs');
    this.phones = new SimPhones(
      new Random(seed, 'phones'),
      (line) => this.trace(line),
      (what) => this.violation(what),
    );
    this.leases = new SimLeases(scheduler);
    this.monitor = new Monitor(this, (what) => this.violation(what));
    this.log.onDurable = (event) => {
      const { type, stream, revision, position } = event;
      const { data } = this.monitor.became(event);
      this.trace(`log: ${position} ${stream} ${revision} ${type} ${JSON.stringify(data)}`);
      this.durableAtMs.set(event.id, this.scheduler.nowMs);
      for (const resolve of this.awaiting.splice(0)) resolve();
    };
    scheduler.onUncaught = (error, owner) =>
      this.violation(`an exception nobody caught in ${owner.name}: ${(error as Error).stack}`);
    plant.begin?.(this);
  }

  /** One line of what happens; all of them together say whether two runs were the same. */
  trace(line: string): void {
    const stamped = `${this.scheduler.nowMs.toFixed(3)} ${line}`;
    this.hash.update(`${stamped}\n`);
    this.print?.(stamped);
  }

  traceHash(): string {
    return this.hash.copy().digest('hex').slice(0, 16);
  }

  violation(what: string): void {
    if (this.violations.length >= MAX_VIOLATIONS) return;
    this.violations.push(what);
    this.trace(`VIOLATION ${what}`);
  }

  launch(name: string): void {
    this.trace(`${name}: starts`);
    this.processes.push(new SimProcess(this, name, (process, error) => this.exited(process, error)));
  }

  /** The next moment in which something becomes durable, or that much later. */
  nextEvent(withinMs: number): Promise<unknown> {
    const event = new Promise<void>((resolve) => this.awaiting.push(resolve));
    return Promise.race([event, this.scheduler.sleep(withinMs)]);
  }

  /** Kills a process, with or without the machine that it and its disks are on, and starts it again. */
  async crash(process: SimProcess, { powerCut }: { powerCut: boolean }): Promise<void> {
    this.crashes++;
    this.trace(`${process.owner.name}: ${powerCut ? 'power cut' : 'kill -9'}`);
    this.end(process);
    if (this.kind === 'embedded') {
      this.log.crash();
      if (powerCut) await this.readModels.powerCut();
    }
    await this.monitor.checkDisks(`after crash ${this.crashes}`);
    this.relaunch(process);
  }

  /** Ends a process in good order and starts it again. */
  async restart(process: SimProcess): Promise<void> {
    this.trace(`${process.owner.name}: stops`);
    await process.stop();
    if (!process.owner.isAlive) return;
    this.end(process);
    this.relaunch(process);
  }

  /** A key may go only once its owner's erasure can be lost no more. */
  private destroying(userId: number): void {
    const isErased = this.monitor.events('PersonErased').some(({ data }) => data.userId === userId);
    if (!isErased) this.violation(`7: the key of ${userId} is destroyed before the erasure is in the log`);
  }

  sendSms(phone: string): Promise<void> {
    if (this.jobsRandom.chance(this.smsFails)) return Promise.reject(new Error('the provider is away'));
    this.smsSent++;
    this.trace(`sms to ${phone}`);
    return Promise.resolve();
  }

  jobQueue(owner: Owner, clock: Clock): SimJobQueue {
    const { scheduler, jobsRandom: random } = this;
    return new SimJobQueue({ faults: () => this.jobFaults, random, scheduler, owner, clock });
  }

  /** A process that could not start: its supervisor tries again. */
  private exited(process: SimProcess, error: Error): void {
    this.trace(`${process.owner.name}: cannot start: ${error.message}`);
    this.end(process);
    this.relaunch(process);
  }

  private relaunch({ owner: { name } }: SimProcess): void {
    const delayMs = this.network.between(RESTART_MS.least, RESTART_MS.most);
    this.scheduler.after(this.scheduler.world, delayMs, () => this.launch(name));
  }

  private end(process: SimProcess): void {
    process.kill();
    this.processes.splice(this.processes.indexOf(process), 1);
  }
}

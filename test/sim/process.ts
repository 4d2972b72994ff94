import { createServer, type Server } from 'node:http';
import { pino } from 'pino';
import { pairWaiting } from '../../application/chats/matches.ts';
import type { Core } from '../../application/core.ts';
import { Feeds } from '../../application/operators/feeds.ts';
import { queryOrder } from '../../application/payments/query-order.ts';
import { payOut } from '../../application/payouts/pay-out.ts';
import { isPosted } from '../../application/topics/posted.ts';
import { NO_WORKINGS } from '../../application/workings.ts';
import { allDeciders } from '../../domain/deciders.ts';
import { categoryOf } from '../../domain/kernel/ids.ts';
import { userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { type CommandHandler, createCommandHandler } from '../../event-store/command-handler.ts';
import { START, StoreUnavailableError } from '../../event-store/event-store.ts';
import { Keyring, RECHECK_MS } from '../../event-store/keys/keyring.ts';
import { observeOthers } from '../../event-store/observe-others.ts';
import { type SealedLog, sealWith } from '../../event-store/sealing/seal-log.ts';
import { FollowedReadModels } from '../../projections/followed-read-models.ts';
import { OpenedReadModels } from '../../projections/opened-read-models.ts';
import { Projector } from '../../projections/projector.ts';
import { OvertakenError, type ReadModels, type View, type ViewLog } from '../../projections/read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { notificationOf } from '../../realtime/heihei/pushes.ts';
import { callEntriesFrom, channelsFrom, countersFrom, unreadFrom } from '../../realtime/read-model-ports.ts';
import { createRealtime } from '../../realtime/realtime.ts';
import { whenAnswered } from '../../server/start-when-answered.ts';
import { NO_THIRD_PARTIES } from '../../third-parties/third-party.ts';
import { type AdjustableClock, createClock } from '../../workers/clock.ts';
import { deadlineHandlers } from '../../workers/deadlines.ts';
import { type Heartbeats, localHeartbeats } from '../../workers/heartbeats.ts';
import { runJobs } from '../../workers/job-runner.ts';
import { campaign, commandsWhile } from '../../workers/lease.ts';
import type { OnlineUsers } from '../../workers/online-users.ts';
import { sharePartitions } from '../../workers/partition-share.ts';
import { ALL_PARTITIONS, type OwnedPartitions } from '../../workers/partitions.ts';
import { paymentHandlers } from '../../workers/payments.ts';
import { runPresence } from '../../workers/presence.ts';
import { pushHandlers } from '../../workers/push/push-jobs.ts';
import type { PushSender } from '../../workers/push/push-sender.ts';
import { reactorGroups } from '../../workers/reactors/all.ts';
import { erasureGroup } from '../../workers/reactors/erasures.ts';
import { filesGroup } from '../../workers/reactors/files.ts';
import { type RunningReactors, runReactors } from '../../workers/run-reactors.ts';
import { codeDelivery } from '../../workers/sms.ts';
import { TEST_LOG_KEY } from '../support/log-key.ts';
import { testSettings } from '../support/test-settings.ts';
import { SimEventStore } from './event-store.ts';
import { EPOCH_MS } from './globals.ts';
import { Requests } from './requests.ts';
import { newOwner, type Owner } from './scheduler.ts';
import { APP, SIM_LIMIT_GOLD, type Surroundings } from './surroundings.ts';
import type { Wire } from './wire.ts';

const CATCH_UP_MS = 60_000;
/** Documents asked for at a time. */
const PAGE = 100;

type Logger = Parameters<typeof runReactors>[0]['logger'];

/** One process of Salon: the composition that salon.ts makes, over simulated engines and without HTTP. */
export class SimProcess {
  readonly owner: Owner;
  isReady = false;
  readonly requests: Requests;
  private core: Core | null = null;
  private stored!: SimEventStore;
  private sealed!: SealedLog;
  private readonly world: Surroundings;
  private readonly logger: Logger;
  private heartbeats!: Heartbeats;
  private readonly online: OnlineUsers;
  private readonly undo: (() => Promise<unknown> | unknown)[] = [];
  /** Where sockets connect to; it listens nowhere. */
  http: Server | null = null;
  private projector: Projector | null = null;
  readonly wires = new Set<Wire>();

  /** `onExit` is told when it cannot start. */
  constructor(world: Surroundings, name: string, onExit: (process: SimProcess, error: Error) => void) {
    this.world = world;
    this.owner = newOwner(name);
    this.online = world.online.open(this.owner);
    this.requests = new Requests(world, this.owner, () => (this.isReady ? this.core : null));
    const write = (line: string) => {
      const { msg, err } = JSON.parse(line) as { msg: string; err?: { message: string } };
      world.trace(`${name}: ${msg}${err ? `: ${err.message}` : ''}`);
    };
    this.logger = pino({ level: 'warn', base: undefined, timestamp: false }, { write });
    world.scheduler.after(this.owner, 0, () => {
      this.boot().then(
        () => {
          this.isReady = true;
          world.trace(`${name}: ready`);
        },
        (error) => onExit(this, error),
      );
    });
  }

  /** Whether its log takes no more appends until it is opened again. */
  get isBroken(): boolean {
    return this.stored?.isBroken ?? false;
  }

  /** From one moment to the next nothing of it is left. */
  kill(): void {
    this.owner.isAlive = false;
    this.isReady = false;
    this.world.log.release(this.stored);
    this.requests.lose();
    for (const wire of [...this.wires]) wire.killed();
  }

  /** Ends in good order. Resolves when it has, or has failed to: then it is killed. */
  stop(): Promise<void> {
    const { scheduler } = this.world;
    this.isReady = false;
    return new Promise((resolve) => {
      const ended = () => scheduler.after(scheduler.world, 0, resolve);
      scheduler.after(this.owner, 0, () => void this.unwind().then(ended, ended));
      scheduler.after(scheduler.world, CATCH_UP_MS, resolve);
    });
  }

  /** Has views built anew, where this process keeps them by itself, while they serve. */
  rebuild(viewNames: string[]): void {
    const { projector, world } = this;
    if (!projector) return;
    world.scheduler.after(this.owner, 0, () => {
      projector.rebuild(viewNames).then(
        () => world.trace(`${this.owner.name}: rebuilt ${viewNames}`),
        (error) => world.trace(`${this.owner.name}: could not rebuild ${viewNames}: ${error.message}`),
      );
    });
  }

  /** Everything that it gives out: events, the documents of `ids` by view, the states of streams. To be asked when nothing fails any more. */
  async answers(ids: ReadonlyMap<View, readonly string[]>): Promise<unknown[]> {
    const { log, models, commands } = this.core!;
    const given: unknown[] = [];
    const streams = new Set<string>();
    for (let after = START; ; ) {
      const events = await log.readAll({ after });
      for (const { stream } of events) streams.add(stream);
      given.push(...events);
      if (events.length === 0) break;
      after = events.at(-1)!.position;
    }
    for (const [view, ofView] of ids) {
      for (let n = 0; n < ofView.length; n += PAGE)
        given.push(...(await models.getMany(view, ofView.slice(n, n + PAGE))));
    }
    for (const stream of streams) {
      const decider = allDeciders.find(({ category }) => category === categoryOf(stream));
      if (decider) given.push((await commands.load(decider, stream)).state);
    }
    return given;
  }

  private async boot(): Promise<void> {
    const { world, owner, undo } = this;
    const { plant } = world;
    const { scheduler } = world;
    this.stored = new SimEventStore(world.log, owner, { isAtomic: world.decidesAhead });
    const recheckMs = world.kind === 'embedded' ? Number.POSITIVE_INFINITY : RECHECK_MS;
    const keyring = new Keyring(world.keys.open(owner), { recheckMs, nowMs: () => scheduler.nowMs });
    this.sealed = sealWith(this.stored, keyring, TEST_LOG_KEY, plant.personal);
    const { log } = this.sealed;
    undo.push(() => log.close());
    const shared = world.kind === 'shared' ? { now: () => EPOCH_MS + scheduler.nowMs } : undefined;
    const clock = createClock({ notBeforeMs: (await log.last())?.meta.at, shared });
    undo.push(() => clock.stop());
    this.heartbeats = world.kind === 'shared' ? world.heartbeats.open(owner) : localHeartbeats(clock);
    undo.push(() => this.heartbeats.close());
    const commandsLog = plant.log?.(log, 'commands', world) ?? log;
    const handler = createCommandHandler(commandsLog, {
      random: world.network.next,
      isShared: world.kind === 'shared',
    });
    if (!plant.keepsTexts) this.sealed.whenForgotten(() => handler.forgetTexts());
    const commands = world.monitor.watched(plant.commands?.(handler, 'api', world) ?? handler);
    const models = await this.startModels();
    const others = world.kind === 'shared' ? await observeOthers(log, commands) : null;
    if (others) undo.push(() => others.stop());
    const planted = plant.commands?.(handler, 'workers', world);
    const forWorkers = planted ? world.monitor.watched(planted) : commands;
    undo.push(
      world.kind === 'shared'
        ? this.shareWorkers(clock, forWorkers, models)
        : await this.startWorkers(clock, forWorkers, models),
    );
    this.core = {
      clock,
      log,
      commands,
      models,
      logKey: TEST_LOG_KEY,
      observedUpTo: () => others?.position() ?? Number.POSITIVE_INFINITY,
      files: world.files.open(),
      payments: world.payments,
      payouts: world.payouts,
      thirdParties: NO_THIRD_PARTIES,
      workings: NO_WORKINGS,
      feeds: new Feeds(log),
      presence: { beat: (beat) => this.heartbeats.beat(beat) },
      settings: testSettings({
        publicUrl: 'http://salon.test',
        // The hosts of these evenings earn little.
        cashCentsPerPoint: 100,
        operatorLimitGold: SIM_LIMIT_GOLD,
        codesPerAddress: 1_000,
        codesPerHour: 1_000,
      }),
    };
    await this.startRealtime(clock, models, commands);
  }

  /** As salon.ts; a token here is a user's id, and holds until the user is erased. */
  private async startRealtime(clock: AdjustableClock, models: ReadModels, commands: CommandHandler): Promise<void> {
    const { world, logger } = this;
    const { log } = this.sealed;
    const http = createServer();
    const realtime = createRealtime({
      httpServer: http,
      log: world.plant.log?.(log, 'announcer', world) ?? log,
      async authenticate(token) {
        const userId = Number(token);
        const { state } = await commands.load(userDecider, userStream(APP, userId));
        return state.erased ? null : { appId: APP, userId, sessionId: 'session' };
      },
      channelsOf: channelsFrom(models, () => clock.now()),
      onlineUsers: this.online,
      counters: countersFrom(models),
      unread: unreadFrom(models),
      callEntry: callEntriesFrom(models),
      clock,
      logger,
      settings: { dev: true, origins: [] },
    });
    this.undo.push(() => realtime.close());
    await realtime.announcer.start();
    this.http = http;
  }

  private async startModels(): Promise<ReadModels> {
    const { world, owner, undo, stored, sealed } = this;
    const { plant } = world;
    const store = world.readModels.open(owner);
    const read = plant.log?.(stored, 'models', world) ?? stored;
    const projected = {
      log: {
        head: () => read.head(),
        readAll: (options) => read.readAll(options),
        subscribe: (options) => read.subscribe(options),
        openEvents: (events) => sealed.viewLog.openEvents(events),
      } satisfies ViewLog,
      store: plant.store?.(store, world) ?? store,
      views: allViews,
    };
    const onFault = (error: Error) => {
      this.logger.error({ err: error }, 'the read models wait');
      const passes = error instanceof StoreUnavailableError || error instanceof OvertakenError;
      if (!passes) world.violation(`6: the read models gave up: ${error.message}`);
    };
    if (world.kind === 'embedded') {
      const projector = new Projector({ ...projected, onFault });
      undo.push(() => projector.stop());
      const isGivenUp = () => !owner.isAlive;
      await whenAnswered('read models', this.logger, isGivenUp, () => projector.start());
      await projector.caughtUp(await stored.head(), allViews, CATCH_UP_MS);
      this.projector = projector;
      return new OpenedReadModels(projector, sealed.documents);
    }
    const start = async () => {
      const projector = new Projector({ ...projected, isWatched: true, onFault });
      await projector.start();
      return { stop: () => projector.stop(), hasFailed: () => projector.status().state === 'failed' };
    };
    const name = 'projections';
    const elected = campaign({ name, lease: world.leases.open(name, owner), logger: this.logger, start });
    undo.push(() => elected.stop());
    const followed = new FollowedReadModels({ store: world.readModels.open(owner), views: allViews });
    await followed.start();
    undo.push(() => followed.stop());
    await followed.caughtUp(await stored.head(), allViews, CATCH_UP_MS);
    return new OpenedReadModels(followed, sealed.documents);
  }

  /** The workers on this process's share of the partitions, as start-workers.ts has them on shared engines. */
  private shareWorkers(clock: AdjustableClock, commands: CommandHandler, models: ReadModels): () => Promise<void> {
    const { world, owner, logger } = this;
    const share = sharePartitions({
      name: 'workers',
      leases: ALL_PARTITIONS.map((partition) => world.leases.open(`workers.${partition}`, owner)),
      members: world.leases.members('workers', owner),
      logger,
      start: async (owned) => {
        const isHeld = () => owned.numbers.some((partition) => owned.isHeld(partition));
        return { stop: await this.startWorkers(clock, commandsWhile(isHeld, commands), models, owned) };
      },
    });
    return () => share.stop();
  }

  private startReactors(
    clock: AdjustableClock,
    commands: CommandHandler,
    models: ReadModels,
    partitions?: OwnedPartitions,
  ): Promise<RunningReactors> {
    const { world, owner, logger } = this;
    const { log } = this.sealed;
    return runReactors({
      ...{ commands, models, clock, logger, partitions },
      log: world.plant.log?.(log, 'reactors', world) ?? log,
      groups: [
        ...reactorGroups,
        filesGroup(world.files.open().store),
        erasureGroup({ log, commands, clock, logKey: TEST_LOG_KEY, keys: this.sealed }),
      ],
      checkpoints: world.readModels.open(owner),
    });
  }

  private async startWorkers(
    clock: AdjustableClock,
    commands: CommandHandler,
    models: ReadModels,
    partitions?: OwnedPartitions,
  ): Promise<() => Promise<void>> {
    const { world, owner, logger } = this;
    const { log } = this.sealed;
    const { plant } = world;
    const stops: (() => Promise<void>)[] = [];
    const stop = async () => {
      for (let step = stops.pop(); step; step = stops.pop()) await step();
    };
    try {
      const workers = { log, commands, models, clock, logger, partitions };
      const reactors = await this.startReactors(clock, commands, models, partitions);
      stops.push(() => reactors.stop());
      const watching = plant.presenceClock?.(clock) ?? clock;
      const presence = await runPresence({ ...workers, clock: watching, heartbeats: this.heartbeats });
      stops.push(() => presence.stop());
      const queue = world.jobQueue(owner, clock);
      stops.push(() => queue.close());
      const send: PushSender = (target, push) => world.phones.send(target, push, clock.now());
      const handlers = {
        ...deadlineHandlers({
          ...workers,
          pairWaiting: (userId, meta) => pairWaiting(workers, userId, meta),
          isPosted: (appId, fileId) => isPosted(workers, appId, fileId),
        }),
        ...paymentHandlers({
          clock,
          queryOrder: (orderId, meta) => queryOrder({ commands, payments: world.payments }, orderId, meta),
          payOut: (withdrawalId, meta) => payOut({ commands, payouts: world.payouts, clock }, withdrawalId, meta),
        }),
        ...codeDelivery({ log, commands, clock, codeOf: (codeId) => codeId, send: (phone) => world.sendSms(phone) }),
        ...pushHandlers({
          ...workers,
          online: this.online,
          notificationOf,
          send: plant.pushes?.(send) ?? send,
        }),
      };
      const jobs = await runJobs({ ...workers, models: plant.jobModels?.(models) ?? models, queue, handlers });
      stops.push(() => jobs.stop());
      return stop;
    } catch (error) {
      await stop();
      throw error;
    }
  }

  private async unwind(): Promise<void> {
    for (let step = this.undo.pop(); step; step = this.undo.pop()) await step();
  }
}

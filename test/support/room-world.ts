import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import type { Endpoint } from '../../api/http/endpoint.ts';
import { createApi, createHttpServer } from '../../api/http/server.ts';
import { TcpConnections } from '../../api/http/tcp-connections.ts';
import { operatorDialect } from '../../api/operator/dialect.ts';
import { operatorEndpoints } from '../../api/operator/endpoints.ts';
import { createHttpMetrics } from '../../api/ops/metrics.ts';
import { signToken } from '../../application/accounts/tokens.ts';
import { Apps } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import { Feeds } from '../../application/operators/feeds.ts';
import { NO_WORKINGS } from '../../application/workings.ts';
import type { CommandMeta, Decider } from '../../domain/kernel/decider.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import type { RelationsCommand } from '../../domain/relations/commands.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import type { SimulatedPayments } from '../../payments/simulated.ts';
import { Projector } from '../../projections/projector.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { allViews } from '../../projections/views/all.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { DEV_APPS } from '../../server/served-apis.ts';
import { simulateThirdParties } from '../../third-parties/simulated.ts';
import { type AdjustableClock, createClock } from '../../workers/clock.ts';
import type { Reactor, ReactorGroup } from '../../workers/reactor.ts';
import { erasureGroup, type ForgetKeys } from '../../workers/reactors/erasures.ts';
import { runReactors } from '../../workers/run-reactors.ts';
import { watchingAnswers } from './answer-watch.ts';
import { Client, TEST_DEV_KEY } from './client.ts';
import { TEST_LOG_KEY } from './log-key.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { MemoryReadModelStore } from './memory-read-models.ts';
import { PATIENCE_MS } from './promises.ts';
import { testFiles } from './test-files.ts';
import { testPayments } from './test-payments.ts';
import { testSettings } from './test-settings.ts';

export const APP = 'heihei';

/** A server of real HTTP endpoints over a log and read models in memory; people are registered without SMS codes. */
export class RoomWorld {
  readonly url: string;
  readonly core: Core;
  readonly log: MemoryEventStore;
  readonly clock: AdjustableClock;
  readonly beats: { kind: 'live' | 'chat'; roomId: number; userId: number }[];
  /** The other side of payments. */
  readonly payments: SimulatedPayments;
  private readonly models: Projector;
  private readonly stop: () => Promise<void>;
  private readonly reacted: () => number;
  private nextUserId = 10_001;

  private constructor(
    parts: Pick<RoomWorld, 'url' | 'core' | 'log' | 'clock' | 'beats' | 'payments'> & {
      models: Projector;
      stop: () => Promise<void>;
      reacted: () => number;
    },
  ) {
    this.url = parts.url;
    this.core = parts.core;
    this.log = parts.log;
    this.clock = parts.clock;
    this.beats = parts.beats;
    this.payments = parts.payments;
    this.models = parts.models;
    this.stop = parts.stop;
    this.reacted = parts.reacted;
  }

  /** With `keys`, people who are erased are forgotten by the reactor `forget-person`. */
  static async start(
    endpoints: readonly Endpoint[],
    reactors: readonly Reactor[] = [],
    keys?: ForgetKeys,
  ): Promise<RoomWorld> {
    const log = new MemoryEventStore();
    const store = new MemoryReadModelStore();
    const models = new Projector({ log, store, views: allViews });
    await models.start();
    const clock = createClock();
    const commands = createCommandHandler(log);
    const logger = pino({ level: 'silent' });
    const beats: RoomWorld['beats'] = [];
    const opened = await testFiles(clock);
    const paying = testPayments();
    const outside = simulateThirdParties();
    const core: Core = {
      clock,
      files: opened.files,
      announced: (event) => messagesOf(event),
      payments: paying.payments,
      payouts: paying.payouts,
      thirdParties: outside.parties,
      log,
      commands,
      models,
      logKey: TEST_LOG_KEY,
      observedUpTo: () => Number.POSITIVE_INFINITY,
      workings: NO_WORKINGS,
      feeds: new Feeds(log),
      presence: { beat: (beat) => void beats.push(beat) },
      settings: testSettings({ apps: new Apps(DEV_APPS), devKey: TEST_DEV_KEY }),
    };
    const erasures: ReactorGroup[] = keys ? [erasureGroup({ log, commands, clock, keys, logKey: TEST_LOG_KEY })] : [];
    const runner = await runReactors({
      groups: [{ name: 'all', reactors }, ...erasures],
      log,
      commands,
      models,
      checkpoints: store,
      clock,
      logger,
    });
    const server = createHttpServer(
      createApi({
        core,
        apis: [
          { dialect: heiheiDialect, endpoints },
          { dialect: operatorDialect, endpoints: operatorEndpoints },
        ],
        pageFailure: heiheiDialect.failure,
        logger: watchingAnswers(logger),
        metrics: createHttpMetrics(),
        notReady: () => [],
        fileRoutes: opened.routes(core)!,
      }),
    );
    new TcpConnections(server);
    // The same backlog as the real server: a thousand connections at once fit into it.
    await new Promise<void>((resolve) => server.listen({ port: 0, host: '127.0.0.1', backlog: 2_048 }, resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    opened.listening.url = url;
    return new RoomWorld({
      url,
      core,
      log,
      clock,
      beats,
      models,
      payments: paying.simulated,
      reacted: () => runner.position(),
      stop: async () => {
        server.closeAllConnections();
        await new Promise((resolve) => server.close(resolve));
        await runner.stop();
        await models.stop();
        await store.close();
        opened.close();
      },
    });
  }

  /** Stops the projector: the read models stay as they are. */
  stopModels(): Promise<void> {
    return this.models.stop();
  }

  close(): Promise<void> {
    return this.stop();
  }

  /** A registered person with an open session; with '' for a birthday the profile is not filled in. */
  async person(name: string, goldHeld = 0, birthDay = '1995-03-13'): Promise<Client> {
    const userId = this.nextUserId++;
    const client = new Client(this.url, name);
    client.userId = userId;
    const user = streamName('user', APP, userId);
    const card = {
      displayName: name,
      gender: 'Female' as const,
      birthDay,
      description: '',
    };
    const sessionId = randomUUID();
    const now = this.clock.now();
    const expiresAt = now + 3600_000 * 24 * 30;
    const heiNum = 10_000_000 + userId;
    const registered = { userId, phone: `138${userId}`, heiNum, displayName: name, coverUrl: '' };
    await this.run(userDecider, user, { type: 'RegisterUser', ...registered }, userId);
    if (birthDay !== '') await this.run(userDecider, user, { type: 'UpdateProfile', ...card }, userId);
    const opened = await this.run(userDecider, user, { type: 'OpenSession', sessionId, expiresAt }, userId);
    client.token = await signToken(this.core, 'heihei', { appId: APP, userId, sessionId }, expiresAt);
    if (goldHeld > 0) await this.grant(userId, goldHeld);
    await this.core.models.caughtUp(opened.position, allViews, PATIENCE_MS);
    return client;
  }

  async people(count: number, goldHeld = 0): Promise<Client[]> {
    const people: Client[] = [];
    for (let n = 1; n <= count; n++) people.push(await this.person(`观众${n}`, goldHeld));
    return people;
  }

  async grant(userId: number, amountGold: number): Promise<void> {
    const wallet = streamName('wallet', APP, userId);
    await this.run(walletDecider, wallet, { type: 'GrantGold', userId, amountGold, source: 'test' }, 0);
  }

  async relate(type: RelationsCommand['type'], from: Client, to: Client): Promise<void> {
    const stream = streamName('relations', APP, from.userId);
    await this.run(relationsDecider, stream, { type, targetId: to.userId }, from.userId);
    await this.settle();
  }

  /** Runs a command directly, without an endpoint; by default as the system. */
  run<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    stream: string,
    command: Command,
    actor = 0,
    meta: Partial<CommandMeta> = {},
  ) {
    const at = this.clock.now();
    return this.core.commands.handle(decider, stream, command, {
      appId: APP,
      actor,
      at,
      commandId: randomUUID(),
      ...meta,
    });
  }

  /** Starts a live with these people in its room; returns its id. */
  async room(host: Client, viewers: readonly Client[] = [], title = '来听我直播'): Promise<number> {
    const { live } = await host.must('/api/live/create-live', { title });
    const { liveId } = live as { liveId: number };
    await host.must('/api/live/start-live', { liveId });
    for (const viewer of viewers) await viewer.must('/api/live/join-live', { liveId });
    return liveId;
  }

  /** Resolves when every reaction to the log's events has been carried out and the read models show it. */
  async settle(): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    for (let quiet = 0; quiet < 2; ) {
      const head = await this.log.head();
      const models: ReadModels = this.core.models;
      const done = this.reacted() >= head && (await models.caughtUp(head, allViews, PATIENCE_MS));
      quiet = done && head === (await this.log.head()) ? quiet + 1 : 0;
      if (Date.now() > deadline) throw new Error('the world does not come to rest');
      if (quiet < 2) await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

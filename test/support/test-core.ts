import { randomUUID } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import type { OriginRule } from '../../api/http/cors.ts';
import type { Api } from '../../api/http/dialect.ts';
import type { RateLimits } from '../../api/http/rate-limits.ts';
import type { RequestsUnderWay } from '../../api/http/requests-under-way.ts';
import { createApi, createHttpServer } from '../../api/http/server.ts';
import { TcpConnections } from '../../api/http/tcp-connections.ts';
import { createHttpMetrics, type HttpMetrics } from '../../api/ops/metrics.ts';
import { Apps } from '../../application/apps.ts';
import type { ApiSettings, Core } from '../../application/core.ts';
import { Feeds } from '../../application/operators/feeds.ts';
import { NO_WORKINGS } from '../../application/workings.ts';
import type { Decider } from '../../domain/kernel/decider.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';
import { createCommandHandler } from '../../event-store/command-handler.ts';
import type { Payments } from '../../payments/provider.ts';
import { Projector } from '../../projections/projector.ts';
import { allViews } from '../../projections/views/all.ts';
import { DEV_APPS } from '../../server/served-apis.ts';
import { simulateThirdParties } from '../../third-parties/simulated.ts';
import type { ThirdParties } from '../../third-parties/third-party.ts';
import { type AdjustableClock, createClock } from '../../workers/clock.ts';
import { watchingAnswers } from './answer-watch.ts';
import { type Answer, Client, TEST_DEV_KEY } from './client.ts';
import { TEST_LOG_KEY } from './log-key.ts';
import { MemoryEventStore } from './memory-event-store.ts';
import { MemoryReadModelStore } from './memory-read-models.ts';
import { testFiles } from './test-files.ts';
import { testPayments } from './test-payments.ts';
import { testSettings } from './test-settings.ts';

export const APP = 'heihei';

export interface TestApiOptions {
  settings?: Partial<ApiSettings>;
  /** Default: heihei, all of it. */
  apis?: readonly Api[];
  log?: MemoryEventStore;
  /** Where people can pay; default: everywhere, with providers that are played. */
  payments?: Payments;
  /** Who vouches for people without a phone; default: ones that are played. */
  thirdParties?: ThirdParties;
  notReady?: () => string[];
  underWay?: RequestsUnderWay;
  successesPerLine?: number;
  limits?: RateLimits;
  isOriginAllowed?: OriginRule;
  /** Where the compiled pages of the web lie; default: nowhere. */
  webFolder?: string;
}

export interface TestApi {
  url: string;
  core: Core;
  log: MemoryEventStore;
  clock: AdjustableClock;
  metrics: HttpMetrics;
  /** The folder that uploaded files lie in. */
  filesDir: string;
  /** What the server logged as an error. */
  logged: { fields: object; message: string }[];
  /** The log lines of requests so far. */
  requests: object[];
  /** Runs a command directly, without an endpoint; by default as the system. */
  run<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    stream: string,
    command: Command,
    actor?: number,
  ): Promise<unknown>;
  /** Signs in through the API, and completes the profile. Phones count up. */
  user(displayName: string): Promise<Client>;
  close(): Promise<void>;
}

/** The real HTTP side over a log and read models in memory; no reactors, no sockets. */
export async function startTestApi(options: TestApiOptions = {}): Promise<TestApi> {
  const log = options.log ?? new MemoryEventStore();
  const store = new MemoryReadModelStore();
  const models = new Projector({ log, store, views: allViews });
  await models.start();
  const clock = createClock();
  const opened = await testFiles(clock);
  const paying = testPayments();
  const outside = simulateThirdParties();
  const core: Core = {
    clock,
    files: opened.files,
    payments: options.payments ?? paying.payments,
    payouts: paying.payouts,
    thirdParties: options.thirdParties ?? outside.parties,
    log,
    commands: createCommandHandler(log),
    models,
    logKey: TEST_LOG_KEY,
    observedUpTo: () => Number.POSITIVE_INFINITY,
    workings: NO_WORKINGS,
    feeds: new Feeds(log),
    presence: { beat() {} },
    settings: testSettings({ apps: new Apps(DEV_APPS), devKey: TEST_DEV_KEY, showsDocs: true, ...options.settings }),
  };
  const logged: TestApi['logged'] = [];
  const requests: object[] = [];
  const logger = watchingAnswers({
    error: (fields, message) => void logged.push({ fields, message }),
    warn() {},
    info: (fields) => void requests.push(fields),
  });
  const metrics = createHttpMetrics();
  const notReady = options.notReady ?? (() => []);
  const advanceClock = (ms: number) => clock.advance(ms);
  const apis = options.apis ?? [{ dialect: heiheiDialect, endpoints: heiheiEndpoints }];
  const server = createHttpServer(
    createApi({
      ...options,
      core,
      apis,
      pageFailure: heiheiDialect.failure,
      logger,
      metrics,
      notReady,
      advanceClock,
      simulatedPayments: paying.simulated,
      simulatedThirdParties: outside,
      checkAnswers: true,
      fileRoutes: opened.routes(core)!,
    }),
  );
  new TcpConnections(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  opened.listening.url = url;
  let phones = 13_800_000_000;

  return {
    url,
    core,
    log,
    clock,
    metrics,
    filesDir: opened.dir,
    logged,
    requests,
    run: (decider, stream, command, actor = 0) =>
      core.commands.handle(decider, stream, command, {
        appId: APP,
        actor,
        at: clock.now(),
        commandId: randomUUID(),
      }),
    user: (displayName) => new Client(url, displayName).signIn(String(phones++), { displayName }),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await models.stop();
      await store.close();
      opened.close();
    },
  };
}

/** Calls with a JSON body, where values keep their JSON types. */
export async function postJson(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return (await response.json()) as Answer;
}

import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Logger } from 'pino';
import proxyaddr from 'proxy-addr';
import { heiheiDialect } from '../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../api/heihei/endpoints.ts';
import { signInLimits } from '../api/heihei/user/sign-in-limits.ts';
import type { Api } from '../api/http/dialect.ts';
import { networkOf } from '../api/http/networks.ts';
import { RequestsUnderWay } from '../api/http/requests-under-way.ts';
import { createApi, createHttpServer, drainServer } from '../api/http/server.ts';
import { connectionsWithin, TcpConnections } from '../api/http/tcp-connections.ts';
import { linkvLiveDialect } from '../api/linkv-live/dialect.ts';
import { linkvLiveEndpoints } from '../api/linkv-live/endpoints.ts';
import { collectNumbers, collectProcessMetrics, createHttpMetrics } from '../api/ops/metrics.ts';
import { deriveCode } from '../application/accounts/codes.ts';
import { authenticate } from '../application/accounts/tokens.ts';
import { type App, Apps } from '../application/apps.ts';
import type { Core } from '../application/core.ts';
import type { Config } from '../config.ts';
import { DomainError } from '../domain/kernel/errors.ts';
import { type CommandHandler, createCommandHandler } from '../event-store/command-handler.ts';
import { NewerEvents } from '../event-store/newer-events.ts';
import { checkNotAhead } from '../projections/log-match.ts';
import type { ReadModels } from '../projections/read-models.ts';
import { allViews } from '../projections/views/all.ts';
import { channelsFrom, countersFrom } from '../realtime/read-model-ports.ts';
import { createRealtime } from '../realtime/realtime.ts';
import type { AdjustableClock } from '../workers/clock.ts';
import { deadlineHandlers } from '../workers/deadlines.ts';
import type { Heartbeats } from '../workers/heartbeats.ts';
import { runJobs } from '../workers/job-runner.ts';
import { commandsWhile } from '../workers/lease.ts';
import { parkedSentences } from '../workers/parked-reactions.ts';
import { runPresence } from '../workers/presence.ts';
import { checkpointOf, runReactors } from '../workers/reactor.ts';
import { allReactors } from '../workers/reactors/all.ts';
import { codeDelivery, type SmsSender, webhookSender } from '../workers/sms.ts';
import { addressOfPeer, openFilesLimit } from './addresses.ts';
import { asOnlyOne, type NotReady } from './elected.ts';
import { type Engines, openEngines } from './engines.ts';
import { logOnce } from './log-once.ts';
import { startReadModels } from './read-models.ts';
import { originOf } from './settings/addresses.ts';
import { leaveDevKey, newDevKey } from './settings/dev-key.ts';
import { keptSecrets, SECRETS_FILE, type Secrets } from './settings/secrets-file.ts';
import { startClock } from './start-clock.ts';
import { startWhenAnswered } from './start-when-answered.ts';

/** The app whose users come through the heihei dialect. */
const HEIHEI_APP = 'heihei';
/** The APIs that servers of apps call. */
const SERVER_APIS: readonly Api[] = [{ dialect: linkvLiveDialect, endpoints: linkvLiveEndpoints }];
/** The reactors, as one: they share a checkpoint. */
const REACTORS = 'core';
/** How long a stop waits for requests under way: with all that follows, the process ends within 12 s of its signal. */
const DRAIN_MS = 8_000;
/** Connections that the kernel holds until they are taken, when thousands come back at once; `net.core.somaxconn` caps it. */
const LISTEN_BACKLOG = 16_384;

export interface Salon {
  url: string;
  /** Resolves when endpoints and sockets serve: the read models have caught up. Rejects when the start has failed after all. */
  ready: Promise<void>;
  isReady(): boolean;
  /** How far the read models have come, for an operator. */
  progress(): string;
  clock: AdjustableClock;
  core: Core;
  /** Where the secrets are that the first start made; null when all were given. */
  secretsFile: string | null;
  /** Takes no new requests, finishes those under way, stops what follows the log, closes the stores. */
  stop(): Promise<void>;
}

/** Keys for different purposes, from the one secret: none of them tells another. */
function derivedSecret(secret: string, purpose: string): string {
  return createHmac('sha256', secret).update(`salon.${purpose}`).digest('base64url');
}

/** What the roles of one process share. */
interface Shared {
  config: Config;
  /** Sign-in codes follow from it. */
  codeSecret: string;
  /** Signs what the SMS hook is sent. */
  hookKey: string;
  logger: Logger;
  engines: Engines;
  clock: AdjustableClock;
  heartbeats: Heartbeats;
  commands: CommandHandler;
  models: ReadModels;
  underWay: RequestsUnderWay;
  warnings: NotReady;
}

/**
 * The composition root: opens the engines, wires the adapters and starts the roles that the configuration names. Resolves
 * when the server listens; until `ready`, endpoints answer 503 and sockets are told to try again. Rejects with `StoreOpenError`, `DamagedLogError` or the
 * listen error.
 */
export async function startSalon(config: Config, fullLogger: Logger): Promise<Salon> {
  const { logger, flush } = logOnce(fullLogger);
  /** Undone in reverse: by `stop`, or when a later step of the start fails. */
  const undo: (() => Promise<unknown>)[] = [];
  const unwind = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
    flush();
  };
  try {
    const engines = await openEngines(config, logger);
    undo.push(() => engines.close());
    const { log } = engines;
    const { salon: secret, rtc, file: secretsFile } = secretsOf(config);
    const codeSecret = derivedSecret(secret, 'codes');
    const devKey = config.devKey || newDevKey();
    if (config.dev && !config.engines) {
      const takeAway = leaveDevKey(config.dataDir, devKey);
      undo.push(async () => takeAway());
    }
    await checkNotAhead(log, engines.store, allViews, [checkpointOf(REACTORS)]);
    const clock = await startClock(engines, logger);
    undo.push(async () => clock.stop());
    const heartbeats = engines.heartbeats(clock);
    undo.push(() => heartbeats.close());
    const newer = new NewerEvents();
    const notReady: NotReady = [() => engines.away()];
    const warnings: NotReady = [() => newer.sentences()];
    const commands = createCommandHandler(log, {
      snapshots: engines.store,
      onFault: (error) => logger.warn({ err: error }, 'a snapshot is left out'),
      onNewer: (error) => newer.note(error),
    });

    const started = await startReadModels({ config, logger, engines, undo, notReady, warnings });
    const { models } = started;
    const underWay = new RequestsUnderWay();
    const hookKey = hookKeyOf(config, secret);
    const shared: Shared = {
      config,
      codeSecret,
      hookKey,
      logger,
      engines,
      clock,
      heartbeats,
      commands,
      models,
      underWay,
      warnings,
    };
    if (engines.lease) {
      // Others write to the same streams: what is held in memory follows the log.
      const others = log.subscribe({ after: await log.head(), onBatch: (events) => commands.observe(events) });
      undo.push(() => others.stop());
    }
    let isStarting = true;
    let stopWorkers = async () => {};
    undo.push(() => stopWorkers());

    const core: Core = {
      clock,
      log,
      commands,
      models,
      presence: {
        beat: (appId, liveId, userId) => heartbeats.beat({ appId, liveId, userId }),
      },
      settings: {
        heiheiAppId: HEIHEI_APP,
        publicUrl: config.publicUrl,
        tokenSecret: derivedSecret(secret, 'tokens'),
        oldTokenSecrets: config.oldSecrets.map((old) => derivedSecret(old, 'tokens')),
        apps: new Apps(config.apps),
        codeSecret,
        rtc,
        clientAddress: clientAddressBehind(config.trustedProxies),
        dev: config.dev,
        devKey,
        phoneSignIn: isPhoneSignInOn(config),
        codesPerAddress: config.codesPerAddress,
        codesPerHour: config.codesPerHour,
        metricsToken: config.metricsToken,
      },
    };
    const metrics = createHttpMetrics();
    collectProcessMetrics(metrics.registry);
    if (config.roles.has('api')) {
      const { numbers } = signInLimits(core);
      collectNumbers(metrics.registry, 'sign_in', numbers, ['codeBudgetExhausted', 'tryBudgetExhausted']);
    }
    collectNumbers(metrics.registry, 'clock', clock.metrics, ['aheadMs']);
    if (engines.time) collectNumbers(metrics.registry, 'machine_clock', engines.time.metrics, ['aheadOfRedisMs']);
    const api = createApi({
      core,
      apis: config.roles.has('api') ? servedApis(config.apps) : [],
      pageFailure: heiheiDialect.failure,
      logger,
      metrics,
      underWay,
      notReady: () => [...new Set(notReady.flatMap((ask) => ask()))],
      warnings: () => warnings.flatMap((ask) => ask()),
      isStarting: () => isStarting,
      // Several processes have several clocks: only a process that is all of Salon can move time.
      advanceClock: engines.lease ? undefined : (ms) => clock.advance(ms),
    });
    const server = createHttpServer(api);
    const realtime = config.roles.has('realtime') ? startRealtime(server, core, shared) : null;
    if (realtime) {
      const falling = ['connections', 'unsigned', 'channels', 'ringBytes'] as const;
      collectNumbers(metrics.registry, 'realtime', realtime.metrics, falling);
    }
    const total = connectionsWithin(openFilesLimit());
    const connections = new TcpConnections(server, { total }, addressOfPeer(config.trustedProxies));
    collectNumbers(metrics.registry, 'tcp', connections.metrics, ['open']);
    let stopping = false;
    notReady.push(() => (isStarting ? [started.progress()] : []));
    notReady.push(() => (stopping ? ['this process is stopping'] : []));
    undo.push(async () => {
      stopping = true;
      await Promise.all([drainServer(server, DRAIN_MS, connections), realtime?.close()]);
    });
    await listen(server, config);
    const serve = async () => {
      await started.caughtUp();
      if (stopping) return;
      if (config.roles.has('workers')) {
        const start = async (isHeld: () => boolean) => ({ stop: await startWorkers(shared, isHeld) });
        stopWorkers = await asOnlyOne('workers', { engines, logger, notReady }, start);
      }
      if (stopping) return;
      await realtime?.announcer.start();
      isStarting = false;
    };
    const ready = serve();
    // Told to whoever waits for it.
    ready.catch(() => {});
    const stop = async () => {
      stopping = true;
      if (isStarting) await started.giveUp();
      await ready.catch(() => {});
      await unwind();
    };
    return {
      url: urlOf(server),
      clock,
      core,
      secretsFile,
      ready,
      isReady: () => !isStarting,
      progress: started.progress,
      stop,
    };
  } catch (error) {
    await unwind();
    throw error;
  }
}

/** heihei always; of the server APIs those that have an app. */
export function servedApis(apps: readonly App[]): Api[] {
  const { dialects } = new Apps(apps);
  const heihei = { dialect: heiheiDialect, endpoints: heiheiEndpoints };
  return [heihei, ...SERVER_APIS.filter(({ dialect }) => (dialects as string[]).includes(dialect.name))];
}

/** Reactors, presence, jobs. They write only while `isHeld`: a process that was suspended may have been followed by another. */
async function startWorkers(
  {
    config,
    codeSecret,
    hookKey,
    logger,
    engines,
    clock,
    heartbeats,
    commands: anyCommands,
    models,
    underWay,
    warnings,
  }: Shared,
  isHeld: () => boolean,
): Promise<() => Promise<void>> {
  const { log, store } = engines;
  const commands = commandsWhile(isHeld, anyCommands);
  const stops: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (let step = stops.pop(); step; step = stops.pop()) await step();
  };
  try {
    const workers = { log, commands, models, clock, logger };
    const isRush = () => underWay.isRush();
    const reacting = { ...workers, name: REACTORS, reactors: allReactors, checkpoints: store, notes: store, isRush };
    const reactors = await runReactors(reacting);
    stops.push(() => reactors.stop());
    const name = () => parkedSentences(reactors.parked());
    warnings.push(name);
    stops.push(async () => void warnings.splice(warnings.indexOf(name), 1));
    const asks = { logger, clock };
    stops.push(startWhenAnswered('presence', asks, () => runPresence({ ...workers, heartbeats })));
    const queue = engines.jobQueue(clock);
    stops.push(() => queue.close());
    const codeOf = (codeId: string) => deriveCode(codeSecret, codeId);
    const send = smsSender(config, hookKey, logger);
    const handlers = { ...deadlineHandlers(workers), ...codeDelivery({ commands, clock, codeOf, send }) };
    stops.push(startWhenAnswered('jobs', asks, () => runJobs({ ...workers, queue, handlers, isHeld })));
    return stop;
  } catch (error) {
    await stop();
    throw error;
  }
}

function startRealtime(httpServer: Server, core: Core, { config, logger, engines, clock, models }: Shared) {
  const { clientAddress = (request) => request.socket.remoteAddress ?? '' } = core.settings;
  return createRealtime({
    httpServer,
    log: engines.log,
    authenticate: (token) => authenticate(core, token).catch(nullForRefusal),
    channelsOf: channelsFrom(models, () => clock.now()),
    counters: countersFrom(models),
    clock,
    logger,
    settings: {
      dev: config.dev,
      origins: [originOf(config.publicUrl) ?? [], config.allowedOrigins].flat(),
      clientAddress: (request) => networkOf(clientAddress(request)),
    },
  });
}

/** The nearest address in X-Forwarded-For that is not one of the operator's own proxies; without proxies, the peer's. */
function clientAddressBehind(proxies: string[]): ((request: IncomingMessage) => string) | undefined {
  if (proxies.length === 0) return undefined;
  const isTrusted = proxyaddr.compile(proxies);
  return (request) => proxyaddr(request, isTrusted);
}

/** A token that a rule refuses is nobody's; any other trouble is temporary and stays an error. */
function nullForRefusal(error: unknown): null {
  if (error instanceof DomainError) return null;
  throw error;
}

/** Without a provider codes reach people in dev mode alone, where they are at /dev. */
export function isPhoneSignInOn({ dev, smsWebhookUrl }: Config): boolean {
  return dev || smsWebhookUrl !== '';
}

/** The key that the SMS hook's receiver checks signatures with; `npm run sms-key` prints it. */
export function hookKeyOf({ smsWebhookSecret }: Config, secret: string): string {
  return smsWebhookSecret || derivedSecret(secret, 'sms-hook');
}

/** The given secrets; what was not given is kept in the data directory, made there at the first start. */
function secretsOf({ secret, rtc, dataDir }: Config): Secrets & { file: string | null } {
  if (secret !== null && rtc !== null) return { salon: secret, rtc, file: null };
  const kept = keptSecrets(dataDir);
  return { salon: secret ?? kept.salon, rtc: rtc ?? kept.rtc, file: join(dataDir, SECRETS_FILE) };
}

/** In dev mode without a provider the code is at `GET /dev/sms/:phone`; nothing is sent and nothing secret is logged. */
function smsSender(config: Config, hookKey: string, logger: Logger): SmsSender {
  if (config.smsWebhookUrl !== '') return webhookSender(config.smsWebhookUrl, hookKey);
  if (config.dev) return async () => logger.info({}, 'dev mode: a sign-in code is at /dev/sms/:phone');
  // For codes that were asked for while there was a provider: their jobs give up when they expire.
  return async () => {
    throw new Error('SMS_WEBHOOK_URL is not set');
  };
}

async function listen(server: Server, { host, port }: Config): Promise<void> {
  server.listen({ port, host, backlog: LISTEN_BACKLOG });
  await once(server, 'listening');
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

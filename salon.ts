import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { Core } from './api/core.ts';
import { authenticate } from './api/heihei/auth.ts';
import { deriveCode } from './api/heihei/codes.ts';
import { heiheiEndpoints } from './api/heihei/endpoints.ts';
import { collectProcessMetrics, createHttpMetrics } from './api/ops/metrics.ts';
import { createApi, createHttpServer } from './api/server.ts';
import type { Config } from './config.ts';
import { DomainError } from './domain/kernel/errors.ts';
import { createCommandHandler } from './event-store/command-handler.ts';
import { EmbeddedEventStore } from './event-store/embedded/embedded-event-store.ts';
import { lockStore } from './event-store/sqlite.ts';
import { EmbeddedReadModelStore } from './projections/embedded/store.ts';
import { Projector } from './projections/projector.ts';
import { allViews } from './projections/views/all.ts';
import { channelsFrom, countersFrom } from './realtime/read-model-ports.ts';
import { createRealtime } from './realtime/realtime.ts';
import { type AdjustableClock, createClock } from './workers/clock.ts';
import { runDeadlines } from './workers/deadlines.ts';
import { runPresence } from './workers/presence.ts';
import { runReactors } from './workers/reactor.ts';
import { allReactors } from './workers/reactors/all.ts';
import { runSms, type SmsSender, webhookSender } from './workers/sms.ts';

/** The app whose users come through the heihei dialect. */
const HEIHEI_APP = 'heihei';
/** How long start-up waits for the read models before it listens anyway, not ready yet. */
const CATCH_UP_MS = 10 * 60_000;
/** How long a stop waits for requests under way. */
const DRAIN_MS = 10_000;

export interface Salon {
  url: string;
  clock: AdjustableClock;
  core: Core;
  /** Takes no new requests, finishes those under way, stops what follows the log, closes the stores. */
  stop(): Promise<void>;
}

/** Keys for different purposes, from the one secret: none of them tells another. */
function derivedSecret(config: Config, purpose: string): string {
  return createHmac('sha256', config.secret).update(`salon.${purpose}`).digest('base64url');
}

/**
 * The composition root: picks the adapters, wires them and starts every role in this process. Resolves when the server
 * listens and its read models have caught up. Rejects with `StoreOpenError`, `DamagedLogError` or the listen error.
 */
export async function startSalon(config: Config, logger: Logger): Promise<Salon> {
  /** Undone in reverse: by `stop`, or when a later step of the start fails. */
  const undo: (() => Promise<unknown> | unknown)[] = [];
  const unwind = async () => {
    for (let step = undo.pop(); step; step = undo.pop()) await step();
  };
  try {
    const lock = lockStore(config.dataDir);
    undo.push(() => lock.release());
    const log = await EmbeddedEventStore.open({ dir: config.dataDir });
    undo.push(() => log.close());
    const store = await EmbeddedReadModelStore.open({ dir: config.dataDir });
    undo.push(() => store.close());

    const lastEvent = await log.last();
    const clock = createClock(lastEvent?.meta.at);
    const commands = createCommandHandler(log);
    const onFault = (error: Error) => logger.error({ err: error }, 'the read models wait');
    const models = new Projector({ log, store, views: allViews, onFault });
    await models.start();
    undo.push(() => models.stop());
    if (!(await models.caughtUp(await log.head(), CATCH_UP_MS)))
      logger.warn({}, 'the read models are still catching up');

    const workers = { log, commands, models, clock, logger };
    const reactors = await runReactors({ ...workers, name: 'core', reactors: allReactors, checkpoints: store });
    undo.push(() => reactors.stop());
    const deadlines = await runDeadlines(workers);
    undo.push(() => deadlines.stop());
    const presence = await runPresence(workers);
    undo.push(() => presence.stop());
    const codeSecret = derivedSecret(config, 'codes');
    const codeOf = (commandId: string) => deriveCode(codeSecret, commandId);
    const sms = await runSms({ log, checkpoints: store, clock, logger, codeOf, send: smsSender(config, logger) });
    undo.push(() => sms.stop());

    const core: Core = {
      clock,
      log,
      commands,
      models,
      presence,
      settings: {
        heiheiAppId: HEIHEI_APP,
        publicUrl: config.publicUrl,
        tokenSecret: derivedSecret(config, 'tokens'),
        codeSecret,
        rtc: config.rtc,
        dev: config.dev,
      },
    };
    const metrics = createHttpMetrics();
    collectProcessMetrics(metrics.registry);
    let stopping = false;
    const notReady = () => {
      const { ready, state, error } = models.status();
      const reasons = ready ? [] : [`the read models are ${state}${error ? `: ${error.message}` : ''}`];
      return stopping ? [...reasons, 'this process is stopping'] : reasons;
    };
    const advanceClock = (ms: number) => clock.advance(ms);
    const server = createHttpServer(
      createApi({ core, endpoints: heiheiEndpoints, logger, metrics, notReady, advanceClock }),
    );
    const realtime = createRealtime({
      httpServer: server,
      log,
      authenticate: (token) => authenticate(core, token).catch(nullForRefusal),
      channelsOf: channelsFrom(models, () => clock.now()),
      counters: countersFrom(models),
      clock,
      logger,
      settings: { dev: config.dev, origins: config.allowedOrigins },
    });
    undo.push(async () => {
      stopping = true;
      await drain(server, () => realtime.close());
    });
    await realtime.announcer.start();
    await listen(server, config);
    return { url: urlOf(server), clock, core, stop: unwind };
  } catch (error) {
    await unwind();
    throw error;
  }
}

/** A token that a rule refuses is nobody's; any other trouble is temporary and stays an error. */
function nullForRefusal(error: unknown): null {
  if (error instanceof DomainError) return null;
  throw error;
}

/** In dev mode without a provider the code is at `GET /dev/sms/:phone`; nothing is sent and nothing secret is logged. */
function smsSender(config: Config, logger: Logger): SmsSender {
  if (config.smsWebhookUrl !== '') return webhookSender(config.smsWebhookUrl);
  return async () => logger.info({}, 'dev mode: a sign-in code is at /dev/sms/:phone');
}

async function listen(server: Server, { host, port }: Config): Promise<void> {
  server.listen(port, host);
  await once(server, 'listening');
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

/** Lets requests under way finish, closes sockets and idle connections, and after `DRAIN_MS` the rest. */
async function drain(server: Server, closeSockets: () => Promise<void>): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const force = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closeSockets();
  server.closeIdleConnections();
  await closed;
  clearTimeout(force);
}

import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import { heiheiDialect } from '../api/heihei/dialect.ts';
import { roomAddresses } from '../api/heihei/live/addresses.ts';
import type { OriginRule } from '../api/http/cors.ts';
import { RateLimits } from '../api/http/rate-limits.ts';
import { createApi, createHttpServer, drainServer } from '../api/http/server.ts';
import { connectionsWithin, TcpConnections } from '../api/http/tcp-connections.ts';
import { createHttpMetrics } from '../api/ops/metrics.ts';
import { pictureUrl } from '../application/files/pictures.ts';
import { networkOf } from '../application/networks.ts';
import type { Config } from '../config.ts';
import type { LoggedEvent } from '../event-store/event-store.ts';
import { originRule } from '../realtime/door.ts';
import { callEntriesFrom, channelsFrom, countersFrom, unreadFrom } from '../realtime/read-model-ports.ts';
import { createRealtime, type Realtime } from '../realtime/realtime.ts';
import { addressOfPeer, openFilesLimit } from './addresses.ts';
import { collectMetrics } from './collect-metrics.ts';
import { type Part, startInOrder } from './parts.ts';
import { adminTokenOf, personOf, servedApis } from './served-apis.ts';
import { isLoopbackOrigin, originOf } from './settings/addresses.ts';
import type { StartedCore } from './start-core.ts';

/** How long a stop waits for requests under way: with everything after it, the process ends within 12 s of its signal. */
const DRAIN_MS = 8_000;
/** Connections that wait in the kernel when thousands come back at once; `net.core.somaxconn` caps it. */
const LISTEN_BACKLOG = 16_384;

export interface HttpOptions {
  config: Config;
  logger: Logger;
  started: StartedCore;
  /** What /readyz tells of the whole process. */
  health: {
    notReady(): string[];
    warnings(): string[];
    tasks(): string[];
    /** While it holds, endpoints answer 503. */
    isStarting(): boolean;
  };
  /** What runs in this process now, for /metrics. */
  running: Required<Pick<Part, 'reactorGroups' | 'jobs'>>;
  /** Where the compiled pages of the web lie; undefined: there are none. */
  webFolder: string | undefined;
}

export interface StartedHttp extends Part {
  url: string;
  /**
   * Starts announcing events from the log's present end, and lets in the sockets that wait. Call it once the read models have
   * caught up.
   */
  openSockets(): Promise<void>;
}

/** Listens for requests and sockets, as the roles say. Rejects with the listen error. */
export function startHttp(options: HttpOptions): Promise<StartedHttp> {
  const { config, logger, started, health } = options;
  const { core, engines, clock } = started;
  const metrics = createHttpMetrics(started.measures.registry);
  const limits = new RateLimits(config.rateLimits, engines.tokenBuckets());
  const origins = { dev: config.dev, origins: [originOf(config.publicUrl) ?? [], config.allowedOrigins].flat() };
  const api = createApi({
    core,
    apis: config.roles.has('api') ? servedApis(config.apps, config.console) : [],
    pageFailure: heiheiDialect.failure,
    logger,
    metrics,
    successesPerLine: config.successesPerLine,
    limits,
    isOriginAllowed: pageRule(origins),
    ...(config.roles.has('api') && started.fileRoutes && { fileRoutes: started.fileRoutes }),
    ...health,
    ...(started.traces && { traceRequest: started.traces.request }),
    adminTokenOf,
    webFolder: options.webFolder,
    simulatedPayments: started.simulatedPayments ?? undefined,
    simulatedThirdParties: started.simulatedThirdParties ?? undefined,
    pushesOf: (userId) => started.recordedPushes.of(userId),
    advanceClock: engines.advance?.advance ?? ((ms) => clock.advance(ms)),
  });
  const server = createHttpServer(api);
  const realtime = config.roles.has('realtime') ? realtimeOn(server, origins, logger, started) : null;
  const total = connectionsWithin(openFilesLimit());
  const connections = new TcpConnections(server, { total }, addressOfPeer(config.trustedProxies));
  collectMetrics({ config, started, limits, realtime, connections, running: options.running });
  return startInOrder(async (parts) => {
    parts.add({
      stop: () => {
        limits.held.stop();
        return Promise.all([drainServer(server, DRAIN_MS, connections), core.feeds.close(), realtime?.close()]);
      },
    });
    await listen(server, config);
    started.listening.url = urlOf(server);
    return { url: urlOf(server), openSockets: async () => realtime?.announcer.start() };
  });
}

interface Origins {
  dev: boolean;
  origins: string[];
}

/** Which origins' pages may call: those that may open sockets. In dev mode any page may open sockets, but only this machine's may call. */
function pageRule({ dev, origins }: Origins): OriginRule {
  const isListed = originRule({ dev: false, origins });
  return (origin, host) => isListed(origin, host) || (dev && isLoopbackOrigin(origin));
}

function realtimeOn(httpServer: Server, origins: Origins, logger: Logger, started: StartedCore): Realtime {
  const { core, clock, onlineUsers } = started;
  const { log: plain, models } = core;
  const isTold = (event: LoggedEvent) => (core.announced?.(event) ?? []).length > 0;
  const log = started.traces?.followed(plain, 'socket', isTold) ?? plain;
  const { clientAddress = (request) => request.socket.remoteAddress ?? '' } = core.settings;
  const pictureAddress = (userId: number, kept: string) => pictureUrl(core, userId, kept);
  return createRealtime({
    httpServer,
    log,
    authenticate: (token) => personOf(core, token),
    channelsOf: channelsFrom(models, () => clock.now()),
    onlineUsers,
    unread: unreadFrom(models),
    counters: countersFrom(models, pictureAddress),
    callEntry: callEntriesFrom(models, pictureAddress),
    clock,
    logger,
    settings: {
      ...origins,
      addresses: roomAddresses(core, () => core.settings.publicUrl || started.listening.url),
      clientAddress: (request) => networkOf(clientAddress(request)),
    },
  });
}

async function listen(server: Server, { host, port }: Config): Promise<void> {
  server.listen({ port, host, backlog: LISTEN_BACKLOG });
  await once(server, 'listening');
}

function urlOf(server: Server): string {
  const { address, family, port } = server.address() as AddressInfo;
  return `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`;
}

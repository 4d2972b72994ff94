import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import type { Core } from '../../application/core.ts';
import { Sweeper } from '../../timing/sweeper.ts';
import type { HttpMetrics } from '../ops/metrics.ts';
import { compileRoute, type DispatchContext, dispatch, type Route } from './dispatch.ts';
import { createExpressApp, type PageOptions } from './express-app.ts';
import type { Logger } from './logger.ts';
import { RequestsUnderWay } from './requests-under-way.ts';
import type { TcpConnections } from './tcp-connections.ts';

/**
 * Clients are told that an idle connection is kept so long for the next request: longer than the pause between heartbeats.
 * It is kept a little longer, so that no request crosses with its end.
 */
const KEEP_ALIVE_MS = 30_000;

export interface ApiOptions extends PageOptions {
  core: Core;
  logger: Logger;
  metrics: HttpMetrics;
  /** Where the endpoints' requests are counted; its limit says how long a handler may take. */
  underWay?: RequestsUnderWay;
  /** The process listens, but cannot answer endpoints yet; default: never. */
  isStarting?(): boolean;
  /** Whether answers are checked against their declarations; default: in dev mode. */
  checkAnswers?: boolean;
}

/**
 * The HTTP side of Salon as a request listener. Endpoints are exact paths, looked up in a map and answered without express,
 * which costs five times the rest of a request; everything else (pages, documents, ops and dev routes) is express's.
 * With `checkAnswers`, an answer that is not as its endpoint declares becomes a 500, and an error in the log.
 * Throws when two endpoints share a path, or one declares parameters that are not scalars.
 */
export function createApi(options: ApiOptions): RequestListener {
  const { core, apis, logger, metrics, underWay = new RequestsUnderWay() } = options;
  const { checkAnswers = core.settings.dev } = options;
  const routes = new Map<string, Route>();
  for (const { dialect, endpoints } of apis) {
    for (const endpoint of endpoints) {
      if (routes.has(endpoint.path)) throw new Error(`two endpoints declare ${endpoint.path}`);
      routes.set(endpoint.path, compileRoute(endpoint, dialect, metrics.endpoint(endpoint.path), checkAnswers));
    }
  }
  const { isStarting = () => false } = options;
  const context: DispatchContext = { core, logger, underWay, isStarting };
  const pages = createExpressApp(options);
  return (request, response) => {
    const url = request.url!;
    const question = url.indexOf('?');
    const route = routes.get(question < 0 ? url : url.slice(0, question));
    if (route) dispatch(context, route, request, response, question < 0 ? '' : url.slice(question + 1));
    else pages(request as IncomingMessage, response);
  };
}

/**
 * An HTTP server for the listener; it does not listen yet, and sockets attach to the same server. It has no time limits:
 * these are `TcpConnections`'.
 */
export function createHttpServer(listener: RequestListener): Server {
  return createServer({ requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: KEEP_ALIVE_MS }, listener);
}

/** How often a server that ends looks for connections that have become idle. */
const IDLE_CHECK_MS = 50;
/** How long a server that ends waits for the rest of a request whose first bytes have come. */
const HALF_WAY_MS = 1_000;

/**
 * Ends a server: takes no new connections, lets requests under way finish, and tells each client with its answer that the
 * connection ends, since one that goes on asking would never become idle. What is left after `limitMs` is cut off, with
 * `connections` also what was upgraded, and what never became a request long before that.
 */
export async function drainServer(server: Server, limitMs: number, connections?: TcpConnections): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.prependListener('request', (_request, response) => response.setHeader('Connection', 'close'));
  const sweeper = new Sweeper(() => {
    const passedMs = sweeper.passedSince(startedMs);
    server.closeIdleConnections();
    connections?.destroyIdle(passedMs > HALF_WAY_MS);
    if (passedMs < limitMs) return;
    server.closeAllConnections();
    connections?.destroyAll();
  }, IDLE_CHECK_MS);
  sweeper.start();
  const startedMs = sweeper.now();
  await closed;
  sweeper.stop();
}

import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import type { Core } from '../../application/core.ts';
import { Slots } from '../../files/upload-slots.ts';
import { Sweeper } from '../../timing/sweeper.ts';
import type { HttpMetrics } from '../ops/metrics.ts';
import { remoteAddressOf } from './call.ts';
import { answerPreflight, corsHeaders, type OriginRule, type Preflight, refusePreflight } from './cors.ts';
import { dispatch } from './dispatch.ts';
import { Exchange } from './exchange.ts';
import { createExpressApp, type PageOptions } from './express-app.ts';
import { type FileRoutes, watchFiles } from './file-requests.ts';
import { allowUpload } from './large-requests.ts';
import type { Logger } from './logger.ts';
import { routesByPath } from './paths.ts';
import { RateLimits } from './rate-limits.ts';
import { RefusedRequest } from './refusals.ts';
import { requestIdOf } from './request-id.ts';
import { RequestLog } from './request-log.ts';
import { RequestsUnderWay } from './requests-under-way.ts';
import { compileRoute, type DispatchContext, type TraceRequest } from './route.ts';
import type { TcpConnections } from './tcp-connections.ts';
import { LocalTokenBuckets } from './token-buckets.ts';

/**
 * How long an idle connection is kept, as clients are told: longer than the pause between heartbeats. `TcpConnections` closes it a
 * little later, so that no request arrives while it is being closed.
 */
const KEEP_ALIVE_MS = 30_000;

export interface ApiOptions extends Omit<PageOptions, 'log' | 'limits'> {
  core: Core;
  logger: Logger;
  /** One log line per this many successful requests; 0: none. */
  successesPerLine?: number;
  /** Which origins' pages may call dialects with the 'listed' policy; default: none. */
  isOriginAllowed?: OriginRule;
  /** Rate limits; default: none. */
  limits?: RateLimits;
  metrics: HttpMetrics;
  /** Where the endpoints' requests are counted; its limit says how long a handler may take. */
  underWay?: RequestsUnderWay;
  /** The process listens, but cannot answer endpoints yet; default: never. */
  isStarting?(): boolean;
  /** Told of each request to an endpoint; default: nobody is. */
  traceRequest?: TraceRequest;
  /** Whether answers are checked against their declarations; default: in dev mode. */
  checkAnswers?: boolean;
  /** What stands behind the addresses of files; default: nothing, as when a store outside has them. */
  fileRoutes?: FileRoutes;
}

const FILE_METHODS = ['GET', 'HEAD', 'PUT'] as const;

/**
 * The HTTP side of Salon as a request listener. Endpoints are exact pairs of path and method, looked up in maps and answered without
 * express, which costs five times the rest of a request; everything else (pages, documents, ops and dev routes) is express's.
 * With `checkAnswers`, an answer that is not as its endpoint declares becomes a 500, and an error in the log.
 * Throws when two endpoints share path and method, or one declares parameters that its body cannot have.
 */
export function createApi(options: ApiOptions): RequestListener {
  const { core, apis, logger, metrics, underWay = new RequestsUnderWay() } = options;
  const { isStarting = () => false, isOriginAllowed = () => false, successesPerLine } = options;
  const { limits = new RateLimits(null, new LocalTokenBuckets()) } = options;
  const { checkAnswers = core.settings.dev, fileRoutes } = options;
  const routes = apis.flatMap(({ dialect, endpoints }) =>
    endpoints.map((endpoint) => compileRoute(endpoint, dialect, metrics.endpoint(endpoint.path), checkAnswers)),
  );
  const paths = routesByPath(routes);
  const log = new RequestLog(logger, { successesPerLine });
  const watchFile = watchFiles(metrics, log);
  const uploads = new Slots();
  const { traceRequest } = options;
  const asked = { limits, underWay, isStarting, isOriginAllowed, uploads, traceRequest };
  const context: DispatchContext = { core, logger, log, ...asked };
  const pages = createExpressApp({ ...options, log, limits });
  const preflight = (request: IncomingMessage, response: ServerResponse, asked: Preflight) =>
    limits.unproven(remoteAddressOf(request, core)).then(
      () => answerPreflight(request, response, asked, isOriginAllowed),
      (error) => limits.held.answer(error, response, (headers) => refusePreflight(response, asked, headers)),
    );
  return (request, response) => {
    const requestId = requestIdOf(request);
    const url = request.url!;
    const question = url.indexOf('?');
    const path = paths.get(question < 0 ? url : url.slice(0, question));
    if (!path) {
      response.setHeader('X-Request-Id', requestId);
      if (fileRoutes?.takes(question < 0 ? url : url.slice(0, question))) {
        watchFile(request, response, requestId);
        if (request.method === 'OPTIONS') {
          const allow = [...FILE_METHODS, 'OPTIONS'].join(', ');
          void preflight(request, response, { policy: 'listed', methods: FILE_METHODS, allow, requestId });
        } else {
          void fileRoutes.handle(request, response, corsHeaders('listed', request, isOriginAllowed), allowUpload);
        }
        return;
      }
      pages(request as IncomingMessage, response);
      return;
    }
    const { byMethod, any, allow } = path;
    const route = byMethod.get(request.method!);
    const policy = any.dialect.cors ?? 'none';
    if (route) {
      const exchange = new Exchange(context, route, request, response, requestId);
      dispatch(context, exchange, question < 0 ? '' : url.slice(question + 1));
    } else if (request.method === 'OPTIONS' && policy !== 'none') {
      const methods = [...byMethod.keys()];
      void preflight(request, response, { policy, methods, allow, requestId });
    } else {
      const exchange = new Exchange(context, any, request, response, requestId);
      limits.unproven(remoteAddressOf(request, core)).then(
        () => exchange.fail(new RefusedRequest(405, 'method not allowed'), { Allow: allow }),
        (error) => exchange.fail(error),
      );
    }
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
 * Ends a server: takes no new connections, lets requests under way finish, and closes each connection with its answer, since a
 * client that goes on asking would never become idle. After `limitMs` the rest is cut off. `connections` are cut off too: upgraded
 * ones after `limitMs`, those without a whole request after HALF_WAY_MS.
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

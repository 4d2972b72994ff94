import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { keepKeyOf } from '../dev/key.ts';
import { createDevRouter, type DevOptions } from '../dev/router.ts';
import type { HttpMetrics } from '../ops/metrics.ts';
import { createOpsRouter, type OpsOptions } from '../ops/router.ts';
import { serveLiveNumbers } from '../pages/live-numbers.ts';
import { PAGES } from '../pages/pages.ts';
import { servePages } from '../pages/router.ts';
import { baseUrlOf, remoteAddressOf } from './call.ts';
import type { Api, Dialect } from './dialect.ts';
import { serveDrawnPictures } from './drawn-pictures.ts';
import { indexPage } from './index-page.ts';
import type { Logger } from './logger.ts';
import { openApiDocument } from './openapi.ts';
import type { RateLimits } from './rate-limits.ts';
import { RefusedRequest, TooManyRequests } from './refusals.ts';
import { type RequestLog, shownPath } from './request-log.ts';

export interface PageOptions extends OpsOptions, DevOptions {
  apis: readonly Api[];
  /** The failure that answers requests to no endpoint. */
  pageFailure: Dialect['failure'];
  logger: Logger;
  log: RequestLog;
  /** What calls nothing that there is counts against its address. */
  limits: RateLimits;
  metrics: HttpMetrics;
  /** The folder of the compiled pages of the web; default: no page is served. */
  webFolder?: string | undefined;
}

/** Everything that is not an endpoint: the index page, pages of the web, default pictures, the OpenAPI documents, ops routes and, in dev mode only, dev routes. */
export function createExpressApp(options: PageOptions): Express {
  const { core, apis, logger, log, limits, pageFailure } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', false);
  app.use((_request, response, next) => {
    response.locals.startedAt = performance.now();
    next();
  });
  // A first start is looked at over plain HTTP: do not upgrade its links to HTTPS.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  if (core.settings.dev) app.use(keepKeyOf(['/dev', ...PAGES.flatMap(({ paths }) => paths)], core.settings.devKey));
  app.use(servePages(core.settings, options.webFolder));
  // Where that page is not shown, or not compiled.
  app.get('/', (request, response) => {
    response.type('html').send(indexPage(apis, baseUrlOf(request, core.settings.publicUrl), core.settings.dev));
  });
  app.use(serveDrawnPictures());
  if (core.settings.showsDocs) app.get('/numbers', serveLiveNumbers(core));
  app.get('/openapi/index.json', (_request, response) => {
    const listed = apis.map(({ dialect: { name, document }, endpoints }) => {
      return { name, title: document.title, endpoints: endpoints.length, url: `/openapi/${name}.json` };
    });
    response.json({ apis: listed, dev: core.settings.dev });
  });
  for (const api of apis) {
    if (api.dialect.pages) app.use(api.dialect.pages(core));
    let document: object | undefined;
    app.get(`/openapi/${api.dialect.name}.json`, (request, response) => {
      // Made for the first reader: it is a good part of a start, and few read it.
      document ??= openApiDocument(api);
      response.json({ ...document, servers: [{ url: baseUrlOf(request, core.settings.publicUrl) }] });
    });
  }
  app.use(createOpsRouter(options));
  if (core.settings.dev) app.use('/dev', createDevRouter(options));
  app.use(async (request) => {
    await limits.unproven(remoteAddressOf(request, core));
    throw new RefusedRequest(404, 'no such address');
  });
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const requestId = String(response.getHeader('X-Request-Id'));
    const { status, body, headers, unexpected } = pageFailure(request.path, asRefusal(error), requestId);
    const path = shownPath(request.path);
    if (unexpected) logger.error({ err: error, path, requestId }, 'request failed');
    const write = (retry: Record<string, string>) => {
      response
        .set({ ...headers, ...retry })
        .status(status)
        .json(body);
    };
    if (error instanceof TooManyRequests) limits.held.answer(error, response, write);
    else write({});
    const durationMs = Math.round(performance.now() - (response.locals.startedAt as number));
    log.failed(unexpected ? 'server' : 'stranger', { method: request.method, path, status, durationMs, requestId });
  });
  return app;
}

/** Keeps only the status of a 4xx error from Express or its parsers, so that nothing else of it leaves the process. */
function asRefusal(error: unknown): unknown {
  const status = (error as { status?: unknown } | null)?.status;
  if (error instanceof RefusedRequest || typeof status !== 'number' || status < 400 || status >= 500) return error;
  return new RefusedRequest(status, 'bad request');
}

import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import helmet from 'helmet';
import { baseUrlOf } from './call.ts';
import { createDevRouter, type DevOptions } from './dev/router.ts';
import type { Api } from './dialect.ts';
import { failure } from './heihei/envelope.ts';
import { indexPage } from './index-page.ts';
import type { Logger } from './logger.ts';
import { openApiDocument } from './openapi.ts';
import type { HttpMetrics } from './ops/metrics.ts';
import { createOpsRouter, type OpsOptions } from './ops/router.ts';

export interface PageOptions extends OpsOptions, DevOptions {
  apis: readonly Api[];
  logger: Logger;
  metrics: HttpMetrics;
}

/** What is not an endpoint: the index page, the OpenAPI document, ops routes and, in dev mode alone, dev routes. */
export function createExpressApp(options: PageOptions): Express {
  const { core, apis, logger } = options;
  const app = express();
  app.disable('x-powered-by');
  app.set('trust proxy', false);
  // Plain HTTP is how a first start is looked at: no upgrade of its links to HTTPS.
  app.use(helmet({ contentSecurityPolicy: { directives: { upgradeInsecureRequests: null } } }));
  app.get('/', (request, response) => {
    response.type('html').send(indexPage(apis, baseUrlOf(request, core.settings.publicUrl), core.settings.dev));
  });
  for (const api of apis) {
    app.get(`/openapi/${api.dialect.name}.json`, (request, response) => {
      response.json(openApiDocument(api, baseUrlOf(request, core.settings.publicUrl)));
    });
  }
  app.use(createOpsRouter(options));
  if (core.settings.dev) app.use('/dev', createDevRouter(options));
  app.use((_request, response) => {
    response.status(404).json(failure(404, '没有这个地址'));
  });
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const status = statusOf(error);
    if (status >= 500) logger.error({ err: error, path: request.path }, 'request failed');
    response.status(status).json(failure(status, status < 500 ? '请求无效' : '服务器繁忙'));
  });
  return app;
}

/** Express and its parsers say 4xx for what a client did; nothing else of the error leaves the process. */
function statusOf(error: unknown): number {
  const status = (error as { status?: unknown } | null)?.status;
  return typeof status === 'number' && status >= 400 && status < 500 ? status : 500;
}

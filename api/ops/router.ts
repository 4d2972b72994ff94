import { type NextFunction, type Request, type Response, Router } from 'express';
import type { Core } from '../../application/core.ts';
import { isSameText } from '../http/same-text.ts';
import type { HttpMetrics } from './metrics.ts';

export interface OpsOptions {
  core: Core;
  metrics: HttpMetrics;
  /** Why this process should get no traffic now, one sentence each; [] when it is ready. */
  notReady(): string[] | Promise<string[]>;
  /** What an operator should look at although the process should get traffic, one sentence each. */
  warnings?(): string[];
  /** Who does each task that one process does at a time, one sentence each. */
  tasks?(): string[];
}

/**
 * Probes and metrics: `/healthz` (the process answers), `/readyz` (it should get traffic), `/metrics` (Prometheus, for whoever
 * shows the token).
 */
export function createOpsRouter({
  core,
  metrics,
  notReady,
  warnings = () => [],
  tasks = () => [],
}: OpsOptions): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const reasons = await notReady();
    response.set('Cache-Control', 'no-store');
    const named = warnings();
    const done = tasks();
    const more = { ...(named.length > 0 && { warnings: named }), ...(done.length > 0 && { tasks: done }) };
    if (reasons.length === 0) response.json({ status: 'ready', ...more });
    else response.status(503).json({ status: 'not ready', reasons, ...more });
  });
  router.get('/metrics', mayScrape(core.settings), async (_request, response) => {
    const text = await metrics.registry.metrics();
    response.set('Content-Type', metrics.registry.contentType).send(text);
  });
  return router;
}

/** Only the operator may see metrics: with METRICS_TOKEN as a bearer token; without one in dev mode only. */
function mayScrape({ dev, metricsToken }: Core['settings']) {
  return ({ headers }: Request, response: Response, next: NextFunction): void => {
    if (metricsToken === '' ? dev : isSameText(headers.authorization ?? '', `Bearer ${metricsToken}`)) next();
    else if (metricsToken === '') next('router');
    else
      response
        .status(401)
        .set('WWW-Authenticate', 'Bearer')
        .json({ error: '/metrics wants METRICS_TOKEN as a bearer token' });
  };
}

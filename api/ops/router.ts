import { Router } from 'express';
import type { HttpMetrics } from './metrics.ts';

export interface OpsOptions {
  metrics: HttpMetrics;
  /** Why this process should get no traffic now, one sentence each; [] when it is ready. */
  notReady(): string[] | Promise<string[]>;
}

/** Probes and metrics: `/healthz` (the process answers), `/readyz` (it should get traffic), `/metrics` (Prometheus). */
export function createOpsRouter({ metrics, notReady }: OpsOptions): Router {
  const router = Router();
  router.get('/healthz', (_request, response) => {
    response.set('Cache-Control', 'no-store').json({ status: 'ok' });
  });
  router.get('/readyz', async (_request, response) => {
    const reasons = await notReady();
    response.set('Cache-Control', 'no-store');
    if (reasons.length === 0) response.json({ status: 'ready' });
    else response.status(503).json({ status: 'not ready', reasons });
  });
  router.get('/metrics', async (_request, response) => {
    const text = await metrics.registry.metrics();
    response.set('Content-Type', metrics.registry.contentType).send(text);
  });
  return router;
}

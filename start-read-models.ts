import type { Logger } from 'pino';
import type { Config } from './config.ts';
import { asOnlyOne, type NotReady } from './elected.ts';
import type { Engines } from './engines.ts';
import { StoreUnavailableError } from './event-store/event-store.ts';
import { FollowedReadModels } from './projections/followed-read-models.ts';
import { Projector } from './projections/projector.ts';
import type { ReadModels } from './projections/read-models.ts';
import type { ViewStop } from './projections/view-notes.ts';
import { allViews } from './projections/views/all.ts';

/** The lease of whoever keeps the read models. */
export const PROJECTIONS = 'projections';
/** How long start-up waits for the read models before it listens anyway, not ready yet. */
const CATCH_UP_MS = 10 * 60_000;

export interface ReadModelsOptions {
  config: Config;
  logger: Logger;
  engines: Engines;
  /** Gets what stops the parts again, in the order in which they started. */
  undo: (() => Promise<unknown>)[];
  notReady: NotReady;
  /** Gets the question what an operator should look at although the process is ready. */
  warnings: NotReady;
}

/**
 * Alone on its stores, a process keeps and asks its read models itself. With engines it asks what the active projector keeps,
 * and, with the role, stands by to be that projector. Resolves when they have caught up, or after `CATCH_UP_MS`.
 */
export async function startReadModels(options: ReadModelsOptions): Promise<ReadModels> {
  return options.engines.lease ? followReadModels(options) : keepReadModels(options);
}

async function keepReadModels({ logger, engines, undo, notReady, warnings }: ReadModelsOptions): Promise<ReadModels> {
  const { log, store } = engines;
  const projector = new Projector({ log, store, views: allViews, onFault: waits(logger) });
  await projector.start();
  undo.push(() => projector.stop());
  if (!(await projector.caughtUp(await log.head(), CATCH_UP_MS)))
    logger.warn({}, 'the read models are still catching up');
  notReady.push(() => {
    const { ready, state, error } = projector.status();
    return ready ? [] : [`the read models are ${state}${error ? `: ${error.message}` : ''}`];
  });
  warnings.push(() => projector.status().stopped.map(sentenceOf));
  return projector;
}

function sentenceOf({ view, type, position }: ViewStop): string {
  const where = type === '' ? 'its documents cannot be read' : `it cannot take ${type} at position ${position}`;
  return `the view ${view} is stopped, its queries answer 503: ${where} (npm run views)`;
}

async function followReadModels(options: ReadModelsOptions): Promise<ReadModels> {
  const { config, logger, engines, undo, notReady, warnings } = options;
  const { log, store } = engines;
  if (config.roles.has('projections')) {
    const stop = await asOnlyOne(PROJECTIONS, { engines, logger, notReady, isFenced: true }, async () => {
      const projector = new Projector({ log, store, views: allViews, isWatched: true, onFault: waits(logger) });
      await projector.start();
      return { stop: () => projector.stop(), hasFailed: () => projector.status().state === 'failed' };
    });
    undo.push(stop);
  }
  const models = new FollowedReadModels({
    store,
    views: allViews,
    onFault: (err) => logger.error({ err }, 'the read models cannot be asked'),
  });
  await models.start();
  undo.push(() => models.stop());
  notReady.push(() => {
    const { ready, error } = models.status();
    if (ready) return [];
    if (error instanceof StoreUnavailableError) return ['MongoDB does not answer'];
    return [error ? `the read models cannot be asked: ${error.message}` : 'the read models are not built yet'];
  });
  warnings.push(() => models.status().stopped.map(sentenceOf));
  const needsModels = config.roles.has('api') || config.roles.has('realtime') || config.roles.has('workers');
  if (needsModels && !(await models.caughtUp(await log.head(), CATCH_UP_MS))) {
    logger.warn({}, 'the read models are still catching up');
  }
  return models;
}

function waits(logger: Logger): (error: Error) => void {
  return (err) => logger.error({ err }, 'the read models wait');
}

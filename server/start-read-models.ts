import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import { type Position, START, StoreUnavailableError } from '../event-store/event-store.ts';
import { FollowedReadModels } from '../projections/followed-read-models.ts';
import { OpenedReadModels } from '../projections/opened-read-models.ts';
import { Projector } from '../projections/projector.ts';
import type { NamedView, ReadModels, ViewPosition } from '../projections/read-models.ts';
import type { Rebuilt } from '../projections/rebuild.ts';
import type { ViewStop } from '../projections/view-notes.ts';
import { allViews } from '../projections/views/all.ts';
import { asOnlyOne, holderOf } from './elected.ts';
import type { Engines } from './engines.ts';
import { type Part, startInOrder } from './parts.ts';
import type { Traces } from './traces.ts';

/** The lease of the process that writes the read models. */
export const PROJECTIONS = 'projections';
/** How long the start waits for the read models; then endpoints answer with what these show. */
const CATCH_UP_MS = 10 * 60_000;

export interface ReadModelsOptions {
  config: Config;
  logger: Logger;
  engines: Engines;
  traces: Traces | null;
}

export interface StartedReadModels extends Part {
  models: ReadModels;
  /**
   * Waits until the read models show what was in the log at the start, at most CATCH_UP_MS; until then queries may reject with
   * `StoreUnavailableError`. Rejects when they cannot be built.
   */
  caughtUp(): Promise<void>;
  /** How far the read models have come, for an operator. */
  progress(): string;
  /** How far each view has come, as far as this process knows. */
  positions(): ViewPosition[];
  /** Builds views anew beside those that serve; absent where another process keeps them. */
  rebuild?(views: readonly string[]): Promise<Rebuilt>;
  /** How far the rebuild under way is, or the last one was; absent as `rebuild` is. */
  rebuiltTo?(): Position;
  /** Stops catching up: `caughtUp` then resolves or rejects soon. */
  giveUp(): Promise<void>;
}

/**
 * Starts the read models. Alone on its stores, a process writes and queries them itself. With engines it queries what the active
 * projector writes, and with the role projections stands by to be that projector. Resolves before they have caught up: see
 * `StartedReadModels`.
 */
export async function startReadModels(options: ReadModelsOptions): Promise<StartedReadModels> {
  return options.engines.lease ? followReadModels(options) : keepReadModels(options);
}

function keepReadModels({ logger, engines, traces }: ReadModelsOptions): StartedReadModels {
  const { log, store, sealed } = engines;
  let rebuiltTo = START;
  const projector = new Projector({
    ...{
      log: traces?.followed(sealed.viewLog, 'projection') ?? sealed.viewLog,
      store,
      views: allViews,
      onFault: waits(logger),
    },
    onProgress: ({ position }) => {
      rebuiltTo = position;
    },
  });
  const progress = () => {
    const { state, read, headAtStart } = projector.status();
    return `the read models are ${state}: ${share(read, headAtStart)}`;
  };
  return {
    models: new OpenedReadModels(projector, sealed.documents),
    progress,
    positions: () => projector.positions(),
    rebuild: (names) => projector.rebuild(names),
    rebuiltTo: () => rebuiltTo,
    giveUp: () => projector.stop(),
    async caughtUp() {
      await projector.start();
      await catchUp(projector, await log.head(), logger);
    },
    stop: () => projector.stop(),
    notReady() {
      const { ready, error, state } = projector.status();
      return ready ? [] : [error ? `the read models are ${state}: ${error.message}` : progress()];
    },
    warnings: () => projector.status().stopped.map(sentenceOf),
  };
}

/** Waits for each view on its own: a stopped view does not keep the others from being ready. */
async function catchUp(models: ReadModels, head: Position, logger: Logger): Promise<void> {
  const behind: string[] = [];
  const wait = async (view: NamedView) => {
    if (!(await models.caughtUp(head, [view], CATCH_UP_MS))) behind.push(view.name);
  };
  await Promise.all(allViews.map(wait));
  if (behind.length > 0) logger.warn({ views: behind }, 'these views do not show all of the log yet');
}

function share(position: Position, head: Position): string {
  const percent = head === START ? 100 : Math.min(100, Math.floor((100 * position) / head));
  return `position ${position} of ${head} (${percent} %)`;
}

function sentenceOf({ view, type, position }: ViewStop): string {
  const where = type === '' ? 'its documents cannot be read' : `it cannot take ${type} at position ${position}`;
  return `the view ${view} is stopped, its queries answer 503: ${where} (salon views)`;
}

async function followReadModels(options: ReadModelsOptions): Promise<StartedReadModels> {
  const { config, engines } = options;
  return startInOrder(async (parts) => {
    if (config.roles.has('projections')) parts.add(await standByAsProjector(options));
    const { models, ...following } = await startFollowing(options);
    parts.add(following);
    const head = await engines.log.head();
    return {
      models: new OpenedReadModels(models, engines.sealed.documents),
      progress: () => `the read models are being followed: ${share(models.position(), head)}`,
      positions: () => models.positions(),
      giveUp: () => models.stop(),
      // Another process builds them, and may be away: commands, reactions and sockets need none, and a query of a view that is missing says so.
      async caughtUp() {},
    };
  });
}

/** Runs the projector whenever this process holds its lease. */
function standByAsProjector({ logger, engines }: ReadModelsOptions): Promise<Part> {
  const { sealed, store } = engines;
  return asOnlyOne(PROJECTIONS, { engines, logger, isFenced: true }, async () => {
    const log = sealed.viewLog;
    const projector = new Projector({ log, store, views: allViews, isWatched: true, onFault: waits(logger) });
    await projector.start();
    return { stop: () => projector.stop(), hasFailed: () => projector.status().state === 'failed' };
  });
}

/** Queries what the active projector writes, in whichever process that runs. */
async function startFollowing(options: ReadModelsOptions): Promise<Part & { models: FollowedReadModels }> {
  const { config, logger, engines } = options;
  const models = new FollowedReadModels({
    store: engines.store,
    views: allViews,
    onFault: (err) => logger.error({ err }, 'the read models cannot be asked'),
  });
  await models.start();
  const holder = holderOf(PROJECTIONS, engines.lease!(PROJECTIONS));
  return {
    models,
    // A process that stands by as the projector says so by that part.
    tasks: () => (config.roles.has('projections') ? [] : [holder()]),
    stop: () => models.stop(),
    notReady() {
      const { ready, error } = models.status();
      if (ready) return [];
      if (error instanceof StoreUnavailableError) return ['MongoDB does not answer'];
      return [
        error ? `the read models cannot be asked: ${error.message}` : `the read models are not built yet (${holder()})`,
      ];
    },
    warnings: () => models.status().stopped.map(sentenceOf),
  };
}

function waits(logger: Logger): (error: Error) => void {
  return (err) => logger.error({ err }, 'the read models wait');
}

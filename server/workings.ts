import { statfs } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { Registry } from 'prom-client';
import type { ProcessNow, SettingNow, ViewState, WebhookState, Workings } from '../application/workings.ts';
import type { Config } from '../config.ts';
import { START } from '../event-store/event-store.ts';
import { type ViewStanding, viewStandings } from '../projections/list-views.ts';
import { park, parkedEvents, stoppedViews, type ViewStop } from '../projections/view-notes.ts';
import { allViews } from '../projections/views/all.ts';
import type { AdjustableClock } from '../workers/clock.ts';
import type { JobQueue } from '../workers/jobs.ts';
import { parkedReactions } from '../workers/parked-reactions.ts';
import { reactorGroups } from '../workers/reactors/all.ts';
import { reachedBy } from '../workers/run-reactors.ts';
import type { Hook } from '../workers/webhooks/hooks.ts';
import { askReplay, type HookStore, notesOf } from '../workers/webhooks/notes.ts';
import type { Engines } from './engines.ts';
import { MeasuredHour, SAMPLE_MS } from './measured-hour.ts';
import type { Part } from './parts.ts';
import type { StartedReadModels } from './start-read-models.ts';
import { SALON_VERSION } from './version.ts';

export interface WorkingsOptions {
  engines: Engines;
  readModels: StartedReadModels;
  clock: AdjustableClock;
  logger: Logger;
  config: Pick<Config, 'dev' | 'dataDir' | 'webhooks'>;
  /** As they were read. */
  settings: readonly SettingNow[];
  /** Of the numbers behind /metrics. */
  registry: Registry;
}

/** The machinery of this process, as the operators' API shows it. */
export function createWorkings(options: WorkingsOptions): Workings & Part {
  const { engines, readModels, clock, logger, config, registry, settings } = options;
  const { store } = engines;
  const startedAt = clock.now();
  const hour = new MeasuredHour(registry, clock);
  hour.start();
  const rebuilding = new Set<string>();
  let queue: JobQueue | null = null;
  const jobs = () => {
    queue ??= engines.jobQueue(clock);
    return queue;
  };
  const stateOf = ({ name, version, position, stop }: ViewStanding): ViewState => {
    const now = stop ? 'stopped' : position === null ? 'not built' : 'follows';
    const state = rebuilding.has(name) ? 'rebuilding' : now;
    const rebuiltTo = state === 'rebuilding' ? (readModels.rebuiltTo?.() ?? START) : null;
    return { name, version, state, position: position ?? START, rebuiltTo, stop: stop ? stopOf(stop) : null };
  };
  return {
    views: async () => (await viewStandings(store, allViews)).map(stateOf),
    reactors: () =>
      Promise.all(reactorGroups.map(async ({ name }) => ({ name, position: await reachedBy(store, name) }))),
    parkedEvents: async () =>
      (await parkedEvents(store)).map(({ view: by, parkedAt: at, ...event }) => ({ by, at, ...event })),
    parkedReactions: async () =>
      (await parkedReactions(store)).map(({ reactor: by, position, stream, type, reason, parkedAt: at }) => {
        return { by, position, stream, type, reason, at };
      }),
    failedJobs: async () =>
      (await jobs().parked()).map(({ id, kind, dueAt, attempts, error }) => ({ id, kind, dueAt, attempts, error })),
    retryJob: (id) => jobs().retry(id),
    async rebuild(view) {
      if (!readModels.rebuild) return false;
      if (rebuilding.has(view)) return true;
      rebuilding.add(view);
      readModels
        .rebuild([view])
        .then(
          ({ stopped }) => stopped.length > 0 && logger.warn({ view }, 'an operator’s rebuild could not take an event'),
          (err) => logger.error({ err, view }, 'an operator’s rebuild was broken off'),
        )
        .finally(() => rebuilding.delete(view));
      return true;
    },
    async parkEvent(view, position, at) {
      const isStopped = (await stoppedViews(store)).some((stop) => stop.view === view && stop.position === position);
      if (isStopped) await park(store, view, position, at);
      return isStopped;
    },
    canAdvanceClock: config.dev && !engines.lease,
    async advanceClock(ms) {
      const { canAdvanceClock } = this;
      if (canAdvanceClock) clock.advance(ms);
      return canAdvanceClock;
    },
    webhooks: () => Promise.all(config.webhooks.map((hook) => webhookState(store, hook))),
    replayWebhook: (name, after) => askReplay(store, name, { after }),
    settings: () => settings,
    process: async (): Promise<ProcessNow> => ({
      version: SALON_VERSION,
      node: process.version,
      engines: engines.lease ? 'production' : 'embedded',
      startedAt,
      memoryBytes: process.memoryUsage.rss(),
      disk: await diskOf(config.dataDir),
      samples: hour.samples,
      sampleMs: SAMPLE_MS,
    }),
    async stop() {
      hour.stop();
      // Embedded, the workers own the queue: it is the same one.
      if (engines.lease) await queue?.close();
    },
  };
}

async function webhookState(store: HookStore, { name, tenant, url, events }: Hook): Promise<WebhookState> {
  const { reached, parked, replay, leftOut } = await notesOf(store, name);
  return {
    name,
    tenant,
    origin: new URL(url).origin,
    events,
    reached,
    parked,
    isReplayAsked: replay !== null,
    leftOut,
  };
}

/** With engines there may be no such folder. */
async function diskOf(folder: string): Promise<ProcessNow['disk']> {
  const found = await statfs(folder).catch(() => null);
  return found && { freeBytes: found.bavail * found.bsize, totalBytes: found.blocks * found.bsize };
}

function stopOf({ position, stream, type, reason, at }: ViewStop): ViewState['stop'] {
  return { position, stream, type, reason, at };
}

import type { Logger } from 'pino';
import { compiledPages } from '../api/pages/web-files.ts';
import type { Core } from '../application/core.ts';
import type { Config } from '../config.ts';
import type { AdjustableClock } from '../workers/clock.ts';
import { openEngines } from './engines.ts';
import { logOnce } from './log-once.ts';
import { Parts, startInOrder } from './parts.ts';
import { startCore } from './start-core.ts';
import { startHttp } from './start-http.ts';
import { whenAnswered } from './start-when-answered.ts';
import { startWorkers } from './start-workers.ts';
import { watchLog } from './watch-log.ts';

export interface Salon {
  url: string;
  /** Resolves when endpoints and sockets serve: the read models have caught up. Rejects when the start fails after listening. */
  ready: Promise<void>;
  isReady(): boolean;
  /** Resolves with what the operator must know when the process cannot go on and is to be stopped: its log was replaced. Never rejects. */
  mustStop: Promise<string>;
  /** How far the read models have come, for an operator. */
  progress(): string;
  clock: AdjustableClock;
  core: Core;
  /** The file with the secrets that the first start made; null when all were given. */
  secretsFile: string | null;
  /** Takes no new requests, finishes those under way, stops what follows the log, closes the stores. */
  stop(): Promise<void>;
}

/**
 * The composition root: starts what the configuration's roles name, in the order of the data path. Resolves when the server
 * listens; until `ready`, endpoints answer 503 and sockets are told to try again. Rejects as `startCore` does, or with the
 * listen error. `open`: opens other engines than the configuration asks for. `webFolder`: where the compiled pages of the web lie.
 */
export async function startSalon(
  config: Config,
  fullLogger: Logger,
  open = openEngines,
  webFolder = compiledPages(),
): Promise<Salon> {
  const { logger, flush } = logOnce(fullLogger);
  let isStarting = true;
  let isStopping = false;
  const { started, workers, http, watched, ...running } = await startInOrder(async (parts) => {
    parts.add({ stop: async () => flush() });
    const started = parts.add(await startCore(config, logger, open));
    // Empty until the read models have caught up. Stopped after the requests under way, because these make work for it.
    const workers = parts.add(new Parts());
    const own = () =>
      [isStarting ? started.readModels.progress() : [], isStopping ? 'this process is stopping' : []].flat();
    const health = {
      notReady: () => [...new Set([...parts.notReady(), ...own()])],
      warnings: () => parts.warnings(),
      tasks: () => parts.tasks(),
      isStarting: () => isStarting,
    };
    const http = parts.add(await startHttp({ config, logger, started, health, running: parts, webFolder }));
    // Nobody else can reach a log in a directory that this process has locked.
    const { engines, core } = started;
    const watched = engines.lease ? parts.add(watchLog({ log: core.log, logKey: core.logKey })) : null;
    return { started, workers, http, watched };
  });
  const { core, clock, secretsFile, readModels } = started;

  const serve = async () => {
    const isGivenUp = () => isStopping;
    await whenAnswered('read models', logger, isGivenUp, readModels.caughtUp);
    if (isStopping) return;
    if (config.roles.has('workers')) {
      const start = () => startWorkers({ config, logger, started });
      workers.add(await whenAnswered('workers', logger, isGivenUp, start));
    }
    if (isStopping) return;
    await whenAnswered('sockets', logger, isGivenUp, http.openSockets);
    isStarting = false;
  };
  const ready = serve();
  // Reported to callers who await `ready`; without any it must not be an unhandled rejection.
  ready.catch(() => {});
  return {
    url: http.url,
    core,
    clock,
    secretsFile,
    ready,
    mustStop: watched?.replaced ?? new Promise(() => undefined),
    isReady: () => !isStarting,
    progress: readModels.progress,
    async stop() {
      isStopping = true;
      if (isStarting) await readModels.giveUp();
      await ready.catch(() => {});
      await running.stop();
    },
  };
}

import { type Config, ConfigError } from '../../config.ts';
import { hold } from '../../workers/lease.ts';
import { type Engines, openEngines } from '../engines.ts';
import { createLogger } from '../log-output.ts';
import { PROJECTIONS } from '../start-read-models.ts';

/** Opens the engines for one command, and closes them after it. */
export async function withEngines<T>(config: Config, run: (engines: Engines) => Promise<T>): Promise<T> {
  const engines = await openEngines(config, createLogger(config.logLevel));
  return run(engines).finally(() => engines.stop());
}

/**
 * As `withEngines`, while no process writes the read models. Rejects with `ConfigError` when a process with the role projections
 * runs. A running server on embedded stores is noticed by `openEngines`.
 */
export async function withReadModels<T>(config: Config, run: (engines: Engines) => Promise<T>): Promise<T> {
  return withEngines(config, async (engines) => {
    const lease = engines.lease?.(PROJECTIONS);
    if (!lease) return run(engines);
    const held = await hold(lease);
    if (!held) {
      throw new ConfigError([
        'A process with the role projections keeps the read models: stop those processes first, the others may go on.',
      ]);
    }
    return run(engines).finally(() => held.release());
  });
}

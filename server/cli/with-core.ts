import { randomUUID } from 'node:crypto';
import type { MakeMeta } from '../../application/commands.ts';
import type { Core } from '../../application/core.ts';
import type { Config } from '../../config.ts';
import { createLogger } from '../log-output.ts';
import { type StartedCore, startCore } from '../start-core.ts';

/** Starts what use cases work with for one command, once the read models have caught up, and stops it after it. */
export async function withCore<T>(config: Config, run: (started: StartedCore) => Promise<T>): Promise<T> {
  const started = await startCore(config, createLogger(config.logLevel));
  try {
    await started.readModels.caughtUp();
    return await run(started);
  } finally {
    await started.stop();
  }
}

/** The meta of commands that are given on the command line: nobody's of the tenant, and each a command of its own. */
export function metaOf({ clock }: Core, appId: string): MakeMeta {
  return () => ({ appId, actor: 0, at: clock.now(), commandId: randomUUID() });
}

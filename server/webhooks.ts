import type { Logger } from 'pino';
import { isPublicAddress } from '../application/networks.ts';
import type { Config } from '../config.ts';
import { isOwned, type OwnedPartitions } from '../workers/partitions.ts';
import { runHook } from '../workers/webhooks/run-hook.ts';
import { senderTo } from '../workers/webhooks/sender.ts';
import { type Part, startInOrder } from './parts.ts';
import type { StartedCore } from './start-core.ts';

/**
 * Tells customers' back ends what happens: each hook follows the log by itself, so that none holds up another. `partitions`: whose hooks run
 * here, by their names, where several processes share the work.
 */
export function startWebhooks(
  config: Config,
  { core, engines, clock }: StartedCore,
  logger: Logger,
  partitions?: OwnedPartitions,
): Promise<Part> {
  return startInOrder(async (parts) => {
    for (const hook of config.webhooks) {
      if (!isOwned(partitions, hook.name)) continue;
      const sender = senderTo(hook, { isPublic: isPublicAddress });
      const around = { log: engines.log, models: core.models, store: engines.store, clock, logger, sender };
      const running = await runHook(hook, around);
      parts.add({
        stop: () => running.stop(),
        warnings: () => running.warnings(),
        reactorGroups: () => [running.status()],
      });
    }
    return {};
  });
}

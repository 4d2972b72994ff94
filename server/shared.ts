import type { Logger } from 'pino';
import { StoreUnavailableError } from '../event-store/event-store.ts';
import { sharePartitions } from '../workers/partition-share.ts';
import { type OwnedPartitions, PARTITIONS } from '../workers/partitions.ts';
import type { ElectedPart } from './elected.ts';
import type { Engines } from './engines.ts';
import type { Part } from './parts.ts';

/**
 * Runs a part in as many processes as there are, each on its share of the partitions; `start` is called again whenever the share changes.
 * Resolves at once; `notReady` says why the part does not run although it should.
 */
export async function asShared(
  name: string,
  { engines, logger }: { engines: Required<Pick<Engines, 'lease' | 'members'>>; logger: Logger },
  start: (owned: OwnedPartitions) => Promise<ElectedPart>,
): Promise<Part> {
  let running: ElectedPart | null = null;
  const share = sharePartitions({
    name,
    leases: Array.from({ length: PARTITIONS }, (_, partition) => engines.lease!(`${name}.${partition}`)),
    members: engines.members(name),
    logger,
    async start(owned) {
      const part = await start(owned);
      running = part;
      return {
        hasFailed: () => part.hasFailed?.() ?? false,
        async stop() {
          running = null;
          await part.stop();
        },
      };
    },
  });
  return {
    stop: () => share.stop(),
    tasks: () => [`${name}: partitions ${share.numbers().join(', ') || 'none'} of ${PARTITIONS} here`],
    warnings: () => running?.warnings?.() ?? [],
    reactorGroups: () => running?.reactorGroups?.() ?? [],
    notReady() {
      const error = share.fault();
      if (!error) return running?.notReady?.() ?? [];
      return [error instanceof StoreUnavailableError ? `${name} wait for an engine` : `${name} fail: ${error.message}`];
    },
  };
}

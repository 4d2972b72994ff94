import type { Logger } from 'pino';
import { StoreUnavailableError } from '../event-store/event-store.ts';
import { sharePartitions } from '../workers/partition-share.ts';
import { ALL_PARTITIONS, type OwnedPartitions, PARTITIONS } from '../workers/partitions.ts';
import { comingAndGoing, type ElectedPart, holderOf } from './elected.ts';
import type { Engines } from './engines.ts';
import type { Part } from './parts.ts';

/** What tells processes that share their work from one another. */
type SharingEngines = { [Name in 'lease' | 'members']-?: NonNullable<Engines[Name]> };

/**
 * Runs a part in as many processes as there are, each on its share of the partitions; `start` is called again whenever the share changes.
 * Resolves at once; `notReady` says why the part does not run although it should.
 */
export async function asShared(
  name: string,
  { engines, logger }: { engines: SharingEngines; logger: Logger },
  start: (owned: OwnedPartitions) => Promise<ElectedPart>,
): Promise<Part> {
  const { startKnown, reports } = comingAndGoing(start);
  const leases = ALL_PARTITIONS.map((partition) => engines.lease(`${name}.${partition}`));
  const holders = leases.map((lease, partition) => holderOf(`${name}.${partition}`, lease));
  const share = sharePartitions({
    name,
    leases,
    members: engines.members(name),
    logger,
    start: startKnown,
  });
  return {
    ...reports,
    stop: () => share.stop(),
    tasks() {
      const ours = share.numbers();
      const others = holders.filter((_, partition) => !ours.includes(partition)).map((holder) => holder());
      return [`${name}: partitions ${ours.join(', ') || 'none'} of ${PARTITIONS} here`, ...others];
    },
    notReady() {
      const error = share.fault();
      if (!error) return reports.notReady();
      return [error instanceof StoreUnavailableError ? `${name} wait for an engine` : `${name} fail: ${error.message}`];
    },
  };
}

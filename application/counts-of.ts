import type { Core } from './core.ts';
import { oncePer } from './once-per.ts';
import { LocalCounts, type SharedCounts } from './shared-counts.ts';

const localOf = oncePer(({ clock }: Pick<Core, 'clock'>) => new LocalCounts(clock));

/** The counts that a core goes by: shared ones, or those of its process. */
export function countsOf(core: Core): SharedCounts {
  return core.counts ?? localOf(core);
}

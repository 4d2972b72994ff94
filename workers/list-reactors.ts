import type { Position } from '../event-store/event-store.ts';
import type { ReadModelStore } from '../projections/read-models.ts';
import { shortened } from './list-jobs.ts';
import { parkedReactions } from './parked-reactions.ts';
import type { ReactorGroup } from './reactor.ts';
import { reachedBy } from './run-reactors.ts';

/**
 * How far each group of reactors has come, and what is parked, for an operator: one line each. `head` is the position of the log's
 * last event, where it is known.
 */
export async function listReactors(
  store: Pick<ReadModelStore, 'checkpoint' | 'notes'>,
  groups: readonly ReactorGroup[],
  head: Position | null,
): Promise<string[]> {
  const lines = [head === null ? 'Reactors:' : `Reactors (the log's last event is at position ${head}):`];
  for (const { name, reactors } of groups) {
    const names = reactors.map((reactor) => reactor.name).join(', ');
    lines.push(`  ${name} (${names}): written down up to position ${await reachedBy(store, name)}`);
  }
  const parked = await parkedReactions(store);
  if (parked.length === 0) return lines;
  const told = parked.map(({ reactor, group = '', type, position, reason }) => {
    return `${reactor}${group}  ${type} at position ${position}: ${reason}`;
  });
  return [
    ...lines,
    `${parked.length} reactions parked (tried again each minute, and at each start):`,
    ...shortened(told),
  ];
}

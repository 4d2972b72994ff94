import type { Position } from '../event-store/event-store.ts';
import type { ReadModelStore } from '../projections/read-models.ts';
import { shortened } from './list-jobs.ts';
import { parkedReactions } from './parked-reactions.ts';
import type { ReactorGroup } from './reactor.ts';
import { reachedBy } from './run-reactors.ts';

/** The groups of reactors and what is parked, for an operator. */
export interface ReactorStates {
  groups: { name: string; reactors: string[]; position: Position }[];
  parkedReactions: Awaited<ReturnType<typeof parkedReactions>>;
}

/** How far each group of reactors has come, and what is parked. */
export async function reactorStates(
  store: Pick<ReadModelStore, 'checkpoint' | 'notes'>,
  groups: readonly ReactorGroup[],
): Promise<ReactorStates> {
  const states: ReactorStates['groups'] = [];
  for (const { name, reactors } of groups) {
    states.push({ name, reactors: reactors.map((reactor) => reactor.name), position: await reachedBy(store, name) });
  }
  return { groups: states, parkedReactions: await parkedReactions(store) };
}

/** The same in words, one line each. `head` is the position of the log's last event, where it is known. */
export function reactorLines({ groups, parkedReactions: parked }: ReactorStates, head: Position | null): string[] {
  const lines = [head === null ? 'Reactors:' : `Reactors (the log's last event is at position ${head}):`];
  for (const { name, reactors, position } of groups) {
    lines.push(`  ${name} (${reactors.join(', ')}): written down up to position ${position}`);
  }
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

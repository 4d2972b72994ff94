import type { Position } from '../../event-store/event-store.ts';
import type { NamedView } from '../../projections/read-models.ts';
import { type Shown, shown } from '../commands.ts';
import type { Core } from '../core.ts';

/** The answer to an operator: the position in the log, and whether lists show the change. */
export interface Done extends Shown {
  position: Position;
}

export async function done(core: Core, position: Position, views: readonly NamedView[]): Promise<Done> {
  return { position, ...(await shown(core, position, views)) };
}

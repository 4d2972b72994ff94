import type { CommandMeta, Decider } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { DomainEvent } from '../../domain/kernel/event.ts';

export type Added = DomainEvent<'Added', { n: number }>;
export interface Sum {
  total: number;
  order: number[];
}

/** Adds numbers; refuses to pass 100, and does nothing for 0. */
export const sum: Decider<Sum, { add: number }, Added> = {
  category: 'sum',
  initialState: () => ({ total: 0, order: [] }),
  decide({ add }, state) {
    if (add === 0) return [];
    if (state.total + add > 100) throw new DomainError('InsufficientGold');
    return [{ type: 'Added', data: { n: add } }];
  },
  evolve(state, event) {
    state.total += event.data.n;
    state.order.push(event.data.n);
    return state;
  },
};

let serial = 0;
/** Metadata of a command; each has an id of its own. */
export function meta(options: Partial<CommandMeta> = {}): CommandMeta {
  serial++;
  const commandId = `00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`;
  return { appId: 'heihei', actor: 1, at: 1_000, commandId, ...options };
}

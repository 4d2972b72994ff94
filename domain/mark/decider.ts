import type { Decider } from '../kernel/decider.ts';
import { type MarkEvent, type MarkKind, markEventTypes, type SubjectLiked } from './events.ts';

export interface MarkState {
  isMarked: boolean;
}

/** A person likes a subject, or listens to it. Whether they may is checked before. */
export type MarkCommand = { type: 'MarkSubject'; kind: MarkKind } & SubjectLiked['data'];

/** The first time counts; again changes nothing. */
export function decide({ kind, type: _, ...mark }: MarkCommand, { isMarked }: MarkState): MarkEvent[] {
  if (isMarked) return [];
  return [{ type: kind === 'like' ? 'SubjectLiked' : 'SubjectListened', data: mark }];
}

export const markDecider: Decider<MarkState, MarkCommand, MarkEvent> = {
  category: 'mark',
  eventTypes: markEventTypes,
  // A repetition leaves no trace.
  hasPart: () => false,
  initialState: () => ({ isMarked: false }),
  decide,
  evolve(state) {
    state.isMarked = true;
    return state;
  },
};

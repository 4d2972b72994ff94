import type { Decider } from '../kernel/decider.ts';
import { type LogKeyEvent, type LogKeyNamed, logKeyEventTypes } from './events.ts';

export interface NameLogKey {
  type: 'NameLogKey';
  keyId: string;
  proof: string;
}

/** The log's key; null until it is named. */
export interface LogKeyState {
  named: LogKeyNamed['data'] | null;
}

/** The first key that is named stays the log's: all names of streams depend on it. */
export const logKeyDecider: Decider<LogKeyState, NameLogKey, LogKeyEvent> = {
  category: 'logkey',
  eventTypes: logKeyEventTypes,
  initialState: () => ({ named: null }),
  decide: ({ keyId, proof }, { named }) => (named ? [] : [{ type: 'LogKeyNamed', data: { keyId, proof } }]),
  evolve(state, { data }) {
    state.named = data;
    return state;
  },
};

import type { CommandMeta } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { LIVE_STATUS } from './events.ts';
import type { Live } from './state.ts';

/** Throws `LiveNotFound` for a live that was never created, or was banned or deleted. */
export function mustExist({ status }: Live): void {
  if (status === null || status === LIVE_STATUS.banned || status === LIVE_STATUS.deleted) {
    throw new DomainError('LiveNotFound');
  }
}

/** Throws `LiveNotFound` for any live that is not playing: for what the document answers with 731 alone. */
export function mustPlay({ status }: Live): void {
  if (status !== LIVE_STATUS.playing) throw new DomainError('LiveNotFound', 'the live is not playing');
}

/** Throws `NotHost` for anybody but the host and the system. */
export function mustBeHost(live: Live, { actor }: Pick<CommandMeta, 'actor'>): void {
  if (actor !== live.hostId && actor !== 0) throw new DomainError('NotHost');
}

/** Throws `NotOwner` when somebody acts in another's name. */
export function mustActFor(userId: number, { actor }: Pick<CommandMeta, 'actor'>): void {
  if (actor !== userId && actor !== 0) throw new DomainError('NotOwner');
}

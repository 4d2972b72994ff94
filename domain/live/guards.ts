import type { CommandMeta } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { isKnownTo } from '../policy/lives.ts';
import { LIVE_STATUS } from './events.ts';
import type { Live } from './state.ts';

type Asker = Pick<CommandMeta, 'actor'>;

/** Throws `LiveNotFound` for a live that was never created, was banned or deleted, or of which the actor may not learn. */
export function mustExist(live: Live, { actor }: Asker): void {
  const { status } = live;
  const isGone = status === null || status === LIVE_STATUS.banned || status === LIVE_STATUS.deleted;
  if (isGone || !isKnownTo(live, actor)) throw new DomainError('LiveNotFound');
}

/** As `mustExist`, and `LiveNotFound` for any live that is not playing: for what the document answers with 731 alone. */
export function mustPlay(live: Live, { actor }: Asker): void {
  if (live.status !== LIVE_STATUS.playing || !isKnownTo(live, actor))
    throw new DomainError('LiveNotFound', 'the live is not playing');
}

/** Throws `NotHost` for anybody but the host and the system. */
export function mustBeHost(live: Live, { actor }: Asker): void {
  if (actor !== live.hostId && actor !== 0) throw new DomainError('NotHost');
}

/**
 * Throws `NotHost` unless the actor may mute, unmute or kick `userId`: the host and the system whomever, a manager who is in the room
 * whoever is neither host nor manager.
 */
export function mustKeepOrderOver(live: Live, userId: number, asker: Asker): void {
  const { hostId, managers, members } = live;
  const isManager = managers.has(asker.actor) && members.has(asker.actor);
  if (isManager && userId !== hostId && !managers.has(userId)) return;
  mustBeHost(live, asker);
}

/** Throws `NotOwner` when somebody acts in another's name. */
export function mustActFor(userId: number, { actor }: Asker): void {
  if (actor !== userId && actor !== 0) throw new DomainError('NotOwner');
}

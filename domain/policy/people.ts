import type { DomainErrorCode } from '../kernel/errors.ts';

/** What two people are to each other, for one of them who wants something of the other. */
export interface Between {
  /** The one who acts blocks the other. */
  blocks: boolean;
  /** The other blocks the one who acts. */
  isBlocked: boolean;
  /** The other was banned. */
  isBanned: boolean;
  /** The other was erased: they are as if they were not there. */
  isErased: boolean;
}

/** What keeps somebody from seeing another's profile and lists; null when nothing does. Names of the banned stay readable. */
export function obstacleToSeeing({ isBlocked }: Pick<Between, 'isBlocked'>): DomainErrorCode | null {
  return isBlocked ? 'ProfileHidden' : null;
}

/**
 * What keeps somebody from reaching another, so that the other hears of it (following, inviting, calling); null when nothing does. A
 * block cuts both ways: `ProfileHidden` for the blocked, `TargetBlocked` for who would first have to unblock. Nobody reaches the banned
 * and the erased.
 */
export function obstacleToReaching({ blocks, isBlocked, isBanned, isErased }: Between): DomainErrorCode | null {
  if (isErased) return 'UserNotFound';
  if (isBlocked) return 'ProfileHidden';
  if (blocks) return 'TargetBlocked';
  return isBanned ? 'UserNotFound' : null;
}

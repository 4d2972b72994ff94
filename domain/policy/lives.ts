import type { DomainErrorCode } from '../kernel/errors.ts';
import { LIVE_STATUS, type LiveStatus } from '../live/events.ts';
import type { Live } from '../live/state.ts';

/**
 * Who may learn of a live, see it, and speak in it: the rules alone. Deciders, use cases, reactors and messages ask here, so that
 * nobody is told by one of them what another keeps from them. Whoever may not learn of a live is answered as if there were none.
 */

/** What the rules look at in a live's state. */
export type LiveFacts = Pick<Live, 'hostId' | 'visible' | 'members' | 'invitations' | 'kicked'>;

/**
 * Whether somebody may learn that a live exists: a hidden one is known to its host, to who is in it, and to whom the host has
 * invited and not put out since. The system (0) knows all.
 */
export function isKnownTo({ hostId, visible, members, invitations, kicked }: LiveFacts, userId: number): boolean {
  if (visible || userId === hostId || userId === 0 || members.has(userId)) return true;
  return invitations.has(userId) && !kicked.has(userId);
}

/** How somebody stands to a live, as far as seeing it is concerned. */
export interface Onlooker {
  status: LiveStatus;
  visible: boolean;
  isHost: boolean;
  isMember: boolean;
  /** The host's block list holds them. */
  isBlocked: boolean;
}

/**
 * Whether a live's title, host and addresses are shown: a draft (created, not started) to its host alone, a hidden one to who is in it,
 * nothing to whom the host blocks, what was banned to its host, what was deleted to nobody.
 */
export function isShownTo({ status, visible, isHost, isMember, isBlocked }: Onlooker): boolean {
  if (status === LIVE_STATUS.deleted) return false;
  if (isHost) return true;
  if (isBlocked || status === LIVE_STATUS.created || status === LIVE_STATUS.banned) return false;
  return visible || isMember;
}

/** How somebody stands to a live that plays, as far as taking part in it is concerned. */
export interface Participant {
  isKnown: boolean;
  playing: boolean;
  isMember: boolean;
  isMuted: boolean;
}

/** What keeps somebody from taking part in a live (giving, liking); null when nothing does. Giving is no speech: the muted may. */
export function obstacleToTakingPart({ isKnown, playing, isMember }: Participant): DomainErrorCode | null {
  if (!isKnown || !playing) return 'LiveNotFound';
  return isMember ? null : 'NotInLive';
}

/** What keeps somebody from saying what the room reads: a line, or one that is paid for; null when nothing does. */
export function obstacleToSpeaking(participant: Participant): DomainErrorCode | null {
  return obstacleToTakingPart(participant) ?? (participant.isMuted ? 'Muted' : null);
}

/** Whether somebody is heard in a conference: the host always, a guest who was muted not. */
export function isHeard({ isHost, isMuted }: { isHost: boolean; isMuted: boolean }): boolean {
  return isHost || !isMuted;
}

/** Whether those who follow the host are told that a live has started. */
export function isAnnounced({ hidden = false }: { hidden?: boolean }): boolean {
  return !hidden;
}

/** Whether the room reads the name of who comes or goes: a muted person would speak by their name. */
export function isNameShown({ muted = false }: { muted?: boolean }): boolean {
  return !muted;
}

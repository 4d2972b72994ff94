import { waitingCall } from '../../domain/conference/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { obstacleToReaching } from '../../domain/policy/people.ts';
import type { Actor } from '../actor.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { between } from '../policy/people.ts';
import { conferenceRoom, runOnConference } from './conference-room.ts';

/** `viewerId`: the viewer that a host names. A viewer always acts for themself, and it is ignored. */
export interface CallGiven {
  liveId: number;
  viewerId?: number;
}

/**
 * A viewer queues for a conference with the host; the host accepts the call of a viewer in the queue, or invites one. Returns the
 * ms that the other side has to answer; 0 when there is nothing left to wait for.
 *
 * Throws `LiveNotFound` unless the live plays, `InvalidInput` (field `userId`) for a host who names nobody, `ConferenceStateWrong`,
 * `Muted`, `Underage` for a viewer who gave no birthday, `IdempotencyConflict`.
 */
export async function requestCall(
  core: Core,
  actor: Actor,
  { liveId, viewerId }: CallGiven,
  makeMeta: MakeMeta,
): Promise<number> {
  const { room, isHost } = await conferenceRoom(core, actor, liveId, viewerId);
  const meantId = meantViewer(actor, isHost, viewerId);
  const meta = makeMeta(`call-request ${liveId}`);
  const otherId = isHost ? meantId : room.hostId;
  const people = await between(core, actor, otherId);
  // No call between people of whom one blocks the other; the document's code is the one for any viewer who cannot be called.
  if (!room.viewerIsMember || (otherId !== actor.userId && obstacleToReaching(people)))
    throw new DomainError('ConferenceStateWrong');
  const viewer = await personCard(core, actor.appId, meantId);
  const type = isHost ? 'CallViewer' : 'RequestCall';
  const command = { type, room, callId: meta.commandId, viewer } as const;
  const { state } = await runOnConference(core, actor, command, meta, viewerId ?? null);
  const waiting = waitingCall(state, meantId, meta.at);
  return waiting ? waiting.expiresAt - meta.at : 0;
}

/**
 * The host accepts a viewer's call, or a viewer accepts the host's invitation: their conference begins.
 *
 * Throws `LiveNotFound` unless the live plays, `InvalidInput` (field `userId`) for a host who names nobody, `ConferenceStateWrong`,
 * `ConferenceBusy`, `ConferenceTooLate`, `IdempotencyConflict`.
 */
export async function acceptCall(
  core: Core,
  actor: Actor,
  { liveId, viewerId }: CallGiven,
  makeMeta: MakeMeta,
): Promise<void> {
  const { room, isHost } = await conferenceRoom(core, actor, liveId, viewerId);
  const userId = meantViewer(actor, isHost, viewerId);
  const command = { type: 'AcceptCall', room, userId } as const;
  await runOnConference(core, actor, command, makeMeta(`accept-conference ${liveId}`), userId);
}

/**
 * The host refuses a viewer's call, or a viewer refuses the host's invitation; a call that is over stays over. Throws
 * `LiveNotFound` unless the live plays, `ConferenceStateWrong`, `IdempotencyConflict`.
 */
export async function refuseCall(
  core: Core,
  actor: Actor,
  { liveId, viewerId }: Required<CallGiven>,
  makeMeta: MakeMeta,
): Promise<void> {
  const { room, isHost } = await conferenceRoom(core, actor, liveId, viewerId);
  const userId = meantViewer(actor, isHost, viewerId);
  const command = { type: 'RefuseCall', room, userId } as const;
  await runOnConference(core, actor, command, makeMeta(`refuse-conference ${liveId}`), userId);
}

function meantViewer({ userId }: Actor, isHost: boolean, viewerId: number | undefined): number {
  if (!isHost) return userId;
  if (viewerId === undefined) throw new DomainError('InvalidInput', 'a host names the viewer', 'userId');
  return viewerId;
}

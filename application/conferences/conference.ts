import { mediaRoomName } from '../../domain/conference/media-room.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { isHeard } from '../../domain/policy/lives.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import type { Actor } from '../actor.ts';
import type { MakeMeta } from '../commands.ts';
import type { Core } from '../core.ts';
import { conferenceRoom, runOnConference } from './conference-room.ts';
import { type RtcAccess, rtcAccess } from './rtc-access.ts';

/** A conference as its two sides see it. */
export interface SeenConference {
  guest: PersonCard;
  /** Both sides have confirmed. */
  connected: boolean;
}

/**
 * The host or the guest enters their conference, or comes again for a fresh token. A repetition gets a token of now, unless the
 * actor has left meanwhile or the conference is over.
 *
 * Throws `LiveNotFound` unless the live plays, `ConferenceStateWrong`, `ConferenceFailed` when the conference is over or another
 * one has taken its place, `IdempotencyConflict`.
 */
export async function joinConference(
  core: Core,
  actor: Actor,
  { liveId }: { liveId: number },
  makeMeta: MakeMeta,
): Promise<SeenConference & { access: RtcAccess }> {
  const { room, isHost } = await conferenceRoom(core, actor, liveId, undefined);
  const command = { type: 'JoinConference', room } as const;
  const meta = makeMeta(`join-conference ${liveId}`);
  const { events, state } = await runOnConference(core, actor, command, meta, liveId);
  // Every join is an event of its own, from which a repetition's answer is read as well.
  const joined = events.map(({ data }) => data).find((data) => 'connected' in data);
  if (!joined || !('connected' in joined)) throw new DomainError('ConferenceFailed');
  const { conferenceId, guest, connected } = joined;
  const isOn = state.current?.conferenceId === conferenceId;
  if (!isOn || !(room.viewerIsMember || actor.userId === room.hostId)) throw new DomainError('ConferenceFailed');
  const isSpeaker = isHeard({ isHost, isMuted: room.viewerIsMuted });
  return { guest, connected, access: await rtcAccess(core, actor, mediaRoomName(liveId, conferenceId), isSpeaker) };
}

/**
 * The actor's side is connected. Once both are, the room is told. Throws `LiveNotFound` unless the live plays,
 * `ConferenceStateWrong`, `IdempotencyConflict`.
 */
export async function confirmConference(
  core: Core,
  actor: Actor,
  { liveId }: { liveId: number },
  makeMeta: MakeMeta,
): Promise<SeenConference> {
  const { room } = await conferenceRoom(core, actor, liveId, undefined);
  const command = { type: 'ConfirmConference', room } as const;
  const { state } = await runOnConference(core, actor, command, makeMeta(`conference-success ${liveId}`), liveId);
  if (!state.current) throw new DomainError('ConferenceStateWrong');
  const { guest, connected } = state.current;
  return { guest, connected };
}

/**
 * The host or the guest ends their conference; a viewer in the queue withdraws the call. Throws `LiveNotFound` unless the live
 * plays, `ConferenceStateWrong`, `IdempotencyConflict`.
 */
export async function quitConference(
  core: Core,
  actor: Actor,
  { liveId }: { liveId: number },
  makeMeta: MakeMeta,
): Promise<void> {
  const { room } = await conferenceRoom(core, actor, liveId, undefined);
  const command = { type: 'QuitConference', room } as const;
  await runOnConference(core, actor, command, makeMeta(`quit-conference ${liveId}`), liveId);
}

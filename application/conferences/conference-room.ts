import type { ConferenceCommand, ConferenceRoom } from '../../domain/conference/commands.ts';
import { conferenceDecider } from '../../domain/conference/decider.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { conferenceStream } from '../../domain/streams.ts';
import type { Actor } from '../actor.ts';
import { withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { playingStanding } from '../policy/lives.ts';
import { anyStanding } from '../rooms/standing.ts';

/**
 * A viewer's standing in a live's room (the viewer whom the host names, else the actor), and whether the actor is its host. Throws
 * `LiveNotFound` unless the live plays.
 */
export async function conferenceRoom(core: Core, actor: Actor, liveId: number, namedId: number | undefined) {
  const { hostId, isHost } = await playingStanding(core, actor.appId, liveId, actor.userId);
  const viewerId = isHost && namedId !== undefined ? namedId : actor.userId;
  const viewer = await anyStanding(core, actor.appId, liveId, viewerId);
  const room: ConferenceRoom = { liveId, hostId, viewerIsMember: viewer.isMember, viewerIsMuted: viewer.isMuted };
  return { room, isHost };
}

/** Runs a command on a live's conference; `input` is what the caller sent with it. */
export function runOnConference(
  core: Core,
  { appId }: Actor,
  command: Extract<ConferenceCommand, { room: ConferenceRoom }>,
  meta: CommandMeta,
  input: unknown,
) {
  const stream = conferenceStream(appId, command.room.liveId);
  return core.commands.handle(conferenceDecider, stream, command, withInput(meta, input));
}

import type { ConferenceCommand, RoomFacts } from '../../../domain/conference/commands.ts';
import { type CurrentConference, conferenceDecider } from '../../../domain/conference/decider.ts';
import { CONFERENCE_STATUS } from '../../../domain/conference/events.ts';
import type { CommandMeta } from '../../../domain/kernel/decider.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import type { Core } from '../../core.ts';
import type { Caller } from '../../endpoint.ts';
import { withInput } from '../live/calls.ts';
import { playingStanding } from '../live/facts.ts';

/**
 * What the room says about a viewer (the caller, or whom the host names), and whether the caller is its host.
 * `LiveNotFound` unless the live plays (731).
 */
export async function roomFacts(core: Core, caller: Caller, liveId: number, namedId: number | undefined) {
  const { hostId, isHost } = await playingStanding(core, caller.appId, liveId, caller.userId);
  const viewerId = isHost && namedId !== undefined ? namedId : caller.userId;
  const viewer = await playingStanding(core, caller.appId, liveId, viewerId);
  const room: RoomFacts = { liveId, hostId, viewerIsMember: viewer.isMember, viewerIsMuted: viewer.isMuted };
  return { room, isHost };
}

/** Runs a command on a live's conference; `input` is what the caller sent with it. */
export function runOnConference(
  core: Core,
  { appId }: Caller,
  command: Extract<ConferenceCommand, { room: RoomFacts }>,
  meta: CommandMeta,
  input: unknown,
) {
  const stream = streamName('conference', appId, command.room.liveId);
  return core.commands.handle(conferenceDecider, stream, command, withInput(meta, input));
}

/** heihei, 连麦消息: conference-status, as 加入连麦接口 and 连麦成功 answer it; the person shown is the guest. */
export function confStatus(liveId: number, { guest, connected }: Pick<CurrentConference, 'guest' | 'connected'>) {
  return {
    msgType: 'action',
    action: 'conference-status',
    comment: '连麦状态，0：连麦等待，1：已连麦 2:断开',
    liveId,
    status: connected ? CONFERENCE_STATUS.connected : CONFERENCE_STATUS.waiting,
    fromUserId: guest.userId,
    fromUserName: guest.displayName,
    gender: guest.gender,
    birthDay: guest.birthDay,
    coverUrl: guest.coverUrl,
  };
}

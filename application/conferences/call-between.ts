import { conferenceDecider } from '../../domain/conference/decider.ts';
import { currentConference, waitingCall } from '../../domain/conference/state.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { conferenceStream } from '../../domain/streams.ts';
import { lives } from '../../projections/views/lives.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { anyStanding } from '../rooms/standing.ts';

/**
 * The actor's call state with another person in a live's conference: `free` to call, `connected` with each other, `toAnswer` the
 * other's call, `waiting` for the other's answer, or `busy` while somebody else is connected. A call ends `expiresInMs` from now
 * unless it is answered.
 */
export type CallState =
  | { state: 'free' | 'connected' | 'busy' }
  | { state: 'toAnswer' | 'waiting'; expiresInMs: number };

/**
 * The call state between the host of a playing live and a person who may know of the live; null for any other two. Throws nothing
 * of its own.
 */
export async function callBetween(
  core: Core,
  { appId, userId }: Actor,
  { liveId, otherId }: { liveId: number; otherId: number },
): Promise<CallState | null> {
  const live = await core.models.get(lives, `${appId}.${liveId}`);
  const isHost = live?.hostId === userId;
  if (live?.status !== LIVE_STATUS.playing || (!isHost && live.hostId !== otherId)) return null;
  const viewerId = isHost ? otherId : userId;
  if (!(await anyStanding(core, appId, liveId, viewerId)).isKnown) return null;
  const { state } = await core.commands.load(conferenceDecider, conferenceStream(appId, liveId));
  const now = core.clock.now();
  const current = currentConference(state, now);
  if (current?.guest.userId === viewerId) return { state: 'connected' };
  const call = waitingCall(state, viewerId, now);
  if (!call) return { state: current ? 'busy' : 'free' };
  const isToAnswer = (call.by === 'viewer') === isHost;
  return { state: isToAnswer ? 'toAnswer' : 'waiting', expiresInMs: call.expiresAt - now };
}

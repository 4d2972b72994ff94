import { LIVE_STATUS } from '../../domain/live/events.ts';
import { type LiveDocument, lives } from '../../projections/views/lives.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { hasBlocked } from '../policy/people.ts';
import { anyStanding } from './standing.ts';

/** The id of the live that a person plays now, if the actor may know of it; else null. */
export async function liveOnAir(
  core: Core,
  { appId, userId }: Actor,
  { hostId }: { hostId: number },
): Promise<number | null> {
  const playing = await playingLive(core, appId, hostId);
  if (!playing) return null;
  const { liveId, visible } = playing;
  if (visible && !(await hasBlocked(core, appId, hostId, userId))) return liveId;
  const { isMember, isHost } = await anyStanding(core, appId, liveId, userId);
  return isMember || isHost ? liveId : null;
}

/** The live that a person plays now, whoever may know of it; null for none. */
export async function playingLive(core: Core, appId: string, hostId: number): Promise<LiveDocument | null> {
  const equals = [appId, hostId, LIVE_STATUS.playing] as const;
  const [playing] = await core.models.find(lives, { index: 'byHostAndStatus', equals, limit: 1 });
  return playing?.document ?? null;
}

import { LIVE_STATUS } from '../../domain/live/events.ts';
import { lives } from '../../projections/views/lives.ts';
import type { Core } from '../core.ts';

/** The live that a person plays now, as lists show it; null when there is none. */
export async function liveOnAir(core: Core, appId: string, hostId: number): Promise<number | null> {
  const equals = [appId, hostId, LIVE_STATUS.playing] as const;
  const [playing] = await core.models.find(lives, { index: 'byHostAndStatus', equals, limit: 1 });
  return playing?.document.liveId ?? null;
}

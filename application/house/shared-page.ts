import { liveDecider } from '../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { isShownTo } from '../../domain/policy/lives.ts';
import { liveStream } from '../../domain/streams.ts';
import type { Core } from '../core.ts';
import { namedCard, type PersonCard } from '../people/cards.ts';
import { type LiveSummary, standingIn } from '../rooms/standing.ts';

/** Somebody without an account: nobody has this id, and no rule lets it in. */
const STRANGER = -1;

/**
 * A live and its host as a page shows them to anybody who has its address; null for a live that strangers are not shown. Of one that is
 * still to start nothing is said but that.
 */
export async function sharedWithAnybody(
  core: Core,
  appId: string,
  { liveId }: { liveId: number },
): Promise<{ live: LiveSummary; host: PersonCard } | 'not started' | null> {
  const { state } = await core.commands.load(liveDecider, liveStream(appId, liveId));
  if (state.status === null) return null;
  const live = standingIn(state, STRANGER);
  if (live.status === LIVE_STATUS.created && live.isKnown) return 'not started';
  if (!isShownTo({ ...live, isBlocked: false })) return null;
  return { live, host: await namedCard(core, appId, live.hostId) };
}

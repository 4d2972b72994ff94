import { DomainError } from '../../domain/kernel/errors.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { feedStream } from '../../domain/streams.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { requireShown, standing } from '../policy/lives.ts';
import { documentOf } from './standing.ts';

/** Events that one page looks at: some 10 ms of work. */
export const REPLAY_PAGE = 500;

/** Something that was said or given in a room. */
export interface ReplayedLine {
  /** Since the live began, in ms. */
  offsetMs: number;
  event: LoggedEvent;
}

export interface ReplayPage {
  /** When the live began, epoch ms. */
  startedAt: number;
  /** In the order in which it happened; likes are left out. */
  lines: ReplayedLine[];
  /** Where the next page begins; null behind the last. */
  next: number | null;
}

/**
 * A page of what was said and given in a live that was stopped, from a revision of its feed on. What erased people said is gone. Throws
 * `LiveNotFound`, also for a live that is not stopped or that is hidden from the actor.
 */
export async function replayOf(
  core: Core,
  actor: Actor,
  { liveId, from }: { liveId: number; from: number },
): Promise<ReplayPage> {
  const { appId, userId } = actor;
  const found = await standing(core, appId, liveId, userId);
  if (found.status !== LIVE_STATUS.stopped) throw new DomainError('LiveNotFound');
  await requireShown(core, appId, found, userId);
  const { startedAt } = await documentOf(core, appId, found);
  const events = await core.log.read(feedStream(appId, liveId), { from, limit: REPLAY_PAGE });
  const lines = events.filter(isLine).map((event) => ({ offsetMs: Math.max(0, event.meta.at - startedAt), event }));
  const last = events[events.length - 1];
  return { startedAt, lines, next: last && events.length === REPLAY_PAGE ? last.revision + 1 : null };
}

/** A text without words was said by somebody who was erased since. */
function isLine(event: LoggedEvent): boolean {
  switch (event.type) {
    case 'TextSaid':
    case 'BulletShown':
      return event.data.text !== '';
    case 'GiftShown':
      return true;
    default:
      return false;
  }
}

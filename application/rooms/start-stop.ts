import { liveDecider } from '../../domain/live/decider.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import { liveStream } from '../../domain/streams.ts';
import type { PersonCard } from '../../domain/user/events.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import { lives } from '../../projections/views/lives.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { personCard } from '../people/cards.ts';
import { documentOf, type LiveSummary, standingIn } from './standing.ts';

/** Most playing lives of one host that a start looks through; only races leave more than one. */
const MAX_REPLACED = 20;

/**
 * Starts a live, and stops the host's earlier one: a host plays one live at a time. The look for earlier ones comes after the
 * start, so that of two starts at the same time only the later live plays on.
 *
 * Throws `LiveNotFound`, `NotHost`, `LiveEnded`, `Underage` for a host who gave no birthday, `IdempotencyConflict`.
 */
export async function startLive(
  core: Core,
  actor: Actor,
  { liveId }: { liveId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const host = await personCard(core, actor.appId, actor.userId);
  const meta = withInput(makeMeta(`start-live ${liveId}`), { liveId });
  const stream = liveStream(actor.appId, liveId);
  const started = await core.commands.handle(liveDecider, stream, { type: 'StartLive', host }, meta);
  const answer = await shown(core, started.position, [lives, liveMembers, userCards]);
  await stopEarlier(core, actor, liveId, makeMeta);
  return answer;
}

async function stopEarlier(core: Core, { appId, userId }: Actor, liveId: number, makeMeta: MakeMeta): Promise<void> {
  const playing = await core.models.find(lives, {
    index: 'byHostAndStatus',
    equals: [appId, userId, LIVE_STATUS.playing],
    limit: MAX_REPLACED,
  });
  const mine = playing.find(({ document }) => document.liveId === liveId)?.document;
  if (!mine) return;
  const earlier = playing.filter(
    ({ document }) =>
      document.startedAt < mine.startedAt || (document.startedAt === mine.startedAt && document.liveId < mine.liveId),
  );
  for (const { document } of earlier) {
    const meta = makeMeta(`replace-live ${document.liveId}`);
    const stream = liveStream(appId, document.liveId);
    await core.commands.handle(liveDecider, stream, { type: 'StopLive', reason: 'replaced' }, meta);
  }
}

export interface StoppedLive {
  live: LiveSummary;
  host: PersonCard;
  /** Joins of viewers in all. */
  totalUsers: number;
  /** Points that the live has earned, by gifts that are credited by now. */
  totalPoints: number;
  /** Number of people in the room at the end, the host among them; 0 when the live had been stopped before. */
  onlineUsers: number;
}

/** Stops a live, and returns its totals. A live that is over stays as it is. Throws `LiveNotFound`, `NotHost`, `IdempotencyConflict`. */
export async function stopLive(
  core: Core,
  { appId, userId }: Actor,
  { liveId }: { liveId: number },
  makeMeta: MakeMeta,
): Promise<StoppedLive & Shown> {
  const meta = makeMeta(`stop-live ${liveId}`);
  const stream = liveStream(appId, liveId);
  const stopped = await core.commands.handle(liveDecider, stream, { type: 'StopLive', reason: 'host' }, meta);
  const found = standingIn(stopped.state, userId);
  const event = stopped.events.find(({ type }) => type === 'LiveStopped');
  const answer = await shown(core, stopped.position, [lives, liveMembers]);
  const { totalPoints } = await documentOf(core, appId, found);
  const host = await personCard(core, appId, userId);
  const onlineUsers = event && 'onlineUsers' in event.data ? event.data.onlineUsers : 0;
  return { live: found, host, totalUsers: found.totalUsers, totalPoints, onlineUsers, ...answer };
}

import { DomainError } from '../../domain/kernel/errors.ts';
import { LIVE_STATUS, type LiveStatus } from '../../domain/live/events.ts';
import { isShownTo } from '../../domain/policy/lives.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { follows } from '../../projections/views/follows.ts';
import { lives } from '../../projections/views/lives.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { blockersAmong, cardsOf, followedAmong, type UserCard } from '../people/cards.ts';
import { blockListOf, hasBlocked } from '../policy/people.ts';
import type { LiveDocument } from './standing.ts';

/** Most playing lives in a list, and most stopped ones. */
const LISTED_LIVES = 50;
/** Most followed people, newest first, whose lives are looked for. */
const FOLLOWED_READ = 200;
/** Newest lives that are read of each of them. */
const LIVES_READ_PER_USER = 10;

/** A live in a list, with its host. */
export interface ListedLive {
  live: LiveDocument;
  host: UserCard;
  /** Whether the actor follows the host. */
  isFollowed: boolean;
}

/** What plays, and what was stopped and can be looked back at. */
export interface LiveLists {
  playing: ListedLive[];
  stopped: ListedLive[];
}

/**
 * Lives as a list shows them to the actor, without lives whose host is not in the read model yet, and without those of hosts who
 * block the actor: the actor could not join them.
 */
async function listed(core: Core, { appId, userId }: Actor, found: readonly LiveDocument[]): Promise<ListedLive[]> {
  const hostIds = found.map((live) => live.hostId);
  const [cards, followed, blockers] = await Promise.all([
    cardsOf(core, appId, hostIds),
    followedAmong(core, appId, userId, hostIds),
    blockersAmong(core, appId, userId, hostIds),
  ]);
  return found.flatMap((live) => {
    const host = cards.get(live.hostId);
    return host && !blockers.has(live.hostId) ? [{ live, host, isFollowed: followed.has(live.hostId) }] : [];
  });
}

/** Visible lives, newest first, without those of people whom the actor blocks; at most `LISTED_LIVES` of each kind. */
export async function recommendedLives(core: Core, actor: Actor): Promise<LiveLists> {
  const blocked = await blockListOf(core, actor.appId, actor.userId);
  const visible = async (status: LiveStatus) => {
    const equals = [actor.appId, true, status] as const;
    const found = await core.models.find(lives, { index: 'recommended', equals, limit: LISTED_LIVES });
    const documents = found.map(({ document }) => document).filter((live) => !blocked.has(live.hostId));
    return listed(core, actor, documents);
  };
  const [playing, stopped] = await Promise.all([visible(LIVE_STATUS.playing), visible(LIVE_STATUS.stopped)]);
  return { playing, stopped };
}

/** Visible lives of people whom the actor follows, newest first; at most `LISTED_LIVES` of each kind. */
export async function livesOfFollowed(core: Core, actor: Actor): Promise<LiveLists> {
  const { appId, userId } = actor;
  const edges = await core.models.find(follows, { index: 'following', equals: [appId, userId], limit: FOLLOWED_READ });
  const followedIds = edges.map(({ document }) => document.targetId);
  const cards = await cardsOf(core, appId, followedIds);
  // Most people never go live: one look-up of all cards saves most of the queries.
  const hosts = [...cards.values()].filter((card) => card.liveCount > 0);
  const newest = await Promise.all(
    hosts.map((host) =>
      core.models.find(lives, { index: 'byHost', equals: [appId, host.userId], limit: LIVES_READ_PER_USER }),
    ),
  );
  const found = newest
    .flat()
    .map(({ document }) => document)
    .filter((live) => isListedFor(userId, live))
    .sort((a, b) => b.startedAt - a.startedAt);
  const having = (status: LiveStatus) => found.filter((live) => live.status === status).slice(0, LISTED_LIVES);
  return {
    playing: await listed(core, actor, having(LIVE_STATUS.playing)),
    stopped: await listed(core, actor, having(LIVE_STATUS.stopped)),
  };
}

export interface LivesOfHost {
  /** Lives that the actor may see. */
  totalCount: number;
  /** Whether the actor follows the host. */
  isFollowed: boolean;
  /** The page that was asked for. */
  lives: ListedLive[];
}

/**
 * A page of a host's lives, newest first, out of the newest `MAX_QUERY_DOCUMENTS`. The host sees all but the deleted; others see
 * those that play or were stopped and are not hidden, and none when the host blocks them. Throws `UserNotFound`.
 */
export async function livesOfHost(
  core: Core,
  actor: Actor,
  { hostId, offset, limit }: { hostId: number; offset: number; limit: number },
): Promise<LivesOfHost> {
  const { appId, userId } = actor;
  const card = (await cardsOf(core, appId, [hostId])).get(hostId);
  if (!card || card.erased) throw new DomainError('UserNotFound');
  const found = await core.models.find(lives, {
    index: 'byHost',
    equals: [appId, hostId],
    limit: MAX_QUERY_DOCUMENTS,
  });
  const isBlocked = await hasBlocked(core, appId, hostId, userId);
  const visible = found.map(({ document }) => document).filter((live) => !isBlocked && isListedFor(userId, live));
  return {
    totalCount: visible.length,
    isFollowed: (await followedAmong(core, appId, userId, [hostId])).has(hostId),
    lives: await listed(core, actor, visible.slice(offset, offset + limit)),
  };
}

/** Lists do not check who is in a hidden live: its members see it only in the room. */
function isListedFor(userId: number, { hostId, status, visible }: LiveDocument): boolean {
  return isShownTo({ status, visible, isHost: hostId === userId, isMember: false, isBlocked: false });
}

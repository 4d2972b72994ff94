import { DomainError } from '../../domain/kernel/errors.ts';
import { LIVE_STATUS } from '../../domain/live/events.ts';
import type { Position } from '../../event-store/event-store.ts';
import type { QueryOn } from '../../projections/read-models.ts';
import { liveMembers } from '../../projections/views/live-members.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { type ListedPerson, listedPeople } from '../people/cards.ts';
import { requireKnown, requireShown, standing } from '../policy/lives.ts';
import { reflectedPosition } from './reflected-position.ts';
import { anyStanding } from './standing.ts';

/** People on a page of a room's users. */
const USERS_PAGE = 20;
/** Most people that a stopped live shows, the last to come first. */
const PAST_USERS = 100;

/**
 * A page of a room, by join times (epoch ms, unique in a room): the newest, those who joined next after a time, or those who joined
 * last before it. Each page is answered newest first.
 */
export type UsersPage = { newest: true } | { joinedAfter: number } | { joinedBefore: number };

export interface RoomUser extends ListedPerson {
  /** Epoch ms. */
  joinTime: number;
}

export interface RoomUsers {
  seatCount: number;
  lockedCount: number;
  /** Number of people in the room now, the host among them. */
  memberCount: number;
  users: RoomUser[];
  /** What the answer reflects at least: see `reflectedPosition`. */
  position: Position;
}

/** A page of the people in a room, the host among them, for people in it. Throws `LiveNotFound`, `NotInLive`. */
export async function usersInRoom(
  core: Core,
  actor: Actor,
  { liveId, page }: { liveId: number; page: UsersPage },
): Promise<RoomUsers> {
  const { appId, userId } = actor;
  const position = reflectedPosition(core);
  const room = await anyStanding(core, appId, liveId, userId);
  requireKnown(room);
  const { isMember, seatCount, lockedCount, memberCount } = room;
  if (!isMember) throw new DomainError('NotInLive');
  const found = await core.models.find(liveMembers, pageQuery(appId, liveId, page));
  const members = found.map(({ document }) => document).sort((a, b) => b.joinTime - a.joinTime);
  const joinTimes = new Map(members.map((member) => [member.userId, member.joinTime]));
  const people = await listedPeople(core, actor, [...joinTimes.keys()]);
  const users = people.map((person) => ({ ...person, joinTime: joinTimes.get(person.card.userId)! }));
  return { seatCount, lockedCount, memberCount, users, position };
}

function pageQuery(appId: string, liveId: number, page: UsersPage): QueryOn<typeof liveMembers> {
  const query = { index: 'present', equals: [appId, liveId, true], limit: USERS_PAGE } as const;
  if ('joinedAfter' in page) return { ...query, after: page.joinedAfter };
  if ('joinedBefore' in page) return { ...query, before: page.joinedBefore, reverse: true };
  return { ...query, reverse: true };
}

/**
 * The people who were in a stopped live, the last to come first, without the host. Throws `LiveNotFound`, also for a live that is
 * not stopped or that is hidden from the actor.
 */
export async function pastUsers(core: Core, actor: Actor, { liveId }: { liveId: number }): Promise<ListedPerson[]> {
  const { appId, userId } = actor;
  const found = await standing(core, appId, liveId, userId);
  if (found.status !== LIVE_STATUS.stopped) throw new DomainError('LiveNotFound');
  await requireShown(core, appId, found, userId);
  const everyone = await core.models.find(liveMembers, {
    index: 'everyone',
    equals: [appId, liveId],
    reverse: true,
    limit: PAST_USERS + 1,
  });
  const ids = everyone
    .map(({ document }) => document)
    .filter((member) => !member.isHost)
    .slice(0, PAST_USERS)
    .map((member) => member.userId);
  return listedPeople(core, actor, ids);
}

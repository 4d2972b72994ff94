import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { MAX_FRIENDS } from '../../domain/relations/friends.ts';
import { relationsStream, userStream } from '../../domain/streams.ts';
import { isThere, userDecider } from '../../domain/user/decider.ts';
import { type Position, START } from '../../event-store/event-store.ts';
import { friendRequests } from '../../projections/views/friend-requests.ts';
import { friends } from '../../projections/views/friends.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Actor } from '../actor.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { namedCard, personCard } from '../people/cards.ts';
import { between, hasBlocked, requireMayReach } from '../policy/people.ts';

/**
 * Friends, for every dialect. Two people are friends in both lists: the event on the stream of one of them decides, the other's follows at once
 * (`MirrorFriend`), and by the reactor `mirror-friend` where a crash came between.
 *
 * - People: `requestFriend`, `answerFriend`, `removeFriend`. An app's server: `addFriends`, which asks nobody. Lists: `lists.ts`.
 * - Following somebody is another thing, and so are blocks (`application/people/relations.ts`): whoever blocks a friend keeps the friend.
 */
export const FRIEND_VIEWS = [friends, friendRequests] as const;

/**
 * Asks somebody to be friends; when they have asked the actor, the two are friends by it. Asking again, or a friend, changes nothing.
 *
 * Throws `UserNotFound`, `TargetIsSelf`, what `requireMayReach` throws, `InvalidInput` for a text out of bounds, `TextNotAllowed`,
 * `FriendsTooMany`.
 */
export async function requestFriend(
  core: Core,
  actor: Actor,
  { targetId, text }: { targetId: number; text: string },
  makeMeta: MakeMeta,
): Promise<{ isFriend: boolean } & Shown> {
  const { appId, userId } = actor;
  await personCard(core, appId, targetId, 'targetId');
  const people = await between(core, actor, targetId);
  const words = core.settings.words.worded(appId, text, 'text');
  const meta = withInput(makeMeta(`request-friend ${targetId}`), { targetId, text });
  const theirs = await core.commands.load(relationsDecider, relationsStream(appId, targetId));
  if (theirs.state.requested.has(userId) && userId !== targetId) {
    requireMayReach(people, 'targetId');
    return { isFriend: true, ...(await answered(core, actor, { askerId: targetId, isAccepted: true }, meta)) };
  }
  const { position, state } = await core.commands.handle(
    whenNew(relationsDecider, () => {
      requireMayReach(people, 'targetId');
      words.requireAllowed();
    }),
    relationsStream(appId, userId),
    { type: 'RequestFriend', targetId, text: words.text },
    meta,
  );
  return { isFriend: state.friends.has(targetId), ...(await shown(core, position, FRIEND_VIEWS)) };
}

/**
 * Answers a request. Throws `UserNotFound` for an asker who is gone, `TargetIsSelf`, `FriendNotRequested` for accepting what was not asked or is
 * refused already, `FriendsTooMany` for either of the two.
 */
export async function answerFriend(
  core: Core,
  actor: Actor,
  { askerId, isAccepted }: { askerId: number; isAccepted: boolean },
  makeMeta: MakeMeta,
): Promise<Shown> {
  await (isAccepted ? personCard : namedCard)(core, actor.appId, askerId);
  const meta = makeMeta(`${isAccepted ? 'accept' : 'refuse'}-friend ${askerId}`);
  return answered(core, actor, { askerId, isAccepted }, withInput(meta, { askerId, isAccepted }));
}

/** Ends being friends, in both lists. Somebody who is none: no error. Throws `UserNotFound`, `TargetIsSelf`. */
export async function removeFriend(
  core: Core,
  { appId, userId }: Actor,
  { targetId }: { targetId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  await namedCard(core, appId, targetId);
  const meta = withInput(makeMeta(`remove-friend ${targetId}`), { targetId });
  const stream = relationsStream(appId, userId);
  const { events } = await core.commands.handle(relationsDecider, stream, { type: 'RemoveFriend', targetId }, meta);
  if (events.length === 0) return {};
  return mirrored(core, { appId, userId: targetId, targetId: userId, isFriend: false }, meta);
}

/** What became of somebody who was to be a friend. `blocked`: they block the owner, and `honoursBlocks` was asked for. */
export interface FriendOutcome {
  userId: number;
  outcome: 'added' | 'friend' | 'unknown' | 'self' | 'blocked' | 'too-many';
}

/**
 * Makes friends of a person and others, for an app's server: nobody is asked. The outcomes are in the order given. `allOrNone`: nobody is added
 * unless each is `added` or `friend` already.
 *
 * Throws `UserNotFound` for the owner.
 */
export async function addFriends(
  core: Core,
  appId: string,
  given: { ownerId: number; userIds: readonly number[]; honoursBlocks: boolean; allOrNone: boolean },
  makeMeta: MakeMeta,
): Promise<{ outcomes: FriendOutcome[] } & Shown> {
  const { ownerId, userIds, allOrNone } = given;
  await personCard(core, appId, ownerId, 'ownerId');
  const meta = { ...withInput(makeMeta('add-friends'), given), actor: 0 };
  const stream = relationsStream(appId, ownerId);
  const { state } = await core.commands.load(relationsDecider, stream);
  const outcomes: FriendOutcome[] = [];
  for (const userId of new Set(userIds)) {
    outcomes.push({ userId, outcome: await outcomeOf(core, appId, given, userId, state.friends) });
  }
  if (allOrNone && outcomes.some(({ outcome }) => outcome !== 'added' && outcome !== 'friend')) return { outcomes };
  let position: Position = START;
  for (const one of outcomes) {
    const { userId } = one;
    if (one.outcome !== 'added') continue;
    // It is the state that commands are decided on: it grows with each of them.
    if (state.friends.size >= MAX_FRIENDS) {
      one.outcome = 'too-many';
      continue;
    }
    const add = { type: 'AddFriend', userId: ownerId, targetId: userId } as const;
    await core.commands.handle(relationsDecider, stream, add, stepOf(meta, `add-friend of ${userId}`));
    position = await mirror(core, { appId, userId, targetId: ownerId, isFriend: true }, meta);
  }
  return { outcomes, ...(await shown(core, position, FRIEND_VIEWS)) };
}

async function outcomeOf(
  core: Core,
  appId: string,
  { ownerId, honoursBlocks }: { ownerId: number; honoursBlocks: boolean },
  userId: number,
  known: ReadonlySet<number>,
): Promise<FriendOutcome['outcome']> {
  if (userId === ownerId) return 'self';
  if (!Number.isSafeInteger(userId) || userId <= 0) return 'unknown';
  const { state } = await core.commands.load(userDecider, userStream(appId, userId));
  if (!isThere(state)) return 'unknown';
  if (known.has(userId)) return 'friend';
  return honoursBlocks && (await hasBlocked(core, appId, userId, ownerId)) ? 'blocked' : 'added';
}

/** The answer stands on the stream of who asked, where the request is. */
async function answered(
  core: Core,
  { appId, userId }: Actor,
  { askerId, isAccepted }: { askerId: number; isAccepted: boolean },
  meta: CommandMeta,
): Promise<Shown> {
  const stream = relationsStream(appId, askerId);
  const answer = { type: 'AnswerFriendRequest', userId: askerId, targetId: userId, isAccepted } as const;
  const own = await core.commands.load(relationsDecider, relationsStream(appId, userId));
  const rule = () => {
    if (isAccepted && own.state.friends.size >= MAX_FRIENDS) throw new DomainError('FriendsTooMany');
  };
  const handled = await core.commands.handle(whenNew(relationsDecider, rule), stream, answer, { ...meta, actor: 0 });
  if (!isAccepted || handled.events.length === 0) return shown(core, handled.position, FRIEND_VIEWS);
  return mirrored(core, { appId, userId, targetId: askerId, isFriend: true }, meta);
}

interface Mirrored {
  appId: string;
  userId: number;
  targetId: number;
  isFriend: boolean;
}

/** Does on the stream of `userId` what was decided on that of `targetId`. */
async function mirror(
  core: Core,
  { appId, userId, targetId, isFriend }: Mirrored,
  meta: CommandMeta,
): Promise<Position> {
  const { position } = await core.commands.handle(
    relationsDecider,
    relationsStream(appId, userId),
    { type: 'MirrorFriend', userId, targetId, isFriend },
    stepOf(meta, `mirror-friend of ${userId}`),
  );
  return position;
}

async function mirrored(core: Core, mirroring: Mirrored, meta: CommandMeta): Promise<Shown> {
  return shown(core, await mirror(core, mirroring, meta), FRIEND_VIEWS);
}

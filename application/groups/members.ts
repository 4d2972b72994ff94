import { conversationDecider } from '../../domain/conversation/decider.ts';
import { groupDecider } from '../../domain/group/decider.ts';
import type { GroupEvent } from '../../domain/group/events.ts';
import { MAX_GROUPS_OF_PERSON, MAX_MEMBERS_PER_COMMAND } from '../../domain/group/limits.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { groupConversationStream, groupStream, userStream } from '../../domain/streams.ts';
import { isThere, userDecider } from '../../domain/user/decider.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { groupCounts } from '../../projections/views/group-counts.ts';
import type { Actor } from '../actor.ts';
import { eachOf } from '../at-once.ts';
import { type MakeMeta, type Shown, shown, whenNew, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { blockersAmong } from '../people/cards.ts';
import { blockListOf } from '../policy/people.ts';
import { APP_SERVER, GROUP_VIEWS, groupNow } from './group.ts';

/**
 * What became of somebody who was to be added. `member`: they are one already. `unknown`: nobody has the id, or they were erased. `refused`: they
 * block the actor, the actor blocks them, or they are banned. `too-many-groups`: they are in MAX_GROUPS_OF_PERSON.
 */
export interface AddingOutcome {
  userId: number;
  outcome: 'added' | 'member' | 'unknown' | 'refused' | 'too-many-groups';
}

/** What became of somebody who was to be removed. `kept`: the owner, the actor themselves, or an administrator whom the actor may not remove. */
export interface RemovalOutcome {
  userId: number;
  outcome: 'removed' | 'stranger' | 'kept';
}

/** Streams that one call looks at together. */
const LOADS_AT_ONCE = 50;

/**
 * Adds people to a group; those who cannot be added are left out, and the outcomes say why, in the order given. Members may, if the group's rules
 * say so, else those who run it.
 *
 * Throws `GroupNotFound`, `NotInGroup`, `NotGroupAdmin`, `GroupFull` (then nobody was added), `InvalidInput` for more than
 * MAX_MEMBERS_PER_COMMAND, `IdempotencyConflict`.
 */
export async function inviteToGroup(
  core: Core,
  actor: Actor,
  { groupId, userIds }: { groupId: number; userIds: readonly number[] },
  makeMeta: MakeMeta,
): Promise<{ outcomes: AddingOutcome[] } & Shown> {
  const { appId } = actor;
  const meta = withInput(makeMeta(`invite-to-group ${groupId}`), { userIds });
  const { members } = await groupNow(core, appId, groupId);
  const wanted = [...new Set(userIds)];
  const before = new Set(wanted.filter((userId) => members.has(userId)));
  const outcomes = await outcomesOfAdding(core, actor, wanted);
  const fit = outcomes.filter(({ userId, outcome }) => outcome === 'added' && !before.has(userId));
  const handled = await core.commands.handle(
    groupDecider,
    groupStream(appId, groupId),
    {
      type: 'AddMembers',
      userIds: fit.map(({ userId }) => userId),
      fromSeq: await lastSeqOf(core, appId, groupId),
    },
    meta,
  );
  const added = new Set(peopleIn(handled.events));
  const said = outcomes.map(({ userId, outcome }): AddingOutcome => {
    const isMember = outcome === 'added' && !added.has(userId);
    return { userId, outcome: isMember ? 'member' : outcome };
  });
  return { outcomes: said, ...(await shown(core, handled.position, GROUP_VIEWS)) };
}

/** The actor joins a group that is open. A member joins again: no error. Throws `GroupNotFound`, `GroupNotOpen`, `GroupFull`, `GroupsTooMany`. */
export async function joinGroup(
  core: Core,
  actor: Actor,
  { groupId }: { groupId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const { appId, userId } = actor;
  const meta = withInput(makeMeta(`join-group ${groupId}`), { groupId });
  const { members } = await groupNow(core, appId, groupId);
  const isMember = members.has(userId);
  const [own] = isMember ? [] : await outcomesOfAdding(core, { appId, userId: APP_SERVER }, [userId]);
  const { position } = await core.commands.handle(
    whenNew(groupDecider, () => {
      if (own?.outcome === 'too-many-groups') throw new DomainError('GroupsTooMany');
    }),
    groupStream(appId, groupId),
    { type: 'JoinGroup', fromSeq: await lastSeqOf(core, appId, groupId) },
    meta,
  );
  return shown(core, position, GROUP_VIEWS);
}

/**
 * The actor leaves a group, and hears and reads nothing more of it. An owner hands over by it; the last member's leaving destroys the group. Who is
 * no member: no error. Throws `GroupNotFound`.
 */
export async function leaveGroup(
  core: Core,
  { appId, userId }: Actor,
  { groupId }: { groupId: number },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const { position } = await core.commands.handle(
    groupDecider,
    groupStream(appId, groupId),
    { type: 'LeaveGroup', userId },
    withInput(makeMeta(`leave-group ${groupId}`), { groupId }),
  );
  return shown(core, position, GROUP_VIEWS);
}

/**
 * Takes people out of a group; they hear and read nothing more. The outcomes are in the order given.
 *
 * Throws `GroupNotFound`, `NotInGroup`, `NotGroupAdmin`, `InvalidInput` for more than MAX_MEMBERS_PER_COMMAND, `IdempotencyConflict`.
 */
export async function removeFromGroup(
  core: Core,
  actor: Actor,
  { groupId, userIds }: { groupId: number; userIds: readonly number[] },
  makeMeta: MakeMeta,
): Promise<{ outcomes: RemovalOutcome[] } & Shown> {
  const { appId } = actor;
  const meta = withInput(makeMeta(`kick-from-group ${groupId}`), { userIds });
  const handled = await core.commands.handle(
    groupDecider,
    groupStream(appId, groupId),
    { type: 'RemoveMembers', userIds },
    meta,
  );
  const removed = new Set(peopleIn(handled.events));
  const { members } = handled.state;
  const outcomes = [...new Set(userIds)].map((userId): RemovalOutcome => {
    if (removed.has(userId)) return { userId, outcome: 'removed' };
    return { userId, outcome: members.has(userId) ? 'kept' : 'stranger' };
  });
  return { outcomes, ...(await shown(core, handled.position, GROUP_VIEWS)) };
}

/** Who of these people could be added, were they no members yet: all that does not depend on the group. The app's server is refused by nobody. */
export async function outcomesOfAdding(
  core: Core,
  { appId, userId: byUserId }: Actor,
  userIds: readonly number[],
): Promise<AddingOutcome[]> {
  if (userIds.length > MAX_MEMBERS_PER_COMMAND)
    throw new DomainError('InvalidInput', `at most ${MAX_MEMBERS_PER_COMMAND} people at a time`, 'userIds');
  const outcomes: AddingOutcome[] = [];
  for (let from = 0; from < userIds.length; from += MAX_QUERY_DOCUMENTS) {
    const page = userIds.slice(from, from + MAX_QUERY_DOCUMENTS);
    const isPerson = byUserId !== APP_SERVER;
    const counts = await core.models.getMany(
      groupCounts,
      page.map((userId) => `${appId}.${userId}`),
    );
    const blockers = isPerson ? await blockersAmong(core, appId, byUserId, page) : new Set<number>();
    const blocked = isPerson ? await blockListOf(core, appId, byUserId) : new Set<number>();
    const people = await peopleAmong(core, appId, page);
    page.forEach((userId, n) => {
      const person = people.get(userId);
      const isRefused = isPerson && (blockers.has(userId) || blocked.has(userId) || person?.isBanned);
      const isFull = (counts[n]?.count ?? 0) >= MAX_GROUPS_OF_PERSON;
      outcomes.push({ userId, outcome: outcomeOf(person !== undefined, isRefused === true, isFull) });
    });
  }
  return outcomes;
}

function outcomeOf(isThere: boolean, isRefused: boolean, isFull: boolean): AddingOutcome['outcome'] {
  if (!isThere) return 'unknown';
  if (isRefused) return 'refused';
  return isFull ? 'too-many-groups' : 'added';
}

/** Those of these ids whom the log knows now, and who were not erased. */
async function peopleAmong(
  core: Core,
  appId: string,
  userIds: readonly number[],
): Promise<Map<number, { isBanned: boolean }>> {
  const found = new Map<number, { isBanned: boolean }>();
  const valid = userIds.filter((userId) => Number.isSafeInteger(userId) && userId > 0);
  await eachOf(valid, LOADS_AT_ONCE, async (userId) => {
    const { state } = await core.commands.load(userDecider, userStream(appId, userId));
    if (isThere(state)) found.set(userId, { isBanned: state.banned });
  });
  return found;
}

/** The last message of a group, by its `seq`, up to now: a new member reads what comes after it. */
async function lastSeqOf(core: Core, appId: string, groupId: number): Promise<number> {
  const stream = groupConversationStream(appId, groupId);
  const { state } = await core.commands.load(conversationDecider, stream);
  if (core.observedUpTo() === Number.POSITIVE_INFINITY) return state.lastSeq;
  // Memory may lack what another process has appended a moment ago. The last events are enough to know: all but a few are messages.
  const newest = await core.log.read(stream, { direction: 'backwards', limit: NEWEST_EVENTS });
  const message = newest.find(({ type }) => type === 'GroupMessageSent');
  const seq = message?.type === 'GroupMessageSent' ? message.data.seq : 0;
  return Math.max(state.lastSeq, seq);
}

/** Events in which the last message is looked for. */
const NEWEST_EVENTS = 10;

/** Everybody whom events of a group name as added or removed. */
function peopleIn(events: readonly Pick<GroupEvent, 'data'>[]): number[] {
  return events.flatMap(({ data }) => ('userIds' in data ? data.userIds : []));
}

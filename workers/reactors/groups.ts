import { groupDecider } from '../../domain/group/decider.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import type { FriendAdded, FriendRemoved } from '../../domain/relations/events.ts';
import { groupStream, relationsStream } from '../../domain/streams.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { shownBy } from '../../projections/shown-by.ts';
import { friends } from '../../projections/views/friends.ts';
import { userCards } from '../../projections/views/user-cards.ts';
import { type Reaction, type Reactor, reaction } from '../reactor.ts';

/** Goes on with removing the members of a destroyed group that is too large for one append: each batch brings the next. */
export const emptyGroup: Reactor = {
  name: 'empty-group',
  on: {
    GroupMembersRemoved({ data: { groupId, reason, memberCount }, meta: { appId } }) {
      const isDone = reason !== 'destroyed' || memberCount === 0;
      return isDone ? [] : [reaction(groupDecider, groupStream(appId, groupId), { type: 'EmptyGroup' })];
    },
  },
};

/**
 * Takes erased people out of a group to which they were added while they were erased. Whoever adds somebody looks at the person first, perhaps
 * a moment before another process erases them; an erasure that comes later in the log finds the membership itself.
 */
export const removeErased: Reactor = {
  name: 'remove-erased',
  on: {
    async GroupMembersAdded({ data: { groupId, userIds }, meta: { appId }, position }, models) {
      await shownBy(models, position, [userCards]);
      const cards = await models.getMany(
        userCards,
        userIds.map((userId) => `${appId}.${userId}`),
      );
      const erased = userIds.filter((_, n) => cards[n]?.erased);
      const remove = { type: 'RemoveErased', userIds: erased } as const;
      return erased.length === 0 ? [] : [reaction(groupDecider, groupStream(appId, groupId), remove)];
    },
  },
};

/**
 * Two people are friends in both lists, or in neither: where a crash came after the first list, it does the second. It looks at the first one
 * as it is now, since the two may have changed their minds.
 */
export const mirrorFriend: Reactor = {
  name: 'mirror-friend',
  on: {
    FriendAdded: (event, models) => mirrored(event, models, true),
    FriendRemoved: (event, models) => mirrored(event, models, false),
  },
};

async function mirrored(
  { data, meta: { appId }, position }: LoggedEvent<FriendAdded | FriendRemoved>,
  models: ReadModels,
  isFriend: boolean,
): Promise<Reaction[]> {
  const { userId, targetId, isMirror } = data;
  if (isMirror) return [];
  await shownBy(models, position, [friends]);
  const edge = await models.get(friends, `${appId}.${userId}.${targetId}`);
  if ((edge !== null) !== isFriend) return [];
  const mirror = { type: 'MirrorFriend', userId: targetId, targetId: userId, isFriend } as const;
  return [reaction(relationsDecider, relationsStream(appId, targetId), mirror)];
}

import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { FriendCommand, RelationsCommand } from './commands.ts';
import { type RelationsEvent, relationsEventTypes } from './events.ts';
import { decideOnFriend, evolveFriends } from './friends.ts';
import type { Relations } from './state.ts';

/** Followed people per user: each is an entry of this state, which is kept in memory. */
export const MAX_FOLLOWING = 5_000;
/** Blocked people per user, for the same reason. */
export const MAX_BLOCKED = 2_000;

/**
 * Whom one user follows and blocks, and who their friends are (`decideOnFriend`; heihei, 关注某人, 取消关注, 拉黑, 取消拉黑). A command that changes nothing is `[]`.
 * Oneself: `TargetIsSelf`; another's list: `NotOwner`. Following somebody one blocks: `TargetBlocked`. Past a limit: `FollowsTooMany`,
 * `BlocksTooMany`. Blocking also unfollows.
 */
export function decide(
  command: RelationsCommand | FriendCommand,
  relations: Relations,
  { actor }: Pick<CommandMeta, 'actor'>,
): RelationsEvent[] {
  if (isAboutFriends(command)) return decideOnFriend(command, relations, actor);
  const { targetId } = command;
  // The system (actor 0) may undo what is there, but follows and blocks nobody itself.
  const userId = actor || relations.userId;
  if (userId === 0 && (command.type === 'UnfollowUser' || command.type === 'UnblockUser')) return [];
  if (userId === 0 || (relations.userId !== 0 && relations.userId !== userId)) throw new DomainError('NotOwner');
  const data = { userId, targetId };
  if (targetId === userId) throw new DomainError('TargetIsSelf');
  switch (command.type) {
    case 'FollowUser':
      if (relations.following.has(targetId)) return [];
      if (relations.blocked.has(targetId)) throw new DomainError('TargetBlocked', 'unblock before following');
      if (relations.following.size >= MAX_FOLLOWING) throw new DomainError('FollowsTooMany');
      return [{ type: 'UserFollowed', data }];
    case 'UnfollowUser':
      return relations.following.has(targetId) ? [{ type: 'UserUnfollowed', data }] : [];
    case 'BlockUser': {
      if (relations.blocked.has(targetId)) return [];
      if (relations.blocked.size >= MAX_BLOCKED) throw new DomainError('BlocksTooMany');
      const blocked: RelationsEvent = { type: 'UserBlocked', data };
      return relations.following.has(targetId) ? [{ type: 'UserUnfollowed', data }, blocked] : [blocked];
    }
    case 'UnblockUser':
      return relations.blocked.has(targetId) ? [{ type: 'UserUnblocked', data }] : [];
    default:
      return assertNever(command);
  }
}

export function evolve(relations: Relations, event: RelationsEvent): Relations {
  const { targetId } = event.data;
  relations.userId = event.data.userId;
  switch (event.type) {
    case 'UserFollowed':
      relations.following.add(targetId);
      return relations;
    case 'UserUnfollowed':
      relations.following.delete(targetId);
      return relations;
    case 'UserBlocked':
      relations.blocked.add(targetId);
      return relations;
    case 'UserUnblocked':
      relations.blocked.delete(targetId);
      return relations;
    case 'FriendRequested':
    case 'FriendRequestRefused':
    case 'FriendAdded':
    case 'FriendRemoved':
      evolveFriends(relations, event);
      return relations;
    default:
      return assertNever(event);
  }
}

function isAboutFriends(command: RelationsCommand | FriendCommand): command is FriendCommand {
  return /Friend/.test(command.type);
}

/** Undoing what is not there is not written down: anybody's id can be named, without end. */
function hasPart({ type }: RelationsCommand | FriendCommand): boolean {
  return type === 'FollowUser' || type === 'BlockUser' || type === 'RequestFriend' || type === 'AddFriend';
}

export const relationsDecider: Decider<Relations, RelationsCommand | FriendCommand, RelationsEvent> = {
  category: 'relations',
  eventTypes: relationsEventTypes,
  version: 2,
  hasPart,
  initialState: () => ({
    userId: 0,
    following: new Set(),
    blocked: new Set(),
    friends: new Set(),
    requested: new Set(),
  }),
  decide,
  evolve,
};

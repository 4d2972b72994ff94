import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import { optionalLines } from '../kernel/text.ts';
import type { FriendCommand } from './commands.ts';
import type { RelationsEvent } from './events.ts';
import type { Relations } from './state.ts';

/** Friends per person: each is an entry of a state that is kept in memory. */
export const MAX_FRIENDS = 5_000;
/** Requests of one person that nobody has answered: beyond, the oldest is forgotten, and can be made again. */
export const MAX_OPEN_FRIEND_REQUESTS = 500;
/** Longest text that goes with a request, in code points. */
export const MAX_FRIEND_REQUEST_CHARS = 200;

/**
 * Friends, on the stream of one of the two; the other's follows by `MirrorFriend`. Asking a friend, asking again, and undoing what is not there
 * are `[]`. Oneself: `TargetIsSelf`. Asking somebody whom one blocks: `TargetBlocked`. Past `MAX_FRIENDS`: `FriendsTooMany`. Accepting what was
 * not asked, or was withdrawn: `FriendNotRequested`; refusing it is `[]`.
 */
export function decideOnFriend(command: FriendCommand, relations: Relations, actor: number): RelationsEvent[] {
  const { targetId } = command;
  const { friends, requested } = relations;
  const isPersons = command.type === 'RequestFriend' || command.type === 'RemoveFriend';
  if (!isPersons && actor !== 0) throw new DomainError('SystemOnly');
  const userId = isPersons ? actor || relations.userId : command.userId;
  if (userId === 0 && command.type === 'RemoveFriend') return [];
  if (userId === 0 || (relations.userId !== 0 && relations.userId !== userId)) throw new DomainError('NotOwner');
  if (userId === targetId) throw new DomainError('TargetIsSelf');
  const isFriend = friends.has(targetId);
  switch (command.type) {
    case 'RequestFriend': {
      const text = optionalLines(command.text, 'text', MAX_FRIEND_REQUEST_CHARS);
      if (isFriend || requested.has(targetId)) return [];
      if (relations.blocked.has(targetId)) throw new DomainError('TargetBlocked');
      if (friends.size >= MAX_FRIENDS) throw new DomainError('FriendsTooMany');
      return [{ type: 'FriendRequested', data: { userId, targetId, text } }];
    }
    case 'AnswerFriendRequest': {
      if (!requested.has(targetId)) {
        if (isFriend || !command.isAccepted) return [];
        throw new DomainError('FriendNotRequested');
      }
      if (!command.isAccepted) return [{ type: 'FriendRequestRefused', data: { userId, targetId } }];
      if (friends.size >= MAX_FRIENDS) throw new DomainError('FriendsTooMany');
      return [{ type: 'FriendAdded', data: { userId, targetId, how: 'accepted', isMirror: false } }];
    }
    case 'AddFriend':
      if (isFriend) return [];
      if (friends.size >= MAX_FRIENDS) throw new DomainError('FriendsTooMany');
      return [{ type: 'FriendAdded', data: { userId, targetId, how: 'added', isMirror: false } }];
    case 'RemoveFriend':
      return isFriend ? [{ type: 'FriendRemoved', data: { userId, targetId, isMirror: false } }] : [];
    case 'MirrorFriend':
      // The other side is decided: no limit may leave the two at odds.
      if (command.isFriend === isFriend) return [];
      return command.isFriend
        ? [{ type: 'FriendAdded', data: { userId, targetId, how: 'added', isMirror: true } }]
        : [{ type: 'FriendRemoved', data: { userId, targetId, isMirror: true } }];
    default:
      return assertNever(command);
  }
}

type FriendEvent = Extract<RelationsEvent, { type: `Friend${string}` }>;

export function evolveFriends({ friends, requested }: Relations, event: FriendEvent): void {
  const { targetId } = event.data;
  switch (event.type) {
    case 'FriendRequested': {
      requested.add(targetId);
      const [oldest] = requested;
      if (requested.size > MAX_OPEN_FRIEND_REQUESTS && oldest !== undefined) requested.delete(oldest);
      return;
    }
    case 'FriendRequestRefused':
      requested.delete(targetId);
      return;
    case 'FriendAdded':
      requested.delete(targetId);
      friends.add(targetId);
      return;
    case 'FriendRemoved':
      friends.delete(targetId);
      return;
    default:
      assertNever(event);
  }
}

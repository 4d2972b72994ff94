import type { FriendCommand } from '../../../domain/relations/commands.ts';
import { relationsDecider } from '../../../domain/relations/decider.ts';
import type { RelationsEvent } from '../../../domain/relations/events.ts';
import { MAX_FRIENDS, MAX_OPEN_FRIEND_REQUESTS } from '../../../domain/relations/friends.ts';
import { given } from '../../support/given.ts';

const [ME, YOU] = [1, 2];
const me = { actor: ME };
const system = { actor: 0 };
const edge = { userId: ME, targetId: YOU };
const request: FriendCommand = { type: 'RequestFriend', targetId: YOU, text: '我是我' };
const answer = (isAccepted: boolean): FriendCommand => ({ type: 'AnswerFriendRequest', ...edge, isAccepted });
const requested = (targetId = YOU): RelationsEvent => ({
  type: 'FriendRequested',
  data: { userId: ME, targetId, text: '我是我' },
});
const refused: RelationsEvent = { type: 'FriendRequestRefused', data: edge };
const friend = (how: 'accepted' | 'added', isMirror = false, targetId = YOU): RelationsEvent => ({
  type: 'FriendAdded',
  data: { userId: ME, targetId, how, isMirror },
});
const removed = (isMirror: boolean): RelationsEvent => ({ type: 'FriendRemoved', data: { ...edge, isMirror } });
const mirror = (isFriend: boolean): FriendCommand => ({ type: 'MirrorFriend', ...edge, isFriend });
const friends = (count: number) => Array.from({ length: count }, (_, n) => friend('added', false, 100 + n));

describe('friends', () => {
  it('come of a request, once, that is accepted', () => {
    given(relationsDecider).when(request, me).thenExactly(requested());
    given(relationsDecider, requested()).when(request, me).thenNothing();
    given(relationsDecider, requested()).when(answer(true), system).thenExactly(friend('accepted'));
    given(relationsDecider, requested()).when(answer(false), system).thenExactly(refused);
    given(relationsDecider, requested(), refused).when(answer(true), system).thenFails('FriendNotRequested');
    given(relationsDecider, requested(), refused).when(answer(false), system).thenNothing();
    given(relationsDecider, requested(), refused).when(request, me).thenExactly(requested());
    given(relationsDecider, friend('added')).when(request, me).thenNothing();
  });

  it('are added by the system alone, and removed by either, in both lists', () => {
    const add: FriendCommand = { type: 'AddFriend', ...edge };
    given(relationsDecider).when(add, system).thenExactly(friend('added'));
    given(relationsDecider, friend('added')).when(add, system).thenNothing();
    given(relationsDecider, friend('added'))
      .when({ type: 'RemoveFriend', targetId: YOU }, me)
      .thenExactly(removed(false));
    given(relationsDecider).when({ type: 'RemoveFriend', targetId: YOU }, me).thenNothing();
    given(relationsDecider).when(mirror(true), system).thenExactly(friend('added', true));
    given(relationsDecider, friend('added')).when(mirror(false), system).thenExactly(removed(true));
    given(relationsDecider, friend('added')).when(mirror(true), system).thenNothing();
    for (const command of [add, answer(true), mirror(true)])
      given(relationsDecider).when(command, me).thenFails('SystemOnly');
  });

  it('are others, whom one does not block, and not without end', () => {
    given(relationsDecider)
      .when({ ...request, targetId: ME }, me)
      .thenFails('TargetIsSelf');
    given(relationsDecider, { type: 'UserBlocked', data: edge }).when(request, me).thenFails('TargetBlocked');
    given(relationsDecider, friend('added')).when(request, { actor: YOU }).thenFails('NotOwner');
    given(relationsDecider, ...friends(MAX_FRIENDS))
      .when(request, me)
      .thenFails('FriendsTooMany');
    given(relationsDecider, ...friends(MAX_FRIENDS))
      .when(mirror(true), system)
      .thenExactly(friend('added', true));
    const many = Array.from({ length: MAX_OPEN_FRIEND_REQUESTS }, (_, n) => requested(100 + n));
    given(relationsDecider, requested(), ...many)
      .when(answer(true), system)
      .thenFails('FriendNotRequested');
  });
});

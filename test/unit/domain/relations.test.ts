import { MAX_BLOCKED, MAX_FOLLOWING, relationsDecider } from '../../../domain/relations/decider.ts';
import type { RelationsEvent } from '../../../domain/relations/events.ts';
import { given } from '../../support/given.ts';

const me = { actor: 1 };
const event = (type: Extract<RelationsEvent['type'], `User${string}`>, targetId: number): RelationsEvent => ({
  type,
  data: { userId: 1, targetId },
});
const command = (type: 'FollowUser' | 'UnfollowUser' | 'BlockUser' | 'UnblockUser', targetId = 2) =>
  ({ type, targetId }) as const;
const followed = event('UserFollowed', 2);
const blocked = event('UserBlocked', 2);

describe('relations', () => {
  it('follow and unfollow', () => {
    given(relationsDecider).when(command('FollowUser'), me).thenExactly(followed);
    given(relationsDecider, followed).when(command('UnfollowUser'), me).thenExactly(event('UserUnfollowed', 2));
  });
  it('block and unblock', () => {
    given(relationsDecider).when(command('BlockUser'), me).thenExactly(blocked);
    given(relationsDecider, blocked).when(command('UnblockUser'), me).thenExactly(event('UserUnblocked', 2));
  });
  it('say nothing about what is so already', () => {
    given(relationsDecider, followed).when(command('FollowUser'), me).thenNothing();
    given(relationsDecider).when(command('UnfollowUser'), me).thenNothing();
    given(relationsDecider, blocked).when(command('BlockUser'), me).thenNothing();
    given(relationsDecider).when(command('UnblockUser'), me).thenNothing();
  });
  it('end following with a block', () =>
    given(relationsDecider, followed).when(command('BlockUser'), me).thenExactly(event('UserUnfollowed', 2), blocked));
  it('refuse to follow whom one blocks, until unblocked', () => {
    given(relationsDecider, blocked).when(command('FollowUser'), me).thenFails('TargetBlocked');
    given(relationsDecider, blocked, event('UserUnblocked', 2)).when(command('FollowUser'), me).thenExactly(followed);
  });
  for (const type of ['FollowUser', 'UnfollowUser', 'BlockUser', 'UnblockUser'] as const) {
    it(`refuse ${type} of oneself`, () => given(relationsDecider).when(command(type, 1), me).thenFails('TargetIsSelf'));
  }
  it('are changed by their owner alone', () =>
    given(relationsDecider, followed).when(command('FollowUser', 3), { actor: 9 }).thenFails('NotOwner'));
  it('let the system end a following in the owner’s name, and begin nothing', () => {
    given(relationsDecider, followed)
      .when(command('UnfollowUser'), { actor: 0 })
      .thenExactly(event('UserUnfollowed', 2));
    given(relationsDecider).when(command('UnfollowUser'), { actor: 0 }).thenNothing();
    given(relationsDecider).when(command('FollowUser'), { actor: 0 }).thenFails('NotOwner');
  });
  it('are limited', () => {
    const many = (type: Parameters<typeof event>[0], count: number) =>
      Array.from({ length: count }, (_, i) => event(type, 100 + i));
    given(relationsDecider, ...many('UserFollowed', MAX_FOLLOWING))
      .when(command('FollowUser'), me)
      .thenFails('FollowsTooMany');
    given(relationsDecider, ...many('UserFollowed', MAX_FOLLOWING - 1))
      .when(command('FollowUser'), me)
      .thenExactly(followed);
    given(relationsDecider, ...many('UserBlocked', MAX_BLOCKED))
      .when(command('BlockUser'), me)
      .thenFails('BlocksTooMany');
    given(relationsDecider, ...many('UserBlocked', MAX_BLOCKED - 1))
      .when(command('BlockUser'), me)
      .thenExactly(blocked);
  });
});

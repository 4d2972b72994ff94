import { identityDecider } from '../../../domain/identity/decider.ts';
import type { IdentityEvent } from '../../../domain/identity/events.ts';
import { given } from '../../support/given.ts';

describe('identity', () => {
  const claim = (userId: number) => ({ type: 'ClaimIdentity', kind: 'phone', value: '13800000000', userId }) as const;
  const claimed = (userId: number): IdentityEvent => ({
    type: 'IdentityClaimed',
    data: { kind: 'phone', value: '13800000000', userId },
  });

  it('goes to the first who claims it', () => given(identityDecider).when(claim(7)).thenExactly(claimed(7)));
  it('is claimed again by its owner without effect', () =>
    given(identityDecider, claimed(7)).when(claim(7)).thenNothing());
  it('stays with its owner when somebody else claims it', () =>
    given(identityDecider, claimed(7)).when(claim(8)).thenNothing());

  const release = (userId: number) => ({ ...claim(userId), type: 'ReleaseIdentity' }) as const;
  const released = (userId: number): IdentityEvent => ({ ...claimed(userId), type: 'IdentityReleased' });

  it('is released by its owner, once', () => {
    given(identityDecider, claimed(7)).when(release(7)).thenExactly(released(7));
    given(identityDecider, claimed(7), released(7)).when(release(7)).thenNothing();
  });
  it('is not released for anybody else, nor when nobody has it', () => {
    given(identityDecider, claimed(7)).when(release(8)).thenNothing();
    given(identityDecider).when(release(7)).thenNothing();
  });
  it('is claimed by the next one once it was released, whose it stays', () => {
    given(identityDecider, claimed(7), released(7)).when(claim(8)).thenExactly(claimed(8));
    given(identityDecider, claimed(7), released(7), claimed(8)).when(release(7)).thenNothing();
  });
});

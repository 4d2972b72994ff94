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
});

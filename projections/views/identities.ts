import type { View } from '../read-models.ts';

/**
 * A name that people outside know a user by; id `<app>.<kind>.<value>`, as its stream has it. Whose a name is, is asked of that stream; this
 * view answers the other way round.
 */
export interface IdentityDocument extends Record<string, unknown> {
  appId: string;
  userId: number;
  /** `phone`, `heiNum`, `uid` … */
  kind: string;
  value: string;
  /** Epoch ms. */
  claimedAt: number;
}

export const identities: View<IdentityDocument> = {
  name: 'identities',
  version: 1,
  indexes: { ofUser: ['appId', 'userId', 'kind', 'claimedAt'] },
  ids(event) {
    switch (event.type) {
      case 'IdentityClaimed':
      case 'IdentityReleased':
        return [event.stream.slice(event.stream.indexOf('-') + 1)];
      default:
        return [];
    }
  },
  evolve(identity, event) {
    switch (event.type) {
      case 'IdentityClaimed': {
        const { userId, kind, value } = event.data;
        return { appId: event.meta.appId, userId, kind, value, claimedAt: event.meta.at };
      }
      case 'IdentityReleased':
        return null;
      default:
        return identity;
    }
  },
};

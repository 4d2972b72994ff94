import type { Indexes, View } from '../read-models.ts';

/**
 * A name that people outside know a user by; id `<app>.<kind>.<hash of the value>`, as in its stream's name. The view answers which names a user has; to learn
 * who owns a name, load its stream.
 */
export interface IdentityDocument {
  appId: string;
  userId: number;
  /** `phone`, `heiNum`, `uid` … */
  kind: string;
  value: string;
  /** Epoch ms. */
  claimedAt: number;
}

const indexes = { ofUser: ['appId', 'userId', 'kind', 'claimedAt'] } as const satisfies Indexes<IdentityDocument>;

export const identities: View<IdentityDocument, typeof indexes> = {
  name: 'identities',
  version: 1,
  indexes,
  on: {
    IdentityClaimed: {
      ids: idsOfIdentity,
      evolve(_, { data: { userId, kind, value }, meta: { appId, at } }) {
        return { appId, userId, kind, value, claimedAt: at };
      },
    },
    IdentityReleased: { ids: idsOfIdentity, evolve: () => null },
  },
};

/** The id is the stream's name without its category. */
function idsOfIdentity({ stream }: { stream: string }): string[] {
  return [stream.slice(stream.indexOf('-') + 1)];
}

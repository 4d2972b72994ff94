import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { type IdentityDocument, identities } from '../../projections/views/identities.ts';
import type { Core } from '../core.ts';

/** A name by which a user is known outside: a phone, a uid, a number. */
export type NameOfUser = Pick<IdentityDocument, 'kind' | 'value' | 'claimedAt'>;

/** The names of a user, from the read model; the newest of each kind last. */
export async function namesOf(core: Pick<Core, 'models'>, appId: string, userId: number): Promise<NameOfUser[]> {
  const found = await core.models.find(identities, {
    index: 'ofUser',
    equals: [appId, userId],
    limit: MAX_QUERY_DOCUMENTS,
  });
  return found.map(({ document: { kind, value, claimedAt } }) => ({ kind, value, claimedAt }));
}

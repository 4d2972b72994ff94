import { identityDecider } from '../../domain/identity/decider.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { type IdentityDocument, identities } from '../../projections/views/identities.ts';
import { CAUGHT_UP_TIMEOUT_MS, type Core } from '../core.ts';
import { stepOf } from './identities.ts';

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

/**
 * Releases all names of a user, so that anybody may claim them: the next person who signs in with the phone gets a new account.
 * Returns how many were released. A name that somebody else has claimed meanwhile stays theirs, so it is safe to repeat. Throws
 * `StoreUnavailableError` when the read model does not show all claims up to now in time; names released before that stay released.
 */
export async function releaseIdentities(
  core: Pick<Core, 'commands' | 'log' | 'models'>,
  meta: CommandMeta,
  userId: number,
): Promise<number> {
  const { appId } = meta;
  let released = 0;
  for (;;) {
    if (!(await core.models.caughtUp(await core.log.head(), [identities], CAUGHT_UP_TIMEOUT_MS)))
      throw new StoreUnavailableError('the names of users are not known up to now');
    const query = { index: 'ofUser', equals: [appId, userId], limit: MAX_QUERY_DOCUMENTS } as const;
    const found = await core.models.find(identities, query);
    for (const { id, document } of found) {
      const { kind, value } = document;
      const stream = `${identityDecider.category}-${id}`;
      const step = stepOf(meta, `release-identity of ${id}`);
      const release = { type: 'ReleaseIdentity', kind, value, userId } as const;
      released += (await core.commands.handle(identityDecider, stream, release, step)).events.length;
    }
    if (found.length < MAX_QUERY_DOCUMENTS) return released;
  }
}

import { randomUUID } from 'node:crypto';
import { nameOrFindPerson, personByUid } from '../accounts/named-person.ts';
import type { Core } from '../core.ts';
import { oncePer } from '../once-per.ts';

/** Tenants and uids that this process has seen. */
const seenBy = oncePer((_: Core) => new Set<string>());

/**
 * Sees to it that the people who manage an app are there: `AppManager1` and so on, by their uids. To be called before a request of the app is
 * handled; a process looks once. Somebody who is there keeps their name.
 */
export async function ensureManagers(core: Core, tenant: string, uids: readonly string[]): Promise<void> {
  const known = seenBy(core);
  for (const [n, uid] of uids.entries()) {
    if (known.has(`${tenant} ${uid}`)) continue;
    if ((await personByUid(core, tenant, uid)) === null) {
      const meta = { appId: tenant, actor: 0, at: core.clock.now(), commandId: randomUUID() };
      await nameOrFindPerson(core, meta, uid, { displayName: `AppManager${n + 1}` });
    }
    known.add(`${tenant} ${uid}`);
  }
}

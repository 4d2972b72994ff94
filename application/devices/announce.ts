import { PUSH_PROVIDERS } from '../../domain/devices/events.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { pushDecider } from '../../domain/push/decider.ts';
import type { Announcement } from '../../domain/push/events.ts';
import { ANNOUNCEMENT_PUSH_MS } from '../../domain/push/limits.ts';
import { pushTokenDecider } from '../../domain/pushtoken/decider.ts';
import { pushStream, pushTokenStream } from '../../domain/streams.ts';
import { personById } from '../accounts/named-person.ts';
import { eachOf } from '../at-once.ts';
import { type MakeMeta, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { hashOf } from './register-device.ts';

/** Whom the server of an app tells something: everybody of the tenant, some people, or those who have some phones. */
export type Audience = { kind: 'everybody' } | { kind: 'people'; userIds: readonly number[] } | Phones;
interface Phones {
  kind: 'phones';
  tokens: readonly string[];
}

/** People whom one call tells something at a time. */
const AT_ONCE = 16;

/**
 * Tells people something for the server of an app: on their sockets, or by a notification on their phones while none is open. Ids and
 * tokens that belong to nobody are left out. Under a key, what a crash left half done the next call completes, and nobody is told
 * twice. Throws `PushOff`, `IdempotencyConflict`.
 */
export async function announce(
  core: Core,
  appId: string,
  { audience, announcement }: { audience: Audience; announcement: Announcement },
  makeMeta: MakeMeta,
  key?: string,
): Promise<void> {
  if (!core.settings.pushOn) throw new DomainError('PushOff');
  const meta = withInput(makeMeta('announce', key), { announcement });
  const expiresAt = meta.at + ANNOUNCEMENT_PUSH_MS;
  const targets = await targetsOf(core, appId, audience);
  await eachOf([...targets], AT_ONCE, async ([userId, hashes]) => {
    const tokenHashes = hashes.length > 0 ? { tokenHashes: hashes } : {};
    const command = { type: 'Announce', userId, announcement, ...tokenHashes, expiresAt } as const;
    const commandId = derivedCommandId(meta.commandId, `announce-to of ${userId}`);
    await core.commands.handle(pushDecider, pushStream(appId, userId), command, { ...meta, actor: 0, commandId });
  });
}

/** Who is told (0: everybody), and on which of their phones; none named: on all. */
async function targetsOf(core: Core, appId: string, audience: Audience): Promise<Map<number, string[]>> {
  switch (audience.kind) {
    case 'everybody':
      return new Map([[0, []]]);
    case 'people': {
      const found = new Map<number, string[]>();
      for (const userId of audience.userIds) if (await personById(core, appId, String(userId))) found.set(userId, []);
      return found;
    }
    case 'phones':
      return ownersOf(core, appId, audience);
  }
}

/** The owners of phones, whoever carries notifications to them. */
async function ownersOf(core: Core, appId: string, { tokens }: Phones): Promise<Map<number, string[]>> {
  const found = new Map<number, string[]>();
  const hashes = [...new Set(tokens)].flatMap((token) =>
    PUSH_PROVIDERS.flatMap((provider) =>
      core.settings.pushTokenKeys.map((secret) => hashOf(secret, appId, { provider, token })),
    ),
  );
  await eachOf(hashes, AT_ONCE, async (hash) => {
    const { state } = await core.commands.load(pushTokenDecider, pushTokenStream(appId, hash));
    if (state.userId !== 0) found.set(state.userId, [...(found.get(state.userId) ?? []), hash].sort());
  });
  return found;
}

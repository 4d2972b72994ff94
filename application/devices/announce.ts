import { devicesDecider } from '../../domain/devices/decider.ts';
import { PUSH_PROVIDERS } from '../../domain/devices/events.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { derivedCommandId } from '../../domain/kernel/ids.ts';
import { pushDecider } from '../../domain/push/decider.ts';
import type { Announcement } from '../../domain/push/events.ts';
import { ANNOUNCEMENT_PUSH_MS } from '../../domain/push/limits.ts';
import { pushTokenDecider } from '../../domain/pushtoken/decider.ts';
import { devicesStream, pushStream, pushTokenStream } from '../../domain/streams.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { pushLabels } from '../../projections/views/push-labels.ts';
import { personById } from '../accounts/named-person.ts';
import { eachOf } from '../at-once.ts';
import { type MakeMeta, withInput } from '../commands.ts';
import type { Core } from '../core.ts';
import { hashOf, labelsOf } from './register-device.ts';

/** Whom the server of an app tells something: everybody of the tenant, some people, or those who have some phones. */
export type Audience = { kind: 'everybody' } | { kind: 'people'; userIds: readonly number[] } | Phones | Labelled;
interface Phones {
  kind: 'phones';
  tokens: readonly string[];
}

interface Labelled {
  kind: 'tags' | 'aliases';
  labels: readonly string[];
}

/** People whom one call reaches by labels, at most: everybody else is reached by one event. */
export const MAX_LABELLED = 10_000;

/** People whom one call tells something at a time. */
const AT_ONCE = 16;

/**
 * Tells people something for the server of an app: on their sockets, or by a notification on their phones while none is open. Ids and
 * tokens that belong to nobody are left out. Under a key, what a crash left half done the next call completes, and nobody is told
 * twice. Throws `PushOff`, `TargetsTooMany` where more than MAX_LABELLED have the labels, `IdempotencyConflict`.
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
    case 'tags':
    case 'aliases':
      return labelledBy(core, appId, audience);
  }
}

/** Whose phones have one of these tags or aliases now, and which. */
async function labelledBy(core: Core, appId: string, { kind, labels }: Labelled): Promise<Map<number, string[]>> {
  const named = labels.map((label) => (kind === 'tags' ? { tags: [label], alias: '' } : { tags: [], alias: label }));
  const wanted = new Set(
    core.settings.pushTokenKeys.flatMap((key) => named.flatMap((one) => labelsOf(key, appId, one))),
  );
  const people = new Set<number>();
  for (const label of wanted) {
    for (let offset = 0; ; offset += MAX_QUERY_DOCUMENTS) {
      const query = { index: 'byLabel', equals: [appId, label], offset, limit: MAX_QUERY_DOCUMENTS } as const;
      const page = await core.models.find(pushLabels, query);
      for (const { document } of page) people.add(document.userId);
      if (people.size > MAX_LABELLED) throw new DomainError('TargetsTooMany');
      if (page.length < MAX_QUERY_DOCUMENTS) break;
    }
  }
  const found = new Map<number, string[]>();
  await eachOf([...people], AT_ONCE, async (userId) => {
    const { state } = await core.commands.load(devicesDecider, devicesStream(appId, userId));
    const theirs = [...state.devices.values()].filter((device) => device.labels?.some((label) => wanted.has(label)));
    if (theirs.length > 0) found.set(userId, theirs.map(({ tokenHash }) => tokenHash).sort());
  });
  return found;
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

import { createHmac } from 'node:crypto';
import { devicesDecider } from '../../domain/devices/decider.ts';
import type { DeviceRegistered } from '../../domain/devices/events.ts';
import { pushTokenDecider } from '../../domain/pushtoken/decider.ts';
import { devicesStream, pushTokenStream } from '../../domain/streams.ts';
import { pushDevices } from '../../projections/views/push-devices.ts';
import { pushLabels } from '../../projections/views/push-labels.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Caller } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';

/** How a phone of the caller's can be notified. */
export type DeviceAddress = Pick<DeviceRegistered['data'], 'uuid' | 'provider' | 'token' | 'platform'>;

/** What an app calls a phone by, beside its person: a server of the app names several at a time by it. */
export interface DeviceLabels {
  tags: readonly string[];
  /** '' for none. */
  alias: string;
}

/**
 * Registers a phone of the caller's, by which they are notified until this session ends. The phone is the caller's alone from then on:
 * whoever was signed in on it before is no longer notified there. Without `labels` it keeps those that it has. What a crash left half done, the next registration completes; an
 * app registers at each start. Throws `TooOften`, `IdempotencyConflict`.
 */
export async function registerDevice(
  core: Core,
  { appId, userId, sessionId }: Caller,
  { labels: named, ...device }: DeviceAddress & { labels?: DeviceLabels | undefined },
  makeMeta: MakeMeta,
): Promise<Shown> {
  const [tokenHash, ...formerHashes] = core.settings.pushTokenKeys.map((key) => hashOf(key, appId, device));
  const labels = named && labelsOf(core.settings.pushTokenKeys[0]!, appId, named);
  const kept = { userId, ...device, tokenHash: tokenHash!, sessionId, ...(labels && { labels }) };
  const meta = withInput(makeMeta('register-device'), { ...device, token: tokenHash, labels });
  const register = { type: 'RegisterDevice', ...kept } as const;
  const { position } = await core.commands.handle(devicesDecider, devicesStream(appId, userId), register, meta);
  const take = (hash: string) => {
    const command = { type: 'TakePushToken', tokenHash: hash, userId } as const;
    // Remembered, so that an old registration that is sent again does not take the phone back from who has it since.
    const step = { ...stepOf(meta, `take-token of ${hash}`), keyed: true };
    return core.commands.handle(pushTokenDecider, pushTokenStream(appId, hash), command, step);
  };
  await take(tokenHash!);
  // Somebody may have registered the same phone while another secret was in use.
  for (const hash of formerHashes) {
    const { state } = await core.commands.load(pushTokenDecider, pushTokenStream(appId, hash));
    if (state.userId !== 0) await take(hash);
  }
  return shown(core, position, [pushDevices, pushLabels]);
}

/** What labels are in the log: an alias may name a person. In the order of their hashes, each once. */
export function labelsOf(key: string, appId: string, { tags, alias }: DeviceLabels): string[] {
  const hash = (kind: 'tag' | 'alias', label: string) =>
    createHmac('sha256', key)
      .update(JSON.stringify([appId, kind, label]))
      .digest('base64url');
  const own = alias === '' ? [] : [hash('alias', alias)];
  return [...new Set([...tags.map((tag) => hash('tag', tag)), ...own])].sort();
}

/** Names a phone without telling its token to who reads the log. */
export function hashOf(
  key: string,
  appId: string,
  { provider, token }: Pick<DeviceAddress, 'provider' | 'token'>,
): string {
  return createHmac('sha256', key)
    .update(JSON.stringify([appId, provider, token]))
    .digest('hex');
}

import { createHmac } from 'node:crypto';
import { devicesDecider } from '../../domain/devices/decider.ts';
import type { DeviceRegistered } from '../../domain/devices/events.ts';
import { pushTokenDecider } from '../../domain/pushtoken/decider.ts';
import { devicesStream, pushTokenStream } from '../../domain/streams.ts';
import { pushDevices } from '../../projections/views/push-devices.ts';
import { stepOf } from '../accounts/identities.ts';
import type { Caller } from '../actor.ts';
import { type MakeMeta, type Shown, shown, withInput } from '../commands.ts';
import type { Core } from '../core.ts';

/** How a phone of the caller's can be notified. */
export type DeviceAddress = Pick<DeviceRegistered['data'], 'uuid' | 'provider' | 'token' | 'platform'>;

/**
 * Registers a phone of the caller's, by which they are notified until this session ends. The phone is the caller's alone from then on:
 * whoever was signed in on it before is no longer notified there. What a crash left half done, the next registration completes; an
 * app registers at each start. Throws `TooOften`, `IdempotencyConflict`.
 */
export async function registerDevice(
  core: Core,
  { appId, userId, sessionId }: Caller,
  device: DeviceAddress,
  makeMeta: MakeMeta,
): Promise<Shown> {
  const [tokenHash, ...formerHashes] = core.settings.pushTokenKeys.map((key) => hashOf(key, appId, device));
  const meta = withInput(makeMeta('register-device'), { ...device, token: tokenHash });
  const register = { type: 'RegisterDevice', userId, ...device, tokenHash: tokenHash!, sessionId } as const;
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
  return shown(core, position, [pushDevices]);
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

import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields, textOf } from '../kernel/personal.ts';

/** Who carries notifications to a phone: Apple, Google (the document's gcm), GeTui, JPush. */
export const PUSH_PROVIDERS = ['apns', 'fcm', 'getui', 'jpush'] as const;
export type PushProvider = (typeof PUSH_PROVIDERS)[number];
export type Platform = 'ios' | 'android';

/**
 * `devices-<app>.<userId>`: the phones by which a person can be notified. `token` is the provider's address of the phone, `tokenHash` a
 * keyed hash of provider and token, by which the phone is named from then on. `uuid` is the app's own id of the phone.
 */
export type DeviceRegistered = DomainEvent<
  'DeviceRegistered',
  {
    userId: number;
    uuid: string;
    provider: PushProvider;
    token: string;
    tokenHash: string;
    platform: Platform;
    /** The phone is notified only while this session is open. */
    sessionId: string;
    /** Keyed hashes of the phone's tags and alias; absent where it has none. */
    labels?: readonly string[];
  }
>;
/**
 * `replaced`: the same phone has another token now. `taken-over`: somebody else signed in on it. `token-dead`: the provider knows the token
 * no longer. `too-many`: `MAX_DEVICES` newer ones were registered.
 */
export type RemovalReason = 'signed-out' | 'banned' | 'erased' | 'replaced' | 'taken-over' | 'token-dead' | 'too-many';
export type DeviceRemoved = DomainEvent<'DeviceRemoved', { userId: number; tokenHash: string; reason: RemovalReason }>;
export type DevicesEvent = DeviceRegistered | DeviceRemoved;

export const devicesEventTypes: EventTypes<DevicesEvent> = { DeviceRegistered: true, DeviceRemoved: true };

export const devicesPersonal: PersonalFields<DevicesEvent> = {
  DeviceRegistered: {
    uuid: textOf('userId'),
    token: textOf('userId'),
    tokenHash: notPersonal,
    sessionId: notPersonal,
    'labels.*': notPersonal,
  },
  DeviceRemoved: { tokenHash: notPersonal },
};

import type { DeviceRegistered } from './events.ts';

export type DevicesCommand =
  /** Without `labels` the phone keeps those that it has. */
  | ({ type: 'RegisterDevice' } & DeviceRegistered['data'])
  | { type: 'RemoveDevice'; tokenHash: string; reason: 'taken-over' | 'token-dead' }
  | { type: 'RemoveDevicesOfSession'; sessionId: string }
  | { type: 'RemoveAllDevices'; reason: 'banned' | 'erased' };

import type { DeviceRegistered } from './events.ts';

export type DevicesCommand =
  | ({ type: 'RegisterDevice' } & DeviceRegistered['data'])
  | { type: 'RemoveDevice'; tokenHash: string; reason: 'taken-over' | 'token-dead' }
  | { type: 'RemoveDevicesOfSession'; sessionId: string }
  | { type: 'RemoveAllDevices'; reason: 'banned' | 'erased' };

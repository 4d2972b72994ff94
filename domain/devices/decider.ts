import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { DevicesCommand } from './commands.ts';
import { type DeviceRegistered, type DevicesEvent, devicesEventTypes, type RemovalReason } from './events.ts';
import { MAX_DEVICES, MAX_REGISTRATIONS_PER_HOUR } from './limits.ts';

const HOUR_MS = 3600_000;

export type Device = DeviceRegistered['data'];

export interface Devices {
  /** By the hash of their token, oldest registration first. */
  devices: Map<string, Device>;
  /** When the latest registrations were, epoch ms, at most `MAX_REGISTRATIONS_PER_HOUR` of them. */
  registeredAt: number[];
}

type Meta = Pick<CommandMeta, 'at' | 'actor'>;

/**
 * The phones of one person. The same registration again changes nothing. Registering for somebody else: `NotOwner`; more than
 * `MAX_REGISTRATIONS_PER_HOUR`: `TooOften`. Removing what is not there changes nothing.
 */
export function decide(command: DevicesCommand, state: Devices, meta: Meta): DevicesEvent[] {
  switch (command.type) {
    case 'RegisterDevice':
      return register(command, state, meta);
    case 'RemoveDevice':
      return removed(state, command.reason, ({ tokenHash }) => tokenHash === command.tokenHash);
    case 'RemoveDevicesOfSession':
      return removed(state, 'signed-out', ({ sessionId }) => sessionId === command.sessionId);
    case 'RemoveAllDevices':
      return removed(state, command.reason, () => true);
    default:
      return assertNever(command);
  }
}

function register(
  { type: _, labels, ...given }: Extract<DevicesCommand, { type: 'RegisterDevice' }>,
  state: Devices,
  { at, actor }: Meta,
): DevicesEvent[] {
  if (actor !== given.userId) throw new DomainError('NotOwner');
  const known = state.devices.get(given.tokenHash);
  const own = labels ?? known?.labels ?? [];
  const device: Device = own.length > 0 ? { ...given, labels: own } : given;
  if (known && isSame(known, device)) return [];
  const [oldest = 0] = state.registeredAt;
  const isFull = state.registeredAt.length >= MAX_REGISTRATIONS_PER_HOUR;
  if (isFull && at - oldest < HOUR_MS) throw new DomainError('TooOften');
  const others = [...state.devices.values()].filter(({ tokenHash }) => tokenHash !== device.tokenHash);
  const replaced = others.filter(({ uuid }) => uuid === device.uuid);
  const kept = others.filter(({ uuid }) => uuid !== device.uuid);
  const surplus = kept.slice(0, Math.max(0, kept.length + 1 - MAX_DEVICES));
  return [
    { type: 'DeviceRegistered', data: device, ignorable: true },
    ...replaced.map((old) => removal(old, 'replaced')),
    ...surplus.map((old) => removal(old, 'too-many')),
  ];
}

function isSame(a: Device, b: Device): boolean {
  const fields = ['uuid', 'provider', 'platform', 'sessionId'] as const;
  return fields.every((field) => a[field] === b[field]) && String(a.labels ?? '') === String(b.labels ?? '');
}

function removed(state: Devices, reason: RemovalReason, matches: (device: Device) => boolean): DevicesEvent[] {
  return [...state.devices.values()].filter(matches).map((device) => removal(device, reason));
}

function removal({ userId, tokenHash }: Device, reason: RemovalReason): DevicesEvent {
  return { type: 'DeviceRemoved', data: { userId, tokenHash, reason }, ignorable: true };
}

export function evolve(state: Devices, event: DevicesEvent, { at }: { at: number }): Devices {
  switch (event.type) {
    case 'DeviceRegistered':
      // Moves it behind the others.
      state.devices.delete(event.data.tokenHash);
      state.devices.set(event.data.tokenHash, event.data);
      state.registeredAt.push(at);
      if (state.registeredAt.length > MAX_REGISTRATIONS_PER_HOUR) state.registeredAt.shift();
      return state;
    case 'DeviceRemoved':
      state.devices.delete(event.data.tokenHash);
      return state;
    default:
      return assertNever(event);
  }
}

export const devicesDecider: Decider<Devices, DevicesCommand, DevicesEvent> = {
  category: 'devices',
  eventTypes: devicesEventTypes,
  initialState: () => ({ devices: new Map(), registeredAt: [] }),
  decide,
  evolve,
};

import { expect } from 'chai';
import { type Device, devicesDecider } from '../../../domain/devices/decider.ts';
import type { DevicesEvent, RemovalReason } from '../../../domain/devices/events.ts';
import { MAX_DEVICES, MAX_REGISTRATIONS_PER_HOUR } from '../../../domain/devices/limits.ts';
import { pushTokenDecider } from '../../../domain/pushtoken/decider.ts';
import { given, T0 } from '../../support/given.ts';

const ME = 7;
const phone = (n: number, other: Partial<Device> = {}): Device => ({
  ...{ userId: ME, uuid: `uuid ${n}`, provider: 'getui', token: `token ${n}`, tokenHash: `hash ${n}` },
  ...{ platform: 'android', sessionId: 'session' },
  ...other,
});
const register = (n: number, other: Partial<Device> = {}) => ({ type: 'RegisterDevice', ...phone(n, other) }) as const;
const registered = (n: number, other: Partial<Device> = {}): DevicesEvent => ({
  type: 'DeviceRegistered',
  data: phone(n, other),
  ignorable: true,
});
const removed = (n: number, reason: RemovalReason): DevicesEvent => ({
  type: 'DeviceRemoved',
  data: { userId: ME, tokenHash: `hash ${n}`, reason },
  ignorable: true,
});
const asOwner = { actor: ME };

describe('the phones of a person', () => {
  it('are registered by their owner, once', () => {
    given(devicesDecider).when(register(1), asOwner).thenExactly(registered(1));
    given(devicesDecider, registered(1)).when(register(1), asOwner).thenNothing();
    given(devicesDecider).when(register(1), { actor: 8 }).thenFails('NotOwner');
  });

  it('take a new session, and a new token in the place of the old one', () => {
    given(devicesDecider, registered(1))
      .when(register(1, { sessionId: 'next' }), asOwner)
      .thenExactly(registered(1, { sessionId: 'next' }));
    given(devicesDecider, registered(1))
      .when(register(2, { uuid: 'uuid 1' }), asOwner)
      .thenExactly(registered(2, { uuid: 'uuid 1' }), removed(1, 'replaced'));
  });

  it('are ten at most: the oldest goes', () => {
    const ten = Array.from({ length: MAX_DEVICES }, (_, n) => registered(n));
    given(devicesDecider, ...ten)
      .when(register(99), asOwner)
      .thenExactly(registered(99), removed(0, 'too-many'));
    given(devicesDecider, ...ten, registered(0, { sessionId: 'next' }))
      .when(register(99), asOwner)
      .thenExactly(registered(99), removed(1, 'too-many'));
  });

  it('change sixty times an hour at most', () => {
    const often = Array.from({ length: MAX_REGISTRATIONS_PER_HOUR }, (_, n) => registered(1, { sessionId: `${n}` }));
    given(devicesDecider, ...often)
      .when(register(2), asOwner)
      .thenFails('TooOften');
    given(devicesDecider, ...often)
      .when(register(1, { sessionId: '59' }), asOwner)
      .thenNothing();
    given(devicesDecider, ...often)
      .when(register(1), { ...asOwner, at: T0 + 3600_000 })
      .thenExactly(registered(1));
  });

  it('go one by one, with their session, and all together', () => {
    const two = [registered(1), registered(2, { sessionId: 'other' })];
    for (const reason of ['taken-over', 'token-dead'] as const) {
      given(devicesDecider, ...two)
        .when({ type: 'RemoveDevice', tokenHash: 'hash 2', reason })
        .thenExactly(removed(2, reason));
    }
    given(devicesDecider, ...two, removed(2, 'token-dead'))
      .when({ type: 'RemoveDevice', tokenHash: 'hash 2', reason: 'taken-over' })
      .thenNothing();
    given(devicesDecider, ...two)
      .when({ type: 'RemoveDevicesOfSession', sessionId: 'session' })
      .thenExactly(removed(1, 'signed-out'));
    for (const reason of ['banned', 'erased'] as const) {
      given(devicesDecider, ...two)
        .when({ type: 'RemoveAllDevices', reason })
        .thenExactly(removed(1, reason), removed(2, reason));
    }
    expect(given(devicesDecider, ...two, removed(1, 'banned')).state().devices).to.have.all.keys('hash 2');
  });
});

describe('a phone', () => {
  const taken = (userId: number, former = {}) =>
    ({ type: 'PushTokenTaken', data: { tokenHash: 'h', userId, ...former }, ignorable: true }) as const;
  const take = (userId: number) => ({ type: 'TakePushToken', tokenHash: 'h', userId }) as const;

  it('is the last person’s who registers it', () => {
    given(pushTokenDecider).when(take(7)).thenExactly(taken(7));
    given(pushTokenDecider, taken(7)).when(take(7)).thenNothing();
    given(pushTokenDecider, taken(7))
      .when(take(8))
      .thenExactly(taken(8, { formerUserId: 7 }));
  });
});

import { devicesDecider } from '../../domain/devices/decider.ts';
import { devicesStream } from '../../domain/streams.ts';
import { type Reactor, reaction } from '../reactor.ts';

/** Phones are forgotten when their session ends, when their owner is banned or erased, and when somebody else has signed in on them. */
export const forgetDevices: Reactor = {
  name: 'forget-devices',
  on: {
    SessionClosed({ data: { userId, sessionId }, meta: { appId } }) {
      const command = { type: 'RemoveDevicesOfSession', sessionId } as const;
      return [reaction(devicesDecider, devicesStream(appId, userId), command)];
    },
    UserBanned({ data: { userId }, meta: { appId } }) {
      const command = { type: 'RemoveAllDevices', reason: 'banned' } as const;
      return [reaction(devicesDecider, devicesStream(appId, userId), command)];
    },
    PersonErased({ data: { userId }, meta: { appId } }) {
      const command = { type: 'RemoveAllDevices', reason: 'erased' } as const;
      return [reaction(devicesDecider, devicesStream(appId, userId), command)];
    },
    PushTokenTaken({ data: { formerUserId, tokenHash }, meta: { appId } }) {
      if (formerUserId === undefined) return [];
      const command = { type: 'RemoveDevice', tokenHash, reason: 'taken-over' } as const;
      return [reaction(devicesDecider, devicesStream(appId, formerUserId), command)];
    },
  },
};

import { pushDecider } from '../../domain/push/decider.ts';
import { NOTIFYING_TYPES, type NotifyingEvent, occasionOf } from '../../domain/push/occasions.ts';
import { pushStream } from '../../domain/streams.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { pushDevices } from '../../projections/views/push-devices.ts';
import { type Reaction, type Reactor, reaction } from '../reactor.ts';
import { shownBy } from '../shown-by.ts';

/**
 * Asks for the notifications that follow from events (`domain/push/occasions.ts`): for one person who has a phone, or for the followers
 * of a host. The job that this opens sends them. Reactors never replay, so that nobody is notified of the past when a view is rebuilt.
 */
export const requestPush: Reactor = {
  name: 'request-push',
  on: Object.fromEntries(NOTIFYING_TYPES.map((type) => [type, request])),
};

async function request(event: LoggedEvent<NotifyingEvent>, models: ReadModels): Promise<Reaction[]> {
  const occasion = occasionOf(event);
  if (!occasion) return [];
  const { to, fromUserId, expiresAt } = occasion;
  const { appId } = event.meta;
  const { id: pushId, stream, revision } = event;
  const about = { pushId, source: { stream, revision }, expiresAt };
  if ('fansOf' in to) {
    const command = { type: 'RequestFansPush', hostId: to.fansOf, ...about } as const;
    return [reaction(pushDecider, pushStream(appId, to.fansOf), command)];
  }
  const { userId } = to;
  if (!(await hasDevice(models, event, userId))) return [];
  const command = { type: 'RequestPush', userId, fromUserId, ...about } as const;
  return [reaction(pushDecider, pushStream(appId, userId), command)];
}

/** Whether a person can be notified, once the read model shows the event. Rejects with `StoreUnavailableError` while it does not. */
async function hasDevice(models: ReadModels, { meta, position }: LoggedEvent, userId: number): Promise<boolean> {
  await shownBy(models, position, [pushDevices]);
  return (await models.get(pushDevices, `${meta.appId}.${userId}`)) !== null;
}

import { pushDecider } from '../../domain/push/decider.ts';
import { MAX_NOTIFIED_MEMBERS } from '../../domain/push/limits.ts';
import { NOTIFYING_TYPES, type NotifyingEvent, occasionOf } from '../../domain/push/occasions.ts';
import { pushStream } from '../../domain/streams.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import type { ReadModels } from '../../projections/read-models.ts';
import { shownBy } from '../../projections/shown-by.ts';
import { type GroupMember, groupMembers } from '../../projections/views/group-members.ts';
import { groups } from '../../projections/views/groups.ts';
import { inboxes } from '../../projections/views/inboxes.ts';
import { pushDevices } from '../../projections/views/push-devices.ts';
import { type Reaction, type Reactor, reaction } from '../reactor.ts';

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
  const { to, fromUserId, expiresAt, seq } = occasion;
  const { appId } = event.meta;
  const { id: pushId, stream, revision } = event;
  const about = { pushId, source: { stream, revision }, expiresAt };
  if ('fansOf' in to) {
    const command = { type: 'RequestFansPush', hostId: to.fansOf, ...about } as const;
    return [reaction(pushDecider, pushStream(appId, to.fansOf), command)];
  }
  const ask = (userId: number, talk: { seq?: number; unreadFrom?: number } = {}) => {
    const command = { type: 'RequestPush', userId, fromUserId, ...about, ...talk } as const;
    return reaction(pushDecider, pushStream(appId, userId), command);
  };
  if ('membersOf' in to) {
    if (seq === undefined) throw new Error('what notifies a group is a message of its conversation');
    const members = await membersToTell(models, event, { groupId: to.membersOf, writerId: fromUserId, seq });
    return members.map((member) => ask(member.userId, { seq, unreadFrom: member.readSeq + 1 }));
  }
  const { userId } = to;
  if (!(await hasDevice(models, event, userId))) return [];
  if (seq === undefined) return [ask(userId)];
  await shownBy(models, event.position, [inboxes]);
  const unread = (await models.get(inboxes, `${appId}.${userId}`))?.unread[fromUserId] ?? 0;
  // What is read already notifies nobody. Their own messages in between count as read: then it notifies once more.
  return unread === 0 ? [] : [ask(userId, { seq, unreadFrom: seq - unread + 1 })];
}

/** Members of a group who have a phone and have not read a message, but for its writer; nobody of a group past MAX_NOTIFIED_MEMBERS. */
async function membersToTell(
  models: ReadModels,
  { meta: { appId }, position }: LoggedEvent,
  { groupId, writerId, seq }: { groupId: number; writerId: number; seq: number },
): Promise<GroupMember[]> {
  await shownBy(models, position, [pushDevices, groups, groupMembers]);
  const group = await models.get(groups, `${appId}.${groupId}`);
  if (!group || group.memberCount > MAX_NOTIFIED_MEMBERS) return [];
  const query = { index: 'byNo', equals: [appId, groupId], limit: MAX_NOTIFIED_MEMBERS } as const;
  const members = (await models.find(groupMembers, query)).map(({ document }) => document);
  const readers = members.filter(({ userId, readSeq }) => userId !== writerId && readSeq < seq);
  const devices = await models.getMany(
    pushDevices,
    readers.map(({ userId }) => `${appId}.${userId}`),
  );
  return readers.filter((_, n) => devices[n] !== null);
}

/** Whether a person can be notified, once the read model shows the event. Rejects with `StoreUnavailableError` while it does not. */
async function hasDevice(models: ReadModels, { meta, position }: LoggedEvent, userId: number): Promise<boolean> {
  await shownBy(models, position, [pushDevices]);
  return (await models.get(pushDevices, `${meta.appId}.${userId}`)) !== null;
}

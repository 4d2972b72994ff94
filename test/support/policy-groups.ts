import type { Actor } from '../../application/actor.ts';
import type { MakeMeta } from '../../application/commands.ts';
import type { Core } from '../../application/core.ts';
import { changeGroup, destroyGroup, setGroupRole, transferGroup } from '../../application/groups/changes.ts';
import { createGroup } from '../../application/groups/create-group.ts';
import { memberIdsOfGroup, memberOfGroup, membersOfGroup, showGroup } from '../../application/groups/lists.ts';
import { inviteToGroup, joinGroup, leaveGroup, removeFromGroup } from '../../application/groups/members.ts';
import { groupMessagesOf, groupReaders, readGroup, revokeInGroup } from '../../application/messages/groups.ts';
import { sendToGroup } from '../../application/messages/send-to-group.ts';
import type { PolicyWorld } from './policy-world.ts';

/** What the one who tries something is to a group. `ended`: they were its owner, and it is destroyed. */
export const GROUP_RELATIONS = ['stranger', 'removed', 'member', 'admin', 'owner', 'ended'] as const;

/** A group with somebody in every relation to it. */
export interface ScenedGroup {
  groupId: number;
  actors: Record<(typeof GROUP_RELATIONS)[number], Actor>;
  /** A member, of whom something is wanted; they wrote `messageId`. */
  victimId: number;
  messageId: number;
  /** Somebody who is in no group. */
  outsiderId: number;
}

/** One try of a use case with a group. */
export type WithGroup = (core: Core, actor: Actor, group: ScenedGroup, meta: MakeMeta) => Promise<unknown>;

export const WITH_GROUP: Record<string, WithGroup> = {
  showGroup,
  membersOfGroup: (core, actor, { groupId }) => membersOfGroup(core, actor, { groupId, limit: 10 }),
  memberIdsOfGroup: (core, actor, { groupId }) => memberIdsOfGroup(core, actor, { groupId, after: 0, limit: 10 }),
  memberOfGroup: (core, actor, { groupId, victimId }) => memberOfGroup(core, actor, { groupId, userId: victimId }),
  sendToGroup: (core, actor, { groupId }, meta) =>
    sendToGroup(core, actor, { groupId, content: { kind: 'text', text: '大家好' } }, meta),
  groupMessagesOf: (core, actor, { groupId }) => groupMessagesOf(core, actor, { groupId, limit: 10 }),
  readGroup: (core, actor, { groupId }, meta) => readGroup(core, actor, { groupId }, meta),
  groupReaders: (core, actor, { groupId, messageId }) => groupReaders(core, actor, { groupId, messageId }),
  revokeInGroup: (core, actor, { groupId, messageId }, meta) =>
    revokeInGroup(core, actor, { groupId, messageId }, meta),
  inviteToGroup: (core, actor, { groupId, outsiderId }, meta) =>
    inviteToGroup(core, actor, { groupId, userIds: [outsiderId] }, meta),
  joinGroup: (core, actor, { groupId }, meta) => joinGroup(core, actor, { groupId }, meta),
  removeFromGroup: async (core, actor, { groupId, victimId }, meta) => {
    const { outcomes } = await removeFromGroup(core, actor, { groupId, userIds: [victimId] }, meta);
    return outcomes[0]?.outcome === 'removed' ? 'ok' : '-';
  },
  changeGroup: (core, actor, { groupId }, meta) => changeGroup(core, actor, { groupId, name: '新名字' }, meta),
  setGroupRole: (core, actor, { groupId, victimId }, meta) =>
    setGroupRole(core, actor, { groupId, userId: victimId, role: 'admin' }, meta),
  transferGroup: (core, actor, { groupId, victimId }, meta) =>
    transferGroup(core, actor, { groupId, toUserId: victimId }, meta),
  leaveGroup: (core, actor, { groupId }, meta) => leaveGroup(core, actor, { groupId }, meta),
  destroyGroup: (core, actor, { groupId }, meta) => destroyGroup(core, actor, { groupId }, meta),
};

/** A new group of the same people. */
export async function sceneGroup(
  world: PolicyWorld,
  people: { [Relation in Exclude<keyof ScenedGroup['actors'], 'ended'>]: Actor } & { victim: Actor },
  isEnded: boolean,
): Promise<ScenedGroup> {
  const { core } = world.room;
  const metaOf = (actor: Actor) => world.metaOf(actor);
  const { owner, admin, member, removed, victim, stranger } = people;
  const userIds = [admin, member, removed, victim].map(({ userId }) => userId);
  const given = { name: '一群人', userIds, adminIds: [admin.userId] };
  const { group } = await createGroup(core, owner, given, metaOf(owner));
  const { groupId } = group;
  const content = { kind: 'text', text: '你好' } as const;
  const { messageId } = await sendToGroup(core, victim, { groupId, content }, metaOf(victim));
  await removeFromGroup(core, owner, { groupId, userIds: [removed.userId] }, metaOf(owner));
  if (isEnded) await destroyGroup(core, owner, { groupId }, metaOf(owner));
  const actors = { stranger, removed, member, admin, owner, ended: owner };
  return { groupId, actors, victimId: victim.userId, messageId, outsiderId: stranger.userId };
}

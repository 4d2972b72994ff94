import { groupDecider } from '../../domain/group/decider.ts';
import type { GroupRole } from '../../domain/group/events.ts';
import { type Group, isThere, roleOf } from '../../domain/group/state.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { groupStream } from '../../domain/streams.ts';
import { groupCounts } from '../../projections/views/group-counts.ts';
import { type GroupMember, groupMembers } from '../../projections/views/group-members.ts';
import { type GroupDocument, groups } from '../../projections/views/groups.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';

export type { GroupDocument, GroupMember, GroupRole };

/**
 * Groups, for every dialect. How to use them:
 *
 * - `create-group.ts`: `createGroup`. `members.ts`: `inviteToGroup`, `joinGroup`, `leaveGroup`, `removeFromGroup`. `changes.ts`: `changeGroup`,
 *   `transferGroup`, `setGroupRole`, `destroyGroup`. `lists.ts`: `showGroup`, `membersOfGroup`, `groupsOf`.
 *   `application/messages/`: `sendToGroup`, `writeForApp` (in a person's or the app's name, to a person or a group), `groupMessagesOf`,
 *   `readGroup`, `revokeInGroup`, `conversationsOf` (people and groups in one list).
 * - The actor's `userId` is who does it. `APP_SERVER` (0) is the app's own server, which may do everything to every group of its tenant.
 * - Ids are core ids. A group's id below 2^53 is what dialects show, as a number or in decimal.
 * - A socket is on the channel `group:<tenant>.<groupId>` while its person is a member.
 */
export const APP_SERVER = 0;

/** The views that show what was done to groups. */
export const GROUP_VIEWS = [groups, groupMembers, groupCounts] as const;

/** A group as commands decide on it, from the log up to now. Throws `GroupNotFound`, also for a destroyed one. */
export async function groupNow(core: Core, appId: string, groupId: number): Promise<Readonly<Group>> {
  if (!Number.isSafeInteger(groupId) || groupId <= 0) throw new DomainError('GroupNotFound');
  const { state } = await core.commands.load(groupDecider, groupStream(appId, groupId));
  if (!isThere(state)) throw new DomainError('GroupNotFound');
  return state;
}

/**
 * What the actor may do in a group; the app's server what its owner may. Throws `GroupNotFound`, `NotInGroup`.
 */
export async function roleInGroup(core: Core, { appId, userId }: Actor, groupId: number): Promise<GroupRole> {
  const group = await groupNow(core, appId, groupId);
  if (userId === APP_SERVER) return 'owner';
  const role = roleOf(group, userId);
  if (role === null) throw new DomainError('NotInGroup');
  return role;
}

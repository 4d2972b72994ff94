import { MAX_GROUPS_OF_PERSON } from '../../domain/group/limits.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { MAX_QUERY_DOCUMENTS } from '../../projections/read-models.ts';
import { type GroupMember, groupMembers } from '../../projections/views/group-members.ts';
import { type GroupDocument, groups } from '../../projections/views/groups.ts';
import type { Actor } from '../actor.ts';
import type { Core } from '../core.ts';
import { cardsOf, type UserCard } from '../people/cards.ts';
import { roleInGroup } from './group.ts';

/** A group, as a member sees it, and what they are in it. Throws `GroupNotFound`, `NotInGroup`. */
export async function showGroup(
  core: Core,
  actor: Actor,
  { groupId }: { groupId: number },
): Promise<{ group: GroupDocument; role: GroupMember['role'] }> {
  const role = await roleInGroup(core, actor, groupId);
  const group = await core.models.get(groups, `${actor.appId}.${groupId}`);
  // It is so new that the read models do not have it.
  if (!group) throw new DomainError('GroupNotFound');
  return { group, role };
}

export interface MembersPage {
  /** Of the group. */
  total: number;
  members: { member: GroupMember; card: UserCard | null }[];
  /** `after` for the next page; null: this was the last one. */
  next: number | null;
}

/**
 * Members of a group in the order of joining, at most MAX_QUERY_DOCUMENTS a page. `after`: the `no` of the last one of the page before. Throws
 * `GroupNotFound`, `NotInGroup`.
 */
export async function membersOfGroup(
  core: Core,
  actor: Actor,
  { groupId, after = 0, limit }: { groupId: number; after?: number; limit: number },
): Promise<MembersPage> {
  const { appId } = actor;
  await roleInGroup(core, actor, groupId);
  const asked = Math.min(limit, MAX_QUERY_DOCUMENTS);
  const [group, found] = await Promise.all([
    core.models.get(groups, `${appId}.${groupId}`),
    core.models.find(groupMembers, { index: 'byNo', equals: [appId, groupId], after, limit: asked }),
  ]);
  const members = found.map(({ document }) => document);
  const cards = await cardsOf(
    core,
    appId,
    members.map(({ userId }) => userId),
  );
  const last = members.at(-1);
  return {
    total: group?.memberCount ?? members.length,
    members: members.map((member) => ({ member, card: cards.get(member.userId) ?? null })),
    next: last && members.length === asked ? last.no : null,
  };
}

/** Members without their cards, and when anything of the group last changed (epoch ms). */
export interface MemberIdsPage {
  total: number;
  members: GroupMember[];
  next: number | null;
  changedAt: number;
}

/** As `membersOfGroup`, of as many members as are asked for; `next` is null as soon as nobody follows. Throws as it does. */
export async function memberIdsOfGroup(
  core: Core,
  actor: Actor,
  { groupId, after, limit }: { groupId: number; after: number; limit: number },
): Promise<MemberIdsPage> {
  const { appId } = actor;
  await roleInGroup(core, actor, groupId);
  const group = await core.models.get(groups, `${appId}.${groupId}`);
  const members: GroupMember[] = [];
  // One more than asked for tells whether anybody follows.
  for (let last = after; members.length <= limit; last = members.at(-1)!.no) {
    const wanted = Math.min(limit + 1 - members.length, MAX_QUERY_DOCUMENTS);
    const query = { index: 'byNo', equals: [appId, groupId], after: last, limit: wanted } as const;
    const found = await core.models.find(groupMembers, query);
    members.push(...found.map(({ document }) => document));
    if (found.length < wanted) break;
  }
  const shownNow = members.slice(0, limit);
  const next = members.length > limit ? shownNow.at(-1)!.no : null;
  return { total: group?.memberCount ?? shownNow.length, members: shownNow, next, changedAt: group?.changedAt ?? 0 };
}

/** A member of a group as lists show them; null for who is none. Throws as `membersOfGroup`. */
export async function memberOfGroup(
  core: Core,
  actor: Actor,
  { groupId, userId }: { groupId: number; userId: number },
): Promise<GroupMember | null> {
  await roleInGroup(core, actor, groupId);
  return core.models.get(groupMembers, `${actor.appId}.${groupId}.${userId}`);
}

/** A person's group, and what they are in it. */
export interface OwnGroup {
  group: GroupDocument;
  member: GroupMember;
}

/** All groups of a person, the one that they joined last first: at most MAX_GROUPS_OF_PERSON. */
export async function groupsOf(core: Core, { appId, userId }: Actor): Promise<OwnGroup[]> {
  const found = await core.models.find(groupMembers, {
    index: 'ofUser',
    equals: [appId, userId],
    limit: MAX_GROUPS_OF_PERSON,
  });
  const members = found.map(({ document }) => document);
  const kept = await core.models.getMany(
    groups,
    members.map(({ groupId }) => `${appId}.${groupId}`),
  );
  return members.flatMap((member, n) => {
    const group = kept[n];
    return group && !group.isDestroyed ? [{ group, member }] : [];
  });
}

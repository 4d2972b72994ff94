import { MAX_GROUPS_OF_PERSON } from '../domain/group/limits.ts';
import type { ReadModels } from './read-models.ts';
import { type GroupMember, groupMembers, unreadOfMember } from './views/group-members.ts';
import { type GroupTalk, groupTalks } from './views/group-talks.ts';
import { inboxes, unreadIn } from './views/inboxes.ts';

/** The views that say how much somebody has not read. */
export const UNREAD_VIEWS = [inboxes, groupMembers, groupTalks] as const;

/** A person's group: their own document in it, and what was said last; null while nothing was. */
export interface GroupStanding {
  member: GroupMember;
  talk: GroupTalk | null;
  unread: number;
}

/**
 * What a person has not read of each of their groups: the group's last message, less what they have read and written themselves. It is counted
 * when somebody asks: a message to a group writes nothing for its members.
 */
export async function groupStandings(
  models: Pick<ReadModels, 'find' | 'getMany'>,
  appId: string,
  userId: number,
): Promise<GroupStanding[]> {
  const found = await models.find(groupMembers, {
    index: 'ofUser',
    equals: [appId, userId],
    limit: MAX_GROUPS_OF_PERSON,
  });
  if (found.length === 0) return [];
  const talks = await models.getMany(
    groupTalks,
    found.map(({ document }) => `${appId}.${document.groupId}`),
  );
  return found.map(({ document: member }, n) => {
    const talk = talks[n] ?? null;
    return { member, talk, unread: talk ? unreadOfMember(member, talk.lastSeq) : 0 };
  });
}

/** All that a person has not read, of people and of groups. */
export async function unreadOf(
  models: Pick<ReadModels, 'get' | 'find' | 'getMany'>,
  appId: string,
  userId: number,
): Promise<number> {
  const [inbox, standings] = await Promise.all([
    models.get(inboxes, `${appId}.${userId}`),
    groupStandings(models, appId, userId),
  ]);
  return standings.reduce((sum, { unread }) => sum + unread, unreadIn(inbox));
}

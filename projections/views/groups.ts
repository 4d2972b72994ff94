import type { GroupLook, GroupRules } from '../../domain/group/events.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** A group; id `<app>.<groupId>`. A destroyed one stays, for whoever still names it. */
export interface GroupDocument extends GroupLook, GroupRules {
  appId: string;
  groupId: number;
  ownerId: number;
  memberCount: number;
  /** Epoch ms. */
  createdAt: number;
  /** When anything of it, or of its members, last changed; epoch ms. */
  changedAt: number;
  isDestroyed: boolean;
}

const indexes = { byOwner: ['appId', 'ownerId', '-createdAt'] } as const satisfies Indexes<GroupDocument>;

export const groups: View<GroupDocument, typeof indexes> = {
  name: 'groups',
  version: 1,
  indexes,
  on: {
    GroupCreated: {
      ids: (event) => [documentId(event, event.data.groupId)],
      evolve(_, { data: { byUserId: _by, ...data }, meta: { appId, at } }) {
        return { appId, ...data, memberCount: 0, createdAt: at, changedAt: at, isDestroyed: false };
      },
    },
    GroupMembersAdded: {
      ids: (event) => [documentId(event, event.data.groupId)],
      evolve: (group, { data, meta }) => changed(group, { memberCount: data.memberCount }, meta.at),
    },
    GroupMembersRemoved: {
      ids: (event) => [documentId(event, event.data.groupId)],
      evolve: (group, { data, meta }) => changed(group, { memberCount: data.memberCount }, meta.at),
    },
    GroupChanged: {
      ids: (event) => [documentId(event, event.data.groupId)],
      evolve(group, { data: { name, pictureUrl, introduction, notice }, meta }) {
        return changed(group, { name, pictureUrl, introduction, notice }, meta.at);
      },
    },
    GroupTransferred: {
      ids: (event) => [documentId(event, event.data.groupId)],
      evolve: (group, { data, meta }) => changed(group, { ownerId: data.toUserId }, meta.at),
    },
    GroupRoleSet: {
      ids: (event) => [documentId(event, event.data.groupId)],
      evolve: (group, { meta }) => changed(group, {}, meta.at),
    },
    GroupDestroyed: {
      ids: (event) => [documentId(event, event.data.groupId)],
      evolve: (group, { meta }) => changed(group, { isDestroyed: true }, meta.at),
    },
  },
};

function changed(group: GroupDocument | null, change: Partial<GroupDocument>, changedAt: number): GroupDocument | null {
  return group && Object.assign(group, change, { changedAt });
}

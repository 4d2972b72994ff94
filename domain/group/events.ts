import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { namesNobody, notPersonal, type PersonalFields } from '../kernel/personal.ts';

/** How a group looks. Its texts are about the group, whoever wrote them: they stay when that person is erased. */
export interface GroupLook {
  name: string;
  pictureUrl: string;
  /** What the group is about. */
  introduction: string;
  /** What its members should read first. */
  notice: string;
}

export interface GroupRules {
  /** A chatroom is a group that the app shows as one: nothing else follows from it. */
  kind: 'group' | 'chatroom';
  /** Whether anybody may join; else members come by invitation alone. */
  isOpen: boolean;
  /** Whether members without a role may invite. */
  membersInvite: boolean;
  /** Whether members without a role may change how the group looks. */
  membersChange: boolean;
}

export type GroupRole = 'owner' | 'admin' | 'member';

/**
 * `group-<app>.<groupId>`: who is in a group, and what it is called. What is said in it is in `conversation-<app>.g<groupId>`.
 * `byUserId`: who did it; 0 for an app's server.
 */
export type GroupCreated = DomainEvent<
  'GroupCreated',
  { groupId: number; ownerId: number; byUserId: number } & GroupLook & GroupRules
>;
/**
 * `userIds` are members from here on, numbered from `firstNo`: numbers grow with the time of joining, and are not given again. `fromSeq`: the last
 * message that had been sent by then; they read what comes after it. `memberCount`: with them. The owner's own is the first after `GroupCreated`.
 */
export type GroupMembersAdded = DomainEvent<
  'GroupMembersAdded',
  {
    groupId: number;
    userIds: number[];
    firstNo: number;
    fromSeq: number;
    memberCount: number;
    byUserId: number;
    how: 'created' | 'invited' | 'joined';
  }
>;
/** `userIds` hear and read nothing more. */
export type GroupMembersRemoved = DomainEvent<
  'GroupMembersRemoved',
  {
    groupId: number;
    userIds: number[];
    memberCount: number;
    byUserId: number;
    reason: 'left' | 'removed' | 'erased' | 'destroyed';
  }
>;
/** All of it, as it is now. */
export type GroupChanged = DomainEvent<'GroupChanged', { groupId: number; byUserId: number } & GroupLook>;
/** The owner until then becomes a member without a role. */
export type GroupTransferred = DomainEvent<
  'GroupTransferred',
  { groupId: number; fromUserId: number; toUserId: number; byUserId: number }
>;
export type GroupRoleSet = DomainEvent<
  'GroupRoleSet',
  { groupId: number; userId: number; role: Exclude<GroupRole, 'owner'>; byUserId: number }
>;
/** Nobody may do anything there any more. Its members are removed right after it. */
export type GroupDestroyed = DomainEvent<'GroupDestroyed', { groupId: number; byUserId: number }>;

export type GroupEvent =
  | GroupCreated
  | GroupMembersAdded
  | GroupMembersRemoved
  | GroupChanged
  | GroupTransferred
  | GroupRoleSet
  | GroupDestroyed;

export const groupEventTypes: EventTypes<GroupEvent> = {
  GroupCreated: true,
  GroupMembersAdded: true,
  GroupMembersRemoved: true,
  GroupChanged: true,
  GroupTransferred: true,
  GroupRoleSet: true,
  GroupDestroyed: true,
};

const look = { name: notPersonal, pictureUrl: notPersonal, introduction: notPersonal, notice: notPersonal } as const;

export const groupPersonal: PersonalFields<GroupEvent> = {
  GroupCreated: look,
  GroupMembersAdded: namesNobody,
  GroupMembersRemoved: namesNobody,
  GroupChanged: look,
  GroupTransferred: namesNobody,
  GroupRoleSet: namesNobody,
  GroupDestroyed: namesNobody,
};

import type { GroupLook, GroupRole, GroupRules } from './events.ts';

/** The actor of each is who does it; 0, the system, for an app's server, which may do everything. */
export type GroupCommand =
  | {
      type: 'CreateGroup';
      groupId: number;
      ownerId: number;
      look: GroupLook;
      rules: GroupRules;
      /** Beside the owner; those who are named twice, and the owner, count once. */
      adminIds: readonly number[];
      userIds: readonly number[];
    }
  /** `fromSeq`: the last message that had been sent. */
  | { type: 'AddMembers'; userIds: readonly number[]; fromSeq: number }
  | { type: 'JoinGroup'; fromSeq: number }
  | { type: 'RemoveMembers'; userIds: readonly number[] }
  /** By the member, or by the system in their name. */
  | { type: 'LeaveGroup'; userId: number }
  /** By the system alone: takes out people who are erased, whatever they are in the group. */
  | { type: 'RemoveErased'; userIds: readonly number[] }
  /** What is absent stays as it is. */
  | { type: 'ChangeGroup'; look: Partial<GroupLook> }
  | { type: 'TransferGroup'; toUserId: number }
  | { type: 'SetGroupRole'; userId: number; role: Exclude<GroupRole, 'owner'> }
  | { type: 'DestroyGroup' }
  /** By the system alone: goes on with removing the members of a destroyed group. */
  | { type: 'EmptyGroup' };

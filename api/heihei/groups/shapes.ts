import { Type } from '@sinclair/typebox';
import type { GroupDocument, GroupMember } from '../../../application/groups/group.ts';
import type { AddingOutcome } from '../../../application/groups/members.ts';
import { MAX_GROUP_NAME_CHARS, MAX_GROUP_PICTURE_CHARS, MAX_GROUP_TEXT_CHARS } from '../../../domain/group/limits.ts';
import { Id } from '../../http/params.ts';
import { badParameter } from '../../http/refusals.ts';

/** heihei has no groups; these are ours, so that people who came through it can have what OpenIM's and Lanying's servers make. */
export const GROUP_ID = 7_312_345_678_901;
export const OTHER_ID = 7_012_345_678_901;

const MAX_ID_CHARS = 16;
/** Ids in one text, as forms carry them; all of them fit into an address. */
export const MAX_IDS = 200;
export const UserIds = Type.String({
  maxLength: MAX_IDS * (MAX_ID_CHARS + 1),
  pattern: '^([1-9]\\d{0,15}(,[1-9]\\d{0,15})*)?$',
  description: `Ids with commas between, at most ${MAX_IDS}.`,
});

/** Throws `InvalidInput` for too many, and for numbers that no id can have. */
export function idsIn(text: string): number[] {
  const ids = text === '' ? [] : text.split(',').map(Number);
  if (ids.length > MAX_IDS || !ids.every(Number.isSafeInteger)) throw badParameter('userIds');
  return ids;
}

export const Name = Type.String({ minLength: 1, maxLength: MAX_GROUP_NAME_CHARS });
export const Look = {
  coverUrl: Type.Optional(Type.String({ maxLength: MAX_GROUP_PICTURE_CHARS, description: 'Address of its picture.' })),
  introduction: Type.Optional(Type.String({ maxLength: MAX_GROUP_TEXT_CHARS })),
  notice: Type.Optional(Type.String({ maxLength: MAX_GROUP_TEXT_CHARS })),
};

export interface LookGiven {
  name?: string;
  coverUrl?: string;
  introduction?: string;
  notice?: string;
}

/** How a group is to look, in Salon's words. */
export const lookOf = ({ name, coverUrl, introduction, notice }: LookGiven) => ({
  ...(name !== undefined && { name }),
  ...(coverUrl !== undefined && { pictureUrl: coverUrl }),
  ...(introduction !== undefined && { introduction }),
  ...(notice !== undefined && { notice }),
});

export const ROLES = ['owner', 'admin', 'member'] as const satisfies readonly GroupMember['role'][];
export const Role = Type.Union(ROLES.map((role) => Type.Literal(role)));

const Switch = (description: string) => Type.Boolean({ description });

export const Group = Type.Object(
  {
    groupId: Id,
    name: Type.String(),
    coverUrl: Type.String(),
    introduction: Type.String(),
    notice: Type.String(),
    ownerId: Type.Integer({ minimum: 0 }),
    memberCount: Type.Integer({ minimum: 0 }),
    isOpen: Switch('Anybody may join.'),
    membersInvite: Switch('Every member may invite.'),
    membersChange: Switch('Every member may change how it looks.'),
    createTime: Type.Integer({ description: 'Epoch seconds.' }),
  },
  { title: 'Group' },
);

export function groupOf({ pictureUrl: coverUrl, createdAt, ...group }: Omit<GroupDocument, 'changedAt'>) {
  const { groupId, name, introduction, notice, ownerId, memberCount, isOpen, membersInvite, membersChange } = group;
  const rules = { isOpen, membersInvite, membersChange };
  const look = { name, coverUrl, introduction, notice };
  return { groupId, ...look, ownerId, memberCount, ...rules, createTime: Math.floor(createdAt / 1000) };
}

/** What became of each of those who were to be added. */
export const Invited = Type.Array(
  Type.Object(
    {
      userId: Id,
      result: Type.Union(
        (['added', 'member', 'unknown', 'refused', 'too-many-groups'] as const).map((word) => Type.Literal(word)),
        {
          description: 'member: they are one already. refused: they or the caller block the other, or they are banned.',
        },
      ),
    },
    { title: 'InvitedToGroup' },
  ),
);

export const invited = (outcomes: readonly AddingOutcome[]) =>
  outcomes.map(({ userId, outcome: result }) => ({ userId, result }));

export const GROUP_EXAMPLE = {
  groupId: GROUP_ID,
  name: '周末听歌',
  coverUrl: '',
  introduction: '',
  notice: '',
  ownerId: OTHER_ID,
  memberCount: 2,
  isOpen: false,
  membersInvite: true,
  membersChange: false,
  createTime: 1_795_395_064,
};

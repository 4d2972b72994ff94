import { Type } from '@sinclair/typebox';
import { addFriends, type FriendOutcome } from '../../application/friends/friends.ts';
import { allFriendsOf } from '../../application/friends/lists.ts';
import { DomainError, type DomainErrorCode } from '../../domain/kernel/errors.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { UserId } from '../http/params.ts';
import { badParameter } from '../http/refusals.ts';
import { Data, DONE, Done, Ids, OF_TOKEN } from './parts.ts';

/** Lanying IM, 添加好友. */
const addRoster = endpoint({
  path: '/user/add_roster',
  module: 'roster',
  name: 'addRoster',
  summary: 'Make a person and others friends; nobody is asked',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ list: Ids }),
  answer: Done,
  examples: [{ params: { list: [2199040544848, 2199040544992] }, answer: DONE }],
  errors: [...OF_TOKEN, 'AlreadyFriends', 'ProfileHidden', 'FriendsTooMany'],
  async handle({ core, caller: { appId, userId: ownerId }, params: { list }, meta }) {
    const given = { ownerId, userIds: list, honoursBlocks: true, allOrNone: true };
    const { outcomes } = await addFriends(core, appId, given, meta);
    refuse(outcomes);
    return DONE;
  },
});

/** What somebody was not added for; in the order in which they are looked for. */
const REFUSALS: readonly (readonly [FriendOutcome['outcome'], DomainErrorCode])[] = [
  ['unknown', 'UserNotFound'],
  ['blocked', 'ProfileHidden'],
  ['too-many', 'FriendsTooMany'],
];

/** Throws what the first that was not added is refused with, and `AlreadyFriends` when there was nobody to add. */
function refuse(outcomes: readonly FriendOutcome[]): void {
  const has = (wanted: FriendOutcome['outcome']) => outcomes.some(({ outcome }) => outcome === wanted);
  if (has('self')) throw badParameter('list');
  for (const [outcome, code] of REFUSALS) if (has(outcome)) throw new DomainError(code);
  if (!has('added')) throw new DomainError('AlreadyFriends');
}

/** Lanying IM, 获取好友列表. */
const rosters = endpoint({
  path: '/user/rosters',
  module: 'roster',
  name: 'rosters',
  summary: 'List the friends of a person',
  auth: 'user',
  params: Type.Object({}),
  answer: Data(Type.Array(Type.Object({ user_id: UserId, name: Type.String() }))),
  examples: [
    {
      params: {},
      answer: {
        data: [
          { user_id: 2199040544848, name: 'a' },
          { user_id: 2199040544992, name: 'b' },
        ],
      },
    },
  ],
  errors: [...OF_TOKEN],
  async handle({ core, caller }) {
    const friends = await allFriendsOf(core, caller);
    return { data: friends.map(({ card: { userId, displayName } }) => ({ user_id: userId, name: displayName })) };
  },
});

export const rosterEndpoints: readonly Endpoint[] = [addRoster, rosters];

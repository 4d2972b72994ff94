import { Type } from '@sinclair/typebox';
import { peopleByUid } from '../../application/accounts/named-person.ts';
import type { Actor } from '../../application/actor.ts';
import { createGroup } from '../../application/groups/create-group.ts';
import { APP_SERVER } from '../../application/groups/group.ts';
import { inviteToGroup, removeFromGroup } from '../../application/groups/members.ts';
import { MAX_GROUP_NAME_CHARS, MAX_GROUP_PICTURE_CHARS, MAX_GROUP_TEXT_CHARS } from '../../domain/group/limits.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { type AppCall, type Endpoint, endpoint } from '../http/endpoint.ts';
import { MAX_LIST_ITEMS } from '../http/json.ts';
import { answersOnce, DONE, NOT_DONE, onceInADay } from './answers.ts';
import { OpenimRefused } from './errors.ts';
import { NamedUid, OperationId, unkeyed } from './params.ts';

/** `setRole` (OpenIM, 创建群组). */
const [MEMBER, OWNER, ADMIN] = [0, 1, 2];

const Results = Type.Array(
  Type.Object({
    uid: Type.String(),
    result: Type.Union([Type.Literal(DONE), Type.Literal(NOT_DONE)], { description: '0 done, -1 not.' }),
  }),
);
const Text = Type.String({ maxLength: MAX_GROUP_TEXT_CHARS, default: '' });

/** Who acts: a user for themselves, a manager as the app's server, which may do everything to the groups of its tenant. */
function actorOf({ app, caller }: Pick<AppCall<unknown>, 'app' | 'caller'>): Actor {
  return { appId: app.tenant, userId: caller?.userId ?? APP_SERVER };
}

/** OpenIM, 创建群组. */
const createGroupEndpoint = endpoint({
  path: '/group/create_group',
  methods: ['POST'],
  module: 'group',
  name: 'createGroup',
  summary: 'Create a group with its first members; a user who calls is its owner',
  auth: 'app',
  cost: 'notify',
  params: Type.Object({
    operationID: OperationId,
    memberList: Type.Array(
      Type.Object({
        uid: NamedUid,
        setRole: Type.Integer({
          minimum: MEMBER,
          maximum: ADMIN,
          default: MEMBER,
          description: '0 a member, 1 the owner, 2 an administrator.',
        }),
      }),
      { maxItems: MAX_LIST_ITEMS },
    ),
    groupName: Type.String({ minLength: 1, maxLength: MAX_GROUP_NAME_CHARS }),
    introduction: Text,
    notification: Text,
    faceUrl: Type.String({ maxLength: MAX_GROUP_PICTURE_CHARS, default: '' }),
  }),
  answer: Type.Object({ data: Type.Object({ groupID: Type.String() }) }),
  examples: [
    {
      params: {
        memberList: [
          { uid: '21979710c3fe454d', setRole: 1 },
          { uid: '89b8924ea455a642', setRole: 2 },
        ],
        groupName: 'groupName_on10',
        introduction: '简介',
        notification: '公告',
        faceUrl: 'url',
        operationID: '1',
      },
      answer: { data: { groupID: '05dc84b52829e82242a710ecf999c72c' } },
    },
  ],
  errors: ['UserNotFound', 'GroupFull', 'GroupsTooMany', 'TextNotAllowed'],
  async handle(call) {
    const { core, app, caller, params } = call;
    const { memberList, groupName: name, introduction, notification: notice, faceUrl: pictureUrl } = params;
    const owners = memberList.filter(({ setRole }) => setRole === OWNER);
    if (!caller && owners.length !== 1) throw new OpenimRefused('notOneOwner', 'memberList');
    const ofUids = await peopleByUid(
      core,
      app.tenant,
      memberList.map(({ uid }) => uid),
    );
    const people = new Map<number, number>();
    for (const { uid, setRole } of memberList) {
      const userId = ofUids.get(uid);
      // Who is named twice has the first role.
      if (userId !== undefined && !people.has(userId)) people.set(userId, setRole);
    }
    const ids = [...people.keys()];
    const ownerId = caller?.userId ?? ids.find((userId) => people.get(userId) === OWNER);
    if (ownerId === undefined) throw new OpenimRefused('notOneOwner', 'memberList');
    const group = {
      ...{ ownerId, name, introduction, notice, pictureUrl },
      userIds: ids.filter((userId) => userId !== ownerId),
      adminIds: ids.filter((userId) => people.get(userId) === ADMIN && userId !== ownerId),
    };
    const { groupID } = await onceInADay(call, async (meta) => {
      const created = await createGroup(core, actorOf(call), group, meta);
      return { at: created.group.createdAt, groupID: String(created.group.groupId) };
    });
    return { data: { groupID } };
  },
});

/** OpenIM, 邀请进群. */
const inviteUserToGroup = endpoint({
  path: '/group/invite_user_to_group',
  methods: ['POST'],
  module: 'group',
  name: 'inviteUserToGroup',
  summary: 'Put users into a group, for managers and members of it',
  auth: 'app',
  cost: 'notify',
  params: Type.Object({
    operationID: OperationId,
    groupID: NamedUid,
    uidList: Type.Array(NamedUid, { maxItems: MAX_LIST_ITEMS }),
    reason: Type.String({ maxLength: MAX_GROUP_TEXT_CHARS }),
  }),
  answer: Type.Object({ errMsg: Type.Literal('ok'), data: Results }),
  examples: [
    {
      params: {
        groupID: 'f21f9f84c14f3a978352ff339f1a800a',
        uidList: ['f732156059eeb5d0'],
        reason: 'reason',
        operationID: '1111111111111 ',
      },
      answer: { errMsg: 'ok', data: [{ uid: 'f732156059eeb5d0', result: DONE }] },
    },
  ],
  errors: ['GroupNotFound', 'NotInGroup', 'NotGroupAdmin', 'GroupFull'],
  async handle(call) {
    const { core, params } = call;
    const groupId = groupIdOf(params.groupID);
    const results = answersOnce(call, async () => {
      const people = await peopleOf(call, params.uidList);
      const userIds = idsOf(people);
      const { outcomes } = await inviteToGroup(core, actorOf(call), { groupId, userIds }, unkeyed(call));
      const added = new Set(outcomes.filter(({ outcome }) => outcome === 'added').map(({ userId }) => userId));
      return resultsOf(people, added);
    });
    return { errMsg: 'ok' as const, data: dataOf(params.uidList, await results) };
  },
});

/** OpenIM, 把用户踢出群. */
const kickGroup = endpoint({
  path: '/group/kick_group',
  methods: ['POST'],
  module: 'group',
  name: 'kickGroup',
  summary: 'Take users out of a group, for managers and those who run it',
  auth: 'app',
  cost: 'notify',
  params: Type.Object({
    operationID: OperationId,
    groupID: NamedUid,
    uidListInfo: Type.Array(Type.Object({ userId: NamedUid }), { maxItems: MAX_LIST_ITEMS }),
  }),
  answer: Type.Object({ data: Results }),
  examples: [
    {
      params: {
        groupID: '56d274fad86685be3ea4ee70498eca61',
        uidListInfo: [{ userId: '21979710c3fe454d' }],
        operationID: '1111111111111 ',
      },
      answer: { data: [{ uid: '21979710c3fe454d', result: DONE }] },
    },
  ],
  errors: ['GroupNotFound', 'NotInGroup', 'NotGroupAdmin'],
  async handle(call) {
    const { core, params } = call;
    if (params.uidListInfo.length === 0) throw new OpenimRefused('nobodyToKick', 'uidListInfo');
    const groupId = groupIdOf(params.groupID);
    const uids = params.uidListInfo.map(({ userId }) => userId);
    const results = answersOnce(call, async () => {
      const people = await peopleOf(call, uids);
      const userIds = idsOf(people);
      const { outcomes } = await removeFromGroup(core, actorOf(call), { groupId, userIds }, unkeyed(call));
      const removed = new Set(outcomes.filter(({ outcome }) => outcome === 'removed').map(({ userId }) => userId));
      return resultsOf(people, removed);
    });
    return { data: dataOf(uids, await results) };
  },
});

/** A group's id as OpenIM shows it: in decimal. Throws `GroupNotFound` for what is none. */
export function groupIdOf(groupID: string): number {
  const isId = /^[1-9]\d{0,15}$/.test(groupID) && Number.isSafeInteger(Number(groupID));
  if (!isId) throw new DomainError('GroupNotFound');
  return Number(groupID);
}

interface Named {
  uid: string;
  /** Null: nobody. */
  userId: number | null;
}

async function peopleOf({ core, app }: Pick<AppCall<unknown>, 'core' | 'app'>, uids: readonly string[]) {
  const ofUids = await peopleByUid(core, app.tenant, uids);
  return uids.map((uid): Named => ({ uid, userId: ofUids.get(uid) ?? null }));
}

function idsOf(people: readonly Named[]): number[] {
  return [...new Set(people.flatMap(({ userId }) => userId ?? []))];
}

function resultsOf(people: readonly Named[], done: ReadonlySet<number>): number[] {
  return people.map(({ userId }) => (userId !== null && done.has(userId) ? DONE : NOT_DONE));
}

/** The same as answers say it. */
function dataOf(uids: readonly string[], results: readonly number[]) {
  return uids.map((uid, n) => ({ uid, result: results[n] === DONE ? DONE : NOT_DONE }));
}

export const groupEndpoints: readonly Endpoint[] = [createGroupEndpoint, inviteUserToGroup, kickGroup];

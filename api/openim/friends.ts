import { Type } from '@sinclair/typebox';
import { peopleByUid } from '../../application/accounts/named-person.ts';
import { actingAs } from '../../application/commands.ts';
import { addFriends } from '../../application/friends/friends.ts';
import { relate } from '../../application/people/relations.ts';
import { NoAnswer } from '../http/answers.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { MAX_LIST_ITEMS } from '../http/json.ts';
import { badParameter } from '../http/refusals.ts';
import { OpenimRefused } from './errors.ts';
import { knownPerson, NamedUid, OperationId, requireManager, unkeyed } from './params.ts';

/** `errCode` of import_friend when some could not become friends. */
const SOME_FAILED = 408 as const;

/** OpenIM, 导入好友: by `uid` (the document), or `uidList` (its server since 26 September 2021). */
const importFriend = endpoint({
  path: '/friend/import_friend',
  methods: ['POST'],
  module: 'friend',
  name: 'importFriend',
  summary: 'Make friends of a user and another, or of a list, for managers: nobody is asked',
  auth: 'app',
  cost: 'notify',
  params: Type.Object({
    operationID: OperationId,
    ownerUid: NamedUid,
    uid: Type.Optional(NamedUid),
    uidList: Type.Optional(Type.Array(NamedUid, { maxItems: MAX_LIST_ITEMS })),
  }),
  answer: Type.Union([
    NoAnswer,
    Type.Object({
      errCode: Type.Union([Type.Literal(0), Type.Literal(SOME_FAILED)]),
      errMsg: Type.String(),
      failedUidList: Type.Array(Type.String(), { description: 'Of a `uidList`: those who are unknown.' }),
    }),
  ]),
  examples: [
    {
      summary: 'One',
      params: { uid: '21979710c3fe454d', operationID: '1111111222', ownerUid: 'f732156059eeb5d0' },
      answer: {},
    },
    {
      summary: 'Several, one of them unknown',
      params: { uidList: ['21979710c3fe454d', 'x'], operationID: '1111111222', ownerUid: 'f732156059eeb5d0' },
      answer: { errCode: SOME_FAILED, errMsg: 'import friends failed', failedUidList: ['x'] },
    },
  ],
  errors: ['SystemOnly', 'UserNotFound'],
  async handle(call) {
    requireManager(call);
    const { core, app, params } = call;
    const { ownerUid, uid, uidList } = params;
    if (uid === undefined && uidList === undefined) throw badParameter('uid');
    const ownerId = await knownPerson(call, ownerUid);
    const uids = uidList ?? [uid!];
    const ids = await peopleByUid(core, app.tenant, uids);
    const userIds = uids.flatMap((each) => ids.get(each) ?? []);
    const friends = { ownerId, userIds, honoursBlocks: false, allOrNone: false };
    const { outcomes } = await addFriends(core, app.tenant, friends, unkeyed(call));
    const areFriends = new Set(
      outcomes.filter(({ outcome }) => outcome === 'added' || outcome === 'friend').map(({ userId }) => userId),
    );
    const failedUidList = uids.filter((each) => !areFriends.has(ids.get(each) ?? 0));
    if (!uidList) {
      if (failedUidList.length > 0) throw new OpenimRefused('noFriend', 'uid');
      return {};
    }
    if (failedUidList.length === 0) return { errCode: 0 as const, errMsg: '', failedUidList };
    return { errCode: SOME_FAILED, errMsg: 'import friends failed', failedUidList };
  },
});

/** OpenIM, 加入黑名单: heihei's block list. */
const addBlacklist = endpoint({
  path: '/friend/add_blacklist',
  methods: ['POST'],
  module: 'friend',
  name: 'addBlacklist',
  summary: 'Block a user in the name of another; a user who calls blocks for themselves',
  auth: 'app',
  cost: 'write',
  params: Type.Object({ operationID: OperationId, uid: NamedUid, ownerUid: Type.Optional(NamedUid) }),
  answer: NoAnswer,
  examples: [
    { params: { uid: '21979710c3fe454d', operationID: '1111111222', ownerUid: 'f732156059eeb5d0' }, answer: {} },
  ],
  errors: ['UserNotFound', 'TargetIsSelf', 'BlocksTooMany'],
  async handle(call) {
    const { core, app, caller, params } = call;
    const ownerId = caller?.userId ?? (await knownPerson(call, params.ownerUid ?? ''));
    const block = { type: 'BlockUser', targetId: await knownPerson(call, params.uid) } as const;
    await relate(core, { appId: app.tenant, userId: ownerId }, block, actingAs(ownerId, unkeyed(call)));
    return {};
  },
});

export const friendEndpoints: readonly Endpoint[] = [importFriend, addBlacklist];

import { Type } from '@sinclair/typebox';
import { personByUid } from '../../application/accounts/named-person.ts';
import { erasePerson } from '../../application/operators/accounts.ts';
import { type AppFacts, allUids, appPeopleOf, updateForApp } from '../../application/people/app-people.ts';
import { NoAnswer } from '../http/answers.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { MAX_LIST_ITEMS } from '../http/json.ts';
import { answersOnce, DONE, NOT_DONE } from './answers.ts';
import { managersOf } from './apps.ts';
import { OpenimRefused } from './errors.ts';
import { knownPerson, NamedUid, OperationId, requireManager, unkeyed } from './params.ts';
import { GENDERS, Person, PersonFields, personShape } from './person.ts';

const Uids = Type.Array(NamedUid, { maxItems: MAX_LIST_ITEMS });

/** OpenIM, 获取用户详细信息. */
const getUserInfo = endpoint({
  path: '/user/get_user_info',
  methods: ['POST'],
  module: 'user',
  name: 'getUserInfo',
  summary: 'Show users in the order of the list, without those that are unknown',
  auth: 'app',
  params: Type.Object({ operationID: OperationId, uidList: Uids }),
  answer: Type.Object({ data: Type.Array(Person) }),
  examples: [
    {
      params: { operationID: '1111111222', uidList: ['123', '3434'] },
      answer: {
        data: [
          {
            uid: '06577eb8ed751416',
            name: 'Oxcupb....cool',
            icon: '',
            gender: 0,
            mobile: '',
            birth: '',
            email: '',
            ex: '',
          },
        ],
      },
    },
  ],
  errors: [],
  async handle({ core, app, params: { uidList } }) {
    if (uidList.length === 0) throw new OpenimRefused('nobodyAsked', 'uidList');
    const people = await appPeopleOf(core, app.tenant, uidList);
    return { data: people.map(personShape) };
  },
});

const { name: _, ...Fields } = PersonFields;

/** OpenIM, 更新用户信息. */
const updateUserInfo = endpoint({
  path: '/user/update_user_info',
  methods: ['POST'],
  module: 'user',
  name: 'updateUserInfo',
  summary: 'Change a user; a user who calls changes themselves',
  auth: 'app',
  cost: 'write',
  params: Type.Object({
    operationID: OperationId,
    uid: Type.Optional(NamedUid),
    name: Type.String({ maxLength: PersonFields.name.maxLength!, default: '' }),
    ...Fields,
  }),
  answer: NoAnswer,
  examples: [{ params: { uid: '21979710c3fe454d', operationID: '1111111222', name: 'sssssssssskkkkk' }, answer: {} }],
  errors: ['UserNotFound', 'NameNotAllowed'],
  async handle(call) {
    const { core, app, caller, params } = call;
    const { uid = '', gender, name, icon, mobile, birth, email, ex } = params;
    const userId = caller ? caller.userId : await knownPerson(call, uid);
    // An empty text, and gender 0, leave what there is.
    const texts = Object.entries({ name, icon, mobile, birth, email, ex }).filter(([, text]) => text !== '');
    const facts: AppFacts = { ...Object.fromEntries(texts), ...(gender > 0 && { gender: GENDERS[gender]! }) };
    await updateForApp(core, app.tenant, { userId, facts, isOwn: caller !== null }, unkeyed(call));
    return {};
  },
});

/** OpenIM, 获取IM注册的所有用户(Uid). */
const getAllUsersUid = endpoint({
  path: '/manager/get_all_users_uid',
  methods: ['POST'],
  module: 'manager',
  name: 'getAllUsersUid',
  summary: 'List the uids of all users of the tenant, for managers',
  auth: 'app',
  cost: 'search',
  params: Type.Object({ operationID: OperationId }),
  answer: Type.Object({ uidList: Type.Array(Type.String()) }),
  examples: [{ params: { operationID: '1111111222' }, answer: { uidList: ['122', '466'] } }],
  errors: ['SystemOnly'],
  async handle(call) {
    requireManager(call);
    return { uidList: await allUids(call.core, call.app.tenant) };
  },
});

/** `errCode` of delete_user when some could not be deleted. */
const DELETE_FAILED = 201 as const;
const Failed = Type.Array(Type.String(), { description: 'Those who could not be deleted.' });

/** OpenIM, 删除用户: for good, and in every API. */
const deleteUser = endpoint({
  path: '/manager/delete_user',
  methods: ['POST'],
  module: 'manager',
  name: 'deleteUser',
  summary: 'Delete users for good, each apart: those who could not be deleted are named',
  auth: 'app',
  cost: 'write',
  params: Type.Object({ operationID: OperationId, deleteUidList: Uids }),
  answer: Type.Object({
    errCode: Type.Union([Type.Literal(0), Type.Literal(DELETE_FAILED)]),
    errMsg: Type.String(),
    failedUidList: Failed,
  }),
  examples: [
    {
      params: { operationID: '1111111222', deleteUidList: ['123', '343', '456'] },
      answer: { errCode: DELETE_FAILED, errMsg: 'delete users failed', failedUidList: ['122', '466'] },
    },
  ],
  errors: ['SystemOnly'],
  async handle(call) {
    requireManager(call);
    const { core, app, params } = call;
    const results = await answersOnce(call, async () => {
      const results: number[] = [];
      for (const uid of params.deleteUidList) {
        const userId = managersOf(app).includes(uid) ? null : await personByUid(core, app.tenant, uid);
        if (userId !== null) await erasePerson(core, app.tenant, { userId, reason: 'request' }, unkeyed(call));
        results.push(userId === null ? NOT_DONE : DONE);
      }
      return results;
    });
    const failedUidList = params.deleteUidList.filter((_, n) => results[n] === NOT_DONE);
    if (failedUidList.length === 0) return { errCode: 0 as const, errMsg: '', failedUidList };
    return { errCode: DELETE_FAILED, errMsg: 'delete users failed', failedUidList };
  },
});

export const userEndpoints: readonly Endpoint[] = [getUserInfo, updateUserInfo, getAllUsersUid, deleteUser];

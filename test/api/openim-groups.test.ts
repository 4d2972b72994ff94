import { expect } from 'chai';
import { decodeJwt } from 'jose';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { openimDialect } from '../../api/openim/dialect.ts';
import { openimEndpoints } from '../../api/openim/endpoints.ts';
import { groupNow } from '../../application/groups/group.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { relationsStream, userStream } from '../../domain/streams.ts';
import { userDecider } from '../../domain/user/decider.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { DEV_APPS } from '../../server/served-apis.ts';
import { type OpenimAnswer, OpenimClient } from '../support/openim-client.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

type App = (typeof DEV_APPS)[number];
const [APP, OTHER] = DEV_APPS.filter(({ dialect }) => dialect === 'openim') as [App, App];
const DAY_MS = 24 * 3600 * 1000;

describe('OpenIM: friends and groups', () => {
  let api: TestApi;
  let client: OpenimClient;
  let manager: string;
  let people: Person[];
  let stranger: string;
  interface Person {
    uid: string;
    token: string;
    id: number;
  }
  before(async () => {
    api = await startTestApi({
      apis: [
        { dialect: heiheiDialect, endpoints: heiheiEndpoints },
        { dialect: openimDialect, endpoints: openimEndpoints },
      ],
    });
    client = new OpenimClient(api.url, APP);
    manager = await client.managerToken();
    const other = new OpenimClient(api.url, OTHER);
    stranger = (await other.user()).uid;
  });
  beforeEach(async () => {
    people = await Promise.all(
      ['Ann', 'Bob', 'Cat', 'Dan'].map(async (name) => {
        const { uid, token } = await client.user({ name });
        return { uid, token, id: Number(decodeJwt(token).sub) };
      }),
    );
  });
  after(() => api.close());

  const is = (answer: OpenimAnswer, status: number, errCode: number, about?: string) =>
    expect({ status: answer.status, errCode: answer.errCode }, about ?? answer.text).to.deep.equal({ status, errCode });
  const last = (type: string) => api.log.all.filter((event) => event.type === type).at(-1)!;
  /** The numbers of the notices that an event's hearers get, by channel. */
  const heard = (type: string) =>
    messagesOf(last(type) as Parameters<typeof messagesOf>[0], {} as Parameters<typeof messagesOf>[1]).map(
      ({ channel, body }) => [
        channel,
        (body as unknown as { msg: { content: { contentType: number } } }).msg.content.contentType,
      ],
    );

  describe('friend/import_friend', () => {
    const path = '/friend/import_friend';
    const friendsOf = async ({ id }: Person) => {
      const { state } = await api.core.commands.load(relationsDecider, relationsStream('heihei', id));
      return [...state.friends];
    };

    it('makes friends of two, as the document shows, in both lists; again, it is no error', async () => {
      const [ann, bob] = people as [Person, Person];
      const body = { uid: ann.uid, ownerUid: bob.uid, operationID: '1111111222' };
      for (let n = 0; n < 2; n++) {
        const answer = await client.call(path, manager, body);
        expect(JSON.parse(answer.text)).to.deep.equal({ errCode: 0, errMsg: '' });
      }
      expect([await friendsOf(ann), await friendsOf(bob)]).to.deep.equal([[bob.id], [ann.id]]);
      expect(heard('FriendAdded')).to.deep.equal([[`user:heihei.${ann.id}`, 201]]);
    });

    it('takes a list, as later servers do, and names those who are unknown', async () => {
      const [ann, bob, cat] = people as [Person, Person, Person];
      const uidList = [bob.uid, 'nobody', cat.uid, ann.uid, stranger];
      const answer = await client.call(path, manager, { uidList, ownerUid: ann.uid, operationID: 'import_friend_op' });
      is(answer, 200, 408);
      expect(answer.failedUidList).to.deep.equal(['nobody', ann.uid, stranger]);
      expect(await friendsOf(ann)).to.have.members([bob.id, cat.id]);
      const all = await client.call(path, manager, { uidList: [bob.uid], ownerUid: ann.uid });
      expect(JSON.parse(all.text)).to.deep.equal({ errCode: 0, errMsg: '', failedUidList: [] });
    });

    it('says 606 for who is unknown, no manager, a bad token; 400 for a parameter', async () => {
      const [ann, bob] = people as [Person, Person];
      const call = (more: object, token = manager) =>
        client.call(path, token, { uid: ann.uid, ownerUid: bob.uid, ...more });
      for (const more of [{ uid: 'nobody' }, { ownerUid: 'nobody' }, { ownerUid: stranger }, { uid: bob.uid }])
        is(await call(more), 200, 606, JSON.stringify(more));
      is(await call({}, ann.token), 200, 606);
      is(await call({}, 'x'), 200, 606);
      const wrong = [
        { uid: undefined },
        { ownerUid: undefined },
        { uid: { $ne: null } },
        { uid: 7 },
        { operationID: '' },
      ];
      for (const more of [...wrong, { uid: undefined, uidList: Array(1_001).fill('a') }])
        is(await call(more), 400, 400, JSON.stringify(more).slice(0, 100));
      expect(await friendsOf(bob)).to.deep.equal([]);
    });
  });

  describe('friend/add_blacklist', () => {
    const path = '/friend/add_blacklist';
    const blockedBy = async ({ id }: Person) => {
      const { state } = await api.core.commands.load(relationsDecider, relationsStream('heihei', id));
      return [...state.blocked];
    };

    it('blocks in the name of a user, or for the user who calls: heihei’s block list', async () => {
      const [ann, bob, cat] = people as [Person, Person, Person];
      const answer = await client.call(path, manager, { uid: ann.uid, operationID: '1111111222', ownerUid: bob.uid });
      expect(JSON.parse(answer.text)).to.deep.equal({ errCode: 0, errMsg: '' });
      is(await client.call(path, manager, { uid: ann.uid, ownerUid: bob.uid }), 200, 0);
      expect(await blockedBy(bob)).to.deep.equal([ann.id]);
      // Whatever owner a user names, it is their own list.
      is(await client.call(path, cat.token, { uid: ann.uid, ownerUid: bob.uid }), 200, 0);
      is(await client.call(path, cat.token, { uid: bob.uid }), 200, 0);
      expect([await blockedBy(cat), await blockedBy(bob)]).to.deep.equal([[ann.id, bob.id], [ann.id]]);
    });

    it('says 608 for who is unknown, 200 for a bad token, 400 for a parameter', async () => {
      const [ann, bob] = people as [Person, Person];
      const call = (more: object, token = manager) =>
        client.call(path, token, { uid: ann.uid, ownerUid: bob.uid, ...more });
      const unknown = [
        { uid: 'nobody' },
        { uid: stranger },
        { ownerUid: 'nobody' },
        { ownerUid: undefined },
        { uid: bob.uid },
      ];
      for (const more of unknown) is(await call(more), 200, 608, JSON.stringify(more));
      is(await call({}, 'x'), 200, 200);
      for (const more of [{ uid: undefined }, { uid: 7 }, { ownerUid: ['a'] }, { operationID: undefined }])
        is(await call(more), 400, 400, JSON.stringify(more));
    });
  });

  const group = async (groupID: string) => {
    const { members, ownerId, admins, look } = await groupNow(api.core, 'heihei', Number(groupID));
    return { members: [...members.keys()], ownerId, admins: [...admins], look };
  };
  const create = (memberList: object[], more: object = {}, token = manager) =>
    client.call('/group/create_group', token, { memberList, groupName: 'groupName_on10', ...more });
  const idIn = (answer: OpenimAnswer) => (answer.data as { groupID: string }).groupID;
  const roles = (...setRoles: number[]) => setRoles.map((setRole, n) => ({ uid: people[n]!.uid, setRole }));

  describe('group/create_group', () => {
    it('answers the document’s example; members hear 502', async () => {
      const [ann, bob] = people as [Person, Person];
      const texts = { introduction: '简介', notification: '公告', faceUrl: 'url', operationID: '1' };
      const answer = await create(roles(1, 2), texts);
      const groupID = idIn(answer);
      expect(JSON.parse(answer.text)).to.deep.equal({ errCode: 0, errMsg: '', data: { groupID } });
      expect(groupID).to.match(/^[1-9]\d{0,15}$/);
      expect(await group(groupID)).to.deep.equal({
        ...{ members: [ann.id, bob.id], ownerId: ann.id, admins: [bob.id] },
        look: { name: 'groupName_on10', pictureUrl: 'url', introduction: '简介', notice: '公告' },
      });
      expect(heard('GroupMembersAdded')).to.deep.equal([[`group:heihei.${groupID}`, 502]]);
    });

    it('skips who is unknown, and wants exactly one owner who is there: 619', async () => {
      const [ann, bob] = people as [Person, Person];
      const answer = await create([
        ...roles(0, 1),
        { uid: 'nobody', setRole: 0 },
        { uid: stranger },
        { uid: ann.uid, setRole: 2 },
      ]);
      expect((await group(idIn(answer))).members).to.have.members([ann.id, bob.id]);
      expect((await group(idIn(answer))).admins).to.deep.equal([]);
      const wrong = [[], roles(0, 2), roles(1, 1), [...roles(0), { uid: 'nobody', setRole: 1 }]];
      for (const list of wrong) is(await create(list), 200, 619, JSON.stringify(list));
    });

    it('makes a user who calls the owner, whatever the list says', async () => {
      const [ann, bob, cat] = people as [Person, Person, Person];
      for (const list of [
        roles(1, 0),
        [
          { uid: bob.uid, setRole: 0 },
          { uid: ann.uid, setRole: 0 },
        ],
      ]) {
        const { members, ownerId } = await group(idIn(await create(list, {}, cat.token)));
        expect([ownerId, members]).to.deep.equal([cat.id, [cat.id, ...members.slice(1)]]);
        expect(members).to.have.members([ann.id, bob.id, cat.id]);
      }
    });

    it('gets the first answer for the same body for a day, and makes one group of parallel calls', async () => {
      const one = { operationID: OpenimClient.operation() };
      const answers = await Promise.all([1, 2, 3].map(() => create(roles(1, 0), one)));
      api.clock.advance(3_000);
      answers.push(await create(roles(1, 0), one));
      expect(new Set(answers.map(idIn)).size).to.equal(1);
      expect(idIn(await create(roles(1, 2), one))).not.to.equal(idIn(answers[0]!));
      api.clock.advance(DAY_MS);
      expect(idIn(await create(roles(1, 0), one))).not.to.equal(idIn(answers[0]!));
    });

    it('says 400 for a parameter, 200 for a bad token', async () => {
      const uid = people[0]!.uid;
      const wrong: [unknown, object][] = [
        ...[undefined, 'x', {}, [7], ['a'], [{ uid: 7, setRole: 1 }], [{ setRole: 1 }]].map(
          (list): [unknown, object] => [list, {}],
        ),
        ...[-1, 3, '1', 1.5].map((setRole): [unknown, object] => [[{ uid, setRole }], {}]),
        [Array(1_001).fill({ uid, setRole: 0 }), {}],
        ...[undefined, '', 7, 'a'.repeat(129)].map((groupName): [unknown, object] => [roles(1), { groupName }]),
        [roles(1), { introduction: 7 }],
        [roles(1), { faceUrl: 'javascript:alert(1)' }],
        [roles(1), { operationID: undefined }],
      ];
      for (const [list, more] of wrong)
        is(await create(list as object[], more), 400, 400, JSON.stringify([list, more]).slice(0, 100));
      is(await create(roles(1), {}, 'x'), 200, 200);
    });
  });

  describe('in a group of Ann (owner), Bob (administrator) and Cat', () => {
    let groupID: string;
    beforeEach(async () => {
      groupID = idIn(await create(roles(1, 2, 0)));
    });
    const invite = (uidList: unknown, more: object = {}, token = manager) =>
      client.call('/group/invite_user_to_group', token, { groupID, uidList, reason: 'reason', ...more });
    const kick = (uids: readonly string[], more: object = {}, token = manager) =>
      client.call('/group/kick_group', token, { groupID, uidListInfo: uids.map((userId) => ({ userId })), ...more });
    const inGroup = async () => (await group(groupID)).members;

    it('invites, and says of each user what became of them; members hear 510', async () => {
      const [ann, , , dan] = people as [Person, Person, Person, Person];
      const answer = await invite([dan.uid, 'nobody', ann.uid, stranger, dan.uid], { operationID: '1111111111111 ' });
      const data = [dan.uid, 'nobody', ann.uid, stranger, dan.uid].map((uid) => ({
        uid,
        result: uid === dan.uid ? 0 : -1,
      }));
      expect(JSON.parse(answer.text)).to.deep.equal({ errCode: 0, errMsg: 'ok', data });
      expect(await inGroup()).to.include(dan.id);
      expect(heard('GroupMembersAdded')).to.deep.equal([[`group:heihei.${groupID}`, 510]]);
      // The same request gets its first answer; another one says that they are members.
      expect(
        (await invite([dan.uid, 'nobody', ann.uid, stranger, dan.uid], { operationID: '1111111111111 ' })).text,
      ).to.equal(answer.text);
      expect((await invite([dan.uid])).data).to.deep.equal([{ uid: dan.uid, result: -1 }]);
      expect((await invite([])).data).to.deep.equal([]);
    });

    it('answers the same request of a day as before from another process, and does nothing', async () => {
      const [, , cat, dan] = people as [Person, Person, Person, Person];
      const operationID = OpenimClient.operation();
      const asked = [
        ['/group/invite_user_to_group', { groupID, uidList: [dan.uid, 'nobody'], reason: 'r', operationID }],
        ['/group/kick_group', { groupID, uidListInfo: [{ userId: cat.uid }, { userId: 'nobody' }], operationID }],
        ['/manager/delete_user', { deleteUidList: ['nobody', cat.uid], operationID }],
      ] as const;
      const first: string[] = [];
      for (const [path, body] of asked) first.push((await client.call(path, manager, body)).text);
      // What was done is undone by others meanwhile: the repetitions must not do it again.
      const { token } = await client.user({ uid: cat.uid, name: 'Cat anew' });
      await kick([dan.uid]);
      const before = api.log.all.length;
      const other = await startTestApi({
        apis: [{ dialect: openimDialect, endpoints: openimEndpoints }],
        log: api.log,
      });
      other.clock.advance(api.clock.now() - other.clock.now());
      try {
        const elsewhere = new OpenimClient(other.url, APP);
        for (const [n, [path, body]] of asked.entries()) {
          expect((await elsewhere.call(path, manager, body)).text, path).to.equal(first[n]);
        }
        expect(api.log.all.slice(before)).to.deep.equal([]);
        is(await client.call('/user/get_user_info', token, { uidList: [cat.uid] }), 200, 0);
        other.clock.advance(DAY_MS + 1);
        const [path, body] = asked[2];
        expect((await elsewhere.call(path, await elsewhere.managerToken(), body)).failedUidList).to.deep.equal([
          'nobody',
        ]);
      } finally {
        await other.close();
      }
    });

    it('lets any member invite, and says 800 to who is none, and of a group that is not there', async () => {
      const [, , cat, dan] = people as [Person, Person, Person, Person];
      is(await invite([dan.uid], {}, dan.token), 200, 800);
      for (const id of ['f21f9f84c14f3a978352ff339f1a800a', '77', '0', '-1', '9'.repeat(17), ''])
        is(await invite([dan.uid], { groupID: id }), 200, 800, id);
      is(await invite([dan.uid], {}, 'x'), 200, 200);
      expect((await invite([dan.uid], {}, cat.token)).data).to.deep.equal([{ uid: dan.uid, result: 0 }]);
      const other = new OpenimClient(api.url, OTHER);
      const body = { groupID, uidList: [stranger], reason: '' };
      is(await other.call('/group/invite_user_to_group', await other.managerToken(), body), 200, 800);
      for (const more of [{ groupID: 7 }, { groupID: undefined }, { reason: undefined }, { operationID: '' }])
        is(await invite([dan.uid], more), 400, 400, JSON.stringify(more));
      for (const list of [undefined, 'a', [7], [{ $ne: null }], Array(1_001).fill('a')])
        is(await invite(list), 400, 400);
    });

    it('kicks, but not the owner; members and the kicked hear 509', async () => {
      const [ann, bob, cat, dan] = people as [Person, Person, Person, Person];
      const uids = [cat.uid, ann.uid, dan.uid, 'nobody', bob.uid];
      const answer = await kick(uids, { operationID: '1111111111111 ' });
      const data = uids.map((uid) => ({ uid, result: uid === cat.uid || uid === bob.uid ? 0 : -1 }));
      expect(JSON.parse(answer.text)).to.deep.equal({ errCode: 0, errMsg: '', data });
      expect(await inGroup()).to.deep.equal([ann.id]);
      expect(heard('GroupMembersRemoved')).to.deep.include([`group:heihei.${groupID}`, 509]);
      expect((await kick(uids, { operationID: '1111111111111 ' })).text).to.equal(answer.text);
      expect((await kick([cat.uid])).data).to.deep.equal([{ uid: cat.uid, result: -1 }]);
    });

    it('lets those who run it kick, not themselves, and says 800 to all others, 700 for nobody', async () => {
      const [ann, bob, cat, dan] = people as [Person, Person, Person, Person];
      is(await kick([bob.uid], {}, cat.token), 200, 800);
      is(await kick([bob.uid], {}, dan.token), 200, 800);
      is(await kick([bob.uid], { groupID: '77' }), 200, 800);
      is(await kick([bob.uid], {}, 'x'), 200, 200);
      is(await kick([]), 200, 700);
      expect((await kick([ann.uid], {}, ann.token)).data).to.deep.equal([{ uid: ann.uid, result: -1 }]);
      expect((await kick([cat.uid], {}, ann.token)).data).to.deep.equal([{ uid: cat.uid, result: 0 }]);
      for (const uidListInfo of [undefined, 'a', ['a'], [{ uid: 'a' }], [{ userId: 7 }], [null]])
        is(await kick([], { uidListInfo }), 400, 400, JSON.stringify(uidListInfo));
    });

    it('sends to the group in anybody’s name, takes back, counts as read', async () => {
      const [, bob, cat, dan] = people as [Person, Person, Person, Person];
      const send = (more: object = {}) =>
        client.call('/manager/send_msg', manager, {
          ...{ sendID: bob.uid, recvID: groupID, forceList: [cat.uid], content: { text: 'hi' }, contentType: 101 },
          ...{ sessionType: 2, ...more },
        });
      const answer = await send();
      is(answer, 200, 0);
      const { data } = last('GroupMessageSent');
      expect(data).to.deep.include({
        messageId: Number(answer.msgID),
        groupId: Number(groupID),
        content: { kind: 'text', text: 'hi' },
      });
      is(
        await send({
          sendID: dan.uid,
          contentType: 106,
          content: { text: '@Cat', atUserList: [cat.uid], isAtSelf: false },
        }),
        200,
        0,
      );
      is(await send({ sendID: cat.uid, contentType: 112, content: { msgIDList: [answer.msgID] } }), 200, 0);
      expect(last('GroupsRead').data).to.include({ userId: cat.id });
      is(await send({ sendID: dan.uid, contentType: 111, content: { msgID: answer.msgID } }), 200, 800);
      is(await send({ sendID: cat.uid, contentType: 111, content: { msgID: answer.msgID } }), 400, 400);
      is(await send({ contentType: 111, content: { msgID: answer.msgID } }), 200, 0);
      expect(last('GroupMessageRevoked').data).to.include({ messageId: Number(answer.msgID) });
      for (const recvID of ['77', 'x', bob.uid]) is(await send({ recvID }), 400, 400);
      const one = { operationID: 'once', content: { text: 'once' } };
      expect((await send(one)).text).to.equal((await send(one)).text);
    });
  });

  it('invites nobody who is banned for a user, and keeps a user of another token out of all of it', async () => {
    const [ann, , , dan] = people as [Person, Person, Person, Person];
    const groupID = idIn(await create(roles(1)));
    await api.run(userDecider, userStream('heihei', dan.id), { type: 'BanUser', reason: 'x' });
    const body = { groupID, uidList: [dan.uid], reason: '' };
    const byUser = await client.call('/group/invite_user_to_group', ann.token, body);
    expect(byUser.data).to.deep.equal([{ uid: dan.uid, result: -1 }]);
    is(await client.call('/group/invite_user_to_group', dan.token, body), 200, 200);
  });
});

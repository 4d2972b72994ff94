import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { lanyingDialect } from '../../api/lanying/dialect.ts';
import { lanyingEndpoints } from '../../api/lanying/endpoints.ts';
import { MAX_GROUPS_OF_PERSON } from '../../domain/group/limits.ts';
import { relationsDecider } from '../../domain/relations/decider.ts';
import { relationsStream } from '../../domain/streams.ts';
import { blocks } from '../../projections/views/blocks.ts';
import { type LanyingAnswer, LanyingClient, OTHER_LANYING_APP } from '../support/lanying-client.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

describe('Lanying IM: friends and groups', () => {
  let api: TestApi;
  let server: LanyingClient;
  let ann: number;
  let bob: number;
  let cleo: number;
  let other: LanyingClient;
  before(async () => {
    const apis = [
      { dialect: heiheiDialect, endpoints: heiheiEndpoints },
      { dialect: lanyingDialect, endpoints: lanyingEndpoints },
    ];
    api = await startTestApi({ apis });
    server = await LanyingClient.server(api.url);
    other = await LanyingClient.server(api.url, OTHER_LANYING_APP);
    [ann, bob, cleo] = [await server.register('ann'), await server.register('bob'), await server.register('cleo')];
  });
  after(() => api.close());

  let serial = 0;
  const somebody = () => server.register(`somebody_${++serial}`);
  async function block(userId: number, targetId: number): Promise<void> {
    await api.run(relationsDecider, relationsStream(APP, userId), { type: 'BlockUser', targetId }, userId);
    await api.core.models.caughtUp(await api.log.head(), [blocks], 30_000);
  }

  describe('friends', () => {
    const ADD = '/user/add_roster';
    const rosters = async (userId: number) => (await server.as(userId).call('/user/rosters')).data;

    it('answer as the document shows, on both sides', async () => {
      expect(await server.as(ann).call(ADD, { body: { list: [bob, String(cleo)] } })).to.deep.equal({
        code: 200,
        data: true,
      });
      expect(await rosters(ann)).to.deep.equal([
        { user_id: bob, name: 'bob' },
        { user_id: cleo, name: 'cleo' },
      ]);
      expect(await rosters(bob)).to.deep.equal([{ user_id: ann, name: 'ann' }]);
      const { data } = await (await server.signIn('ann')).call('/user/rosters', { method: 'POST', body: {} });
      expect(data).to.deep.equal(await rosters(ann));
    });

    it('say 10000 for somebody who is not there, 10005 for friends, 10006 for who blocks, and then nothing is done', async () => {
      const [one, two, three] = [await somebody(), await somebody(), await somebody()];
      await server.as(one).call(ADD, { body: { list: [two] } });
      expect(await server.as(one).call(ADD, { body: { list: [two] } })).to.deep.equal({
        code: 10005,
        message: '用户已在好友列表',
      });
      expect(await server.as(one).code(ADD, { body: { list: [three, 7] } })).to.equal(10000);
      await block(three, one);
      expect(await server.as(one).code(ADD, { body: { list: [cleo, three] } })).to.equal(10006);
      expect(await rosters(one)).to.have.length(1);
      expect(await server.as(one).code(ADD, { body: { list: [two, cleo] } })).to.equal(200);
      expect(await rosters(one)).to.have.length(2);
    });

    it('refuse what is not as documented with 10002', async () => {
      const lists = [[], [ann], [bob, ann], ['x'], [0], {}, undefined, [{ $ne: null }], Array(1_001).fill(bob)];
      for (const list of lists)
        expect(await server.as(ann).code(ADD, { body: { list } }), JSON.stringify(list)).to.equal(10002);
      expect(await server.code(ADD, { body: { list: [bob] } }), 'nobody acts').to.equal(10002);
      expect(await server.code('/user/rosters')).to.equal(10002);
    });

    it('come by GET too, the list with commas', async () => {
      const [one, two, three] = [await somebody(), await somebody(), await somebody()];
      expect(await server.as(one).code(ADD, { query: { list: `${two},${three}` } })).to.equal(200);
      expect(await rosters(one)).to.have.length(2);
    });
  });

  describe('groups', () => {
    const CREATE = '/group/create';
    const MEMBERS = '/group/member_list';
    const DESTROY = '/group/destroy';
    const create = async (ownerId = ann, more: object = {}) => {
      const { data } = await server.as(ownerId).call(CREATE, { body: { name: 'g001', ...more } });
      return (data as { group_id: number }).group_id;
    };
    const invite = (userId: number, group_id: unknown, user_list: unknown) =>
      server.as(userId).call('/group/invite', { body: { group_id, user_list } });
    const members = (userId: number, query: Record<string, string | number>) =>
      server.as(userId).call(MEMBERS, { query });
    const idsOf = ({ data }: LanyingAnswer) => (data as { user_id: number }[]).map(({ user_id }) => user_id);

    it('are created with every documented field', async () => {
      const body = { name: 'g001', description: 'test-group' };
      const { code, data } = await server.as(ann).call(CREATE, { body });
      expect(code).to.equal(200);
      const { group_id, created_at, updated_at, ...rest } = data as Record<string, number>;
      expect(rest).to.deep.equal({
        name: 'g001',
        status: 0,
        description: 'test-group',
        type: 0,
        owner_id: ann,
        member_invite: true,
        apply_approval: 1,
        read_ack: false,
        history_visible: false,
        member_modify: false,
      });
      expect(group_id).to.be.a('number').that.is.above(0);
      expect(created_at).to.equal(updated_at);
      expect(created_at).to.be.a('number').that.is.at.most(api.clock.now());
    });

    it('begin with a list of people, and are one under one key', async () => {
      const group = await create(ann, { user_list: [bob, String(cleo), bob], type: 2 });
      expect(idsOf(await members(ann, { group_id: group }))).to.deep.equal([ann, bob, cleo]);
      const headers = { 'Idempotency-Key': 'create-1' };
      const again = () => server.as(ann).call(CREATE, { body: { name: 'once' }, headers });
      expect(await again()).to.deep.equal(await again());
      expect(await server.as(ann).code(CREATE, { body: { name: 'g', user_list: [7] } })).to.equal(10000);
    });

    it('refuse what is not as documented with 10002', async () => {
      const bodies = [{}, { name: '' }, { name: 'x'.repeat(129) }, { name: 7 }, { name: { $ne: null } }];
      for (const body of [...bodies, { name: 'g', type: 1 }, { name: 'g', user_list: 'all' }, { name: 'g', avatar: 7 }])
        expect(await server.as(ann).code(CREATE, { body }), JSON.stringify(body)).to.equal(10002);
      const group = await create();
      for (const user_list of [[], ['x'], [{}], undefined, Array(1_001).fill(bob)])
        expect((await invite(ann, group, user_list)).code).to.equal(10002);
      for (const group_id of ['x', 0, -1, 1.5, null, { $ne: null }, [group]])
        expect((await invite(ann, group_id, [bob])).code).to.equal(10002);
    });

    it('take members in, and say of each what became of it', async () => {
      const group = await create();
      expect(await invite(ann, group, [bob, String(cleo)])).to.deep.equal({
        code: 200,
        data: [
          { result: 'success', user_id: bob },
          { result: 'success', user_id: cleo },
        ],
      });
      const one = await somebody();
      expect((await invite(bob, String(group), [one, cleo, 7])).data, 'members may').to.deep.equal([
        { result: 'success', user_id: one },
        { result: 'fail', user_id: cleo, reason: '用户已经是群成员' },
        { result: 'fail', user_id: 7, reason: '用户不存在' },
      ]);
      const two = await somebody();
      await block(two, ann);
      expect((await invite(ann, group, [two])).data).to.deep.equal([
        { result: 'fail', user_id: two, reason: '用户在黑名单列表' },
      ]);
    });

    it('say 20001 for none, 20011 to a stranger, 20013 to who does not own them', async () => {
      const group = await create(ann, { user_list: [bob] });
      const query = { group_id: group };
      expect(await invite(ann, 7, [cleo])).to.deep.equal({ code: 20001, message: '群组不存在' });
      expect((await members(ann, { group_id: 7 })).code).to.equal(20001);
      expect(await server.as(ann).code(DESTROY, { method: 'DELETE', query: { group_id: 7 } })).to.equal(20001);
      expect((await invite(cleo, group, [cleo])).code).to.equal(20011);
      expect((await members(cleo, query)).code).to.equal(20011);
      for (const userId of [bob, cleo])
        expect(await server.as(userId).call(DESTROY, { method: 'DELETE', query })).to.deep.equal({
          code: 20013,
          message: '操作需要群主权限',
        });
      const stranger = await other.register('stranger');
      expect(await other.as(stranger).code(MEMBERS, { query }), 'of another tenant').to.equal(20001);
      expect(await other.as(ann).code(MEMBERS, { query })).to.equal(10000);
    });

    it('list their members by the time of joining, in pages', async () => {
      const group = await create(ann, { user_list: [bob, cleo] });
      const first = await members(ann, { group_id: group, limit: 2 });
      expect(first).to.include({ code: 200, total: 3 });
      expect(first.data).to.deep.equal([
        { user_id: ann, join_time: first.version },
        { user_id: bob, join_time: first.version },
      ]);
      const second = await members(ann, { group_id: group, limit: 2, cursor: first.cursor! });
      expect(idsOf(second)).to.deep.equal([cleo]);
      expect(second).not.to.have.property('cursor');
      const exact = await members(bob, { group_id: group, limit: 3 });
      expect(exact).not.to.have.property('cursor');
      expect(idsOf(exact)).to.deep.equal([ann, bob, cleo]);
      const another = await create();
      for (const cursor of ['x', '{"$ne":null}', `${first.cursor}=`, Buffer.from('1.1').toString('base64url')])
        expect((await members(ann, { group_id: group, cursor })).code, cursor).to.equal(10002);
      expect((await members(ann, { group_id: another, cursor: first.cursor! })).code).to.equal(10002);
      for (const limit of [0, -1, 1_001, '1.5', 'x'])
        expect((await members(ann, { group_id: group, limit })).code).to.equal(10002);
    });

    it('end by DELETE or POST, with the id in the query or the body, and are unknown from then on', async () => {
      const [one, two, three] = [await create(), await create(), await create()];
      const client = await server.signIn('ann');
      expect(await server.as(ann).call(DESTROY, { method: 'DELETE', query: { group_id: one } })).to.deep.equal({
        code: 200,
        data: true,
      });
      expect(await client.code(DESTROY, { method: 'POST', query: { group_id: two } })).to.equal(200);
      expect(await client.code(DESTROY, { method: 'POST', body: { group_id: String(three) } })).to.equal(200);
      for (const group of [one, two, three]) {
        expect((await members(ann, { group_id: group })).code).to.equal(20001);
        expect(await server.as(ann).code(DESTROY, { method: 'DELETE', query: { group_id: group } })).to.equal(20001);
        expect((await invite(ann, group, [bob])).code).to.equal(20001);
      }
    });

    it('are sent to by type 2, all of them or none', async () => {
      const [one, two] = [await create(), await create()];
      const body = { targets: [one, String(two)], type: 2, content: 'hello', content_type: 0, from_user_id: ann };
      const sent = () => api.log.all.flatMap((event) => (event.type === 'GroupMessageSent' ? [event.data] : []));
      expect(await server.call('/message/send', { body })).to.deep.equal({ code: 200, data: true });
      expect(sent().map(({ groupId }) => groupId)).to.have.members([one, two]);
      expect(await server.code('/message/send', { body: { ...body, targets: [one, 7] } })).to.equal(20001);
      expect(await server.code('/message/send', { body: { ...body, targets: [one, bob] } })).to.equal(20001);
      expect(sent()).to.have.length(2);
    });

    it('act for nobody but the one who holds the token', async () => {
      const client = await server.signIn('bob');
      const group = await create(ann, { user_list: [bob] });
      expect(await client.as(ann).code(DESTROY, { method: 'DELETE', query: { group_id: group } })).to.equal(10010);
      expect(await client.code(DESTROY, { method: 'DELETE', query: { group_id: group } })).to.equal(20013);
      expect(await client.code('/group/create', { body: { name: 'mine', user_id: ann, owner_id: ann } })).to.equal(200);
      const created = api.log.all.filter(({ type }) => type === 'GroupCreated').at(-1)!;
      expect(created.data).to.include({ ownerId: bob });
    });

    it(`are at most ${MAX_GROUPS_OF_PERSON} of one person: 20009`, async () => {
      const one = await somebody();
      const body = { name: 'g' };
      const codes = new Set<number>();
      for (let n = 0; n <= MAX_GROUPS_OF_PERSON; n++) codes.add(await server.as(one).code(CREATE, { body }));
      expect([...codes]).to.deep.equal([200, 20009]);
    });
  });
});

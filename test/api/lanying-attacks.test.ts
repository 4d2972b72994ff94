import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { TooManyRequests } from '../../api/http/refusals.ts';
import { lanyingDialect } from '../../api/lanying/dialect.ts';
import { lanyingEndpoints } from '../../api/lanying/endpoints.ts';
import { failureOf } from '../../api/lanying/errors.ts';
import { createGroup } from '../../application/groups/create-group.ts';
import { DomainError, type DomainErrorCode } from '../../domain/kernel/errors.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';
import { LANYING_APP, LanyingClient } from '../support/lanying-client.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

const APIS = [
  { dialect: heiheiDialect, endpoints: heiheiEndpoints },
  { dialect: lanyingDialect, endpoints: lanyingEndpoints },
];
const SEND = '/message/send';

/** Codes of functions that the nine endpoints do not have. */
const OF_OTHER_FUNCTIONS = [
  ...[10001, 10007, 10009, 10011, 10012, 12001, 12002, 12003, 12004],
  ...[20002, 20003, 20004, 20005, 20006, 20007, 20008, 20014, 20015, 20016, 20017, 20018, 20020],
  ...[20021, 20022, 20023, 20024, 20025, 30021, 30022, 30023],
];

describe('Lanying IM: codes and attacks', () => {
  let api: TestApi;
  let server: LanyingClient;
  let ann: number;
  let bob: number;
  before(async () => {
    api = await startTestApi({ apis: APIS });
    server = await LanyingClient.server(api.url);
    [ann, bob] = [await server.register('ann'), await server.register('bob')];
  });
  after(() => api.close());

  const hello = (more: object = {}) => ({ targets: [ann], type: 1, content: 'hello', content_type: 0, ...more });

  it('sends no code of a function that it does not have', () => {
    const declared = new Set(lanyingEndpoints.flatMap(({ errors }) => errors));
    const sent = [...declared, 'InvalidInput' as DomainErrorCode].map(
      (code) => failureOf('/group/invite', new DomainError(code)).code,
    );
    expect(sent.filter((code) => OF_OTHER_FUNCTIONS.includes(code))).to.deep.equal([]);
    const destroyed = failureOf('/group/destroy', new DomainError('NotInGroup')).code;
    expect([...new Set([...sent, destroyed, 20000])].sort((a, b) => a - b)).to.deep.equal([
      ...[402, 10000, 10002, 10003, 10004, 10005, 10006, 10008, 10010, 12005, 12006],
      ...[20000, 20001, 20009, 20010, 20011, 20012, 20013, 40000],
    ]);
  });

  it('says 20012 to a member of a group in which members may not invite', async () => {
    const makeMeta = () => ({ appId: APP, actor: 0, at: api.clock.now(), commandId: crypto.randomUUID() });
    const given = { ownerId: ann, name: 'closed', rules: { membersInvite: false }, userIds: [bob] };
    const { group } = await createGroup(api.core, { appId: APP, userId: 0 }, given, makeMeta);
    const body = { group_id: group.groupId, user_list: [bob] };
    expect(await server.as(bob).call('/group/invite', { body })).to.deep.equal({
      code: 20012,
      message: '操作需要群管理员权限',
    });
  });

  it('says 20010 for a group that is full', () => {
    expect(failureOf('/group/invite', new DomainError('GroupFull')).body).to.deep.equal({
      code: 20010,
      message: '群人数超限',
    });
  });

  it('says 20000, to be tried again later, when the log does not answer or somebody calls too often', async () => {
    const { status, headers, body } = failureOf(SEND, new StoreUnavailableError('away'));
    expect({ status, headers, body }).to.deep.equal({
      status: 200,
      headers: { 'Retry-After': '1' },
      body: { code: 20000, message: '服务器数据库异常' },
    });
    expect(failureOf(SEND, new Error('secret detail')).body).to.deep.equal({
      code: 20000,
      message: '服务器数据库异常',
    });
    expect(failureOf(SEND, new TooManyRequests(1_500))).to.deep.include({
      status: 200,
      body: { code: 20000, message: 'too many requests' },
    });
  });

  it('refuses what HTTP itself refuses with its status: 405, 413, and no JSON with 10002', async () => {
    const headers = { ...server.headers, 'Content-Type': 'application/json' };
    const put = await fetch(`${api.url}/push/notify`, { method: 'PUT', headers, body: '{}' });
    expect([put.status, ((await put.json()) as { code: number }).code]).to.deep.equal([405, 10002]);
    const body = JSON.stringify(hello({ ext: 'x'.repeat(300_000) }));
    const large = await fetch(api.url + SEND, { method: 'POST', headers, body });
    expect([large.status, ((await large.json()) as { code: number }).code]).to.deep.equal([413, 10002]);
    expect(await server.code(SEND, { body: '<xml/>', headers: { 'Content-Type': 'text/xml' } })).to.equal(10002);
  });

  it('counts a message once though it is sent again after a restart', async () => {
    const sent = () => api.log.all.filter(({ type }) => type === 'MessageSent').length;
    const body = hello({ transaction_id: 'restart-1' });
    expect(await server.code(SEND, { body })).to.equal(200);
    const before = sent();
    const restarted = await startTestApi({ apis: APIS, log: api.log });
    const after = await LanyingClient.server(restarted.url);
    expect(await after.code(SEND, { body })).to.equal(200);
    expect(await after.code(SEND, { body: { ...body, content: 'else' } })).to.equal(10002);
    await restarted.close();
    expect(sent()).to.equal(before);
  });

  it('reads nothing twice: repeated parameters, and a body that says another thing than the query', async () => {
    const { data } = await server.as(ann).call('/group/create', { body: { name: 'g' } });
    const group = (data as { group_id: number }).group_id;
    const headers = { ...server.as(ann).headers, 'Content-Type': 'application/json' };
    const code = async (query: string, init: RequestInit) => {
      const response = await fetch(`${api.url}/group/destroy?${query}`, { headers, ...init });
      return ((await response.json()) as { code: number }).code;
    };
    expect(await code(`group_id=${group}&group_id=${group + 1}`, { method: 'DELETE' })).to.equal(10002);
    expect(await code(`group_id[]=${group}`, { method: 'DELETE' })).to.equal(10002);
    const body = JSON.stringify({ group_id: group });
    expect(await code('group_id=1', { method: 'POST', body })).to.equal(10002);
    expect(await code(`group_id=${group}`, { method: 'POST', body })).to.equal(200);
  });

  it('answers an unknown app and a wrong token without saying anything of the other', async () => {
    const right = server.headers['access-token']!;
    for (const token of [right, 'wrong', undefined]) {
      const headers = { app_id: 'nobody', 'access-token': token };
      expect(await server.call(SEND, { body: hello(), headers })).to.deep.equal({
        code: 40000,
        message: 'app_id不存在',
      });
    }
    const seen = JSON.stringify([api.requests, api.logged]);
    for (const secret of [right, LANYING_APP.secret]) expect(seen).not.to.include(secret);
  });
});

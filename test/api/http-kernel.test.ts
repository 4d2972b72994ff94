import { Type } from '@sinclair/typebox';
import { expect } from 'chai';
import { NoAnswer, PlainText } from '../../api/http/answers.ts';
import { endpoint } from '../../api/http/endpoint.ts';
import { Id, Int64 } from '../../api/http/params.ts';
import { TextAnswer } from '../../api/http/writer.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';
import { testApi, testSignature } from '../support/test-dialect.ts';

const named = (name: string) => ({ module: 'test', name, summary: 'Be tested', errors: [] as const });
const None = Type.Object({});

const endpoints = [
  endpoint({
    ...named('echo'),
    path: '/test/echo',
    auth: 'app',
    params: Type.Object({
      userIds: Type.Array(Id, { maxItems: 1_000 }),
      picture: Type.Optional(Type.Object({ width: Type.Integer() })),
      sendTime: Type.Optional(Int64),
    }),
    answer: Type.Object({
      userIds: Type.Array(Id),
      picture: Type.Optional(Type.Object({ width: Type.Integer() })),
      sendTime: Type.Optional(Int64),
      appId: Type.String(),
    }),
    handle: async ({ params, app }) => ({ ...params, appId: app.appId }),
  }),
  endpoint({
    ...named('read'),
    path: '/test/group',
    methods: ['GET'],
    auth: 'none',
    params: None,
    answer: Type.Object({ done: Type.String() }),
    handle: async () => ({ done: 'read' }),
  }),
  endpoint({
    ...named('destroy'),
    path: '/test/group',
    methods: ['POST', 'DELETE'],
    auth: 'none',
    params: Type.Object({ group_id: Id }),
    answer: Type.Object({ done: Type.String(), group_id: Id }),
    handle: async ({ params }) => ({ done: 'destroyed', ...params }),
  }),
  endpoint({
    ...named('paid'),
    path: '/test/paid',
    methods: ['POST'],
    body: 'raw',
    auth: 'app',
    params: Type.Object({ channel: Type.Optional(Type.String()) }),
    answer: PlainText,
    handle: async ({ raw, params }) => {
      if (raw.length === 0) throw new Error('nothing was paid');
      return new TextAnswer(`success ${raw.length} ${params.channel}`);
    },
  }),
  endpoint({
    ...named('page'),
    path: '/test/page',
    contentType: 'text/html; charset=utf-8',
    auth: 'none',
    params: None,
    answer: NoAnswer,
    handle: async () => ({}),
  }),
];

describe('the HTTP kernel, with what no served dialect needs yet', () => {
  let api: TestApi;
  before(async () => {
    api = await startTestApi({ apis: testApi(endpoints) });
  });
  after(() => api.close());
  beforeEach(() => {
    api.logged.length = 0;
  });

  async function send(method: string, path: string, body?: string | Buffer, headers: Record<string, string> = {}) {
    const type = headers['Content-Type'] ?? 'application/json';
    const response = await fetch(api.url + path, {
      method,
      ...(body !== undefined && { body }),
      headers: { ...(body !== undefined && { 'Content-Type': type }), ...headers },
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  }
  const signed = (path: string, body: string, headers: Record<string, string> = {}) =>
    send('POST', path, body, { 'x-nonce': 'n', sIGN: testSignature(body, 'n'), ...headers });
  const json = ({ text }: { text: string }) => JSON.parse(text) as Record<string, unknown>;

  it('finds endpoints by path and method, and names those that a path has', async () => {
    expect(json(await send('GET', '/test/group')).done).to.equal('read');
    for (const method of ['POST', 'DELETE']) {
      expect(json(await send(method, '/test/group?group_id=7'))).to.include({ done: 'destroyed', group_id: 7 });
      expect(json(await send(method, '/test/group', '{"group_id":7}'))).to.include({ done: 'destroyed', group_id: 7 });
    }
    for (const method of ['PUT', 'PATCH']) {
      const refused = await send(method, '/test/group', '{}');
      expect([refused.status, refused.headers.get('allow')]).to.deep.equal([405, 'GET, POST, DELETE, OPTIONS']);
      expect(json(refused)).to.include({ code: 405 });
    }
    const onlyPost = await send('GET', '/test/paid');
    expect([onlyPost.status, onlyPost.headers.get('allow'), onlyPost.text]).to.deep.equal([
      405,
      'POST, OPTIONS',
      'fail',
    ]);
  });

  it('lets a dialect prove who calls by headers and bytes, before anything else is looked at', async () => {
    expect(json(await signed('/test/echo', '{"userIds":[1]}'))).to.include({ code: '200', appId: 'test' });
    const forged = await signed('/test/echo', '{"userIds":"wrong"}', { 'x-nonce': 'm' });
    expect([forged.status, json(forged).code]).to.deep.equal([401, 401]);
    const reformatted = await send('POST', '/test/echo', '{"userIds": [1]}', {
      'x-nonce': 'n',
      sign: testSignature('{"userIds":[1]}', 'n'),
    });
    expect(reformatted.status).to.equal(401);
  });

  it('takes nested JSON, lists up to a thousand and bodies up to the dialect’s size', async () => {
    const userIds = Array.from({ length: 1_000 }, (_, n) => 2 ** 52 + n);
    const body = JSON.stringify({ userIds, picture: { width: 3, hidden: 1 }, unknown: 'x'.repeat(200_000) });
    expect(json(await signed('/test/echo', body))).to.deep.include({ userIds, picture: { width: 3 } });
    const refused = async (text: string) => {
      const answer = await signed('/test/echo', text);
      return [answer.status, json(answer).field];
    };
    expect(await refused(JSON.stringify({ userIds: [...userIds, 1] }))).to.deep.equal([400, 'body']);
    expect(await refused('{"userIds":[1],"picture":{"width":1,"width":2}}')).to.deep.equal([400, 'body']);
    expect(await refused('{"userIds":[1],"picture":{"__proto__":{"width":1}}}')).to.deep.equal([400, 'body']);
    expect(await refused('{"userIds":[1],"userIds":[2]}')).to.deep.equal([400, 'body']);
    expect(await refused('{"userIds":[9007199254740993]}')).to.deep.equal([400, 'userIds[]']);
    expect(await refused('{"userIds":[{"$ne":null}]}')).to.deep.equal([400, 'userIds[]']);
    const large = await signed('/test/echo', JSON.stringify({ userIds: [1], unknown: 'x'.repeat(256 * 1024) }));
    expect([large.status, json(large).code]).to.deep.equal([413, 413]);
  });

  it('keeps integers beyond 2^53 exact, in requests and in answers', async () => {
    const { text } = await signed('/test/echo', '{"userIds":[1],"sendTime":1795395064259200123}');
    expect(text).to.contain('"sendTime":1795395064259200123');
  });

  it('gives a handler the bytes of a body of any type, and writes the text that it answers as it is', async () => {
    const body = '<xml>\r\n';
    const answer = await signed('/test/paid?channel=x', body, { 'Content-Type': 'text/xml' });
    expect([answer.status, answer.text]).to.deep.equal([200, 'success 7 x']);
    expect(answer.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
    const failed = await signed('/test/paid', '');
    expect([failed.status, failed.text]).to.deep.equal([500, 'fail']);
    expect(failed.headers.get('content-type')).to.equal('text/plain; charset=utf-8');
  });

  it('answers in the type of the dialect, or in that of the endpoint', async () => {
    expect((await send('GET', '/test/group')).headers.get('content-type')).to.equal('application/json');
    expect((await send('GET', '/test/page')).headers.get('content-type')).to.equal('text/html; charset=utf-8');
  });

  it('tells the dialect the request’s id', async () => {
    const answer = await send('GET', '/test/group', undefined, { 'X-Request-Id': 'mine-1' });
    expect([json(answer).requestID, answer.headers.get('x-request-id')]).to.deep.equal(['mine-1', 'mine-1']);
  });

  it('describes each method that an endpoint has', async () => {
    const { paths } = json(await send('GET', '/openapi/test.json')) as { paths: Record<string, object> };
    expect(Object.keys(paths['/test/group']!)).to.have.members(['get', 'post', 'delete']);
    expect(Object.keys(paths['/test/paid']!)).to.have.members(['post']);
  });

  it('refuses two endpoints of one path and method', async () => {
    const starts = startTestApi({ apis: testApi([...endpoints, { ...endpoints[1]!, methods: ['PUT', 'GET'] }]) });
    const outcome = await starts.then(
      () => null,
      (error: Error) => error.message,
    );
    expect(outcome).to.equal('two endpoints declare GET /test/group');
  });
});

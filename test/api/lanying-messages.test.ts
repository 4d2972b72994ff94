import { expect } from 'chai';
import { SignJWT } from 'jose';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { lanyingDialect } from '../../api/lanying/dialect.ts';
import { lanyingEndpoints } from '../../api/lanying/endpoints.ts';
import { SESSION_TTL_MS } from '../../application/accounts/tokens.ts';
import type { App } from '../../application/apps.ts';
import { LANYING_APP, LanyingClient, OTHER_LANYING_APP } from '../support/lanying-client.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

const SEND = '/message/send';

interface Sent {
  from: { userId: number; displayName: string };
  toUserId: number;
  content: { kind: string; text?: string };
}

describe('Lanying IM: messages', () => {
  let api: TestApi;
  let server: LanyingClient;
  let ann: number;
  let bob: number;
  before(async () => {
    const apis = [
      { dialect: heiheiDialect, endpoints: heiheiEndpoints },
      { dialect: lanyingDialect, endpoints: lanyingEndpoints },
    ];
    api = await startTestApi({ apis });
    server = await LanyingClient.server(api.url);
    ann = await server.register('ann');
    bob = await server.register('bob');
  });
  after(() => api.close());

  const sent = () => api.log.all.filter(({ type }) => type === 'MessageSent').map(({ data }) => data as Sent);
  const hello = (more: object = {}) => ({ targets: [ann], type: 1, content: 'hello', content_type: 0, ...more });

  it('answers the document’s example, by the app itself', async () => {
    expect(await server.call(SEND, { body: hello() })).to.deep.equal({ code: 200, data: true });
    expect(sent().at(-1)).to.deep.include({ toUserId: ann, content: { kind: 'text', text: 'hello' } });
    expect(sent().at(-1)!.from).to.include({ userId: 0, displayName: '系统消息' });
  });

  it('is by from_user_id, else by the user_id header', async () => {
    await server.as(bob).call(SEND, { body: hello() });
    expect(sent().at(-1)!.from.userId).to.equal(bob);
    await server.call(SEND, { body: hello({ from_user_id: String(bob), targets: [String(ann)] }) });
    expect(sent().at(-1)!.from.userId).to.equal(bob);
    const cleo = await server.register('cleo');
    await server.as(bob).call(SEND, { method: 'PUT', body: hello({ from_user_id: cleo }) });
    expect(sent().at(-1)!.from.userId).to.equal(cleo);
  });

  it('reaches nobody when one of the targets is not there: 10000', async () => {
    const before = sent().length;
    expect(await server.call(SEND, { body: hello({ targets: [ann, 7] }) })).to.deep.equal({
      code: 10000,
      message: '用户不存在',
    });
    expect(await server.code(SEND, { body: hello({ from_user_id: 7 }) })).to.equal(10000);
    expect(sent().length).to.equal(before);
  });

  it('refuses what is not as documented with 10002', async () => {
    const lists = [[], [0], [-1], [1.5], ['a'], [{ $ne: null }], [[1]], {}, 'all', Array(1_001).fill(1), undefined];
    for (const targets of lists) expect(await server.code(SEND, { body: hello({ targets }) })).to.equal(10002);
    const more = [{ type: 3 }, { type: '1' }, { content: '' }, { content: { $ne: null } }, { content_type: 99 }];
    for (const each of more) expect(await server.code(SEND, { body: hello(each) })).to.equal(10002);
    expect(await server.code(SEND, { body: hello({ from_user_id: ann }) }), 'to oneself').to.equal(10002);
  });

  it('counts once under one transaction_id, also sent at the same time, and refuses another message under it', async () => {
    const before = sent().length;
    const body = hello({ targets: [ann, bob], transaction_id: 'tx-1' });
    const answers = await Promise.all([1, 2, 3].map(() => server.call(SEND, { body })));
    expect(answers.map(({ code }) => code)).to.deep.equal([200, 200, 200]);
    expect(await server.code(SEND, { body })).to.equal(200);
    expect(sent().length).to.equal(before + 2);
    expect(await server.code(SEND, { body: { ...body, content: 'other' } })).to.equal(10002);
    expect(sent().length).to.equal(before + 2);
  });

  describe('who calls', () => {
    const key = ({ secret }: App) => new TextEncoder().encode(secret);
    const forged = (claims: object, by: App | Uint8Array = LANYING_APP, alg = 'HS512') =>
      new SignJWT({ app: LANYING_APP.appId, cluster: 0, role: 2, ...claims })
        .setProtectedHeader({ typ: 'JWT', alg })
        .setSubject('20')
        .sign(by instanceof Uint8Array ? by : key(by));

    it('says 10003 without a token, and 10008 for one that the app did not sign', async () => {
      for (const token of [undefined, ''])
        expect(await server.code(SEND, { body: hello(), headers: { 'access-token': token } })).to.equal(10003);
      const right = server.headers['access-token']!;
      const [head, claims, signature] = right.split('.') as [string, string, string];
      const none = Buffer.from('{"alg":"none"}').toString('base64url');
      const tokens = [
        '(access-token)',
        'a.b.c',
        `${right}=`,
        `${head}.${claims}.${signature.slice(1)}`,
        `${none}.${claims}.`,
        `${none}.${claims}.${signature}`,
        `${right}, ${right}`,
        await forged({}, LANYING_APP, 'HS256'),
        await forged({}, OTHER_LANYING_APP),
        await forged({}, new TextEncoder().encode(LANYING_APP.appId)),
        await forged({ app: OTHER_LANYING_APP.appId }),
        await forged({ role: 3 }),
        await forged({ role: '2' }),
        await forged({ role: 1 }),
      ];
      for (const token of tokens)
        expect(await server.code(SEND, { body: hello(), headers: { 'access-token': token } }), token).to.equal(10008);
      const other = await LanyingClient.server(api.url, OTHER_LANYING_APP);
      expect(await other.code(SEND, { body: hello(), headers: { app_id: LANYING_APP.appId } })).to.equal(10008);
    });

    it('takes the document’s own form of token: HS512, role 2, no end', async () => {
      const token = await forged({ iat: 1569386704 });
      expect(await server.code(SEND, { body: hello(), headers: { 'access-token': token } })).to.equal(200);
    });

    it('finds nobody of another tenant', async () => {
      const other = await LanyingClient.server(api.url, OTHER_LANYING_APP);
      expect(await other.code(SEND, { body: hello() })).to.equal(10000);
      expect(await other.as(ann).code(SEND, { body: hello() })).to.equal(10000);
    });

    it('looks at the app first, then at the token, the person, the parameters', async () => {
      const body = { targets: 'all' };
      expect(await server.as('x').code(SEND, { body, headers: { app_id: 'no', 'access-token': 'no' } })).to.equal(
        40000,
      );
      expect(await server.as('x').code(SEND, { body, headers: { 'access-token': 'no' } })).to.equal(10008);
      expect(await server.as(7).code(SEND, { body })).to.equal(10000);
      for (const userId of ['x', '-1', '1.5', '{"$ne":null}', `${ann}, ${ann}`, '9'.repeat(30)])
        expect(await server.as(userId).code(SEND, { body: hello() }), userId).to.equal(10002);
    });

    it('lets no person send as the app does: 10010', async () => {
      const client = await server.signIn('ann');
      expect(await client.code(SEND, { body: hello({ targets: [bob] }) })).to.equal(10010);
      expect(await client.as(bob).code(SEND, { body: hello({ targets: [bob] }) })).to.equal(10010);
    });

    it('says 402 to a person whose session is over', async () => {
      const client = await server.signIn('bob');
      api.clock.advance(SESSION_TTL_MS);
      expect(await client.code(SEND, { body: hello() })).to.equal(402);
      const again = await server.signIn('bob');
      expect(await again.code(SEND, { body: hello() })).to.equal(10010);
    });
  });
});

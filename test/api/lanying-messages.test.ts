import { expect } from 'chai';
import { SignJWT } from 'jose';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { lanyingDialect } from '../../api/lanying/dialect.ts';
import { lanyingEndpoints } from '../../api/lanying/endpoints.ts';
import { SESSION_TTL_MS } from '../../application/accounts/tokens.ts';
import type { App } from '../../application/apps.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
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

  it('is listed by heihei’s API like a person’s, counts as unread, and can be read', async () => {
    const reader = await api.user('读者');
    await server.call(SEND, { body: hello({ targets: [reader.userId] }) });
    const { messages, unreadMsgCount } = await reader.must('/api/msg/message-list');
    expect(unreadMsgCount).to.equal(1);
    expect((messages as object[])[0]).to.include({ fromUserId: 0, fromUserName: '系统消息', text: 'hello' });
    const history = await reader.must('/api/msg/im-history', { userId: 0 });
    expect(history.messages).to.have.length(1);
    await reader.must('/api/msg/read-im', { userId: 0 });
    const read = await reader.must('/api/msg/message-list');
    expect(read.unreadMsgCount).to.equal(0);
    await reader.must('/api/msg/message-del', { userId: 0 });
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

  describe('of each kind', () => {
    const attachment = { url: 'https://c.example/1.mp3', dName: '歌.mp3', fLen: 1_234, duration: 12 };
    const bodies: [what: string, more: object, shown: { msgType: string; content: object }][] = [
      ['text', { ext: 'as text' }, { msgType: 'text', content: { text: 'hello', ext: 'as text' } }],
      ['text', { ext: { a: [1] } }, { msgType: 'text', content: { text: 'hello', ext: { a: [1] } } }],
      [
        'image',
        { content_type: 1, content: '', attachment },
        { msgType: 'image', content: { ...attachment, img: attachment.url } },
      ],
      [
        'audio',
        { content_type: 2, content: '', attachment: JSON.stringify(attachment), config: '{"x":1}' },
        { msgType: 'audio', content: { ...attachment, config: '{"x":1}', audio: attachment.url, length: 12 } },
      ],
      [
        'video',
        { content_type: 3, attachment },
        { msgType: 'video', content: { ...attachment, content: 'hello', video: attachment.url } },
      ],
      ['file', { content_type: 4, content: '', attachment }, { msgType: 'file', content: attachment }],
      [
        'location',
        { content_type: 5, content: '', attachment: { lat: 31.2, lon: 121.5, addr: '上海' } },
        { msgType: 'location', content: { lat: 31.2, lon: 121.5, addr: '上海' } },
      ],
      [
        'forward',
        { content_type: 7, content: '', ext: { messages: ['a'] } },
        { msgType: 'merge', content: { ext: { messages: ['a'] } } },
      ],
    ];
    for (const [what, more, shown] of bodies) {
      it(`reaches sockets as ${what} with ${Object.keys(more).join(', ')}`, async () => {
        const body = hello({ from_user_id: bob, ...more });
        expect(await server.call(SEND, { body })).to.deep.equal({ code: 200, data: true });
        const event = api.log.all.filter(({ type }) => type === 'MessageSent').at(-1)!;
        const [message] = messagesOf(event);
        expect(message!.body.msg).to.deep.include({ fromUserId: bob, toUserId: ann, ...shown });
      });
    }

    it('passes a command by', async () => {
      const before = sent().length;
      const body = hello({ from_user_id: bob, content_type: 6, ext: { do: 'it' } });
      expect(await server.code(SEND, { body })).to.equal(200);
      expect(sent().length).to.equal(before);
      const event = api.log.all.at(-1)!;
      expect(event.data).to.deep.include({ type: 'command', body: '{"content":"hello","ext":{"do":"it"}}' });
    });

    it('tells who wrote it that it was read', async () => {
      await server.call(SEND, { body: hello({ from_user_id: bob }) });
      const receipt = { content_type: 9, related_mid: '123', content: '' };
      expect(await server.as(ann).code(SEND, { body: hello({ ...receipt, targets: [bob] }) })).to.equal(200);
      expect(api.log.all.at(-1)).to.deep.include({ type: 'ConversationRead' });
      expect(await server.code(SEND, { body: hello(receipt) }), 'by nobody').to.equal(10002);
      const without = hello({ content_type: 9, targets: [bob] });
      expect(await server.as(ann).code(SEND, { body: without })).to.equal(10002);
      expect(await server.as(ann).code(SEND, { body: hello({ ...receipt, targets: [bob, 7] }) })).to.equal(10000);
    });

    it('refuses what is malformed or too long with 10002', async () => {
      const wrong: object[] = [
        ...[{ content_type: 8 }, { content_type: 1 }, { content_type: 1, attachment: 'x' }, { content_type: 4 }],
        ...[
          { content_type: 1, attachment: { dName: 'no url' } },
          { content_type: 2, attachment: '[]' },
        ],
        ...[{ content_type: 1, attachment: { url: 'javascript:alert(1)' } }, { ext: 7 }, { config: ['a'] }],
        ...[{ ext: { long: 'x'.repeat(62_000) } }, { content: '好'.repeat(21_000) }],
      ];
      const before = sent().length;
      for (const more of wrong) expect(await server.code(SEND, { body: hello(more) })).to.equal(10002);
      expect(sent().length).to.equal(before);
    });
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

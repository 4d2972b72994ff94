import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { openimDialect } from '../../api/openim/dialect.ts';
import { openimEndpoints } from '../../api/openim/endpoints.ts';
import { imBody } from '../../realtime/heihei/im-body.ts';
import { DEV_APPS } from '../../server/served-apis.ts';
import { type OpenimAnswer, OpenimClient } from '../support/openim-client.ts';
import { startTestApi, type TestApi } from '../support/test-core.ts';

type App = (typeof DEV_APPS)[number];
const [APP, OTHER] = DEV_APPS.filter(({ dialect }) => dialect === 'openim') as [App, App];
const SEND = '/manager/send_msg';
const DAY_MS = 24 * 3600 * 1000;
const PICTURE = { uuid: 'u', type: 'png', size: 7, width: 3, height: 4, url: 'https://example.org/1.png' };

/** One of each kind, as the SDK sends it, and what a heihei client is shown of it. */
const CONTENTS: [contentType: number, content: Record<string, unknown>, msgType: string, shown?: object][] = [
  [101, { text: 'nihao' }, 'text', { text: 'nihao' }],
  [
    102,
    { sourcePath: '/tmp/1', sourcePicture: PICTURE, bigPicture: PICTURE, snapshotPicture: PICTURE },
    'image',
    { img: PICTURE.url },
  ],
  [102, { sourcePicture: { ...PICTURE, uuid: undefined } }, 'image', { img: PICTURE.url }],
  [
    103,
    { uuid: 'u', soundPath: '/tmp/1', sourceUrl: 'https://example.org/1.m4a', dataSize: 9, duration: 5 },
    'audio',
    { audio: 'https://example.org/1.m4a', length: 5 },
  ],
  [
    104,
    {
      ...{ videoPath: '/tmp/1', videoUUID: 'u', videoUrl: 'https://example.org/1.mp4', videoType: 'mp4', videoSize: 9 },
      ...{
        duration: 5,
        snapshotPath: '/tmp/2',
        snapshotUUID: 'v',
        snapshotSize: 3,
        snapshotUrl: 'https://example.org/2',
      },
      ...{ snapshotWidth: 1, snapshotHeight: 2 },
    },
    'video',
    { video: 'https://example.org/1.mp4' },
  ],
  [105, { filePath: '/1', uuid: 'u', sourceUrl: 'https://example.org/1', fileName: '1.pdf', fileSize: 9 }, 'file'],
  [106, { text: '@Bob hi', atUserList: ['bob'], isAtSelf: false }, 'at'],
  [107, { title: 'talk', abstractList: ['a: 1'], multiMessage: [{ content: '{}' }] }, 'merge'],
  [108, { uid: 'bob', name: 'Bob', icon: '' }, 'card'],
  [109, { description: 'here', longitude: 121.5, latitude: 31.2 }, 'location'],
  [110, { data: '{"a":1}', description: '', extension: '' }, 'custom'],
  [114, { text: 'yes', quoteMessage: { msgID: '1' } }, 'quote'],
];

describe('OpenIM: manager/send_msg', () => {
  let api: TestApi;
  let client: OpenimClient;
  let manager: string;
  let ann: { uid: string; token: string };
  let bob: { uid: string; token: string };
  before(async () => {
    api = await startTestApi({
      apis: [
        { dialect: heiheiDialect, endpoints: heiheiEndpoints },
        { dialect: openimDialect, endpoints: openimEndpoints },
      ],
    });
    client = new OpenimClient(api.url, APP);
    manager = await client.managerToken();
    [ann, bob] = [await client.user({ name: 'Ann' }), await client.user({ name: 'Bob' })];
  });
  after(() => api.close());

  const body = (more: Record<string, unknown> = {}) => ({
    ...{ sendID: ann.uid, recvID: bob.uid, content: { text: 'nihao' }, contentType: 101, sessionType: 1 },
    ...more,
  });
  const send = (more: Record<string, unknown> = {}, token = manager) => client.call(SEND, token, body(more));
  const is = (answer: OpenimAnswer, status: number, errCode: number, about?: string) =>
    expect({ status: answer.status, errCode: answer.errCode }, about ?? answer.text).to.deep.equal({ status, errCode });
  interface Sent {
    messageId: number;
    from: { displayName: string; coverUrl: string };
    content: { kind: string; text?: string; body?: string };
  }
  const events = () => api.log.all.filter(({ type }) => type === 'MessageSent');
  const last = () => events().at(-1)!.data as Sent;

  it('answers the document’s example, sendTime with all of its 19 digits', async () => {
    const uid = '1111111222';
    await client.register({ uid });
    const answer = await client.call(SEND, manager, {
      ...{ operationID: '1111111222', sendID: uid, recvID: uid, senderNickName: '张三' },
      ...{ senderFaceURL: 'http://www.head.com', forceList: ['122', '223'], content: { text: 'nihao' } },
      ...{ contentType: 101, sessionType: 1 },
    });
    is(answer, 200, 0);
    expect(Object.keys(JSON.parse(answer.text))).to.deep.equal(['errCode', 'errMsg', 'sendTime', 'msgID']);
    expect(answer.sendTime).to.match(/^\d{19}$/);
    expect(BigInt(answer.sendTime!) / 1_000_000n).to.equal(BigInt(events().at(-1)!.meta.at));
    expect(answer.msgID).to.equal(String(last().messageId));
    expect(last().from).to.include({ displayName: '张三', coverUrl: 'http://www.head.com' });
  });

  for (const [contentType, content, msgType, shown = {}] of CONTENTS) {
    it(`sends ${contentType} (${msgType}), as an object and as its text, untouched`, async () => {
      for (const given of [content, JSON.stringify(content)]) {
        is(await send({ contentType, content: given }), 200, 0);
        const { data, meta } = events().at(-1)!;
        const { msg } = imBody(data as Parameters<typeof imBody>[0], meta.at);
        expect(msg).to.include({ msgType });
        expect(msg.content).to.deep.include(shown);
        expect(msg.content).to.deep.include(JSON.parse(JSON.stringify(content)));
      }
    });
  }

  it('keeps integers beyond 2^53, and members that it does not know', async () => {
    const content = '{"data":"{}","id":9007199254740993123,"deep":{"x":[1]}}';
    is(await send({ contentType: 110, content }), 200, 0);
    expect(last().content.body).to.equal(content);
  });

  it('says 404 for other types, 401 for what cannot be decoded, 403 for another form', async () => {
    const before = events().length;
    for (const contentType of [0, 100, 113, 115, 200, 501, -1]) is(await send({ contentType }), 400, 404);
    for (const content of ['', 'nihao', '[]', '"x"', '{', '{"a":1,"a":2}', '{"text":"\\ud800"}', 7, true, [1]])
      is(await send({ content }), 400, 401, JSON.stringify(content));
    const wrong: [number, unknown][] = [
      ...[{}, { text: 7 }, { text: '' }, { text: { $ne: null } }, '{}'].map((content): [number, unknown] => [
        101,
        content,
      ]),
      ...['type', 'size', 'width', 'height', 'url'].map((part): [number, unknown] => [
        102,
        { sourcePicture: { ...PICTURE, [part]: undefined } },
      ]),
      ...[{}, { sourcePicture: 'x' }, { sourcePicture: { ...PICTURE, size: '7' } }].map((one): [number, unknown] => [
        102,
        one,
      ]),
      [103, { sourceUrl: 7 }],
      [103, { sourceUrl: 'https://e.org/1', duration: -1 }],
      [104, {}],
      [105, { fileName: 'x' }],
      [106, { text: 'x' }],
      [106, { text: 'x', atUserList: [7] }],
      [107, { title: 'x', multiMessage: 'x' }],
      [109, { longitude: 181, latitude: 0 }],
      [109, { longitude: '1', latitude: 0 }],
      [110, { description: 'x' }],
      [110, { data: { a: 1 } }],
      [111, {}],
      [111, { msgID: 'x' }],
      [112, { msgIDList: [] }],
      [112, { msgIDList: ['-1'] }],
      [114, { text: 'x' }],
    ];
    for (const [contentType, content] of wrong)
      is(await send({ contentType, content }), 400, 403, JSON.stringify([contentType, content]));
    expect(events().length).to.equal(before);
  });

  it('says 400 for a parameter, 203 for another kind of session', async () => {
    const wrong: Record<string, unknown>[] = [
      ...['operationID', 'sendID', 'recvID', 'content', 'contentType', 'sessionType'].map((name) => ({
        [name]: undefined,
      })),
      ...['101', null, 1.5, [101]].map((contentType) => ({ contentType })),
      ...['1', null, { $ne: null }].map((sessionType) => ({ sessionType })),
      ...[7, null, { $ne: null }, ['a'], 'nobody', ''].flatMap((uid) => [{ sendID: uid }, { recvID: uid }]),
      { forceList: 'x' },
      { forceList: Array(1_001).fill('a') },
      { senderNickName: 7 },
      { contentType: 110, content: { data: '好'.repeat(21_000) } },
      { contentType: 102, content: { sourcePicture: { ...PICTURE, url: 'javascript:alert(1)' } } },
    ];
    for (const more of wrong) is(await send(more), 400, 400, JSON.stringify(more).slice(0, 200));
    for (const sessionType of [0, 3, -1]) is(await send({ sessionType }), 200, 203);
    is(await send({ text: 'x'.repeat(257 * 1024) }), 413, 400);
  });

  it('is a manager’s alone: 400 for a user, also in their own name, and for a bad token', async () => {
    for (const token of [ann.token, 'x', '']) {
      const answer = await send({}, token);
      is(answer, 400, 400);
      expect(answer.errMsg).to.equal('not authorized');
    }
  });

  it('knows nobody of another tenant', async () => {
    const other = new OpenimClient(api.url, OTHER);
    const { uid } = await other.user();
    is(await send({ recvID: uid }), 400, 400);
    is(await send({ sendID: uid }), 400, 400);
    is(await other.call(SEND, await other.managerToken(), body()), 400, 400);
  });

  it('reaches people of heihei, who see it in their list and are not asked about blocks', async () => {
    const heihei = await api.user('小红');
    is(await send({ recvID: String(heihei.userId), content: { text: 'from OpenIM' } }), 200, 0);
    const { messages } = (await heihei.must('/api/msg/message-list')) as unknown as { messages: { text: string }[] };
    expect(JSON.stringify(messages)).to.include('from OpenIM');
    is(await send({ recvID: String(heihei.userId), contentType: 109, content: { longitude: 1, latitude: 2 } }), 200, 0);
    expect(JSON.stringify(await heihei.must('/api/msg/message-list'))).to.include('[位置]');
  });

  describe('the same body again', () => {
    const operationID = () => OpenimClient.operation();

    it('gets the first answer and counts once, at once or later, in any order', async () => {
      const one = { operationID: operationID(), content: { text: 'once' } };
      const before = events().length;
      const together = await Promise.all([1, 2, 3].map(() => send(one)));
      api.clock.advance(5_000);
      const later = await send(one);
      for (const answer of together) expect(answer.text).to.equal(later.text);
      expect(events().length).to.equal(before + 1);
    });

    it('gets the first answer also after a restart', async () => {
      const one = { operationID: operationID(), content: { text: 'before the restart' } };
      const first = await send(one);
      const before = events().length;
      const restarted = await startTestApi({
        apis: [{ dialect: openimDialect, endpoints: openimEndpoints }],
        log: api.log,
      });
      // The clock of the server that was there is ahead of the world's.
      restarted.clock.advance(api.clock.now() - restarted.clock.now());
      try {
        const again = await new OpenimClient(restarted.url, APP).call(SEND, manager, body(one));
        expect(again.text).to.equal(first.text);
        expect(events().length).to.equal(before);
      } finally {
        await restarted.close();
      }
    });

    it('is another message under another operationID, with another body, or from another manager’s app', async () => {
      const one = { operationID: operationID(), content: { text: 'a' } };
      const { msgID } = await send(one);
      const others = [
        await send({ ...one, operationID: operationID() }),
        await send({ ...one, content: { text: 'b' } }),
        await send({ ...one, sendID: bob.uid, recvID: ann.uid }),
      ];
      for (const answer of others) {
        is(answer, 200, 0);
        expect(answer.msgID).not.to.equal(msgID);
      }
    });

    it('is a new message a day later, for scripts that send one every day', async () => {
      const one = { operationID: '1111111222', content: { text: 'daily' } };
      const first = await send(one);
      api.clock.advance(DAY_MS - 60_000);
      expect((await send(one)).text).to.equal(first.text);
      api.clock.advance(61_000);
      const second = await send(one);
      expect(second.msgID).not.to.equal(first.msgID);
      expect((await send(one)).text).to.equal(second.text);
      api.clock.advance(DAY_MS + 1);
      manager = await client.managerToken();
      const third = await send(one);
      expect([first.msgID, second.msgID]).not.to.include(third.msgID);
    });
  });

  it('takes a message back (111) for its sender, in time', async () => {
    const { msgID } = await send({ content: { text: 'oops' } });
    const revoke = (more = {}) => send({ contentType: 111, content: { msgID }, ...more });
    is(await revoke({ sendID: bob.uid, recvID: ann.uid }), 400, 400);
    const answer = await revoke();
    is(answer, 200, 0);
    expect(answer.msgID).to.equal(msgID);
    const { data } = api.log.all.findLast(({ type }) => type === 'MessageRevoked')!;
    expect(data).to.include({ messageId: Number(msgID) });
    is(await revoke(), 400, 400);
    const { msgID: old } = await send({ content: { text: 'old' } });
    api.clock.advance(121_000);
    is(await send({ contentType: 111, content: { msgID: old } }), 400, 400);
  });

  it('counts messages as read (112) for their receiver', async () => {
    const { msgID } = await send({ content: { text: 'unread' } });
    const before = events().length;
    const answer = await send({ sendID: bob.uid, recvID: ann.uid, contentType: 112, content: { msgIDList: [msgID] } });
    is(answer, 200, 0);
    expect(events().length).to.equal(before);
    const { data } = api.log.all.findLast(({ type }) => type === 'ConversationRead')!;
    expect(data).to.include({ messageId: Number(msgID) });
  });
});

import { expect } from 'chai';
import { heiheiDialect } from '../../api/heihei/dialect.ts';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { lanyingDialect } from '../../api/lanying/dialect.ts';
import { lanyingEndpoints } from '../../api/lanying/endpoints.ts';
import { announce } from '../../application/devices/announce.ts';
import type { Announcement } from '../../domain/push/events.ts';
import { toEverybody } from '../../realtime/heihei/announcements.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { LanyingClient, OTHER_LANYING_APP } from '../support/lanying-client.ts';
import { PushWorld } from '../support/push-world.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';

const NOTIFY = '/push/notify';
const shown = { title: 'this is push title', body: 'this is push body' };

describe('Lanying IM: push', () => {
  let api: TestApi;
  let server: LanyingClient;
  let ann: number;
  const apis = [
    { dialect: heiheiDialect, endpoints: heiheiEndpoints },
    { dialect: lanyingDialect, endpoints: lanyingEndpoints },
  ];
  before(async () => {
    api = await startTestApi({ apis });
    server = await LanyingClient.server(api.url);
    ann = await server.register('ann');
  });
  after(() => api.close());

  const told = () => api.log.all.flatMap((event) => (event.type === 'Announced' ? [event] : []));
  const text = (more: object = {}) => ({ audience: 'all', message: { type: 'text', ...shown }, ...more });

  it('answers the document’s three examples', async () => {
    const picture = { type: 'image', ...shown, attachment_url: 'https://xxx.com/images/1.jpg' };
    const command = { type: 'cmd', ...shown, ext: { key1: 12345, key2: 'xxx' } };
    for (const body of [
      text(),
      { audience: { push_token: ['token1', 'token2'] }, message: picture },
      { audience: { tag: ['beijing', 'shanghai'] }, message: command },
    ])
      expect(await server.call(NOTIFY, { body })).to.deep.equal({ code: 200, data: true });
  });

  it('tells everybody, or people by their ids as numbers or digits, and nobody who is not there', async () => {
    await server.call(NOTIFY, { body: text() });
    expect(told().at(-1)!.data).to.deep.include({ userId: 0 });
    expect(toEverybody(told().at(-1)!)).to.deep.equal({
      msgType: 'push',
      push: { type: 'text', ...shown, attachmentUrl: '', ext: null },
    });
    const before = told().length;
    const message = { type: 'cmd', ...shown, ext: { key1: 12345 } };
    await server.call(NOTIFY, { body: { audience: { user_id: [String(ann), 7] }, message } });
    expect(told().length).to.equal(before + 1);
    const [sent] = messagesOf(told().at(-1)!);
    expect(sent!.channel).to.equal(`user:${APP}.${ann}`);
    expect(sent!.body).to.deep.equal({
      msgType: 'push',
      push: { type: 'command', ...shown, attachmentUrl: '', ext: { key1: 12345 } },
    });
    const other = await LanyingClient.server(api.url, OTHER_LANYING_APP);
    expect(await other.code(NOTIFY, { body: { audience: { user_id: [ann] }, message } })).to.equal(200);
    expect(told().length, 'another tenant’s').to.equal(before + 1);
  });

  it('says 12005 for more than 500 targets, 12006 where nothing can be pushed, 10010 to a person', async () => {
    const many = (length: number) => Array.from({ length }, (_, n) => `x${n}`);
    for (const audience of [{ tag: many(501) }, { user_id: Array(1_001).fill(ann) }, { push_token: many(501) }])
      expect(await server.code(NOTIFY, { body: text({ audience }) })).to.equal(12005);
    expect(await server.code(NOTIFY, { body: text({ audience: { alias: many(500) } }) })).to.equal(200);
    const off = await startTestApi({ apis, settings: { pushOn: false } });
    const answer = await (await LanyingClient.server(off.url)).call(NOTIFY, { body: text() });
    await off.close();
    expect(answer).to.deep.equal({ code: 12006, message: '没有开通推送功能' });
    expect(await (await server.signIn('ann')).code(NOTIFY, { body: text() })).to.equal(10010);
  });

  it('refuses what is not as documented with 10002', async () => {
    const audiences = [
      undefined,
      'some',
      [],
      {},
      { tag: [] },
      { tag: 'a' },
      { tag: ['a'], alias: ['b'] },
      { x: ['a'] },
    ];
    for (const audience of [...audiences, { user_id: ['a'] }, { user_id: [{ $ne: null }] }, { tag: [7] }])
      expect(await server.code(NOTIFY, { body: text({ audience }) }), JSON.stringify(audience)).to.equal(10002);
    const messages: unknown[] = [
      ...[undefined, 'hello', {}, { type: 'sound', ...shown }, { title: 7 }, { ...shown, ext: 'text' }],
      ...[
        { type: 'image', ...shown },
        { type: 'image', ...shown, attachment_url: 'https://x.com/a.gif' },
      ],
      { ...shown, ext: { long: 'x'.repeat(2_000) } },
    ];
    for (const message of messages)
      expect(await server.code(NOTIFY, { body: text({ message }) }), JSON.stringify(message)).to.equal(10002);
  });

  it('tells once under one request_id', async () => {
    const before = told().length;
    const body = text({ audience: { user_id: [ann] }, setting: { request_id: 'r-1' } });
    for (let n = 0; n < 3; n++) expect(await server.code(NOTIFY, { body })).to.equal(200);
    expect(told().length).to.equal(before + 1);
    expect(await server.code(NOTIFY, { body: { ...body, message: { ...shown, body: 'other' } } })).to.equal(10002);
  });
});

describe('what an app’s server tells people on their phones', () => {
  let world: PushWorld;
  before(async () => {
    world = await PushWorld.start();
  });
  after(() => world.close());

  const announcement: Announcement = { kind: 'text', title: 'title', body: 'body', attachmentUrl: '', ext: '' };
  const tell = (audience: Parameters<typeof announce>[2]['audience'], more: Partial<Announcement> = {}) => {
    const { core } = world.room;
    const makeMeta = () => ({ appId: APP, actor: 0, at: core.clock.now(), commandId: crypto.randomUUID() });
    return announce(core, APP, { audience, announcement: { ...announcement, ...more } }, makeMeta);
  };

  it('reaches those who are not online: by id, by phone, and everybody', async () => {
    const [ann, bob] = [await world.room.person('安'), await world.room.person('波')];
    await world.phone(ann, 'ann-1');
    await world.phone(ann, 'ann-2', { uuid: 'another' });
    await world.phone(bob, 'bob-1');
    await tell({ kind: 'people', userIds: [ann.userId] });
    expect((await world.rung()).sort()).to.deep.equal(['ann-1', 'ann-2']);
    await tell({ kind: 'phones', tokens: ['ann-2', 'nobody'] });
    expect(await world.rung()).to.deep.equal(['ann-2']);
    await tell({ kind: 'everybody' }, { kind: 'command', ext: '{"key":1}' });
    await world.settled();
    const [first] = world.sent;
    expect(first!.notification).to.include({ isSilent: true });
    expect(first!.notification.payload.data).to.deep.include({ type: 'command', ext: { key: 1 } });
    expect((await world.rung()).sort()).to.deep.equal(['ann-1', 'ann-2', 'bob-1']);
    world.online.came(APP, ann.userId);
    await tell({ kind: 'everybody' });
    expect(await world.rung()).to.deep.equal(['bob-1']);
  });

  it('reaches phones by their tags and aliases, which the log names by hashes alone', async () => {
    const [ann, bob] = [await world.room.person('安安'), await world.room.person('波波')];
    await world.phone(ann, 'tag-1', { tags: 'beijing, vip', alias: 'ann@example.com' });
    await world.phone(ann, 'tag-2', { uuid: 'another', tags: 'shanghai' });
    await world.phone(bob, 'tag-3', { tags: 'beijing' });
    const rungBy = async (kind: 'tags' | 'aliases', ...labels: string[]) => {
      await tell({ kind, labels });
      return (await world.rung()).sort();
    };
    expect(await rungBy('tags', 'beijing', 'vip')).to.deep.equal(['tag-1', 'tag-3']);
    expect(await rungBy('tags', 'beijing', 'shanghai', 'nowhere')).to.deep.equal(['tag-1', 'tag-2', 'tag-3']);
    expect(await rungBy('aliases', 'ann@example.com')).to.deep.equal(['tag-1']);
    expect(await rungBy('tags', 'ann@example.com', 'Beijing')).to.deep.equal([]);
    // What a phone does not speak of stays; what it names takes the place of what it had.
    await world.phone(ann, 'tag-1');
    expect(await rungBy('aliases', 'ann@example.com')).to.deep.equal(['tag-1']);
    await world.phone(ann, 'tag-1', { tags: 'vip' });
    expect(await rungBy('aliases', 'ann@example.com')).to.deep.equal([]);
    expect(await rungBy('tags', 'beijing')).to.deep.equal(['tag-3']);
    expect(JSON.stringify(world.room.log.all)).not.to.match(/ann@example|beijing/);
    const { errorcode } = await ann.call('/api/user/push-device-info', {
      ...{ uuid: 'u', apnsType: 'getui', apnsToken: 'tag-1', deveiceType: 'android' },
      tags: Array.from({ length: 21 }, (_, n) => n).join(),
    });
    expect(errorcode).to.equal(700);
  });
});

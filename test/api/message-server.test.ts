import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { signatureOf } from '../../api/heihei/message-server/signature.ts';
import { MAX_NOTICE_BYTES, NOTICE_WINDOW_MS } from '../../domain/notice/limits.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Answer, Client } from '../support/client.ts';
import { RoomWorld } from '../support/room-world.ts';
import { ROOT } from '../support/script.ts';
import { postJson } from '../support/test-core.ts';

const documented: { message: Record<string, unknown> }[] = JSON.parse(
  readFileSync(join(ROOT, 'test/fixtures/heihei-messages.json'), 'utf8'),
);
const SEND = '/messageserver/api/msg/send-msg.action';
const STRUCK = {
  'open-room': { roomId: '5' },
  'close-room': { roomId: '5' },
  'start-live-broadcast': { roomId: '5', liveId: '5' },
  'stop-live-broadcast': { roomId: '5', liveId: '5' },
};

describe('the message server', () => {
  let world: RoomWorld;
  let host: Client;
  let viewer: Client;
  let liveId: number;
  let chatId: number;

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
    host = await world.person('主播');
    viewer = await world.person('观众');
    const [caller, callee] = (await world.people(2)) as [Client, Client];
    const due = await caller.must('/api/chat/due-chat', { userId: callee.userId });
    chatId = Number(due.chatId);
    await callee.must('/api/chat/accept-chat', { chatId, userId: caller.userId, type: 0 });
    for (const one of [caller, callee]) await one.must('/api/chat/join-chat', { chatId });
    liveId = await world.room(host, [viewer]);
  });
  after(() => world.close());

  type Params = Record<string, string>;
  const secret = () => world.core.settings.messageServerSecret;
  const signed = (params: Params): Params => ({
    ...params,
    signature: signatureOf(new Map(Object.entries(params)), secret()),
  });
  const post = async (path: string, params: Params | [string, string][]): Promise<Answer> => {
    const response = await fetch(world.url + path, { method: 'POST', body: new URLSearchParams(params) });
    expect(response.status).to.equal(200);
    return (await response.json()) as Answer;
  };
  const dataOf = (change: object = {}) => {
    const msg = { msgType: 'toast', text: `恭喜 ${Math.random()}`, expireTime: 3 };
    return { timeStamp: world.clock.now(), type: 'tosingle', targetUserId: viewer.userId, msg, ...change };
  };
  const send = (data: unknown, change: Params = {}) => post(SEND, signed({ data: JSON.stringify(data), ...change }));
  /** What went out so far. */
  const sent = () =>
    world.log.all.filter(({ type }) => type === 'ServerMessageSent').flatMap((event) => messagesOf(event));

  describe('sends as it is given', () => {
    it('to a person, to a talk, to a room, whichever way the type is written', async () => {
      for (const [type, field, id, channel] of [
        ['tosingle', 'targetUserId', viewer.userId, `user:heihei.${viewer.userId}`],
        ['toSingle', 'targetUserId', viewer.userId, `user:heihei.${viewer.userId}`],
        ['toChat', 'chatId', chatId, `chat:heihei.${chatId}`],
        ['toLive', 'liveId', liveId, `live:heihei.${liveId}`],
        ['TOLIVE', 'liveId', liveId, `live:heihei.${liveId}`],
      ] as const) {
        const msg = { msgType: 'action', action: 'lottery', nested: { list: [1, 'a', null], 'text-head': '<b>' } };
        const { targetUserId: _, ...data } = dataOf({ type, msg: { ...msg, type } });
        expect((await send({ ...data, [field]: id })).errorcode, type).to.equal(0);
        const last = sent().at(-1)!;
        expect([last.channel, last.body, last.class]).to.deep.equal([channel, { ...msg, type }, 'must']);
      }
    });

    it('every message that the document has, in the envelopes that it has', async () => {
      const envelopes = documented
        .map(({ message }) => message)
        .filter((message) => 'timeStamp' in message && 'msg' in message);
      expect(envelopes).to.have.length(3);
      const bodies = documented.map(({ message }) => message).filter(({ msgType }) => msgType !== undefined);
      expect(bodies.length).to.be.above(35);
      const ids: Record<string, number> = { targetUserId: viewer.userId, chatId, liveId };
      for (const [n, { msgId: _, ...msg }] of bodies.entries()) {
        const envelope = envelopes[n % envelopes.length]!;
        const named = Object.keys(envelope).filter((name) => name in ids);
        const target = Object.fromEntries(named.map((name) => [name, ids[name]]));
        const answer = await send({ ...envelope, timeStamp: world.clock.now() + (n % 3), ...target, msg });
        expect(answer, JSON.stringify(msg)).to.deep.equal({ errorcode: 0, errormsg: 'success' });
        expect(sent().at(-1)!.body).to.deep.equal(msg);
      }
    });

    it('and says what is wrong with anything else', async () => {
      const { msg } = dataOf();
      const over = await world.room(viewer, []);
      await viewer.must('/api/live/stop-live', { liveId: over });
      const count = sent().length;
      for (const [data, field] of [
        ['x', 'data'],
        [[], 'data'],
        [null, 'data'],
        [dataOf({ timeStamp: '1400939322323' }), 'data.timeStamp'],
        [dataOf({ timeStamp: 1.5 }), 'data.timeStamp'],
        [dataOf({ type: 'toEverybody' }), 'data.type'],
        [dataOf({ type: 'constructor' }), 'data.type'],
        [dataOf({ type: ['tosingle'] }), 'data.type'],
        [dataOf({ targetUserId: -1 }), 'data.targetUserId'],
        [dataOf({ targetUserId: '7' }), 'data.targetUserId'],
        [dataOf({ type: 'toLive' }), 'data.liveId'],
        [dataOf({ type: 'toChat' }), 'data.chatId'],
        [dataOf({ msg: 'text' }), 'data.msg'],
        [dataOf({ msg: [msg] }), 'data.msg'],
        [dataOf({ msg: { text: 'x' } }), 'data.msg'],
        [dataOf({ msg: { msgType: 'unheard-of' } }), 'data.msg'],
        [dataOf({ msg: { ...msg, msgId: 5 } }), 'data.msg'],
        [dataOf({ msg: { ...msg, position: 5 } }), 'data.msg'],
        [dataOf({ msg: { ...msg, channel: 'user:heihei.1' } }), 'data.msg'],
        [dataOf({ msg: { ...msg, text: 'x'.repeat(MAX_NOTICE_BYTES) } }), 'data.msg'],
        [dataOf({ msg: { ...msg, text: 'x'.repeat(2 * MAX_NOTICE_BYTES) } }), 'data'],
      ] as const) {
        expect(await send(data), JSON.stringify(data).slice(0, 80)).to.include({
          ...{ errorcode: 700, errormsg: `参数错误: ${field}` },
        });
      }
      for (const data of [
        dataOf({ targetUserId: 77 }),
        dataOf({ type: 'toLive', liveId: 77 }),
        dataOf({ type: 'toLive', liveId: over }),
        dataOf({ type: 'toChat', chatId: 77 }),
      ]) {
        expect((await send(data)).errorcode, 'nobody there').to.equal(700);
      }
      expect((await post(SEND, signed({ data: '{' }))).errormsg).to.equal('参数错误: data');
      expect((await post(SEND, signed({}))).errormsg).to.equal('参数错误: data');
      expect(sent()).to.have.length(count);
    });
  });

  describe('proves itself by a signature', () => {
    const refusedWith = async (code: number, attempt: Promise<Answer>, what: string) => {
      const before = world.log.all.length;
      const answer = await attempt;
      expect(answer.errorcode, what).to.equal(code);
      if (code === 701) expect(answer.errormsg).to.equal('signature错误');
      expect(world.log.all.length, what).to.equal(before);
    };

    it('as the document of operations says, over all parameters, however they are ordered or sent', async () => {
      const source = [...readFileSync(join(ROOT, 'docs/operations.md'), 'utf8').matchAll(/```js\n([\s\S]*?)```/g)]
        .map(([, code]) => code!)
        .find((code) => code.includes('signatureOf'))!;
      const { signatureOf: documentedSignature } = (await import(
        `data:text/javascript,${encodeURIComponent(source)}`
      )) as { signatureOf(parameters: Params, secret: string): string };
      const params: Params = { data: JSON.stringify(dataOf()), b: '中 文&=', a: '', B: '1' };
      const byHand = createHmac('sha256', secret()).update(`B=1&a=&b=${params.b}&data=${params.data}`).digest('hex');
      expect(documentedSignature(params, secret())).to.equal(byHand);
      const all = Object.entries({ ...params, signature: byHand });
      const count = sent().length;
      expect((await post(SEND, all)).errorcode).to.equal(0);
      expect((await post(SEND, all.toReversed())).errorcode, 'another order').to.equal(0);
      expect((await postJson(world.url + SEND, Object.fromEntries(all))).errorcode, 'as JSON').to.equal(0);
      const query = `${world.url}${SEND}?${new URLSearchParams(all)}`;
      expect(((await (await fetch(query)).json()) as Answer).errorcode, 'in the query').to.equal(0);
      expect(sent().length - count, 'the same request: once').to.equal(1);
    });

    it('without which, or with another, nothing goes out', async () => {
      const params = signed({ data: JSON.stringify(dataOf()), note: 'x' });
      const signature = params.signature!;
      const { signature: _, ...unsigned } = params;
      await refusedWith(700, post(SEND, unsigned), 'missing');
      await refusedWith(700, post(SEND, { ...unsigned, signature: '' }), 'empty');
      await refusedWith(700, post(SEND, { ...unsigned, signature: 'x'.repeat(129) }), 'too long');
      for (const [what, change] of Object.entries<Params>({
        'another signature': { signature: '0'.repeat(64) },
        'upper case': { signature: signature.toUpperCase() },
        'cut short': { signature: signature.slice(0, -1) },
        'data altered': { data: params.data!.replace('tosingle', 'toSingle') },
        'a parameter more': { more: '1' },
        'a parameter altered': { note: 'y' },
        'of another request': { data: JSON.stringify(dataOf()) },
      })) {
        await refusedWith(701, post(SEND, { ...params, ...change }), what);
      }
      const { note: _note, ...less } = params;
      await refusedWith(701, post(SEND, less), 'a parameter less');
      await refusedWith(700, post(SEND, [...Object.entries(params), ['signature', signature]]), 'signed twice');
      await refusedWith(701, post(SEND, [...Object.entries(params), ['note', 'x']]), 'a parameter twice');
      const md5 = createHmac('md5', secret()).update(`data=${params.data}&note=x`).digest('hex');
      await refusedWith(701, post(SEND, { ...unsigned, signature: md5 }), 'another hash');
      const other = createHmac('sha256', 'another secret').update(`data=${params.data}&note=x`).digest('hex');
      await refusedWith(701, post(SEND, { ...unsigned, signature: other }), 'another secret');
      for (const [type, value] of Object.entries({ number: 1, list: ['x'], object: { x: 1 }, nothing: null })) {
        const answer = await postJson(world.url + SEND, { ...unsigned, signature: value });
        expect(answer.errorcode, type).to.be.oneOf([700, 701]);
      }
    });

    it('that is of no use later, nor beforehand', async () => {
      const data = dataOf();
      const params = signed({ data: JSON.stringify(data) });
      expect((await post(SEND, params)).errorcode).to.equal(0);
      const count = sent().length;
      world.clock.advance(NOTICE_WINDOW_MS - 1_000);
      expect((await post(SEND, params)).errorcode, 'repeated').to.equal(0);
      expect(sent()).to.have.length(count);
      world.clock.advance(60_000);
      await refusedWith(701, post(SEND, params), 'replayed later');
      await refusedWith(
        701,
        send(dataOf({ timeStamp: world.clock.now() + NOTICE_WINDOW_MS + 60_000 })),
        'from the future',
      );
      await refusedWith(701, send(dataOf({ timeStamp: 1_400_939_322_323 })), 'from long ago');
    });

    it('which is always wrong where no secret is set', async () => {
      const { settings } = world.core;
      const kept = settings.messageServerSecret;
      const data = JSON.stringify(dataOf());
      settings.messageServerSecret = '';
      try {
        const empty = createHmac('sha256', '').update(`data=${data}`).digest('hex');
        await refusedWith(701, post(SEND, { data, signature: empty }), 'the signature of an empty secret');
      } finally {
        settings.messageServerSecret = kept;
      }
    });

    it('which a person’s token does not replace', async () => {
      await refusedWith(700, host.call(SEND, { data: JSON.stringify(dataOf()) }), 'a token');
    });
  });

  it('may do what the document struck out: nothing happens', async () => {
    const before = world.log.all.length;
    for (const [name, params] of Object.entries(STRUCK)) {
      const path = `/messageserver/api/msg/${name}.action`;
      expect(await post(path, signed(params as Params)), name).to.deep.equal({ errorcode: 0, errormsg: 'success' });
      expect((await post(path, { ...(params as Params), signature: 'x' })).errorcode).to.equal(701);
      expect((await post(path, signed({}))).errorcode).to.equal(700);
    }
    expect(world.log.all.length).to.equal(before);
  });

  it('is named to no client', async () => {
    const device = { ap: 'heihei', version: '1.0', local: 'zh_CN', uuid: 'u', apiVersion: '1', deveiceType: 'android' };
    expect(JSON.stringify(await viewer.must('/api/init', device))).to.not.include('messageserver');
  });
});

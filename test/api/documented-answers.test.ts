import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { signatureOf } from '../../api/heihei/message-server/signature.ts';
import { checkCharacter } from '../../domain/payee/identity-card.ts';
import { walletStream } from '../../domain/streams.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { addressesIn } from '../support/addresses.ts';
import { type Answer, Client } from '../support/client.ts';
import { documentedEndpoints, documentOf, expectShape } from '../support/heihei-document.ts';
import { mp3 } from '../support/sample-files.ts';
import { APP, startTestApi, type TestApi } from '../support/test-core.ts';
import { sendRecord, uploaded } from '../support/uploads.ts';

/** What our answers rightly lack, or have in another type than the document's example. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = {
  // Numbers, which the examples have as texts as well.
  ...Object.fromEntries(
    ['topic-list', 'topic-detail', 'subject-detail', 'get-subject', 'create-subject', 'reply-subject']
      .concat('update-subject', 'listen-subject', 'like-subject')
      .map((name) => [`/api/topic/${name}`, ['heiNum', 'viewCount', 'replyCount']]),
  ),
  // Endpoints that are not served here.
  '/api/init': ['user', 'live', 'payment', 'message'],
  // Nobody in the evening is live when recordings are listed.
  '/api/record/refresh-record': ['data.records[0].userInfo.status'],
  // A viewer who could push would be the host.
  '/api/live/join-live': ['live.pushAddr'],
  // The example quotes a number, the table above it says long.
  '/api/live/list-live-by-follow': ['lives[0].liveId'],
  '/api/live/join-conference': ['confStatus.liveId'],
  '/api/live/conference-success': ['confStatus.liveId'],
};

type Params = Record<string, string | number>;
const WAYS = ['query', 'form', 'json'] as const;

describe('every endpoint', () => {
  it('is documented, and takes the documented parameters under their names', () => {
    for (const { path, params } of documentedEndpoints) {
      const known = Object.keys(params.properties);
      const proofs = ['token', 'signature'];
      for (const { name } of documentOf(path).params) if (!proofs.includes(name)) expect(known, path).to.include(name);
    }
  });
});

describe('every answer that the document gives an example of', () => {
  let api: TestApi;
  /** Endpoint → what each of the answers misses of each example, '' where it has it all. */
  const misses = new Map<string, string[][]>();
  let calls = 0;
  const followed = new Set<string>();

  before(async () => {
    api = await startTestApi();
  });
  after(() => api.close());

  /** By query, form and JSON in turn, with parameters that nobody declared. */
  async function ask(who: Client, path: string, given: Params = {}): Promise<Answer> {
    const params = { ...(who.token && { token: who.token }), role: 'admin', gold: 1_000_000, ...given };
    const pairs = new URLSearchParams(
      Object.entries(params).map(([key, value]): [string, string] => [key, String(value)]),
    );
    const json = { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(params) };
    const way = WAYS[calls++ % WAYS.length]!;
    const response = await (way === 'query'
      ? fetch(`${api.url}${path}?${pairs}`)
      : fetch(api.url + path, way === 'form' ? { method: 'POST', body: pairs } : json));
    const answer = noted(path, (await response.json()) as Answer, ` by ${way}`);
    await follow(path, answer);
    return answer;
  }

  /** Each address of this server leads somewhere while its answer is new; where bytes are put, nothing lies yet. */
  async function follow(path: string, answer: Answer): Promise<void> {
    for (const address of addressesIn(answer)) {
      if (followed.has(address) || !address.startsWith(api.url) || address.includes('?upload=')) continue;
      followed.add(address);
      const response = await fetch(address);
      await response.arrayBuffer();
      // What takes posts alone says so.
      expect(response.status, `${path}: ${address}`).to.be.oneOf([200, 204, 405]);
    }
  }

  function noted(path: string, answer: Answer, way = ''): Answer {
    expect(answer.errorcode, `${path}${way}: ${answer.errormsg}`).to.equal(0);
    const missed = documentOf(path).responses.map((example) => missedOf(path, answer, example));
    misses.set(path, [...(misses.get(path) ?? []), missed]);
    return answer;
  }

  function missedOf(path: string, answer: Answer, example: unknown): string {
    try {
      expectShape(answer, example, EXCEPTIONS[path]);
      return '';
    } catch (error) {
      return (error as Error).message;
    }
  }

  async function signIn(phoneNo: string, displayName: string): Promise<Client> {
    const client = new Client(api.url, displayName);
    await ask(client, '/api/user/get-sms-verification-code', { phoneNo });
    const { code } = await client.dev('GET', `/dev/sms/${phoneNo}`);
    const { token, userInfo } = await ask(client, '/api/user/sign-in-cl-by-phone', {
      phoneNo,
      verifyCode: String(code),
    });
    client.token = String(token);
    client.userId = (userInfo as { id: number }).id;
    await ask(client, '/api/user/update', { displayName, gender: 'Female', birthDay: '1995-03-13' });
    await client.dev('POST', `/dev/wallets/${client.userId}/grant`, { gold: 1_000 });
    return client;
  }

  it('is given by an evening that visits every endpoint', async () => {
    const device = { version: '1.0', local: 'zh_CN', uuid: 'u', apiVersion: '1', deveiceType: 'android' };
    await ask(new Client(api.url, 'nobody'), '/api/init', { ap: 'heihei', ...device });
    const host = await signIn('13800138001', '主播甲');
    const viewer = await signIn('13800138002', '观众乙');
    const other = await signIn('13800138003', '观众丙');

    await ask(viewer, '/api/user/follow', { userId: host.userId });
    await ask(host, '/api/user/follow', { userId: viewer.userId });
    await ask(host, '/api/live/unclosed-live');
    const { live } = await ask(host, '/api/live/create-live', { title: '你好' });
    const { liveId } = live as { liveId: number };
    const inRoom = (who: Client, name: string, given: Params = {}) =>
      ask(who, `/api/live/${name}`, { liveId, roomId: liveId, ...given });
    await inRoom(host, 'start-live');
    for (const one of [viewer, other]) await inRoom(one, 'join-live');
    await inRoom(host, 'heart-beat', { isCreator: 1 });
    await inRoom(viewer, 'get-live');
    await inRoom(viewer, 'share-live');
    await inRoom(viewer, 'list-live-users');
    await ask(viewer, '/api/live/list-live-by-recommend');
    await ask(viewer, '/api/live/list-live-by-follow');
    await ask(viewer, '/api/live/list-live-by-user', { userId: host.userId });

    await ask(viewer, '/api/live/gift-info');
    await ask(viewer, '/api/social/gift-resources');
    await ask(viewer, '/api/msg/send-msg', { liveId, roomId: liveId, text: '大家好' });
    await inRoom(viewer, 'live-like', { type: 1 });
    await inRoom(viewer, 'buy-gift', { giftId: 101, amount: 1, gift_uuid: 'a' });
    await inRoom(viewer, 'buy-bullet', { message: '弹幕' });

    await ask(viewer, '/api/user/info', { uid: host.userId });
    await inRoom(viewer, 'call-request', { userId: host.userId });
    await ask(host, '/api/user/info', { uid: viewer.userId, liveId });
    await inRoom(host, 'refuse-conference', { userId: viewer.userId });
    await inRoom(viewer, 'call-request', { userId: host.userId });
    await inRoom(host, 'accept-conference', { userId: viewer.userId });
    for (const one of [host, viewer]) await inRoom(one, 'join-conference');
    for (const one of [host, viewer]) await inRoom(one, 'conference-success');
    await inRoom(viewer, 'quit-conference');

    await inRoom(host, 'lock-live-seat', { unlock: 0 });
    await inRoom(host, 'shutupuser', { userId: other.userId });
    await inRoom(host, 'isshutup', { userId: other.userId });
    await inRoom(host, 'shutupopen', { userId: other.userId });
    await inRoom(host, 'kick-out-user', { userId: other.userId });
    await inRoom(other, 'knock-status');
    await inRoom(other, 'knock-live-room');
    await inRoom(host, 'invite-user-list');
    await inRoom(host, 'invite-user', { userId: other.userId });
    await inRoom(host, 'change-live', { title: '新题' });
    for (const name of ['pause-live', 'continue-live']) await inRoom(host, name);
    await inRoom(host, 'set-live-visible', { visible: 1 });
    await inRoom(viewer, 'quit-live');
    await inRoom(host, 'stop-live');
    await inRoom(host, 'list-replay-users');
    await inRoom(host, 'delete-live');

    const inChat = (who: Client, name: string, given: Params = {}) => ask(who, `/api/chat/${name}`, given);
    await inChat(viewer, 'match-chat');
    await inChat(viewer, 'stop-match-chat');
    const refused = Number((await inChat(viewer, 'due-chat', { userId: other.userId })).chatId);
    await inChat(other, 'cancel-due-chat', { chatId: refused });
    const chatId = Number((await inChat(viewer, 'due-chat', { userId: other.userId })).chatId);
    await inChat(other, 'accept-chat', { chatId, userId: viewer.userId, type: 0 });
    for (const one of [viewer, other]) await inChat(one, 'join-chat', { chatId });
    for (const name of ['heart-beat', 'get-chat', 'change-topic', 'pause-chat', 'continue-chat']) {
      await inChat(viewer, name, { chatId });
    }
    await inChat(viewer, 'buy-gift', { chatId, giftId: 101, userId: other.userId, amount: 1, gift_uuid: 'b' });
    await inChat(viewer, 'stop-chat', { chatId });

    for (const uid of [host.userId, viewer.userId]) await ask(viewer, '/api/user/info', { uid });
    for (const path of ['list-follower', 'list-following'])
      await ask(viewer, `/api/user/${path}`, { userId: host.userId });
    await ask(viewer, '/api/user/search', { queryParameter: '观众' });
    for (const path of ['/api/user/user-gold', '/api/payment/statistic']) await ask(viewer, path);
    await ask(viewer, '/api/payment/list-package', { channel: 'wechat' });
    const { order } = await ask(viewer, '/api/payment/create-order', { packageId: 122, channel: 'wechat' });
    await ask(viewer, '/api/payment/order-notify', { order: String(order), status: 1, data: '{}' });
    const ticket = await ask(viewer, '/api/sys/oss-token', { format: 'png', module: 'avatar' });
    expect(ticket).to.have.property('Upload');
    for (const who of [host, viewer]) noted('/api/record/upload-record', await sendRecord(who, { file: mp3(5) }));
    const page = await ask(viewer, '/api/record/refresh-record', { score: 0 });
    const { mine, records } = page.data as { mine: { recordId: number }; records: { recordId: number }[] };
    await ask(viewer, '/api/record/read-record', { recordId: records[0]!.recordId });
    await ask(viewer, '/api/record/delete-record', { recordId: mine.recordId });
    await ask(viewer, '/api/user/block-user', { userId: other.userId });
    await ask(viewer, '/api/user/list-blocked-user');
    await ask(viewer, '/api/user/unblock-user', { targetId: other.userId });
    await ask(viewer, '/api/user/unfollow', { userId: host.userId });
    await viewer.must('/api/msg/send-im', { toUserId: host.userId, msgType: 'text', text: '在吗' });
    await ask(host, '/api/msg/message-list');
    await ask(host, '/api/msg/history-msg');
    for (const name of ['read-one-msg', 'delete-msg']) await ask(host, `/api/msg/${name}`, { msgId: 1 });
    for (const name of ['message-read-all', 'read-all-msg']) await ask(host, `/api/msg/${name}`);
    await ask(host, '/api/msg/message-del', { userId: viewer.userId });
    const phone = { uuid: 'u', apnsType: 'getui', apnsToken: 'a-token', deveiceType: 'android' };
    await ask(viewer, '/api/user/push-device-info', phone);
    await ask(viewer, '/api/user/update-config', { push_enable: '0' });
    await ask(viewer, '/api/user/get-config');
    await ask(viewer, '/api/sys/upload-log', { log: '12:00 崩溃' });
    const client = { versionCode: '1.0.2', devicesType: 'android', channel: 'xiaomi' };
    await ask(new Client(api.url, 'nobody'), '/api/sys/update', client);
    const url = 'https://cdn.example/a.apk';
    const release = { system: 'android', versionCode: '1.0.4', url, title: '更新', text: '更新吧！' };
    await other.dev('POST', '/dev/releases', release);
    await ask(new Client(api.url, 'nobody'), '/api/sys/update', client);
    const banner = { desc: 'desc', cover: 'imgpath', kind: 'live', targetId: liveId };
    await other.dev('POST', '/dev/banners', { banners: [banner] });
    await ask(viewer, '/api/social/get-banner');
    await ask(viewer, '/api/usr/report-user', { userId: host.userId, reportType: 1 });
    const server = new Client(api.url, 'server');
    const signed = (params: Params) => {
      const parameters = new Map(Object.entries({ role: 'admin', gold: 1_000_000, ...params }));
      return { ...params, signature: signatureOf(parameters, api.core.settings.messageServerSecret) };
    };
    const message = {
      timeStamp: api.clock.now(),
      type: 'tosingle',
      targetUserId: host.userId,
      msg: { msgType: 'toast' },
    };
    const ofServer = (name: string, params: Params) =>
      ask(server, `/messageserver/api/msg/${name}.action`, signed(params));
    await ofServer('send-msg', { data: JSON.stringify(message) });
    for (const name of ['open-room', 'close-room']) await ofServer(name, { roomId: 'r' });
    for (const name of ['start', 'stop']) await ofServer(`${name}-live-broadcast`, { roomId: 'r', liveId: 'l' });
    const { topicId } = await other.dev('POST', '/dev/topics', { name: '话题', catName: '生活' });
    const zone = await other.dev('POST', '/dev/topics', { name: '约聊专区', catName: '约聊', type: 1 });
    const sound = async () => ({ sign: await uploaded(viewer, mp3(5), 'mp3', 'record'), samples: '1,2,3' });
    const posting = { title: '第一条', length: 5 };
    await ask(viewer, '/api/topic/create-subject', { topicId: Number(zone.topicId), ...posting, ...(await sound()) });
    const made = await ask(viewer, '/api/topic/create-subject', {
      topicId: Number(topicId),
      ...posting,
      ...(await sound()),
    });
    const subjectId = (made.subject as { id: number }).id;
    await ask(viewer, '/api/topic/reply-subject', { subjectId, ...(await sound()) });
    await ask(viewer, '/api/topic/update-subject', { subjectId, title: '改过了' });
    for (const name of ['listen-subject', 'like-subject', 'get-subject'])
      await ask(viewer, `/api/topic/${name}`, { subjectId });
    await ask(viewer, '/api/topic/subject-detail', { subjectId, offset: 0 });
    await ask(viewer, '/api/topic/topic-detail', { topicId: Number(topicId), type: 0, offset: 0 });
    await ask(viewer, '/api/topic/topic-list', { offset: 0 });
    const outside = { source: 'Wechat', openId: 'o-1', unionId: 'u-1', nickname: 'Victor Chou', gender: 'Male' };
    const { accountToken } = await other.dev('POST', '/dev/oauth', outside);
    const brought = { accountSource: 'Wechat', accountToken: String(accountToken), openId: 'o-1', unionId: 'u-1' };
    const newcomer = new Client(api.url, 'newcomer');
    newcomer.token = String((await ask(newcomer, '/api/user/sign-in', brought)).token);
    await ask(newcomer, '/api/user/get-sms-verification-code', { phoneNo: '13800138009' });
    const { code } = await newcomer.dev('GET', '/dev/sms/13800138009');
    await ask(newcomer, '/api/user/bind-phone', { phone: '13800138009', verifyCode: String(code) });
    await ask(host, '/api/payment/list-p2g-package');
    const credit = { type: 'CreditPoints', points: 1_000, purchaseEventId: randomUUID() } as const;
    const from = { userId: viewer.userId, displayName: '', gender: 'Female', birthDay: '', coverUrl: '' } as const;
    const bullet = { kind: 'bullet', liveId, roomId: liveId, hostId: host.userId, from, text: '' } as const;
    const meta = { appId: APP, actor: 0, at: api.clock.now(), commandId: randomUUID() };
    await api.core.commands.handle(
      walletDecider,
      walletStream(APP, host.userId),
      { ...credit, purchase: bullet },
      meta,
    );
    await ask(host, '/api/payment/p2g', { packageId: 201 });
    const idcard = `11010119900307001${checkCharacter('11010119900307001')}`;
    const papers = { alipaycode: 'wuyongwen', username: '张三', idcard, phone: '13533221223' };
    await ask(host, '/api/payment/verify-alipay', papers);
    await ask(host, '/api/payment/get-alipay-info');
    await ask(host, '/api/payment/cash-info');
    await ask(host, '/api/payment/pay-req', { alipaycode: 'wuyongwen', payamount: 1_000 });
    await ask(other, '/api/user/sign-out');

    expect([...misses.keys()].sort()).to.deep.equal(documentedEndpoints.map(({ path }) => path).sort());
    expect(followed.size).to.be.above(heiheiEndpoints.length / 2);
  });

  it('names in init each endpoint that is served, where the document names it', async () => {
    const device = { version: '1.0', local: 'zh_CN', uuid: 'u', apiVersion: '1', deveiceType: 'android' };
    const answer = await ask(new Client(api.url, 'nobody'), '/api/init', { ap: 'heihei', ...device });
    const served = new Set(heiheiEndpoints.map(({ path }) => path));
    const [example] = documentOf('/api/init').responses as [Record<string, unknown>];
    for (const [module, urls] of Object.entries(example)) {
      if (typeof urls !== 'object' || urls === null) continue;
      for (const [key, url] of Object.entries(urls)) {
        const path = String(url).replace(/^https?:\/\/[^/]+/, '');
        if (!served.has(path)) continue;
        expect((answer[module] as Record<string, unknown>)[key], `${module}.${key}`).to.equal(api.url + path);
      }
    }
    for (const { module, name, path, auth } of heiheiEndpoints) {
      // What servers call is no client's affair.
      if (path === '/api/init' || auth === 'app') continue;
      expect((answer[module] as Record<string, unknown>)[name], path).to.equal(api.url + path);
    }
    const named = documentedEndpoints.filter(({ auth }) => auth !== 'app');
    for (const { path, name } of named) expect([path, name]).to.deep.equal([path, documentOf(path).name]);
  });

  it('has the fields and types of that example, whichever way it was asked for', () => {
    for (const [path, answers] of misses) {
      for (const missed of answers) {
        const isLikeOne = documentOf(path).responses.length === 0 || missed.includes('');
        expect(isLikeOne, `${path}:\n${missed.join('\n')}`).to.equal(true);
      }
      // … and each example is the shape of some answer.
      documentOf(path).responses.forEach((_, n) => {
        expect(
          answers.some((missed) => missed[n] === ''),
          `${path}, example ${n}: ${answers[0]![n]}`,
        ).to.equal(true);
      });
    }
  });
});

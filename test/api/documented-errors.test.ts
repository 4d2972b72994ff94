import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { messageServerEndpoints } from '../../api/heihei/message-server/index.ts';
import { lastSentCode } from '../../application/accounts/phone-codes.ts';
import { openTopic } from '../../application/operators/topics.ts';
import { TICKETS_PER_HOUR } from '../../domain/file/limits.ts';
import { streamName } from '../../domain/kernel/ids.ts';
import { checkCharacter } from '../../domain/payee/identity-card.ts';
import { subjectStream } from '../../domain/streams.ts';
import { subjectDecider } from '../../domain/subject/decider.ts';
import { MAX_SUBJECTS_PER_HOUR } from '../../domain/subject/limits.ts';
import { CODE_INTERVAL_MS } from '../../domain/verification/decider.ts';
import { walletDecider } from '../../domain/wallet/decider.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import { type Answer, Client } from '../support/client.ts';
import { documentedEndpoints, documentOf, UNUSED_CODES } from '../support/heihei-document.ts';
import { APP, RoomWorld } from '../support/room-world.ts';
import { mp3, png } from '../support/sample-files.ts';
import { sendRecord } from '../support/uploads.ts';

/** Nobody has this id. */
const NOBODY = 77;

describe('every error code that the document gives an endpoint', () => {
  let world: RoomWorld;
  let host: Client;
  let viewer: Client;
  /** Plays, with `viewer` in it. */
  let liveId: number;

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
    host = await world.person('主播');
    viewer = await world.person('观众', 10_000);
    liveId = await world.room(host, [viewer]);
  });
  after(() => world.close());

  type Params = Record<string, string | number>;
  type Provoke = (path: string) => Promise<Answer>;

  /** Right for every endpoint that takes them; the others ignore them. */
  const everything = (params: Params = {}): Params => ({
    ...{ liveId, roomId: liveId, userId: viewer.userId, uid: viewer.userId, targetId: viewer.userId },
    ...{ title: '标题', text: '你好', message: '你好', displayName: '新名字', gender: 'Male', birthDay: '1990-01-01' },
    ...{ recordId: NOBODY, score: 0, format: 'png', module: 'avatar' },
    ...{ file: 'x', fileName: 'x', fileMd5: '0'.repeat(32), recordLength: 5 },
    ...{ chatId: 1 },
    ...{ packageId: 122, channel: 'wechat', order: '1', status: 1, data: '{}' },
    ...{ visible: 1, unlock: 1, isCreator: 0, type: 1, giftId: 101, phoneNo: '13800138000', verifyCode: '000000' },
    ...params,
  });
  const by = (who: () => Client, params: () => Params = () => ({})): Provoke => {
    return (path) => who().call(path, everything(params()));
  };

  const frozen = async () => {
    const poor = await world.person('冻结的', 1_000);
    const wallet = streamName('wallet', APP, poor.userId);
    await world.run(walletDecider, wallet, { type: 'FreezeWallet', userId: poor.userId, reason: 'test' });
    await poor.must('/api/live/join-live', { liveId });
    return poor;
  };
  const broke = async () => {
    const poor = await world.person('没钱的');
    await poor.must('/api/live/join-live', { liveId });
    return poor;
  };
  const renamed = async (who: Client) => {
    await who.must('/api/user/update', everything({ displayName: '第二个名字' }));
    return who;
  };
  const stopped = async () => {
    const other = await world.person('下播的');
    const id = await world.room(other);
    await other.must('/api/live/stop-live', { liveId: id });
    return { other, id };
  };
  const stoppedBy: Provoke = async (path) => {
    const { other, id } = await stopped();
    return other.call(path, { liveId: id });
  };
  const leaving = async (who: Promise<Client>, path: string, params: Params) => {
    const client = await who;
    try {
      return await client.call(path, everything(params));
    } finally {
      await client.call('/api/live/quit-live', { liveId });
    }
  };
  /** A room of its own for what changes a conference. */
  const stage = async () => {
    const star = await world.person('连麦主播');
    const guests = await world.people(2);
    return { star, guests: guests as [Client, Client], liveId: await world.room(star, guests) };
  };
  /** Two people of whom one calls the other. */
  const ringing = async () => {
    const [caller, callee] = (await world.people(2)) as [Client, Client];
    const { chatId } = await caller.must('/api/chat/due-chat', { userId: callee.userId });
    return { caller, callee, chatId: Number(chatId) };
  };
  /** A talk that `giver` and another have joined. */
  const talking = async (giver: Client) => {
    const [callee] = (await world.people(1)) as [Client];
    const { chatId } = await giver.must('/api/chat/due-chat', { userId: callee.userId });
    await callee.must('/api/chat/accept-chat', { chatId: Number(chatId), userId: giver.userId, type: 0 });
    for (const one of [giver, callee]) await one.must('/api/chat/join-chat', { chatId: Number(chatId) });
    return { giver, callee, chatId: Number(chatId) };
  };
  const givingIn = async (path: string, giver: Client, params: Params = {}) => {
    const { callee, chatId } = await talking(giver);
    return giver.call(path, { chatId, userId: callee.userId, giftId: 101, ...params });
  };
  const connecting = async () => {
    const { star, guests, liveId } = await stage();
    for (const guest of guests) await guest.must('/api/live/call-request', { liveId });
    await star.must('/api/live/accept-conference', { liveId, userId: guests[0].userId });
    return { star, guests, liveId };
  };

  /** 720: no valid token. 700: nothing that it requires. */
  const everywhere: Record<number, Provoke> = {
    700: (path) => new Client(world.url, 'nobody').call(path),
    720: async (path) => {
      const client = new Client(world.url, 'forger');
      client.token = 'x';
      return client.call(path, everything());
    },
  };

  /** 731: no such live. 732: no such talk. 711: a viewer does what is the host's. 710: no such user. */
  const usual: Record<number, Provoke> = {
    731: by(
      () => host,
      () => ({ liveId: NOBODY }),
    ),
    732: by(
      () => viewer,
      () => ({ chatId: NOBODY }),
    ),
    711: by(() => viewer),
    710: by(
      () => viewer,
      () => ({ userId: NOBODY, uid: NOBODY, targetId: NOBODY }),
    ),
  };

  const unsigned: Record<number, Provoke> = {
    701: (path) => new Client(world.url, 'server').call(path, { ...everything(), signature: 'x' }),
  };

  /** Somebody who has posted as often as they may in an hour, and a post of theirs. */
  const posted = async (who: Client, times: number) => {
    const meta = { appId: APP, actor: 0, at: world.clock.now(), commandId: randomUUID() };
    const { topicId } = await openTopic(world.core, APP, { name: '话题', category: '生活' }, () => meta);
    const sound = { fileId: '0'.repeat(24), path: '', lengthSeconds: 5, samples: '1', title: '第一条' };
    const none = { mainSubjectId: 0, replySubjectId: 0, replyUserId: 0 };
    const subjectIds = Array.from({ length: times }, (_, n) => topicId + n + 1);
    for (const subjectId of subjectIds) {
      const command = { type: 'PostSubject', subjectId, topicId, userId: who.userId, ...sound, ...none } as const;
      await world.run(subjectDecider, subjectStream(APP, subjectId), command, who.userId);
    }
    await world.settle();
    return { topicId, subjectId: subjectIds[0]! };
  };
  const noTopic = () => ({ topicId: NOBODY, subjectId: NOBODY, offset: 0, sign: 'x', samples: '1', length: 5 });
  const unknownTopic = by(() => viewer, noTopic);
  const ofTopic = async (path: string, given: Params, times = 1) => {
    const author = await world.person('发帖的');
    return author.call(path, everything({ ...noTopic(), ...(await posted(author, times)), ...given }));
  };
  const posting: Record<number, Provoke> = {
    100: unknownTopic,
    102: (path) => ofTopic(path, {}),
    400: (path) => ofTopic(path, {}, MAX_SUBJECTS_PER_HOUR),
  };

  const particular: Record<string, Record<number, Provoke>> = {
    '/api/payment/p2g': {
      721: async (path) => (await frozen()).call(path, { packageId: 201 }),
      726: by(
        () => viewer,
        () => ({ packageId: NOBODY }),
      ),
      741: by(
        () => viewer,
        () => ({ packageId: 201 }),
      ),
    },
    '/api/payment/verify-alipay': {
      726: by(
        () => viewer,
        () => ({ alipaycode: 'wuyongwen', username: '张三', idcard: '1', phone: '13533221223' }),
      ),
    },
    '/api/payment/cash-info': { 721: async (path) => (await frozen()).call(path) },
    '/api/payment/pay-req': {
      721: async (path) => (await frozen()).call(path, { alipaycode: 'wuyongwen', payamount: 1_000 }),
      726: by(
        () => viewer,
        () => ({ alipaycode: 'wuyongwen', payamount: 1_000 }),
      ),
      740: async (path) => {
        const poor = await world.person('没积分的');
        const idcard = `11010119900307001${checkCharacter('11010119900307001')}`;
        const papers = { alipaycode: 'wuyongwen', username: '张三', idcard, phone: '13533221223' };
        await poor.must('/api/payment/verify-alipay', papers);
        return poor.call(path, { alipaycode: 'wuyongwen', payamount: 1_000 });
      },
    },
    '/api/topic/topic-detail': { 100: unknownTopic },
    '/api/topic/subject-detail': { 100: unknownTopic },
    '/api/topic/create-subject': posting,
    '/api/topic/reply-subject': posting,
    '/api/topic/update-subject': { 400: unknownTopic },
    '/api/topic/listen-subject': { 100: unknownTopic },
    '/api/topic/like-subject': { 400: unknownTopic },
    ...Object.fromEntries(messageServerEndpoints.map(({ path }) => [path, unsigned])),
    '/api/user/get-sms-verification-code': {
      400: async (path) => {
        await viewer.must(path, { phoneNo: '13800138001' });
        return viewer.call(path, { phoneNo: '13800138001' });
      },
    },
    '/api/user/sign-in-cl-by-phone': { 401: by(() => viewer) },
    '/api/user/sign-in': {
      701: by(
        () => viewer,
        () => ({ accountSource: 'Weibo', accountToken: 'x', openId: '1' }),
      ),
      702: by(
        () => viewer,
        () => ({ accountSource: 'Wechat', accountToken: 'x', openId: 'o' }),
      ),
    },
    '/api/user/bind-phone': {
      403: async (path) => {
        const phoneNo = '13800138077';
        const codeFor = async () => {
          world.clock.advance(CODE_INTERVAL_MS);
          await viewer.must('/api/user/get-sms-verification-code', { phoneNo });
          return String(await lastSentCode(world.core, APP, phoneNo));
        };
        await viewer.must('/api/user/sign-in-cl-by-phone', { phoneNo, verifyCode: await codeFor() });
        return viewer.call(path, { phone: phoneNo, verifyCode: await codeFor() });
      },
    },
    '/api/user/update': {
      445: by(
        () => viewer,
        () => ({ displayName: '官方客服' }),
      ),
      447: by(
        () => viewer,
        () => ({ displayName: '长'.repeat(21) }),
      ),
      501: by(
        () => viewer,
        () => ({ birthDay: new Date(world.clock.now()).toISOString().slice(0, 10) }),
      ),
      721: async (path) => leaving(renamed(await frozen()), path, { displayName: '第三个名字' }),
      740: async (path) => leaving(renamed(await broke()), path, { displayName: '第三个名字' }),
    },
    '/api/user/info': {
      736: async (path) => {
        const shy = await world.person('不给看的');
        await world.relate('BlockUser', shy, viewer);
        return viewer.call(path, { uid: shy.userId });
      },
    },
    '/api/sys/oss-token': {
      400: async (path) => {
        const busy = await world.person('传不完的');
        let answer = await busy.call(path, { format: 'png', module: 'avatar' });
        for (let n = 0; n < TICKETS_PER_HOUR && answer.errorcode === 0; n++) {
          answer = await busy.call(path, { format: 'png', module: 'avatar' });
        }
        return answer;
      },
    },
    '/api/record/upload-record': {
      754: () => sendRecord(viewer, { file: png() }),
      755: () => sendRecord(viewer, { file: mp3(1), fields: { recordLength: '1' } }),
      756: () => sendRecord(viewer, { file: mp3(121), fields: { recordLength: '121' } }),
    },
    // Both texts of 757 are in records.test.ts.
    '/api/record/delete-record': {
      757: by(
        () => viewer,
        () => ({ recordId: NOBODY }),
      ),
    },
    '/api/record/read-record': {
      757: by(
        () => viewer,
        () => ({ recordId: NOBODY }),
      ),
    },
    '/api/payment/create-order': {
      726: by(
        () => viewer,
        () => ({ packageId: NOBODY }),
      ),
    },
    '/api/payment/order-notify': { 727: by(() => viewer) },
    '/api/live/pause-live': { 735: stoppedBy },
    '/api/live/continue-live': { 735: stoppedBy },
    '/api/live/join-live': {
      505: async (path) => {
        const id = await world.room(await world.person('满座的'), await world.people(7));
        return viewer.call(path, { liveId: id });
      },
      725: async (path) => viewer.call(path, { liveId: (await stopped()).id }),
      737: async (path) => {
        const unwanted = await world.person('不欢迎的');
        await world.relate('BlockUser', host, unwanted);
        return unwanted.call(path, { liveId });
      },
    },
    '/api/live/heart-beat': {
      506: async (path) => (await world.person('门外的')).call(path, everything()),
      711: by(
        () => viewer,
        () => ({ isCreator: 1 }),
      ),
      725: async (path) => viewer.call(path, everything({ liveId: (await stopped()).id })),
    },
    '/api/live/list-live-users': {
      710: by(
        () => viewer,
        () => ({ liveId: NOBODY }),
      ),
    },
    '/api/live/lock-live-seat': {
      502: async (path) => {
        const { star, liveId } = await stage();
        const lock = () => star.call(path, { liveId, unlock: 0 });
        let answer = await lock();
        for (let n = 0; n < 8 && answer.errorcode === 0; n++) answer = await lock();
        return answer;
      },
    },
    '/api/live/knock-live-room': {
      504: async (path) => {
        const outsider = await world.person('敲门的');
        await outsider.must(path, { liveId });
        return outsider.call(path, { liveId });
      },
    },
    '/api/msg/send-msg': {
      733: by(
        () => viewer,
        () => ({ roomId: NOBODY }),
      ),
    },
    '/api/live/buy-gift': {
      710: by(() => host),
      721: (path) => leaving(frozen(), path, {}),
      730: by(
        () => viewer,
        () => ({ giftId: NOBODY }),
      ),
      740: (path) => leaving(broke(), path, {}),
    },
    '/api/live/buy-bullet': {
      721: (path) => leaving(frozen(), path, {}),
      740: (path) => leaving(broke(), path, {}),
    },
    '/api/live/call-request': {
      722: async (path) => {
        const { star, guests, liveId } = await stage();
        await star.must('/api/live/shutupuser', { liveId, userId: guests[0].userId });
        return guests[0].call(path, { liveId });
      },
      742: async (path) => (await world.person('门外的')).call(path, { liveId }),
    },
    '/api/live/accept-conference': {
      409: async (path) => {
        const { star, guests, liveId } = await stage();
        await guests[0].must('/api/live/call-request', { liveId });
        world.clock.advance(30_000);
        return star.call(path, { liveId, userId: guests[0].userId });
      },
      739: async (path) => {
        const { star, guests, liveId } = await connecting();
        return star.call(path, { liveId, userId: guests[1].userId });
      },
      742: by(() => host),
    },
    '/api/live/refuse-conference': { 742: by(() => host) },
    '/api/live/join-conference': {
      742: by(() => viewer),
      750: async (path) => {
        const { star, guests, liveId } = await connecting();
        await star.must('/api/live/quit-conference', { liveId });
        return guests[0].call(path, { liveId });
      },
    },
    '/api/live/quit-conference': { 742: by(() => viewer) },
    '/api/chat/due-chat': {
      738: async (path) => (await world.person('拨号的')).call(path, { userId: host.userId }),
      739: async (path) => {
        const { callee } = await ringing();
        return (await world.person('晚来的')).call(path, { userId: callee.userId });
      },
    },
    '/api/chat/cancel-due-chat': {
      711: async (path) => viewer.call(path, { chatId: (await ringing()).chatId }),
    },
    '/api/chat/buy-gift': {
      710: async (path) => givingIn(path, await world.person('送错的', 10), { userId: NOBODY }),
      721: async (path) => givingIn(path, await frozen()),
      730: async (path) => givingIn(path, await world.person('挑错的', 10), { giftId: NOBODY }),
      740: async (path) => givingIn(path, await broke()),
    },
  };

  for (const { path } of documentedEndpoints) {
    const codes = documentOf(path)
      .errors.map(({ code }) => code)
      .filter((code) => !UNUSED_CODES[path]?.includes(code));
    it(`${path}: ${codes.join(', ')}`, async () => {
      for (const code of codes) {
        const provoke = particular[path]?.[code] ?? usual[code] ?? everywhere[code];
        if (!provoke) throw new Error(`nothing provokes ${code}`);
        const answer = await provoke(path);
        expect(answer.errorcode, `${code}, but it answered ${JSON.stringify(answer)}`).to.equal(code);
        expect(answer.errormsg).to.be.a('string').that.is.not.equal('');
      }
    });
  }
});

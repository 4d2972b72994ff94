import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import type { Client } from '../support/client.ts';
import { Arena, type Params } from './arena.ts';
import { attack } from './attacks.ts';

/** Who tries: what each is to the room of `host`. All but the first three are signed in. */
const ROLES = [
  ...(['nobody', 'forged', 'signed out', 'banned'] as const),
  ...(['outsider', 'another host', 'former', 'kicked', 'blocked', 'muted', 'member', 'host'] as const),
];
type Role = (typeof ROLES)[number];
const STRANGERS = 4;

type Codes = readonly (number | null)[];
const hostOnly: Codes = [711, 711, 711, 711, 711, 711, 711, 0];
const insideOnly: Codes = [506, 506, 506, 506, 506, 0, 0, 0];
const everybody: Codes = [0, 0, 0, 0, 0, 0, 0, 0];
const noPart: Codes = [742, 742, 742, 742, 742, 742, 742, 742];
/** Nobody has a part in a call that is not there. */
const noChat: Codes = Array(8).fill(732);
/** Of a topic or a post that is not there. */
const noTopic: Codes = Array(8).fill(100);
/** Of a group that is not there. */
const noGroup: Codes = Array(8).fill(733);
/** It would end what the other attacks need: objects.test.ts tries it. */
const notHere: Codes = Array(8).fill(null);

/** Stand for a member of the room who did nothing, for the host, and for somebody who is nowhere. */
const VICTIM = 'VICTIM';
const HOST = 'HOST';
const BYSTANDER = 'BYSTANDER';

/**
 * What the signed in are answered in the order of ROLES, from `outsider` on, in a live that plays. The others are answered 700
 * (nobody) and 720 (forged, signed out, banned) by every endpoint that wants a token.
 */
const TABLE: [name: string, params: Params, codes: Codes][] = [
  ['user/sign-out', {}, notHere],
  ['user/update', { displayName: '改名了', gender: 'Male', birthDay: '1990-01-01' }, notHere],
  ['user/bind-phone', { phone: '13800138999', verifyCode: '000000' }, Array(8).fill(401)],
  ['user/info', { uid: HOST }, [0, 0, 0, 0, 736, 0, 0, 0]],
  ['user/follow', { userId: HOST }, [0, 0, 0, 0, 736, 0, 0, 700]],
  ['user/unfollow', { userId: HOST }, [0, 0, 0, 0, 0, 0, 0, 700]],
  ['user/block-user', { userId: BYSTANDER }, everybody],
  ['user/unblock-user', { targetId: BYSTANDER }, everybody],
  ['user/list-follower', { userId: HOST }, [0, 0, 0, 0, 736, 0, 0, 0]],
  ['user/list-following', { userId: HOST }, [0, 0, 0, 0, 736, 0, 0, 0]],
  ['user/list-blocked-user', {}, everybody],
  ['user/user-gold', {}, everybody],
  ['user/export', {}, everybody],
  // By a code that was never sent.
  ['user/erase', { verifyCode: '000000' }, Array(8).fill(401)],
  ['user/push-device-info', { uuid: 'u', apnsType: 'jpush', apnsToken: 't', deveiceType: 'android' }, everybody],
  ['user/get-config', {}, everybody],
  ['user/update-config', { push_enable: 1 }, everybody],
  ['user/search', { queryParameter: '主播' }, everybody],
  ['user/usearch', { queryParameter: '主播' }, everybody],
  ['user/list-user-byType', { type: 'Anchor' }, everybody],
  ['user/list-active-user', {}, everybody],
  ['user/isinlive', { userId: HOST }, [0, 0, 0, 0, 736, 0, 0, 0]],
  ['payment/statistic', {}, everybody],
  ['payment/list-package', { channel: 'wechat' }, everybody],
  ['payment/create-order', { packageId: 122, channel: 'wechat' }, everybody],
  // Of an order that is nobody's: test/api/orders.test.ts has those of others.
  ['payment/order-notify', { order: '77', status: 1, data: 'x' }, Array(8).fill(727)],
  ['sys/upload-log', { log: 'crash' }, everybody],
  ['sys/oss-token', { format: 'png', module: 'avatar' }, everybody],
  // Without a file, and of a recording that nobody has.
  ['record/upload-record', { fileName: 'x', fileMd5: '0'.repeat(32), recordLength: 5 }, Array(8).fill(700)],
  ['record/refresh-record', { score: 0 }, everybody],
  ['record/read-record', { recordId: 77 }, Array(8).fill(757)],
  ['record/delete-record', { recordId: 77 }, Array(8).fill(757)],
  ['usr/report-user', { userId: BYSTANDER, reportType: 1 }, everybody],
  ['user/report-user', { userId: HOST, reportType: 1 }, [0, 0, 0, 0, 0, 0, 0, 700]],
  ['social/get-banner', {}, everybody],
  ['live/start-live', {}, hostOnly],
  ['live/change-live', { title: '我的了' }, hostOnly],
  ['live/pause-live', {}, hostOnly],
  ['live/continue-live', {}, hostOnly],
  ['live/stop-live', {}, hostOnly],
  ['live/delete-live', {}, hostOnly],
  ['live/set-live-visible', { visible: 0 }, hostOnly],
  ['live/lock-live-seat', { unlock: 0 }, hostOnly],
  ['live/invite-user-list', {}, hostOnly],
  ['live/invite-user', { userId: VICTIM }, hostOnly],
  ['live/kick-out-user', { userId: VICTIM }, hostOnly],
  ['live/shutupuser', { userId: VICTIM }, hostOnly],
  ['live/shutupopen', { userId: VICTIM }, hostOnly],
  ['live/livemgr', { userId: VICTIM, type: 1 }, hostOnly],
  ['live/systemnotify', { text: '抽奖' }, hostOnly],
  ['live/getmgruser', {}, insideOnly],
  ['live/getuser', { userId: VICTIM }, insideOnly],
  ['live/isshutup', { userId: VICTIM }, insideOnly],
  ['live/get-live', {}, insideOnly],
  ['live/share-live', {}, [0, 0, 0, 0, 731, 0, 0, 0]],
  ['live/unclosed-live', {}, everybody],
  ['live/create-live', { title: '我的' }, everybody],
  ['live/join-live', {}, [0, 0, 0, 737, 737, 0, 0, 0]],
  ['live/quit-live', {}, everybody],
  ['live/heart-beat', { isCreator: 0 }, insideOnly],
  ['live/heart-beat', { isCreator: 1 }, hostOnly],
  ['live/list-live-users', {}, insideOnly],
  ['live/list-replay-users', {}, [731, 731, 731, 731, 731, 731, 731, 731]],
  ['live/knock-status', {}, everybody],
  ['live/knock-live-room', {}, [0, 0, 0, 0, 711, 711, 711, 711]],
  ['live/list-live-by-recommend', {}, everybody],
  ['live/list-live-by-follow', {}, everybody],
  ['live/list-live-by-user', { userId: HOST }, everybody],
  ['msg/send-msg', { text: '你好' }, [733, 733, 733, 733, 733, 722, 0, 0]],
  ['msg/send-im', { toUserId: HOST, msgType: 'text', text: '你好' }, [0, 0, 0, 0, 400, 0, 0, 700]],
  ['msg/im-history', { userId: HOST }, everybody],
  // Of a message that is not there, and notices and people that are in nobody's list.
  ['msg/revoke-im', { userId: HOST, msgId: 77 }, Array(8).fill(400)],
  ['msg/message-list', {}, everybody],
  ['msg/message-del', { userId: VICTIM }, everybody],
  ['msg/message-read-all', {}, everybody],
  ['msg/read-all-msg', {}, everybody],
  ['msg/read-im', { userId: VICTIM }, everybody],
  ['msg/history-msg', {}, everybody],
  ['msg/read-one-msg', { msgId: 77 }, everybody],
  ['msg/delete-msg', { msgId: 77 }, everybody],
  // Who plays a live is not to be called; whom they block learns no more than that they are busy.
  ['chat/due-chat', { userId: HOST }, [738, 738, 738, 738, 739, 738, 738, 700]],
  ['chat/cancel-due-chat', { chatId: 77 }, noChat],
  ['chat/accept-chat', { chatId: 77, userId: HOST, type: 0 }, noChat],
  ['chat/match-chat', {}, notHere],
  ['chat/stop-match-chat', {}, everybody],
  ['chat/join-chat', { chatId: 77 }, noChat],
  ['chat/get-chat', { chatId: 77 }, noChat],
  ['chat/heart-beat', { chatId: 77 }, noChat],
  ['chat/change-topic', { chatId: 77 }, noChat],
  ['chat/pause-chat', { chatId: 77 }, noChat],
  ['chat/continue-chat', { chatId: 77 }, noChat],
  ['chat/stop-chat', { chatId: 77 }, noChat],
  ['chat/buy-gift', { chatId: 77, userId: HOST, giftId: 101, amount: 1, gift_uuid: 'u' }, noChat],
  ['chat/get-user-sig', {}, everybody],
  ['topic/topic-list', { offset: 0 }, everybody],
  // Of topics and posts that are not there: test/api/topics.test.ts has those that are.
  ['topic/topic-detail', { topicId: 77, type: 1, offset: 0 }, noTopic],
  ['topic/subject-detail', { subjectId: 77, offset: 0 }, noTopic],
  ['topic/get-subject', { subjectId: 77 }, noTopic],
  ['topic/create-subject', { topicId: 77, sign: 'x', samples: '1', title: 't', length: 5 }, noTopic],
  ['topic/reply-subject', { subjectId: 77, sign: 'x', samples: '1' }, noTopic],
  ['topic/listen-subject', { subjectId: 77 }, noTopic],
  ['topic/update-subject', { subjectId: 77, title: 't' }, Array(8).fill(400)],
  ['topic/like-subject', { subjectId: 77 }, Array(8).fill(400)],
  ['topic/buy-gift', { giftId: 101, subjectId: 77 }, noTopic],
  ['payment/list-p2g-package', {}, everybody],
  // Nobody here has so many points.
  ['payment/p2g', { packageId: 205 }, Array(8).fill(741)],
  ['payment/get-alipay-info', {}, everybody],
  // The same papers are one person's, whoever comes first; these are nobody's.
  [
    'payment/verify-alipay',
    { alipaycode: 'wuyongwen', username: '张三', idcard: '1', phone: '13533221223' },
    Array(8).fill(726),
  ],
  ['payment/cash-info', {}, everybody],
  ['payment/pay-req', { alipaycode: 'wuyongwen', payamount: 1_000 }, Array(8).fill(726)],
  ['payment/list-pay-req', {}, everybody],
  ['group/create-group', { name: '一群' }, everybody],
  ['group/my-groups', {}, everybody],
  // Of a group that is not there: test/api/heihei-groups.test.ts has those that are.
  ...['group-info', 'change-group', 'destroy-group', 'join', 'leave', 'members'].map((name): (typeof TABLE)[number] => [
    `group/${name}`,
    { groupId: 77 },
    noGroup,
  ]),
  ...['transfer-group', 'set-role'].map((name): (typeof TABLE)[number] => [
    `group/${name}`,
    { groupId: 77, userId: VICTIM, role: 'admin' },
    noGroup,
  ]),
  ...['invite', 'kick'].map((name): (typeof TABLE)[number] => [
    `group/${name}`,
    { groupId: 77, userIds: '7' },
    noGroup,
  ]),
  ['live/live-like', { type: 1 }, insideOnly],
  ['live/gift-info', {}, everybody],
  ['social/gift-resources', {}, everybody],
  ['live/buy-gift', { giftId: 101 }, [506, 506, 506, 506, 506, 0, 0, 710]],
  ['live/buy-bullet', { message: '你好' }, [506, 506, 506, 506, 506, 722, 0, 710]],
  ['live/call-request', {}, [742, 742, 742, 742, 742, 722, 0, 700]],
  ['live/accept-conference', { userId: VICTIM }, noPart],
  ['live/refuse-conference', { userId: VICTIM }, noPart],
  ['live/join-conference', {}, noPart],
  ['live/conference-success', {}, noPart],
  ['live/quit-conference', {}, noPart],
];

/** Who has no identity is let in to these alone. */
const PUBLIC = [
  '/api/init',
  '/api/sys/update',
  '/api/live/replay-feed',
  '/api/user/get-sms-verification-code',
  '/api/user/sign-in-cl-by-phone',
  '/api/user/sign-in',
  ...['register-phone', 'verify-phone'].map((name) => `/api/sms/${name}`),
  // They want a provider's signature: money.test.ts.
  ...['alipaycallback', 'wepaycallback', 'applecallback'].map((name) => `/api/payment/${name}`),
];

describe('attacks: every endpoint × every role', () => {
  let arena: Arena;
  let host: Client;
  let victim: Client;
  let otherHost: Client;
  let bystander: Client;
  const people = new Map<Role, Client>();
  /** The room is made anew once somebody changed it. */
  let liveId: number | null = null;

  before(async () => {
    arena = await Arena.open('roles');
    host = await arena.person('主播', 1_000);
    victim = await arena.person('路过的观众');
    bystander = await arena.person('没来的');
    for (const role of ROLES.slice(STRANGERS)) {
      people.set(role, role === 'host' ? host : await arena.person(role, 1_000));
    }
    otherHost = people.get('another host')!;
    await host.must('/api/user/block-user', { userId: people.get('blocked')!.userId });
    people.set('nobody', arena.nobody());
    people.set('forged', arena.nobody(`${host.token.slice(0, -4)}AAAA`));
    people.set('signed out', await arena.person('走了的'));
    await people.get('signed out')!.must('/api/user/sign-out');
    people.set('banned', await arena.person('封了的'));
    await people.get('banned')!.dev('POST', `/dev/users/${people.get('banned')!.userId}/ban`);
  });

  after(async () => expect(await arena.close()).to.equal('sound'));

  /** A live that plays, with everybody in their place. */
  async function room(): Promise<number> {
    const inside = (['former', 'kicked', 'muted', 'member'] as const).map((role) => people.get(role)!);
    const id = await arena.room(host, ...inside, victim);
    await people.get('former')!.must('/api/live/quit-live', { liveId: id });
    await host.must('/api/live/kick-out-user', { liveId: id, userId: people.get('kicked')!.userId });
    await host.must('/api/live/shutupuser', { liveId: id, userId: people.get('muted')!.userId });
    await arena.room(otherHost);
    await arena.written();
    return id;
  }

  it('are both whole: no endpoint is missing, and none but the named is open to everybody', () => {
    const open = heiheiEndpoints.filter(({ auth }) => auth === 'none').map(({ path }) => path);
    expect(open).to.have.members(PUBLIC);
    const tried = TABLE.map(([name]) => `/api/${name}`);
    // What servers sign is attacked in test/api/message-server.test.ts.
    const signed = heiheiEndpoints.filter(({ auth }) => auth === 'app').map(({ path }) => path);
    expect([...new Set([...tried, ...PUBLIC, ...signed])]).to.have.members(heiheiEndpoints.map(({ path }) => path));
  });

  /** The answer, and what the attacker wrote to the log although it was refused. */
  async function attempt(role: Role, path: string, given: Params): Promise<{ code: number; wrote: string[] }> {
    liveId ??= await room();
    const ids: Record<string, number> = { [VICTIM]: victim.userId, [HOST]: host.userId, [BYSTANDER]: bystander.userId };
    const named = Object.entries(given).map(([name, value]) => [name, ids[value] ?? value]);
    const client = people.get(role)!;
    const { errorcode } = await client.call(path, { liveId, roomId: liveId, ...Object.fromEntries(named) });
    const wrote = await arena.written(client.userId);
    if (errorcode !== 0) return { code: errorcode, wrote };
    if (wrote.length > 0) liveId = null;
    return { code: 0, wrote: [] };
  }

  for (const [name, given, codes] of TABLE) {
    const path = `/api/${name}`;
    describe(`${name} ${JSON.stringify(given)}`, () => {
      for (const [at, role] of ROLES.entries()) {
        const code = at === 0 ? 700 : at < STRANGERS ? 720 : codes[at - STRANGERS];
        if (code === null) continue;
        const what = `${role} → ${code}`;
        it(what, () => attack(`${name}: ${what}`, () => attempt(role, path, given), { code, wrote: [] }));
      }
    });
  }
});

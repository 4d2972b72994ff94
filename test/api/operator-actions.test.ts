import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import { orderOf } from '../../application/payments/order.ts';
import { NO_WORKINGS } from '../../application/workings.ts';
import { APPROVAL_HOLDS_MS } from '../../domain/approval/limits.ts';
import { MAX_AMOUNT } from '../../domain/kernel/limits.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Client } from '../support/client.ts';
import { newOperator, OperatorClient } from '../support/operator-client.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

const LIMIT = 100_000;

describe('what operators do', () => {
  let world: RoomWorld;
  let support: OperatorClient;
  let finance: OperatorClient;
  let second: OperatorClient;
  let admin: OperatorClient;
  let person: Client;

  const operator = async (name: string, role: Parameters<typeof newOperator>[2]) => {
    await newOperator(world.core, name, role);
    const client = new OperatorClient(world.url);
    await client.signIn(name);
    return client;
  };
  const must = async (answer: ReturnType<OperatorClient['get']>) => {
    const { status, body } = await answer;
    expect(status, JSON.stringify(body)).to.equal(200);
    return body;
  };
  const error = async (answer: ReturnType<OperatorClient['get']>) => (await answer).body.error;
  const goldOf = async (who: Client) => {
    await world.settle();
    return (await must(support.get('people/show', { userId: who.userId }))).wallet.gold;
  };
  const eventsOf = (type: string, userId: number) =>
    world.log.all.filter((event) => event.type === type && (event.data as { userId?: number }).userId === userId);

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
    [support, finance, second, admin] = await Promise.all([
      operator('support', 'support'),
      operator('finance', 'finance'),
      operator('second', 'finance'),
      operator('admin', 'admin'),
    ]);
  });
  beforeEach(async () => {
    person = await world.person('小明');
  });
  after(() => world.close());

  describe('people', () => {
    it('are found by id, number, phone and name, and shown with what belongs to them', async () => {
      await world.settle();
      const { userId } = person;
      const shown = await must(support.get('people/show', { userId }));
      expect(shown).to.include({ userId, displayName: '小明', isBanned: false, isErased: false });
      expect(shown.sessions).to.have.length(1);
      expect(shown.wallet).to.deep.equal({ gold: 0, points: 0, earnedPoints: 0, outlayGold: 0, isFrozen: false });
      for (const text of [String(userId), String(shown.heiNum), '小明']) {
        const { people } = await must(support.post('people/search', { text }));
        expect(
          people.map((one: { userId: number }) => one.userId),
          text,
        ).to.include(userId);
      }
      expect((await must(support.get('people/search', { text: '没有这个人' }))).people).to.deep.equal([]);
      expect(await error(support.get('people/show', { userId: 77 }))).to.equal('UserNotFound');
      const [{ sessionRef }] = shown.sessions;
      await must(support.act('people/end-session', { userId, sessionRef }));
      expect((await must(support.get('people/show', { userId }))).sessions).to.deep.equal([]);
      expect((await person.call('/api/user/get-config')).errorcode).to.equal(720);
    });

    it('are banned, also found then, and let in again', async () => {
      const { userId } = person;
      await must(support.act('people/ban', { userId }));
      const { people } = await must(support.get('people/search', { text: String(userId) }));
      expect(people[0]).to.include({ userId, isBanned: true });
      await must(support.act('people/unban', { userId }));
      await must(support.act('people/set-honour', { userId, honour: 'verified', isGranted: true }));
      expect(await must(support.get('people/show', { userId }))).to.deep.include({
        isBanned: false,
        honours: ['verified'],
      });
    });

    it('are exported and erased by admins', async () => {
      const { userId } = person;
      const { items } = await must(admin.get('people/export', { userId }));
      expect(items.map((item: { type: string }) => item.type)).to.include('profile');
      await must(admin.act('people/erase', { userId, because: 'request' }));
      expect(await must(admin.get('people/show', { userId }))).to.include({ isErased: true });
      expect(await error(admin.get('people/export', { userId }))).to.equal('UserNotFound');
    });
  });

  describe('gold', () => {
    const grant = (who: OperatorClient, amountGold: number, headers = {}) =>
      who.act('wallets/grant', { userId: person.userId, amountGold, reason: '活动奖励' }, headers);

    it('is given at once up to the limit, once for a key, and the log says by whom and why', async () => {
      const key = { 'Idempotency-Key': randomUUID() };
      const answers = await Promise.all([1, 2, 3].map(() => grant(finance, LIMIT, key)));
      for (const { body } of answers) expect(body).to.include({ approvalId: null });
      expect(await goldOf(person)).to.equal(LIMIT);
      const [granted, ...more] = eventsOf('GoldGranted', person.userId);
      expect(more).to.deep.equal([]);
      expect(granted!.data).to.include({ source: 'operator' });
      expect(granted!.meta).to.include({ operator: finance.operatorId, reason: '活动奖励', actor: 0 });
      expect(await error(grant(finance, 5, key))).to.equal('IdempotencyConflict');
      for (const amountGold of [0, -1, 1.5, 2 ** 53, '5', null]) {
        expect((await finance.act('wallets/grant', { userId: person.userId, amountGold })).status).to.equal(400);
      }
    });

    it('above the limit waits for a second operator, who is another one, and is given once', async () => {
      const { approvalId } = await must(grant(finance, LIMIT + 1));
      expect(approvalId).to.be.a('number');
      expect(await goldOf(person)).to.equal(0);
      const give = (who: OperatorClient) => who.act('approvals/give', { approvalId });
      expect(await error(give(finance))).to.equal('OwnApproval');
      expect(await error(give(support))).to.equal('RoleTooLow');
      const { approvals } = await must(support.get('approvals/list', { status: 'asked' }));
      expect(approvals[0]).to.include({
        approvalId,
        kind: 'grant',
        amountGold: LIMIT + 1,
        reason: '活动奖励',
        settledBy: null,
      });
      // An admin could make a token of another operator.
      const making = { operatorId: second.operatorId, label: 'x', role: 'finance', days: 1 };
      const { token } = await must(admin.act('tokens/make', making));
      const script = new OperatorClient(world.url);
      const byToken = script.act('approvals/give', { approvalId }, { Authorization: `Bearer ${token}` });
      expect(await error(byToken)).to.equal('RoleTooLow');
      const given = await Promise.all([give(second), give(admin), give(second)]);
      expect(given.filter(({ status }) => status === 200)).to.have.length(1);
      expect(await goldOf(person)).to.equal(LIMIT + 1);
      expect(await error(give(second))).to.equal('ApprovalSettled');
      expect(await error(support.get('approvals/list', { status: 'given' }))).to.equal(undefined);
      expect(eventsOf('GoldGranted', person.userId)).to.have.length(1);
    });

    it('is not given when the second one refuses, the first takes it back, or nobody looks in time', async () => {
      const ask = async () => (await must(grant(finance, 2 * LIMIT))).approvalId as number;
      const [refused, takenBack, late] = [await ask(), await ask(), await ask()];
      await must(second.act('approvals/refuse', { approvalId: refused }));
      await must(finance.act('approvals/refuse', { approvalId: takenBack }));
      world.clock.advance(APPROVAL_HOLDS_MS);
      for (const [name, client] of Object.entries({ support, finance, second, admin })) await client.signIn(name);
      for (const approvalId of [refused, takenBack, late]) {
        expect(await error(second.act('approvals/give', { approvalId }))).to.equal('ApprovalSettled');
      }
      expect(await error(second.act('approvals/give', { approvalId: 77 }))).to.equal('ApprovalNotFound');
      expect(await goldOf(person)).to.equal(0);
    });

    it('is noted as failed where a rule keeps it from being given', async () => {
      const ask = async () => (await must(grant(finance, MAX_AMOUNT))).approvalId as number;
      const ids = [await ask(), await ask()];
      for (const approvalId of ids) await must(second.act('approvals/give', { approvalId }));
      await world.settle();
      const { approvals } = await must(support.get('approvals/list'));
      const of = (id: number) => approvals.find((one: { approvalId: number }) => one.approvalId === id);
      expect(ids.map((id) => of(id).status)).to.deep.equal(['given', 'failed']);
      expect(eventsOf('GoldGranted', person.userId)).to.have.length(1);
    });

    it('of a gift comes back once, whoever asks, and never that of something else', async () => {
      const { room, guest } = await roomWithGuest(1_000);
      await guest.must('/api/live/buy-gift', { giftId: 103, liveId: room, amount: 1 });
      await world.settle();
      const before = await goldOf(guest);
      const stream = await world.core.log.read(`wallet-${APP}.${guest.userId}`);
      const bought = stream.find(({ type }) => type === 'GiftBought')!;
      const { costGold } = bought.data as { costGold: number };
      const refund = (who: OperatorClient, revision: number) =>
        who.act('wallets/refund-gift', { userId: guest.userId, revision });
      const both = await Promise.all([refund(finance, bought.revision), refund(second, bought.revision)]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
      expect(await goldOf(guest)).to.equal(before + costGold);
      expect(await error(refund(second, bought.revision))).to.equal('AlreadyDone');
      expect(await error(refund(second, 0)), 'a grant').to.equal('PurchaseNotFound');
      expect(await error(refund(second, 10_000))).to.equal('PurchaseNotFound');
      expect(await goldOf(guest)).to.equal(before + costGold);
    });

    it('stays where it is in a frozen wallet', async () => {
      const { userId } = person;
      await must(support.act('wallets/freeze', { userId }));
      expect((await must(support.get('people/show', { userId }))).wallet).to.include({ isFrozen: true });
      expect(await error(support.act('wallets/unfreeze', { userId }))).to.equal('RoleTooLow');
      await must(finance.act('wallets/unfreeze', { userId }));
      expect((await must(support.get('people/show', { userId }))).wallet).to.include({ isFrozen: false });
    });

    it('of an order is taken once its money went back, above the limit by two', async () => {
      const paid = async () => {
        const { order } = await person.must('/api/payment/create-order', { packageId: 112, channel: 'alipay' });
        const { headers, body } = await world.payments.callbackOf(await orderOf(world.core, APP, String(order)), {});
        await fetch(`${world.url}/api/payment/alipaycallback`, { method: 'POST', headers, body });
        await world.settle();
        return String(order);
      };
      const one = await paid();
      const { orders } = await must(support.get('orders/list', { userId: person.userId }));
      expect(orders[0]).to.include({ orderId: one, status: 'paid', isDisputed: false });
      await must(finance.act('orders/refund', { orderId: one }));
      expect(await goldOf(person)).to.equal(0);
      world.core.settings.operatorLimitGold = 100;
      const two = await paid();
      const { approvalId } = await must(finance.act('orders/refund', { orderId: two }));
      expect(await goldOf(person)).to.equal(980);
      expect(await error(second.act('orders/refund', { orderId: two }))).to.equal('AlreadyDone');
      await must(second.act('approvals/give', { approvalId }));
      expect(await goldOf(person)).to.equal(0);
      world.core.settings.operatorLimitGold = LIMIT;
      expect(await error(finance.act('orders/refund', { orderId: '77' }))).to.equal('OrderNotFound');
    });
  });

  async function roomWithGuest(gold: number) {
    const host = await world.person('主播');
    const guest = await world.person('观众', gold);
    const { live } = await host.must('/api/live/create-live', { title: '开播' });
    const room = (live as { liveId: number }).liveId;
    await host.must('/api/live/start-live', { liveId: room });
    await guest.must('/api/live/join-live', { liveId: room });
    await world.settle();
    return { host, guest, room };
  }

  describe('lives', () => {
    it('are listed and shown, hidden or not, and people in them muted and put out', async () => {
      const { host, guest, room: liveId } = await roomWithGuest(0);
      const listed = async (isHidden: boolean) =>
        (await must(support.post('lives/list', { isHidden }))).lives.map((live: { liveId: number }) => live.liveId);
      expect(await listed(false)).to.include(liveId);
      await host.must('/api/live/set-live-visible', { liveId, visible: 0 });
      await world.settle();
      expect(await listed(false)).not.to.include(liveId);
      expect(await listed(true)).to.include(liveId);
      await must(support.act('lives/mute', { liveId, userId: guest.userId }));
      const shown = await must(support.get('lives/show', { liveId }));
      expect(shown.live).to.include({
        liveId,
        hostId: host.userId,
        hostName: '主播',
        isVisible: false,
        memberCount: 2,
      });
      expect(shown.members).to.deep.include({
        userId: guest.userId,
        displayName: '观众',
        isMuted: true,
        isManager: false,
      });
      expect((await guest.call('/api/msg/send-msg', { liveId, roomId: liveId, text: '你好' })).errorcode).to.equal(722);
      await must(support.act('lives/mute', { liveId, userId: guest.userId, isMuted: false }));
      await must(support.act('lives/kick', { liveId, userId: guest.userId }));
      expect((await must(support.get('lives/show', { liveId }))).members).to.have.length(1);
      expect(await error(support.act('lives/kick', { liveId, userId: guest.userId }))).to.equal('NotInLive');
      expect(await error(support.act('lives/kick', { liveId, userId: host.userId }))).to.equal('TargetIsSelf');
      expect(await error(support.act('lives/mute', { liveId, userId: 77 }))).to.equal('UserNotFound');
    });

    it('are closed, or banned for good', async () => {
      const { room: closed } = await roomWithGuest(0);
      await must(support.act('lives/close', { liveId: closed }));
      expect((await must(support.get('lives/show', { liveId: closed }))).live).to.include({ status: 'stopped' });
      await must(support.act('lives/close', { liveId: closed }));
      const { room: banned } = await roomWithGuest(0);
      await must(support.act('lives/ban', { liveId: banned }));
      expect((await must(support.get('lives/show', { liveId: banned }))).live).to.include({ status: 'banned' });
      expect(await error(support.act('lives/close', { liveId: 77 }))).to.equal('LiveNotFound');
      expect(await error(support.get('lives/show', { liveId: 77 }))).to.equal('LiveNotFound');
    });
  });

  describe('what people report and post', () => {
    it('is listed, and settled', async () => {
      const other = await world.person('被举报的');
      await person.must('/api/user/report-user', { userId: other.userId, reportType: 3 });
      await world.settle();
      const { reports } = await must(support.post('reports/list', { status: 'open', userId: other.userId }));
      const [report] = reports;
      expect(report).to.include({ userId: other.userId, reporterId: person.userId, kind: 'abuse', status: 'open' });
      await must(support.act('reports/settle', { reportId: report.reportId, outcome: 'upheld' }));
      const again = await must(support.get('reports/list', { userId: other.userId }));
      expect(again.reports[0]).to.include({ status: 'upheld' });
      expect(await error(support.act('reports/settle', { reportId: 77, outcome: 'upheld' }))).to.equal(
        'ReportNotFound',
      );
      expect((await must(support.get('records/list'))).records).to.deep.equal([]);
      expect(await error(support.act('records/review', { recordId: 77, isApproved: true }))).to.equal('RecordNotFound');
      expect(await error(support.act('subjects/remove', { subjectId: 77 }))).to.equal('SubjectNotFound');
    });

    it('has topics, which one key opens once', async () => {
      const key = { 'Idempotency-Key': randomUUID() };
      const topic = { name: '今晚聊什么', category: '生活' };
      const { topicId } = await must(support.act('topics/open', topic, key));
      world.clock.advance(1_000);
      expect((await must(support.act('topics/open', topic, key))).topicId).to.equal(topicId);
      await must(support.act('topics/change', { topicId, isOnTop: true }));
      const listed = async () =>
        (await must(support.get('topics/list'))).topics.filter((one: { topicId: number }) => one.topicId === topicId);
      expect(await listed()).to.have.length(1);
      expect((await listed())[0]).to.include({ name: '今晚聊什么', isOnTop: true, isOpen: true });
      await must(support.act('topics/close', { topicId }));
      expect((await listed())[0]).to.include({ isOpen: false });
      expect(await error(support.act('topics/change', { topicId, rank: 5 }))).to.equal('TopicNotFound');
    });
  });

  describe('the app', () => {
    it('shows what operators set', async () => {
      const banners = [
        { desc: '指南', cover: '/static/cover/c.png', kind: 'web', targetId: 0, url: 'https://salon.example/g' },
      ];
      await must(support.act('banners/set', { banners }));
      expect(await must(support.get('banners/list'))).to.deep.equal({ banners });
      const wrong = [{ ...banners[0], url: 'javascript:alert(1)' }];
      expect(await error(support.act('banners/set', { banners: wrong }))).to.equal('InvalidInput');
      const release = {
        system: 'android',
        versionCode: '1.0.9',
        url: 'https://cdn.salon.example/a.apk',
        title: '更新',
      };
      await must(admin.act('releases/announce', release));
      const offered = async () => (await must(support.get('releases/list', { system: 'android' }))).releases;
      expect((await offered())[0]).to.include({ versionCode: '1.0.9', channel: '', force: false });
      await must(admin.act('releases/withdraw', { system: 'android', channel: '', versionCode: '1.0.9' }));
      expect(await offered()).to.deep.equal([]);
      await must(admin.act('house/set-seats', { seatCount: 20 }));
      await must(support.act('house/set-hints', { hints: ['你好'] }));
      expect(await must(support.get('house/show'))).to.deep.equal({ seatCount: 20, hints: ['你好'] });
      await must(admin.act('house/set-seats', { seatCount: 8 }));
      const { tenants, apps } = await must(support.get('apps/list'));
      expect(tenants).to.deep.equal(['heihei', 'other']);
      for (const app of apps) expect(app).to.have.all.keys('tenant', 'dialect', 'appId', 'hasOldSecret', 'secrets');
      const elsewhere = await must(support.get('house/show', { tenant: 'other' }));
      expect(elsewhere).to.deep.equal({ seatCount: 8, hints: [] });
      expect(await error(support.act('people/ban', { userId: person.userId, tenant: 'other' }))).to.equal(
        'UserNotFound',
      );
    });
  });

  describe('the log', () => {
    it('is shown from its end, followed from a position, and by stream, without secrets', async () => {
      await must(support.act('people/ban', { userId: person.userId }));
      const { events, next } = await must(admin.get('events/list', { limit: 1 }));
      expect(events[0]).to.include({
        position: next,
        type: 'UserBanned',
        tenant: APP,
        operator: support.operatorId,
        reason: '测试',
      });
      const before = await must(admin.get('events/list', { before: next, type: 'UserBanned', limit: 3 }));
      for (const { type, position } of before.events) {
        expect(type).to.equal('UserBanned');
        expect(position).to.be.below(next);
      }
      await must(support.act('people/unban', { userId: person.userId }));
      const later = await must(admin.get('events/list', { after: next, operator: support.operatorId }));
      expect(later.events.map((event: { type: string }) => event.type)).to.deep.equal(['UserUnbanned']);
      expect(later.isEnd).to.equal(true);
      expect((await must(admin.get('events/list', { after: later.next }))).events).to.deep.equal([]);
      const own = await must(admin.get('events/stream', { stream: `operator-salon.${support.operatorId}` }));
      expect(own.events[0]).to.deep.include({ type: 'OperatorAdded', revision: 0 });
      expect(own.events[0].data).to.include({ name: 'support', passwordHash: '…' });
      expect(await error(admin.get('events/stream', { stream: '$all' }))).to.equal('InvalidInput');
    });
  });

  describe('words', () => {
    const title = async (given: string) => {
      const { errorcode, live } = await person.call('/api/live/create-live', { title: given });
      return errorcode === 0 ? (live as { title: string }).title : errorcode;
    };

    it('are masked and held from when they are listed until they are taken off', async () => {
      expect(await title('去赌博')).to.equal('去赌博');
      await must(support.act('words/add', { treatment: 'hold', words: ['赌博', ' casino '] }));
      await must(support.act('words/add', { treatment: 'mask', words: ['坏话'] }));
      expect(await title('去赌 博'), 'another word').to.equal('去赌 博');
      expect(await title('去赌博')).to.equal(700);
      expect(await title('The CASINO')).to.equal(700);
      expect(await title('说坏话')).to.equal('说**');
      const { total, words } = await must(support.get('words/list', { text: 'casino' }));
      expect([total, words]).to.deep.equal([1, [{ word: 'casino', treatment: 'hold', from: 'operator' }]]);
      await must(support.act('words/add', { treatment: 'mask', words: ['赌博'] }));
      expect(await title('去赌博')).to.equal('去**');
      await must(support.act('words/remove', { words: ['赌博', '没有'] }));
      expect(await title('去赌博')).to.equal('去赌博');
      expect((await must(support.get('words/list'))).total).to.equal(2);
      const listed = world.log.all.filter(({ type }) => type === 'WordsListed');
      expect(listed[0]!.meta).to.include({ operator: support.operatorId, reason: '测试' });
      for (const wrong of [[], ['x'.repeat(65)], ['\u200b'], [' ']])
        expect(await error(support.act('words/add', { treatment: 'mask', words: wrong }))).to.equal('InvalidInput');
    });
  });

  describe('what webhooks are told', () => {
    it('is there to be asked for, page by page, each once; what people write for admins alone', async () => {
      const wanted = { types: 'person-registered, person-banned', limit: 1 };
      await must(support.act('people/ban', { userId: person.userId }));
      const messages: { id: string; position: number; type: string; subject: string }[] = [];
      for (let after = 0, isEnd = false; !isEnd; ) {
        const page = await must(support.get('events', { ...wanted, after }));
        messages.push(...page.messages);
        ({ next: after, isEnd } = page);
      }
      const own = messages.filter(({ subject }) => subject === `person:${person.userId}`);
      expect(own.map(({ type }) => type)).to.deep.equal(['person-registered', 'person-banned']);
      expect(new Set(messages.map(({ id }) => id)).size).to.equal(messages.length);
      const positions = messages.map(({ position }) => position);
      expect(positions).to.deep.equal([...positions].sort((a, b) => a - b));
      expect((await must(support.get('events', { after: positions.at(-1)! }))).messages).to.deep.equal([]);
      expect(await error(support.get('events', { types: 'gift,message' }))).to.equal('RoleTooLow');
      expect(await must(admin.get('events', { types: 'gift,message' }))).to.have.keys('messages', 'next', 'isEnd');
      expect(await error(admin.get('events', { types: 'gift,all' }))).to.equal('InvalidInput');
      expect(await error(admin.get('events', { after: -1 }))).to.equal('InvalidInput');
    });
  });

  describe('the machinery', () => {
    it('is shown, and what an operator does to it is in the log, once for a key', async () => {
      const done: string[] = [];
      const at = { position: 7, stream: 's', type: 'T', reason: 'r', at: 1 };
      world.core.workings = {
        ...NO_WORKINGS,
        views: async () => [{ name: 'lives', version: 2, state: 'stopped', position: 7, rebuiltTo: null, stop: at }],
        parkedReactions: async () => [{ by: 'credit-host', ...at }],
        rebuild: async (view) => done.push(`rebuild ${view}`) > 0,
        parkEvent: async (view, position) => position === 7 && done.push(`park ${view}`) > 0,
        retryJob: async (id) => id === 'a job' && done.push(`retry ${id}`) > 0,
      };
      expect((await must(support.get('views/list'))).views[0]).to.deep.include({
        name: 'lives',
        state: 'stopped',
        stop: at,
      });
      expect((await must(support.get('views/list-parked'))).reactions).to.deep.equal([{ by: 'credit-host', ...at }]);
      expect((await must(support.get('jobs/list-failed'))).jobs).to.deep.equal([]);
      const { jobs, now } = await must(support.get('jobs/list'));
      expect(jobs).to.be.an('array');
      expect(now).to.be.a('number');
      const key = { 'Idempotency-Key': randomUUID() };
      for (let times = 0; times < 2; times++) await must(admin.act('views/rebuild', { view: 'lives' }, key));
      await must(admin.act('views/park-event', { view: 'lives', position: 7 }));
      await must(admin.act('jobs/retry', { jobId: 'a job' }));
      expect(done).to.deep.equal(['rebuild lives', 'park lives', 'retry a job']);
      const at7 = { reached: 7, parked: { position: 7, reason: 'away', at: 1 }, isReplayAsked: false, leftOut: [] };
      const shop = { name: 'shop', tenant: APP, origin: 'https://shop.example', events: ['gift'], ...at7 };
      world.core.workings.webhooks = async () => [shop];
      world.core.workings.replayWebhook = async (name, after) => void done.push(`replay ${name} ${after}`);
      world.core.workings.settings = () => [{ name: 'CONSOLE', value: 'on', origin: 'environment' }];
      expect((await must(support.get('webhooks/list'))).webhooks).to.deep.equal([{ ...shop, leftOutCount: 0 }]);
      const again = { 'Idempotency-Key': randomUUID() };
      for (let times = 0; times < 2; times++) await must(admin.act('webhooks/replay', { webhook: 'shop' }, again));
      await must(admin.act('webhooks/replay', { webhook: 'shop', after: 0 }));
      expect(done.splice(3)).to.deep.equal(['replay shop null', 'replay shop 0']);
      expect(await error(admin.act('webhooks/replay', { webhook: 'another' }))).to.equal('WebhookNotFound');
      expect((await must(admin.get('settings/list'))).settings[0]).to.include({ name: 'CONSOLE', value: 'on' });
      expect(await error(admin.act('views/rebuild', { view: 'nobodys' }))).to.equal('ViewNotFound');
      expect(await error(admin.act('views/park-event', { view: 'lives', position: 8 }))).to.equal('NotStoppedThere');
      expect(await error(admin.act('jobs/retry', { jobId: 'another' }))).to.equal('JobNotFound');
      world.core.workings = NO_WORKINGS;
      expect(await error(admin.act('views/rebuild', { view: 'lives' }))).to.equal('NotHere');
      const noted = world.log.all.filter(({ type }) => type === 'OperatorIntervened').map(({ data }) => data);
      expect(noted[0]).to.deep.equal({ operatorId: admin.operatorId, what: 'rebuild-view', target: 'lives' });
    });
  });
});

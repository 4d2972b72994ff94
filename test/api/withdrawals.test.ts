import { randomUUID } from 'node:crypto';
import { expect } from 'chai';
import { heiheiEndpoints } from '../../api/heihei/endpoints.ts';
import type { MakeMeta } from '../../application/commands.ts';
import { approvalsOf, payWithdrawal, settleApproval } from '../../application/operators/money.ts';
import { approveWithdrawal, listWithdrawals, rejectWithdrawal } from '../../application/operators/withdrawals.ts';
import { payOut } from '../../application/payouts/pay-out.ts';
import { sumsOfLedgers } from '../../application/wallets/ledger-sums.ts';
import { checkCharacter } from '../../domain/payee/identity-card.ts';
import { PAYOUT_LOST_AFTER_MS } from '../../domain/withdrawal/limits.ts';
import type { Payout, PayoutOutcome, Payouts } from '../../payments/payouts.ts';
import { verifyLedger } from '../../projections/verify-ledger.ts';
import { messagesOf } from '../../realtime/heihei/index.ts';
import { allReactors } from '../../workers/reactors/all.ts';
import type { Answer, Client } from '../support/client.ts';
import { expectDocumentedShape } from '../support/heihei-document.ts';
import { newOperator, OperatorClient } from '../support/operator-client.ts';
import { APP, RoomWorld } from '../support/room-world.ts';

/** Whoever pays people, as tests want it: what it was told to pay, and what it says. */
class FakePayouts implements Payouts {
  readonly paid: Payout[] = [];
  answer: (payout: Payout) => Promise<PayoutOutcome> = async () => ({ kind: 'paid', tradeNo: 'T1' });
  answerToQuery: PayoutOutcome = { kind: 'not-there' };

  async pay(payout: Payout): Promise<PayoutOutcome> {
    this.paid.push({ ...payout });
    return this.answer(payout);
  }

  async query(): Promise<PayoutOutcome> {
    return this.answerToQuery;
  }
}

let serial = 0;
/** A number of an identity card that nobody has shown yet, of somebody born on a day (`YYYYMMDD`). */
function idCard(born = '19900307'): string {
  const head = `110101${born}${String(++serial).padStart(3, '0')}`;
  return head + checkCharacter(head);
}

describe('points that become money', () => {
  let world: RoomWorld;
  let payouts: FakePayouts;
  let host: Client;
  let card: string;

  before(async () => {
    world = await RoomWorld.start(heiheiEndpoints, allReactors);
  });
  after(async () => {
    const { violations, apps } = await verifyLedger(world.log);
    const [sums] = await sumsOfLedgers(world.core.models);
    await world.close();
    expect(violations).to.deep.equal([]);
    const { points: heldPoints, exchangedPoints, pendingPoints, paidPoints } = apps.heihei!;
    expect(Math.min(paidPoints, pendingPoints)).to.be.greaterThan(0);
    expect(sums).to.include({ heldPoints, exchangedPoints, pendingPoints, paidPoints });
  });
  /** A host who was given 500 points, worth 25 yuan, and has shown their papers. */
  beforeEach(async () => {
    payouts = new FakePayouts();
    world.core.payouts = payouts;
    host = await world.person('主播');
    await earn(500);
    card = idCard();
    await verify(host);
  });

  async function earn(gold: number): Promise<void> {
    const viewer = await world.person('观众', gold);
    const liveId = await world.room(host, [viewer]);
    await viewer.must('/api/live/buy-gift', { liveId, giftId: 107, amount: gold / 500, gift_uuid: randomUUID() });
    await world.settle();
    await host.must('/api/live/stop-live', { liveId });
  }
  const papers = (more = {}) => ({
    ...{ alipaycode: 'wuyongwen', username: '张三', idcard: card, phone: '13533221223' },
    ...more,
  });
  const verify = (who: Client, more = {}): Promise<Answer> => who.call('/api/payment/verify-alipay', papers(more));
  const ask = (payamount: number, key: string = randomUUID(), alipaycode = 'wuyongwen') =>
    host.call('/api/payment/pay-req', { alipaycode, payamount }, { 'Idempotency-Key': key });
  const points = async () => Number((await host.must('/api/payment/statistic')).point);
  const cash = async () => Number((await host.must('/api/payment/cash-info')).cash);
  const meta: MakeMeta = () => ({ appId: APP, actor: 0, at: world.clock.now(), commandId: randomUUID() });
  /** The host's newest withdrawal. */
  const newest = async () => {
    const { result } = await host.must('/api/payment/list-pay-req', { offset: 0, limit: 1 });
    return (result as [{ id: string; status: string; reason: string; payamount: number; point: number }])[0];
  };
  const approve = async () => {
    const { id: withdrawalId } = await newest();
    await approveWithdrawal(world.core, APP, { withdrawalId }, meta);
    return withdrawalId;
  };
  /** What the job does when it is due. */
  const pay = async (withdrawalId: string) => {
    await payOut(world.core, withdrawalId, meta(`/withdrawals/${withdrawalId}/approve`));
    await world.settle();
  };
  const status = async () => (await newest()).status;
  const toasts = () =>
    world.log.all
      .filter(({ data }) => 'userId' in data && data.userId === host.userId)
      .flatMap((event) => messagesOf(event).map(({ body }) => (body as { text?: string }).text ?? ''))
      .filter((text) => text.includes('提现'));

  it('are held, looked at by an operator, paid once, and answered as the document shows', async () => {
    const info = await host.must('/api/payment/cash-info');
    expectDocumentedShape('/api/payment/cash-info', info);
    expect(info).to.include({ point: 500, cash: 2_500 });
    const asked = await ask(1_000);
    expectDocumentedShape('/api/payment/pay-req', asked);
    expect(asked).to.include({ errorcode: 0, reqmsg: '提现申请已提交' });
    expect([await points(), await cash(), await status()]).to.deep.equal([300, 1_500, 'requested']);
    const id = await approve();
    await pay(id);
    expect(payouts.paid.map(({ payCents, account, name }) => [payCents, account, name])).to.deep.equal([
      [1_000, 'wuyongwen', '张三'],
    ]);
    for (let again = 0; again < 3; again++) await pay(id);
    expect(payouts.paid).to.have.length(1);
    expect([await points(), await status(), toasts()]).to.deep.equal([300, 'paid', ['提现已到账']]);
  });

  it('come back when an operator says no, and the person is told why', async () => {
    await ask(1_000);
    const { id: withdrawalId } = await newest();
    await rejectWithdrawal(world.core, APP, { withdrawalId, reason: '资料不符' }, meta);
    await world.settle();
    await pay(withdrawalId);
    expect(payouts.paid).to.deep.equal([]);
    expect([await points(), await status()]).to.deep.equal([500, 'rejected']);
    expect(toasts()).to.deep.equal(['提现未通过：资料不符，积分已退回']);
    // What came back counts for no day's sum.
    expect(await cash()).to.equal(2_500);
    const codes = [approveWithdrawal(world.core, APP, { withdrawalId }, meta)];
    for (const refused of codes)
      expect(
        await refused.then(
          () => 'done',
          ({ code }) => code,
        ),
      ).to.equal('WithdrawalStateWrong');
  });

  it('come back when the provider refuses for good', async () => {
    payouts.answer = async () => ({ kind: 'refused', detail: 'PAYEE_NOT_EXIST' });
    await ask(1_000);
    await pay(await approve());
    expect([await points(), await status(), (await newest()).reason]).to.deep.equal([500, 'failed', 'PAYEE_NOT_EXIST']);
  });

  for (const [what, answer] of [
    ['an answer that says nothing', async () => ({ kind: 'unknown' }) as const],
    ['no answer', () => Promise.reject(new Error('away'))],
    ['a payout that is under way', async () => ({ kind: 'pending' }) as const],
  ] as [string, FakePayouts['answer']][]) {
    it(`are asked about after ${what}, and never paid again`, async () => {
      payouts.answer = answer;
      await ask(1_000);
      const id = await approve();
      await pay(id);
      expect(await status()).to.equal('paying');
      payouts.answerToQuery = { kind: 'unknown' };
      for (let n = 0; n < 3; n++) await pay(id);
      world.clock.advance(2 * PAYOUT_LOST_AFTER_MS);
      await pay(id);
      expect([await status(), await points()]).to.deep.equal(['paying', 300]);
      payouts.answerToQuery = { kind: 'paid', tradeNo: 'T2' };
      await pay(id);
      expect([await status(), await points()]).to.deep.equal(['paid', 300]);
      expect(payouts.paid).to.have.length(1);
    });
  }

  it('come back when the provider has not heard of it an hour later, not before', async () => {
    payouts.answer = () => Promise.reject(new Error('away'));
    await ask(1_000);
    const id = await approve();
    await pay(id);
    await pay(id);
    expect(await status()).to.equal('paying');
    world.clock.advance(PAYOUT_LOST_AFTER_MS);
    await pay(id);
    expect([await status(), await points(), (await newest()).reason]).to.deep.equal(['failed', 500, 'lost']);
    expect(payouts.paid).to.have.length(1);
  });

  it('are told to the provider once, however many processes run the job at once', async () => {
    await ask(1_000);
    const id = await approve();
    await Promise.all([1, 2, 3, 4].map(() => pay(id)));
    expect(payouts.paid).to.have.length(1);
    expect(await status()).to.equal('paid');
  });

  it('are asked for once a key, one at a time, and never beyond what there is', async () => {
    const [first, again] = [await ask(1_000, 'one-key'), await ask(1_000, 'one-key')];
    expect(again).to.deep.equal(first);
    expect((await ask(1_100, 'one-key')).errorcode).to.equal(700);
    expect((await ask(1_000)).errorcode).to.equal(400);
    expect(await points()).to.equal(300);
    await pay(await approve());
    const codes = await Promise.all(Array.from({ length: 6 }, async () => (await ask(1_500)).errorcode));
    expect(codes.sort()).to.deep.equal([0, 400, 400, 400, 400, 400]);
    expect(await points()).to.equal(0);
    await pay(await approve());
    expect((await ask(1_000)).errorcode).to.equal(740);
    expect((await ask(1_000)).errormsg).to.equal('余额不足');
  });

  it('take whole yuan, 10 at least, to the account that was verified, within the day’s limits', async () => {
    for (const wrong of [0, 900, 1_050, 1_000.5, -1_000, '1e4', 2 ** 53]) {
      expect((await ask(wrong as number)).errorcode, String(wrong)).to.equal(700);
    }
    expect((await ask(1_000, undefined, 'another')).errorcode).to.equal(726);
    await earn(50_000);
    expect(await cash()).to.equal(200_000);
    expect((await ask(200_100)).errorcode).to.equal(740);
    for (const cents of [100_000, 100_000]) {
      expect((await ask(cents)).errorcode).to.equal(0);
      await pay(await approve());
    }
    expect(await cash()).to.equal(0);
    expect((await ask(1_000)).errorcode).to.equal(740);
    world.clock.advance(24 * 3600_000);
    for (let n = 0; n < 3; n++) {
      expect((await ask(1_000)).errorcode).to.equal(0);
      const { id: withdrawalId } = await newest();
      await rejectWithdrawal(world.core, APP, { withdrawalId, reason: '' }, meta);
      await world.settle();
    }
    expect((await ask(1_000)).errorcode, 'a fourth one in a day').to.equal(400);
  });

  it('go to nobody while the wallet is frozen, or where nobody is paid', async () => {
    const key = world.core.settings.devKey;
    host.devKey = key;
    await host.dev('POST', `/dev/wallets/${host.userId}/freeze`, { reason: 'look' });
    expect((await host.call('/api/payment/cash-info')).errorcode).to.equal(721);
    expect((await ask(1_000)).errorcode).to.equal(721);
    await host.dev('POST', `/dev/wallets/${host.userId}/unfreeze`, {});
    world.core.payouts = null;
    expect((await ask(1_000)).errorcode).to.equal(400);
  });

  it('go to an account with an adult’s papers that nobody else has shown, of which the middle is masked', async () => {
    const known = await host.must('/api/payment/get-alipay-info');
    expectDocumentedShape('/api/payment/get-alipay-info', known);
    const info = known.info as Record<string, string>;
    expect(info).to.include({ alipaycode: 'wuyongwen', name: '张三' });
    expect(info.idcard).to.match(/^110\*+\d{3}[\dX]$/);
    expect(info.phone).to.equal('135****1223');
    // What was shown masked comes back so.
    expect((await verify(host, { idcard: info.idcard, phone: info.phone, alipaycode: 'a@b.cn' })).errorcode).to.equal(
      0,
    );
    const other = await world.person('别人');
    expect(await other.must('/api/payment/get-alipay-info')).not.to.have.property('info');
    expect((await verify(other)).errorcode, "another's card").to.equal(726);
    const last = card.at(-1) === '1' ? '2' : '1';
    for (const wrong of [...[card.slice(0, 17) + last, idCard('20200101'), idCard('19900231'), '1'.repeat(18), 'x']])
      expect((await verify(await world.person('试'), { idcard: wrong })).errorcode, wrong).to.equal(726);
    for (const wrong of [{ username: 'Zhang San' }, { username: '张' }, { phone: '12345' }, { alipaycode: '支付宝' }]) {
      const one = await world.person('试');
      expect((await verify(one, { idcard: idCard(), ...wrong })).errorcode, JSON.stringify(wrong)).to.equal(726);
    }
    const trying = await world.person('试');
    for (let n = 0; n < 5; n++) expect((await verify(trying, { idcard: 'x' })).errorcode).to.equal(726);
    expect((await verify(trying, { idcard: idCard() })).errorcode, 'a sixth try in a day').to.equal(726);
    // Who shows other papers gives up the card of those before.
    card = idCard();
    expect((await verify(host)).errorcode).to.equal(0);
  });

  it('are paid above the limit when a second operator agrees, who is another one; meanwhile they can be rejected', async () => {
    const operatorNamed = async (name: string) => {
      await newOperator(world.core, name, 'finance');
      const client = new OperatorClient(world.url);
      await client.signIn(name);
      return client;
    };
    const [first, second] = [await operatorNamed('first'), await operatorNamed('second')];
    const { operatorLimitCents } = world.core.settings;
    world.core.settings.operatorLimitCents = 1_000;
    try {
      await ask(1_000);
      const { id: small } = await newest();
      expect((await first.act('withdrawals/approve', { withdrawalId: small })).body).to.include({ approvalId: null });
      await pay(small);
      expect(await status()).to.equal('paid');

      await ask(1_100);
      const { id: withdrawalId } = await newest();
      const asked = await first.act('withdrawals/approve', { withdrawalId });
      const { approvalId } = asked.body;
      expect(approvalId).to.be.a('number');
      await pay(withdrawalId);
      expect([await status(), payouts.paid.length]).to.deep.equal(['requested', 1]);
      const { approvals } = (await first.get('approvals/list', { status: 'asked' })).body;
      expect(approvals[0]).to.include({ approvalId, kind: 'pay-withdrawal', amountGold: 0, payCents: 1_100 });
      expect((await second.act('withdrawals/approve', { withdrawalId })).body.error).to.equal('AlreadyDone');
      expect((await first.act('approvals/give', { approvalId })).body.error).to.equal('OwnApproval');
      expect((await second.act('approvals/give', { approvalId })).status).to.equal(200);
      await world.settle();
      await pay(withdrawalId);
      await pay(withdrawalId);
      expect([await status(), payouts.paid.length]).to.deep.equal(['paid', 2]);
      const { approvals: given } = (await first.get('approvals/list', { status: 'given' })).body;
      expect(given[0]).to.include({ approvalId, askedBy: first.operatorId, settledBy: second.operatorId });
    } finally {
      world.core.settings.operatorLimitCents = operatorLimitCents;
    }
  });

  it('are not paid by an approval that comes after they were rejected', async () => {
    const [first, second] = [11, 12].map((operator) => () => ({
      ...meta('update'),
      operator,
      commandId: randomUUID(),
    }));
    const { operatorLimitCents } = world.core.settings;
    world.core.settings.operatorLimitCents = 0;
    try {
      await ask(1_000);
      const { id: withdrawalId } = await newest();
      const { approvalId } = await payWithdrawal(world.core, APP, { withdrawalId, reason: '可以' }, first!);
      await rejectWithdrawal(world.core, APP, { withdrawalId, reason: '资料不符' }, first!);
      await settleApproval(world.core, APP, { approvalId: approvalId!, isGiven: true, reason: '' }, second!);
      await world.settle();
      await pay(withdrawalId);
      expect([await status(), await points(), payouts.paid]).to.deep.equal(['rejected', 500, []]);
      expect((await approvalsOf(world.core, APP, { offset: 0, limit: 1 }))[0]).to.include({
        approvalId,
        status: 'failed',
      });
    } finally {
      world.core.settings.operatorLimitCents = operatorLimitCents;
    }
  });

  it('are shown to operators with names and accounts masked, by person and by status', async () => {
    await ask(1_000);
    const { id } = await newest();
    const [one, ...more] = await listWithdrawals(world.core, APP, { userId: host.userId, limit: 10 });
    expect(more).to.deep.equal([]);
    expect(one).to.deep.include({
      withdrawalId: id,
      status: 'requested',
      account: 'wuy**gwen',
      name: '张*',
    });
    const waiting = await listWithdrawals(world.core, APP, { status: 'requested', limit: 100 });
    expect(waiting.map(({ withdrawalId }) => withdrawalId)).to.include(id);
  });
});

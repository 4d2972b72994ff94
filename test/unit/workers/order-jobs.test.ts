import { expect } from 'chai';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { ORDER_MS, QUERY_AFTER_MS } from '../../../domain/topup/limits.ts';
import { NO_PAYMENTS, type PaymentNotice } from '../../../payments/provider.ts';
import { EmbeddedJobQueue } from '../../../workers/embedded/job-queue.ts';
import type { JobRunner } from '../../../workers/job-runner.ts';
import { APP, type JobWorld, jobWorld } from '../../support/job-world.ts';
import { until } from '../../support/promises.ts';

const BUYER = 7;
const ORDER = '1';

describe('orders of gold that nobody hears of', () => {
  let world: JobWorld;
  let queue: EmbeddedJobQueue;
  let runner: JobRunner;
  let asked: string[];
  /** What the provider answers next; the last one stays. */
  let answers: (PaymentNotice | 'away' | null)[];

  beforeEach(async () => {
    world = await jobWorld();
    queue = new EmbeddedJobQueue(world.clock);
    asked = [];
    answers = [null];
    const never = async () => {
      throw new Error('not here');
    };
    world.payments = {
      ...NO_PAYMENTS,
      wechat: {
        prepare: never,
        readNotice: never,
        async query(orderId) {
          asked.push(orderId);
          const answer = answers.length > 1 ? answers.shift() : answers[0];
          if (answer === 'away') throw new DomainError('ProviderAway');
          return answer ?? null;
        },
      },
    };
    runner = await world.run(queue);
  });
  afterEach(async () => {
    await runner.stop();
    await queue.close();
    await world.end();
  });

  const paid = (change: Partial<PaymentNotice> = {}): PaymentNotice => {
    return { kind: 'paid', orderId: ORDER, tradeNo: 'trade1', paidCents: 600, ...change };
  };
  const order = (channel: 'wechat' | 'apple' = 'wechat') => {
    const offer = { packageId: 120, channel, productId: 'productId_60', amountGold: 60, payCents: 600 };
    const expiresAt = world.clock.now() + ORDER_MS;
    return world.onOrder(ORDER, { type: 'CreateOrder', orderId: ORDER, ...offer, expiresAt }, BUYER);
  };
  const times = (type: string) => world.ofType(type).length;
  /** Lets time pass to a moment after the order was made, in steps, so that what falls due runs. */
  const passTo = (ms: number) => world.clock.advance(ms);

  it('are asked about at their times, and expire', async () => {
    await order();
    let last = 0;
    for (const [n, ms] of QUERY_AFTER_MS.entries()) {
      passTo(ms - last + 1);
      last = ms + 1;
      await until(() => times('OrderQueried') === n + 1);
    }
    passTo(ORDER_MS - last);
    await until(() => times('OrderExpired') === 1);
    expect(asked).to.have.length(QUERY_AFTER_MS.length);
    expect(await world.openJobs()).to.deep.equal([]);
  });

  it('are paid when the provider says that somebody did', async () => {
    answers = ['away', paid()];
    await order();
    passTo(QUERY_AFTER_MS[0] + 1);
    await until(() => times('OrderQueried') === 1);
    expect(world.ofType('OrderQueried')[0]!.data).to.include({ outcome: 'unknown' });
    passTo(QUERY_AFTER_MS[1]);
    await until(() => times('OrderPaid') === 1);
    expect(world.ofType('PaymentClaimed')).to.have.length(1);
    expect(await world.openJobs()).to.deep.equal([]);
  });

  it('are asked about at once when their person says that they paid', async () => {
    answers = [paid()];
    await order();
    await world.onOrder(ORDER, { type: 'ReportPaid' }, BUYER);
    await until(() => times('OrderPaid') === 1);
  });

  it('are left to an operator when what was paid is not their price, and go on being asked about', async () => {
    answers = [paid({ paidCents: 1 })];
    await order();
    passTo(QUERY_AFTER_MS[0] + 1);
    await until(() => times('OrderQueried') === 1);
    expect(world.ofType('OrderDisputed')[0]!.data).to.include({ reason: 'amount', paidCents: 1 });
    expect(times('OrderPaid')).to.equal(0);
  });

  it('are not paid by what the provider says of another order', async () => {
    answers = [paid({ orderId: '2' })];
    await order();
    passTo(QUERY_AFTER_MS[0] + 1);
    await until(() => times('OrderQueried') === 1);
    expect(times('OrderPaid')).to.equal(0);
  });

  it('are not asked about in the App Store, which tells nobody', async () => {
    await order('apple');
    expect(await world.openJobs()).to.deep.equal([`${APP}.order.${ORDER}`]);
  });
});

import { expect } from 'chai';
import { pino } from 'pino';
import type { CommandMeta } from '../../../domain/kernel/decider.ts';
import { SALON_NAMESPACE, uuidV5 } from '../../../domain/kernel/ids.ts';
import { MAX_AMOUNT } from '../../../domain/kernel/limits.ts';
import { topupStream, walletStream } from '../../../domain/streams.ts';
import type { TopupCommand } from '../../../domain/topup/commands.ts';
import { topupDecider } from '../../../domain/topup/decider.ts';
import type { WalletCommand } from '../../../domain/wallet/commands.ts';
import { walletDecider } from '../../../domain/wallet/decider.ts';
import { createCommandHandler } from '../../../event-store/command-handler.ts';
import { START } from '../../../event-store/event-store.ts';
import type { ReadModels } from '../../../projections/read-models.ts';
import { createClock } from '../../../workers/clock.ts';
import { grantOrder, takeBackGold } from '../../../workers/reactors/orders.ts';
import { runReactors } from '../../../workers/run-reactors.ts';
import { MemoryEventStore } from '../../support/memory-event-store.ts';
import { until } from '../../support/promises.ts';

const APP = 'heihei';
const BUYER = 7;
const PAY = { type: 'PayOrder', tradeNo: 't1', paidCents: 600 } as const;
const REFUND = { type: 'RefundOrder', by: 'provider', reason: '' } as const;

describe('what follows from orders of gold', () => {
  let log: MemoryEventStore;
  let serial = 0;
  beforeEach(() => {
    log = new MemoryEventStore();
  });

  const meta = (actor: number): CommandMeta => {
    return { appId: APP, actor, at: 1_000, commandId: uuidV5(SALON_NAMESPACE, `orders ${++serial}`) };
  };
  const onOrder = (command: TopupCommand, actor = 0) =>
    createCommandHandler(log).handle(topupDecider, topupStream(APP, '1'), command, meta(actor));
  const onWallet = (command: WalletCommand, actor = 0) =>
    createCommandHandler(log).handle(walletDecider, walletStream(APP, BUYER), command, meta(actor));
  const order = () => {
    const offer = {
      packageId: 120,
      channel: 'wechat',
      productId: 'productId_60',
      amountGold: 60,
      payCents: 600,
    } as const;
    return onOrder({ type: 'CreateOrder', orderId: '1', ...offer, expiresAt: 2_000 }, BUYER);
  };
  /** Runs the reactors over the whole log, as after a crash that lost their checkpoint. */
  async function react(): Promise<void> {
    const runner = await runReactors({
      groups: [{ name: 'money', reactors: [grantOrder, takeBackGold] }],
      log,
      commands: createCommandHandler(log),
      models: {} as ReadModels,
      checkpoints: { checkpoint: async () => START, saveCheckpoint: async () => {} },
      clock: createClock(),
      logger: pino({ level: 'silent' }),
    });
    await until(() => runner.position() === log.all.at(-1)?.position);
    await runner.stop();
  }
  const ofType = (type: string) => log.all.filter((event) => event.type === type).map(({ data }) => data);

  it('is the gold, once, however often the reactors begin anew', async () => {
    await order();
    await onOrder(PAY);
    for (let n = 0; n < 3; n++) await react();
    expect(ofType('GoldGranted')).to.deep.equal([
      {
        userId: BUYER,
        amountGold: 60,
        source: 'order:1',
        goldAfter: 60,
        order: { appId: APP, orderId: '1', moneyCents: 600, platform: '', channel: 'wechat' },
      },
    ]);
  });

  it('is a dispute, once, when the wallet takes no more', async () => {
    await onWallet({ type: 'GrantGold', userId: BUYER, amountGold: MAX_AMOUNT, source: 'test' });
    await order();
    await onOrder(PAY);
    for (let n = 0; n < 2; n++) await react();
    expect(ofType('OrderDisputed')).to.deep.equal([
      { orderId: '1', userId: BUYER, tradeNo: 't1', paidCents: 600, reason: 'not-granted' },
    ]);
    await onOrder(REFUND);
    await react();
    expect(ofType('GoldRemoved'), 'what was never given').to.deep.equal([]);
    expect(ofType('WalletFrozen')).to.deep.equal([]);
  });

  it('takes the gold back, once, when the money went back', async () => {
    await order();
    await onOrder(PAY);
    await react();
    await onOrder(REFUND);
    for (let n = 0; n < 2; n++) await react();
    expect(ofType('GoldRemoved')).to.deep.equal([{ userId: BUYER, amountGold: 60, source: 'refund:1', goldAfter: 0 }]);
  });

  it('freezes the wallet that has spent it by then', async () => {
    await order();
    await onOrder(PAY);
    await react();
    await onWallet({ type: 'BuyRename', displayName: '新名字' }, BUYER);
    await onOrder(REFUND);
    for (let n = 0; n < 2; n++) await react();
    expect(ofType('GoldRemoved')).to.deep.equal([]);
    expect(ofType('WalletFrozen')).to.deep.equal([{ userId: BUYER, reason: 'refund:1' }]);
  });
});

import type { Logger } from 'pino';
import type { Config } from '../config.ts';
import type { ProcessClock } from '../domain/kernel/clock.ts';
import { openAlipay } from '../payments/alipay/alipay.ts';
import { openAlipayPayouts } from '../payments/alipay/payouts.ts';
import { openApple } from '../payments/apple/apple.ts';
import { lazyPayouts, lazyProvider, lazyVerifier, once } from '../payments/lazily.ts';
import type { Payouts } from '../payments/payouts.ts';
import type { Payments } from '../payments/provider.ts';
import type { SimulatedPayments } from '../payments/simulated.ts';
import { openWechat } from '../payments/wechat/wechat.ts';
import { keptPaymentKeys } from './settings/payment-keys.ts';
import { keptTransfers } from './settings/simulated-transfers.ts';
import { simulatePayments } from './simulated-payments.ts';

/** What people can pay with, and in dev mode the other side of it. */
export interface OpenedPayments {
  payments: Payments;
  /** Who pays people; null: nobody is paid. */
  payouts: Payouts | null;
  simulated: SimulatedPayments | null;
}

/**
 * The providers that are configured, and in dev mode simulated ones in place of the others. Elsewhere nobody is offered what is not configured.
 * The vendors' libraries are loaded beside the start; the operator is told of one that is not installed.
 */
export function openPayments(
  { paymentProviders, dev, dataDir }: Pick<Config, 'paymentProviders' | 'dev' | 'dataDir'>,
  clock: ProcessClock,
  logger: Pick<Logger, 'error'>,
): OpenedPayments {
  const { alipay, wechat, apple } = paymentProviders;
  // Providers go by real time, also when dev mode has moved Salon's on.
  const now = () => clock.wall();
  const loaded = <Value>(name: string, load: () => Promise<Value>): (() => Promise<Value>) => {
    const loading = once(load);
    loading().catch((error: Error) => {
      // Its own text may repeat a key.
      logger.error(
        { provider: name, code: (error as NodeJS.ErrnoException).code },
        'a provider of payments cannot be loaded',
      );
    });
    return loading;
  };
  const real: Payments = {
    alipay: alipay ? lazyProvider(loaded('alipay', () => openAlipay(alipay, now))) : null,
    wechat: wechat ? lazyProvider(loaded('wechat', () => openWechat(wechat, now))) : null,
    apple: apple ? lazyVerifier(loaded('apple', () => openApple(apple))) : null,
  };
  const paying = alipay?.payouts ? lazyPayouts(loaded('alipay', () => openAlipayPayouts(alipay, now))) : null;
  if (!dev) return { payments: real, payouts: paying, simulated: null };
  const book = keptTransfers(dataDir);
  const { payments, payouts, simulated } = simulatePayments(async () => keptPaymentKeys(dataDir), now, book);
  return {
    payouts: paying ?? payouts,
    payments: {
      alipay: real.alipay ?? payments.alipay,
      wechat: real.wechat ?? payments.wechat,
      apple: real.apple ?? payments.apple,
    },
    simulated,
  };
}

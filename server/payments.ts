import type { Config } from '../config.ts';
import type { ProcessClock } from '../domain/kernel/clock.ts';
import { openAlipay } from '../payments/alipay/alipay.ts';
import { openApple } from '../payments/apple/apple.ts';
import { lazyProvider, lazyVerifier } from '../payments/lazily.ts';
import type { Payments } from '../payments/provider.ts';
import type { SimulatedPayments } from '../payments/simulated.ts';
import { openWechat } from '../payments/wechat/wechat.ts';
import { keptPaymentKeys } from './settings/payment-keys.ts';
import { simulatePayments } from './simulated-payments.ts';

/** What people can pay with, and in dev mode the other side of it. */
export interface OpenedPayments {
  payments: Payments;
  simulated: SimulatedPayments | null;
}

/**
 * The providers that are configured, whose libraries are loaded when they are first used; in dev mode simulated ones in place of the others.
 * Elsewhere nobody is offered what is not configured.
 */
export function openPayments(
  { paymentProviders, dev, dataDir }: Pick<Config, 'paymentProviders' | 'dev' | 'dataDir'>,
  clock: ProcessClock,
): OpenedPayments {
  const { alipay, wechat, apple } = paymentProviders;
  // Providers go by real time, also when dev mode has moved Salon's on.
  const now = () => clock.wall();
  const real: Payments = {
    alipay: alipay ? lazyProvider(() => openAlipay(alipay, now)) : null,
    wechat: wechat ? lazyProvider(() => openWechat(wechat, now)) : null,
    apple: apple ? lazyVerifier(() => openApple(apple)) : null,
  };
  if (!dev) return { payments: real, simulated: null };
  const { payments, simulated } = simulatePayments(async () => keptPaymentKeys(dataDir), now);
  return {
    payments: {
      alipay: real.alipay ?? payments.alipay,
      wechat: real.wechat ?? payments.wechat,
      apple: real.apple ?? payments.apple,
    },
    simulated,
  };
}

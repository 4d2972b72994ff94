import { makePaymentKeys } from '../../server/settings/payment-keys.ts';
import { simulatePayments } from '../../server/simulated-payments.ts';

/** Made once for all tests of a process: making them takes most of a second on a busy machine. */
let keys: ReturnType<typeof makePaymentKeys> | undefined;

/** Providers that tests play, whose payments are verified as the real ones' are. `now`: the machine's time in epoch ms. */
export function testPayments(now: () => number = Date.now) {
  return simulatePayments(async () => {
    keys ??= makePaymentKeys();
    return keys;
  }, now);
}

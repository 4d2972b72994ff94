import { DomainError } from '../../domain/kernel/errors.ts';
import type { Callback, PaymentNotice, PaymentProvider, Payments } from '../../payments/provider.ts';
import type { Random } from './random.ts';

/** How often the provider does not answer a question. */
const AWAY_CHANCE = 0.2;

/**
 * A provider of payments. What it has signed it knows; whatever else comes as its callback is forged. So that no time goes into keys, a
 * signature is a name that nobody else can have.
 */
export class SimPayments implements Payments {
  readonly alipay: PaymentProvider;
  readonly wechat: PaymentProvider;
  readonly apple = null;
  /** Money that people really paid, by trade number. */
  readonly money = new Map<string, PaymentNotice>();
  private readonly signed = new Map<string, PaymentNotice>();
  private readonly random: Random;
  /** Takes what nobody has signed; for a planted bug. */
  believesAll = false;

  constructor(random: Random) {
    this.random = random;
    this.alipay = this.provider();
    this.wechat = this.provider();
  }

  /** Somebody pays: the money is there whether anybody hears of it or not. Returns the callback that says so. */
  pay(notice: PaymentNotice): string {
    this.money.set(notice.tradeNo, notice);
    const body = JSON.stringify({ ...notice, sign: `signature ${this.signed.size}` });
    this.signed.set(body, notice);
    return body;
  }

  private provider(): PaymentProvider {
    return {
      prepare: async ({ orderId }) => orderId,
      readNotice: async ({ body }: Callback) => {
        const text = body.toString();
        const notice = this.signed.get(text);
        if (notice) return notice;
        if (this.believesAll) return JSON.parse(text) as PaymentNotice;
        throw new DomainError('ProofInvalid');
      },
      query: async (orderId) => {
        if (this.random.chance(AWAY_CHANCE)) throw new DomainError('ProviderAway');
        return [...this.money.values()].find((notice) => notice.orderId === orderId) ?? null;
      },
    };
  }
}

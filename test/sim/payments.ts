import { DomainError } from '../../domain/kernel/errors.ts';
import type {
  Callback,
  PaymentNotice,
  PaymentProvider,
  Payments,
  Receipt,
  ReceiptVerifier,
} from '../../payments/provider.ts';
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
  readonly apple: ReceiptVerifier;
  /** Money that people really paid, by trade number. */
  readonly money = new Map<string, PaymentNotice>();
  /** What was really bought in the store, by trade number. */
  readonly purchases = new Map<string, Receipt>();
  /** Callbacks that were answered as taken. */
  readonly acknowledged = new Set<string>();
  private readonly returned = new Set<string>();
  private readonly signed = new Map<string, PaymentNotice>();
  private readonly random: Random;
  /** Takes what nobody has signed; for a planted bug. */
  believesAll = false;

  constructor(random: Random) {
    this.random = random;
    this.alipay = this.provider();
    this.wechat = this.provider();
    this.apple = {
      readReceipt: async (data) => {
        const found = [...this.purchases.values()].find((purchase) => receiptText(purchase) === data);
        if (!found) throw new DomainError('ProofInvalid');
        return found;
      },
      readNotice: async () => ({ kind: 'other', tradeNo: '' }),
    };
  }

  /** Somebody pays: the money is there whether anybody hears of it or not. Returns the callback that says so. */
  pay(notice: PaymentNotice): string {
    this.money.set(notice.tradeNo, notice);
    return this.sign(notice);
  }

  /** The money of a payment goes back. Returns the callback that says so. */
  giveBack({ orderId, tradeNo, paidCents }: PaymentNotice): string {
    this.returned.add(tradeNo);
    return this.sign({ kind: 'refunded', orderId, tradeNo, paidCents });
  }

  /** Somebody buys in the store. Returns their receipt. */
  buy(purchase: Receipt): string {
    this.purchases.set(purchase.tradeNo, purchase);
    return receiptText(purchase);
  }

  noticeOf(body: string): PaymentNotice {
    return this.signed.get(body)!;
  }

  private sign(notice: PaymentNotice): string {
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
        const paid = [...this.money.values()].find((notice) => notice.orderId === orderId);
        return paid && !this.returned.has(paid.tradeNo) ? paid : null;
      },
    };
  }
}

function receiptText({ tradeNo, productId }: Receipt): string {
  return `receipt of ${productId} ${tradeNo}`;
}

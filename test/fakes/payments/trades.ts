import type { FakeAnswer, FakeRequest } from '../push/http-fake.ts';

export interface Trade {
  orderId: string;
  tradeNo: string;
  cents: number;
  isPaid: boolean;
}

/** What a fake of a provider knows, and what goes wrong next. */
export class Trades {
  private readonly trades = new Map<string, Trade>();
  /** Every request that came. */
  readonly requests: FakeRequest[] = [];
  /** Answers are signed by somebody else. */
  isUnsigned = false;
  /** What happens instead of an answer, once each. */
  readonly troubles: (FakeAnswer | null)[] = [];

  add(trade: Trade): void {
    this.trades.set(trade.orderId, trade);
  }

  of(orderId: string): Trade | undefined {
    return this.trades.get(orderId);
  }

  /** The next trouble; undefined: there is none. A trouble of null breaks the connection off. */
  troubled(request: FakeRequest): FakeAnswer | null | undefined {
    this.requests.push(request);
    return this.troubles.shift();
  }
}

/** What becomes of an order; 'failed' is what its client said. */
export const ORDER_STATUSES = ['open', 'failed', 'expired', 'paid', 'refunded'] as const;
/** How long somebody has to pay an order, ms; the provider is told the same. A payment that comes later counts all the same. */
export const ORDER_MS = 2 * 3600_000;
/** Orders of one person within an hour that nobody has paid. */
export const MAX_OPEN_ORDERS = 20;
/** An order's id: digits, no more of them than WeChat takes (Pay v3, out_trade_no). Anything else is none of ours. */
export const ORDER_ID = /^\d{1,32}$/;
/** When the provider is asked about an order that it said nothing of, ms after the order was made. */
export const QUERY_AFTER_MS = [30_000, 120_000, 600_000, 3_600_000] as const;
/** A client that says again within this time that it has paid changes nothing, ms. */
export const HINT_MS = 5_000;
/** Disputed payments remembered of one order: more of them make no difference to who looks at it. */
export const MAX_DISPUTES = 20;

/** What the source of gold begins with that was bought: `order:<order id>`. */
export const ORDER_SOURCE = 'order:';
/** What the source of a removal begins with whose money went back. */
export const REFUND_SOURCE = 'refund:';

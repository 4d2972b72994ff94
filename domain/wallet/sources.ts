/** What the source of gold begins with that was bought: `order:<order id>`. */
export const ORDER_SOURCE = 'order:';
/** What the source of a removal begins with whose money went back. */
export const REFUND_SOURCE = 'refund:';
/** Gold that operators gave. */
export const OPERATOR_SOURCE = 'operator';
/** What the source of gold begins with that operators gave back for a gift or line: `refund-gift:<event id of the purchase>`. */
export const GIFT_REFUND_SOURCE = 'refund-gift:';

/** Says whose an order is; refused with `OrderTaken` when it is another person's, or was for another amount. */
export type OrderCommand = { type: 'ClaimOrder'; orderId: string; userId: number; amountGold: number };

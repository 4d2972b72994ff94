import { orderDecider } from '../../../domain/order/decider.ts';
import { given } from '../../support/given.ts';

const claim = { type: 'ClaimOrder', orderId: 'o-1', userId: 7, amountGold: 60 } as const;
const claimed = { type: 'OrderClaimed', data: { orderId: 'o-1', userId: 7, amountGold: 60 } } as const;

describe('an order', () => {
  it('is claimed once', () => {
    given(orderDecider).when(claim).thenExactly(claimed);
    given(orderDecider, claimed).when(claim).thenNothing();
  });

  it('is nobody else’s, and for no other amount', () => {
    given(orderDecider, claimed)
      .when({ ...claim, userId: 8 })
      .thenFails('OrderTaken');
    given(orderDecider, claimed)
      .when({ ...claim, amountGold: 61 })
      .thenFails('OrderTaken');
  });
});

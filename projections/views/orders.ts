import type { EventMeta } from '../../domain/kernel/event.ts';
import type { PaymentChannel } from '../../domain/payment/channels.ts';
import type { OrderStatus } from '../../domain/topup/decider.ts';
import type { Indexes, View } from '../read-models.ts';
import { documentId } from './ids.ts';

/** An order of gold; id `<app>.<order id>`. */
export interface OrderDocument {
  appId: string;
  orderId: string;
  userId: number;
  channel: PaymentChannel;
  packageId: number;
  productId: string;
  amountGold: number;
  payCents: number;
  /** 'failed' is what its client said. */
  status: OrderStatus;
  /** Whether nobody has paid it and somebody still may in time. */
  isOpen: boolean;
  /** The payment that paid it; '' before. */
  tradeNo: string;
  /** Whether somebody has to look at it. */
  isDisputed: boolean;
  /** Epoch ms. */
  createdAt: number;
  /** Epoch ms of the last thing that happened to it. */
  changedAt: number;
}

const indexes = {
  byUser: ['appId', 'userId', '-createdAt'],
  openOfUser: ['appId', 'userId', 'isOpen', '-createdAt'],
  byStatus: ['appId', 'status', '-createdAt'],
  disputed: ['appId', 'isDisputed', '-createdAt'],
  latest: ['appId', '-createdAt'],
} as const satisfies Indexes<OrderDocument>;

/** Orders of gold: one's own, those that are open, and for operators all of them. */
export const orders: View<OrderDocument, typeof indexes> = {
  name: 'orders',
  version: 1,
  indexes,
  on: {
    OrderCreated: {
      ids: idsOfOrder,
      evolve(_, { data, meta: { appId, at } }) {
        const { orderId, userId, channel, packageId, productId, amountGold, payCents } = data;
        const order = { appId, orderId, userId, channel, packageId, productId, amountGold, payCents };
        return {
          ...order,
          status: 'open',
          isOpen: true,
          tradeNo: '',
          isDisputed: false,
          createdAt: at,
          changedAt: at,
        };
      },
    },
    OrderPaid: {
      ids: idsOfOrder,
      evolve: (order, { data: { tradeNo }, meta }) => become(order, meta, { status: 'paid', isOpen: false, tradeNo }),
    },
    OrderReportedFailed: {
      ids: idsOfOrder,
      evolve: (order, { meta }) => become(order, meta, { status: 'failed' }),
    },
    OrderExpired: {
      ids: idsOfOrder,
      evolve: (order, { meta }) => become(order, meta, { status: 'expired', isOpen: false }),
    },
    OrderRefunded: {
      ids: idsOfOrder,
      evolve: (order, { data: { tradeNo }, meta }) =>
        become(order, meta, { status: 'refunded', isOpen: false, tradeNo }),
    },
    OrderDisputed: {
      ids: idsOfOrder,
      evolve: (order, { meta }) => become(order, meta, { isDisputed: true }),
    },
    OrderDisputeClosed: {
      ids: idsOfOrder,
      evolve: (order, { meta }) => become(order, meta, { isDisputed: false }),
    },
  },
};

function idsOfOrder(event: { meta: EventMeta; data: { orderId: string } }): string[] {
  return [documentId(event, event.data.orderId)];
}

function become(order: OrderDocument | null, { at }: EventMeta, change: Partial<OrderDocument>): OrderDocument | null {
  return order && { ...order, ...change, changedAt: at };
}

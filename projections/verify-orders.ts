import type { OrderCreated, OrderPaid } from '../domain/topup/events.ts';
import type { GoldGranted, GoldRemoved } from '../domain/wallet/events.ts';
import { ORDER_SOURCE, REFUND_SOURCE } from '../domain/wallet/sources.ts';
import type { LoggedEvent, Position } from '../event-store/event-store.ts';

interface Order {
  made: OrderCreated['data'];
  /** Its payment; '' before. */
  tradeNo: string;
  paidAt: Position;
  /** Paid, and its gold has not come yet. */
  awaitsGold: boolean;
  /** The money went back, and the gold may be taken back once. */
  mayTakeBack: boolean;
}

/**
 * Orders of gold, against what was paid for them and the gold that followed. Each check answers with what is wrong, or null. Memory grows with
 * orders and payments.
 */
export class PaidOrders {
  private readonly orders = new Map<string, Order>();
  /** Order that each payment was claimed for. */
  private readonly payments = new Map<string, string>();

  take(event: LoggedEvent): string | null {
    const { appId } = event.meta;
    switch (event.type) {
      case 'PaymentClaimed': {
        const { channel, tradeNo, orderId } = event.data;
        const key = `${appId} ${channel} ${tradeNo}`;
        if (this.payments.has(key)) return `payment ${tradeNo} is claimed twice`;
        this.payments.set(key, orderId);
        return null;
      }
      case 'OrderCreated': {
        const { data: made } = event;
        const key = `${appId} ${made.orderId}`;
        if (this.orders.has(key)) return `order ${made.orderId} is made twice`;
        this.orders.set(key, { made, tradeNo: '', paidAt: 0, awaitsGold: false, mayTakeBack: false });
        return null;
      }
      case 'OrderPaid':
        return this.pay(event);
      case 'OrderDisputed': {
        const { orderId, reason } = event.data;
        const order = this.orders.get(`${appId} ${orderId}`);
        if (reason === 'not-granted' && order) order.awaitsGold = false;
        return null;
      }
      case 'OrderRefunded': {
        const { orderId, tradeNo, amountGold } = event.data;
        const order = this.orders.get(`${appId} ${orderId}`);
        const isOwn = order && [tradeNo, ''].includes(order.tradeNo) && !order.mayTakeBack;
        if (!isOwn || (amountGold > 0 && order.tradeNo === '')) {
          return `the money of order ${orderId} went back, which ${tradeNo} did not pay`;
        }
        order.tradeNo = tradeNo;
        order.mayTakeBack = amountGold > 0;
        return null;
      }
      default:
        return null;
    }
  }

  private pay({ position, data, meta }: LoggedEvent<OrderPaid>): string | null {
    const { orderId, userId, channel, tradeNo, paidCents, amountGold } = data;
    const order = this.orders.get(`${meta.appId} ${orderId}`);
    if (!order) return `order ${orderId} is paid, and was never made`;
    const { made } = order;
    if (order.tradeNo !== '') return `order ${orderId} is paid twice`;
    Object.assign(order, { tradeNo, paidAt: position, awaitsGold: true });
    if (this.payments.get(`${meta.appId} ${channel} ${tradeNo}`) !== orderId) {
      return `order ${orderId} is paid by ${tradeNo}, which is not its own payment`;
    }
    const isAsMade = made.userId === userId && made.channel === channel && made.amountGold === amountGold;
    if (!isAsMade || made.payCents !== paidCents) return `order ${orderId} is paid as another than it was made`;
    return null;
  }

  /** Gold that says it was bought: once for each paid order, as much as was ordered, to whoever ordered it. */
  grant({ data, meta }: LoggedEvent<GoldGranted>): string | null {
    const { source, userId, amountGold } = data;
    if (!source.startsWith(ORDER_SOURCE)) return null;
    const order = this.orders.get(`${meta.appId} ${source.slice(ORDER_SOURCE.length)}`);
    const fits = order?.awaitsGold && order.made.userId === userId && order.made.amountGold === amountGold;
    if (!fits) return `${amountGold} gold of ${source}, which was not paid for, or has come before`;
    order.awaitsGold = false;
    return null;
  }

  /** Gold that was taken back since its money went back: once, and as much as was ordered. */
  remove({ data, meta }: LoggedEvent<GoldRemoved>): string | null {
    const { source, userId, amountGold } = data;
    if (!source.startsWith(REFUND_SOURCE)) return null;
    const order = this.orders.get(`${meta.appId} ${source.slice(REFUND_SOURCE.length)}`);
    const fits = order?.mayTakeBack && order.made.userId === userId && order.made.amountGold === amountGold;
    if (!fits) return `${amountGold} gold taken back for ${source}, whose money did not go back`;
    order.mayTakeBack = false;
    return null;
  }

  /** Orders whose gold is not there yet: it may be under way. */
  awaiting(): { count: number; oldest: Position | null } {
    const open = [...this.orders.values()].filter(({ awaitsGold }) => awaitsGold);
    return { count: open.length, oldest: open.length === 0 ? null : Math.min(...open.map(({ paidAt }) => paidAt)) };
  }
}

import type { Endpoint } from '../../http/endpoint.ts';
import { alipayCallback, appleCallback, wepayCallback } from './callbacks.ts';
import { createOrder, listPackage, orderNotify } from './orders.ts';
import { listP2gPackage, p2g } from './points.ts';

/** heihei, payment: buying gold, and points that become gold. */
export const paymentEndpoints: readonly Endpoint[] = [
  listPackage,
  createOrder,
  orderNotify,
  listP2gPackage,
  p2g,
  alipayCallback,
  wepayCallback,
  appleCallback,
];

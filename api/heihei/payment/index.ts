import type { Endpoint } from '../../http/endpoint.ts';
import { alipayCallback, appleCallback, wepayCallback } from './callbacks.ts';
import { createOrder, listPackage, orderNotify } from './orders.ts';

/** heihei, payment: buying gold. */
export const paymentEndpoints: readonly Endpoint[] = [
  listPackage,
  createOrder,
  orderNotify,
  alipayCallback,
  wepayCallback,
  appleCallback,
];

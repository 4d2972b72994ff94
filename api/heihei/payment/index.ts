import type { Endpoint } from '../../http/endpoint.ts';
import { alipayCallback, appleCallback, wepayCallback } from './callbacks.ts';
import { cashInfo, getAlipayInfo, listPayReq, payReq, verifyAlipay } from './cash.ts';
import { createOrder, listPackage, orderNotify } from './orders.ts';
import { listP2gPackage, p2g } from './points.ts';

/** heihei, payment: buying gold, and points that become gold or money. */
export const paymentEndpoints: readonly Endpoint[] = [
  listPackage,
  createOrder,
  orderNotify,
  listP2gPackage,
  p2g,
  getAlipayInfo,
  verifyAlipay,
  cashInfo,
  payReq,
  listPayReq,
  alipayCallback,
  wepayCallback,
  appleCallback,
];

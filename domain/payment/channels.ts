/** Where people pay with money: Alipay, WeChat Pay, and Apple's App Store. */
export const PAYMENT_CHANNELS = ['alipay', 'wechat', 'apple'] as const;
export type PaymentChannel = (typeof PAYMENT_CHANNELS)[number];

/**
 * A trade number as providers give them (Alipay and WeChat: 28 digits, Apple: up to 20). It is part of a stream's name, so nothing else is
 * taken.
 */
export const TRADE_NO = /^[\w.-]{1,64}$/;

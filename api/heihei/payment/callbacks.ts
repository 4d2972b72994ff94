import { Type } from '@sinclair/typebox';
import { takeAppleNotice, takeCallback } from '../../../application/payments/callbacks.ts';
import { PlainText } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { TextAnswer } from '../../http/writer.ts';
import { CALLBACK_PATHS, jsonText } from '../callback-failures.ts';

/** What all of them have: no session, and bytes as they were sent. */
const raw = { methods: ['POST'], module: 'payment', body: 'raw', cost: 'write' } as const;
const nothing = { params: Type.Object({}), answer: PlainText };

/** Alipay, 异步通知: `success` ends it, anything else makes Alipay send it again. */
export const alipayCallback = endpoint({
  ...raw,
  ...nothing,
  auth: 'none',
  path: CALLBACK_PATHS.alipay,
  name: 'alipaycallback',
  own: true,
  summary: 'What Alipay says of an order: a form that it has signed',
  examples: [{ params: {}, answer: new TextAnswer('success') }],
  errors: ['ProofInvalid', 'OrderNotFound', 'PaymentTaken', 'AmountOutOfRange'],
  async handle({ core, raw: body, headers, meta }) {
    await takeCallback(core, 'alipay', { body, headers }, meta('take-callback'));
    return new TextAnswer('success');
  },
});

/** WeChat Pay v3, 支付通知. */
export const wepayCallback = endpoint({
  ...raw,
  ...nothing,
  auth: 'none',
  path: CALLBACK_PATHS.wechat,
  name: 'wepaycallback',
  own: true,
  summary: 'What WeChat Pay says of an order: JSON that it has signed and encrypted',
  examples: [{ params: {}, answer: jsonText({ code: 'SUCCESS' }) }],
  errors: ['ProofInvalid', 'OrderNotFound', 'PaymentTaken', 'AmountOutOfRange'],
  async handle({ core, raw: body, headers, meta }) {
    await takeCallback(core, 'wechat', { body, headers }, meta('take-callback'));
    return jsonText({ code: 'SUCCESS' });
  },
});

/** App Store Server Notifications V2: of what was paid the client brings the proof itself (`orderNotify`), of refunds Apple tells. */
export const appleCallback = endpoint({
  ...raw,
  ...nothing,
  auth: 'none',
  path: CALLBACK_PATHS.apple,
  name: 'applecallback',
  summary: 'What the App Store says of a purchase: JSON that it has signed',
  own: true,
  examples: [{ params: {}, answer: jsonText({}) }],
  errors: ['ProofInvalid'],
  async handle({ core, raw: body, headers, meta }) {
    await takeAppleNotice(core, { body, headers }, meta('take-callback'));
    return jsonText({});
  },
});

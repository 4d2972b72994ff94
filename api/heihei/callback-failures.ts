import type { DialectFailure } from '../http/dialect.ts';
import { TextAnswer } from '../http/writer.ts';
import type { Failure } from './errors.ts';

/** What providers call back on; they are named here, because failures are answered by path. */
export const CALLBACK_PATHS = {
  alipay: '/api/payment/alipaycallback',
  wechat: '/api/payment/wepaycallback',
  apple: '/api/payment/applecallback',
} as const;

type Shape = (failure: Failure) => DialectFailure;

/** Anything but a 2xx makes WeChat and Apple send again: refusals that HTTP would answer by 200 in heihei are 400 there. */
const refused = (status: number) => (status === 200 ? 400 : status);

/**
 * How a provider is told that a callback was not taken (Alipay, 异步通知; WeChat Pay v3, 支付通知; App Store Server Notifications). Each sends it
 * again then; why is in the line of the request (`why`).
 */
const SHAPES: Readonly<Record<string, Shape>> = {
  [CALLBACK_PATHS.alipay]: (failure) => ({ ...failure, body: new TextAnswer('fail') }),
  [CALLBACK_PATHS.wechat]: (failure) => ({
    ...failure,
    status: refused(failure.status),
    body: jsonText({ code: 'FAIL', message: failure.body.errormsg }),
  }),
  [CALLBACK_PATHS.apple]: (failure) => ({ ...failure, status: refused(failure.status), body: jsonText({}) }),
};

/** A failure as it goes out: at other paths as it is. */
export function asCallback(path: string, failure: Failure): DialectFailure {
  return SHAPES[path]?.(failure) ?? failure;
}

/** JSON without heihei's envelope. */
export function jsonText(body: object): TextAnswer {
  return new TextAnswer(JSON.stringify(body), 'application/json; charset=utf-8');
}

import { createHash } from 'node:crypto';
import { Type } from '@sinclair/typebox';
import { wrapped } from '../../api/http/answers.ts';
import type { Dialect } from '../../api/http/dialect.ts';
import type { Endpoint } from '../../api/http/endpoint.ts';
import { RefusedRequest } from '../../api/http/refusals.ts';
import { TextAnswer } from '../../api/http/writer.ts';
import type { App } from '../../application/apps.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';

const APP: App = { tenant: 'heihei', dialect: 'linkv-live', appId: 'test', secret: 'the test dialect’s secret' };

/** The header `Sign` that proves a request of the test dialect: a hash of the header `X-Nonce`, the body's bytes and the secret. */
export function testSignature(body: string, nonce: string): string {
  return createHash('sha256').update(`${nonce}\n${body}\n${APP.secret}`).digest('hex');
}

/**
 * A dialect for tests alone. It uses what the HTTP kernel can do and no served dialect needs yet: signed headers and bytes,
 * nested JSON, large bodies, text answers, callers from web pages of any origin, statuses of its own.
 */
export const testDialect: Dialect = {
  name: 'test',
  proofs: { none: {}, user: {}, app: {} },
  successCode: 200,
  headers: { 'Content-Type': 'application/json' },
  body: { kind: 'nested', maxBytes: 256 * 1024, maxListItems: 1_000 },
  cors: 'any',
  prove(_core, { auth }, { headers, raw }) {
    if (auth === 'none') return { appId: APP.tenant, caller: null, app: null };
    const nonce = headers.get('X-NONCE') ?? '';
    if (headers.get('Sign') !== testSignature(raw.toString('utf8'), nonce)) throw new DomainError('SignatureInvalid');
    return { appId: APP.tenant, caller: null, app: APP, key: nonce };
  },
  success: (answer, { name }, requestId) => ({ code: name === 'echo' ? '200' : 200, requestID: requestId, ...answer }),
  failure(path, error, requestId) {
    const [status, code] = codesOf(error);
    const field = error instanceof DomainError ? error.field : undefined;
    const body = path === '/test/paid' ? new TextAnswer('fail') : { code, field, requestID: requestId };
    return { status, code, body, unexpected: code === 500 };
  },
  document: {
    title: 'a made-up API',
    description: 'For tests alone.',
    success: (answer) =>
      wrapped(answer, ({ properties }) =>
        Type.Object({
          code: Type.Union([Type.Literal(200), Type.Literal('200')]),
          requestID: Type.String(),
          ...properties,
        }),
      ),
    failure: () => Type.Object({ code: Type.Integer() }),
    textOf: () => '',
    security: {},
  },
};

function codesOf(error: unknown): [status: number, code: number] {
  if (error instanceof RefusedRequest) return [error.status, error.status];
  if (error instanceof StoreUnavailableError) return [500, 503];
  if (error instanceof DomainError) return error.code === 'SignatureInvalid' ? [401, 401] : [400, 400];
  return [500, 500];
}

export function testApi(endpoints: readonly Endpoint[]) {
  return [{ dialect: testDialect, endpoints }];
}

import { type TObject, Type } from '@sinclair/typebox';
import { type JsonAnswer, wrapped } from '../http/answers.ts';
import type { Dialect } from '../http/dialect.ts';
import { provenBySignature } from '../linkv/signed-form.ts';
import { failureOf } from './errors.ts';
import { provenByHeaders } from './proof.ts';

/** A content has up to 60 KB, and in a form up to three bytes for each of its own. */
const MAX_BODY_BYTES = 256 * 1024;

const TEXT_CODE = Type.String({ description: 'A text at getToken.' });
const OK = { status: Type.Literal('200'), msg: Type.String() };

function successSchema(answer: JsonAnswer): JsonAnswer {
  return wrapped(answer, (one) => {
    if ('token' in one.properties) return Type.Object({ code: Type.Literal('200'), ...one.properties, ...OK });
    return Type.Object('requestID' in one.properties ? { code: Type.Literal(200), ...one.properties, ...OK } : OK);
  });
}

function failureSchema(codes: readonly number[]): TObject {
  const code = codes.length > 0 ? Type.Integer({ enum: [...codes] }) : Type.Integer();
  return Type.Object({ code: Type.Union([code, TEXT_CODE]), status: Type.String(), msg: Type.String() });
}

/** LinkV IM's server API: the server of an app proves itself by headers. */
export const linkvImDialect: Dialect = {
  name: 'linkv-im',
  proofs: { none: {}, user: {}, app: {} },
  successCode: 200,
  // The SDKs' HTTP libraries parse the body by its type.
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: { maxBytes: MAX_BODY_BYTES },
  prove(core, endpoint, received) {
    const isCoins = endpoint.name.startsWith('sendEventMsg') && received.form.get('app_id') !== undefined;
    if (!isCoins) return provenByHeaders(core, received, endpoint.name !== 'getToken');
    // The document's own form of the call: as changeGold of LinkV live, and signed like it.
    return provenBySignature(core, received.form, {
      isTokenCall: false,
      names: Object.keys(endpoint.params.properties),
    });
  },
  success(answer) {
    if ('token' in answer) return { code: '200', ...answer, status: '200', msg: '成功' };
    if ('requestID' in answer) return { code: 200, ...answer, status: '200', msg: '成功' };
    return { msg: '', status: '200' };
  },
  failure: failureOf,
  document: {
    title: 'LinkV IM server API',
    description:
      'Called by the server of an app, by form, query or JSON, with proofs in headers: `appId`, `appkey`, `nonce`, `timestamp` (seconds), ' +
      '`sign` and `cmimToken`. Answers are HTTP 200 with `code` 200 for success.',
    success: successSchema,
    failure: failureSchema,
    textOf: (body) => (body as { msg: string }).msg,
    security: {
      app: {
        cmimToken: {
          type: 'apiKey',
          in: 'header',
          name: 'cmimToken',
          description:
            'The lower-case md5 of nonce, timestamp and the secret, sorted and joined. Beside it `sign`: the upper-case sha1 of ' +
            '`appId|appkey|timestamp|nonce`.',
        },
      },
    },
  },
};

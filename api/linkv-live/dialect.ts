import { type TObject, Type } from '@sinclair/typebox';
import { type JsonAnswer, wrapped } from '../http/answers.ts';
import type { Dialect } from '../http/dialect.ts';
import { liveProof, provenBySignature } from '../linkv/signed-form.ts';
import { failureOf } from './errors.ts';

const OK = { msg: Type.Literal(''), status: Type.Literal('200') };

/** The endpoint's answer is `data`; absent when the answer is empty. */
function successSchema(answer: JsonAnswer): JsonAnswer {
  return wrapped(answer, (one) => Type.Object(Object.keys(one.properties).length > 0 ? { data: one, ...OK } : OK));
}

function failureSchema(codes: readonly number[]): TObject {
  const status = codes.length > 0 ? Type.String({ enum: codes.map(String) }) : Type.String();
  return Type.Object({ status, msg: Type.String() });
}

const SIGN_SCHEME = {
  type: 'apiKey',
  in: 'query',
  name: 'sign',
  description:
    'The lower-case hexadecimal md5 of `k1=v1&k2=v2&key=SECRET`: all other parameters that are not empty, in the order of their names, ' +
    "then the app's secret. It comes with `app_id` and `nonce_str`; in a form or JSON body it counts the same.",
};

/** LinkV live's server API: the server of an app proves itself by a signature over all parameters. */
export const linkvLiveDialect: Dialect = {
  name: 'linkv-live',
  proofs: { none: {}, user: {}, app: liveProof },
  successCode: 200,
  // The node SDK parses the body itself, and fails when its HTTP library has done so because of a JSON type.
  headers: { 'Content-Type': 'text/html; charset=utf-8' },
  prove: (core, endpoint, given) =>
    provenBySignature(core, given.form, {
      isTokenCall: endpoint.name === 'thGetToken',
      names: Object.keys(endpoint.params.properties),
    }),
  /** `data` is there when the document shows it. */
  success: (answer) => ({ ...(Object.keys(answer).length > 0 && { data: answer }), msg: '', status: '200' }),
  failure: failureOf,
  document: {
    title: 'LinkV live server API',
    description:
      'Called by the server of an app, by form, query or JSON. `sign` is the md5 of all parameters and the secret; answers are ' +
      'HTTP 200 with `status` "200" for success, as JSON with the type text/html.',
    success: successSchema,
    failure: failureSchema,
    textOf: (body) => (body as { msg: string }).msg,
    security: { app: { sign: SIGN_SCHEME } },
  },
};

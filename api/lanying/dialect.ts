import { type TObject, Type } from '@sinclair/typebox';
import { wrapped } from '../http/answers.ts';
import type { Dialect } from '../http/dialect.ts';
import { failureOf } from './errors.ts';
import { provenByToken } from './proof.ts';

const SUCCESS = 200;
/** A thousand ids, and a message of 60 KB. */
const MAX_BODY_BYTES = 256 * 1024;
/** The body's size bounds lists already; each endpoint says how many it takes, with a code of its own. */
const MAX_LIST_ITEMS = 50_000;

function failureSchema(codes: readonly number[]): TObject {
  return Type.Object({
    code: codes.length > 0 ? Type.Integer({ enum: [...codes] }) : Type.Integer(),
    message: Type.String(),
  });
}

const TOKEN_SCHEME = {
  type: 'apiKey',
  in: 'header',
  name: 'access-token',
  description:
    "A JWT (HS512): of the app's server, which names by the header `user_id` the person as whom it acts, or of a person, by /token/user.",
};

/** Lanying IM's server API: an app's server acts for people by its access-token, a person for themselves by theirs. */
export const lanyingDialect: Dialect = {
  name: 'lanying',
  proofs: { none: {}, user: {}, app: {} },
  successCode: SUCCESS,
  headers: { 'Content-Type': 'application/json; charset=utf-8' },
  body: { kind: 'nested', maxBytes: MAX_BODY_BYTES, maxListItems: MAX_LIST_ITEMS },
  // Its web client runs on pages of other origins; no proof is a cookie.
  cors: 'any',
  prove: provenByToken,
  success: (answer) => ({ code: SUCCESS, ...answer }),
  failure: failureOf,
  document: {
    title: 'Lanying IM server API',
    description:
      'Called by the server of an app with JSON. Every call has the header `app_id`; all but registering and signing in have ' +
      '`access-token`; those about one person have `user_id` when the token is the server’s. Answers are HTTP 200 with `code` 200 for success.',
    success: (answer) => wrapped(answer, (one) => Type.Object({ code: Type.Literal(SUCCESS), ...one.properties })),
    failure: failureSchema,
    textOf: (body) => (body as { message: string }).message,
    security: { user: { token: TOKEN_SCHEME }, app: { token: TOKEN_SCHEME } },
  },
};

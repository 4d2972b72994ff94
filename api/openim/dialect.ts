import { type TObject, Type } from '@sinclair/typebox';
import { type JsonAnswer, wrapped } from '../http/answers.ts';
import type { Dialect } from '../http/dialect.ts';
import { MAX_LIST_ITEMS } from '../http/json.ts';
import { failureOf } from './errors.ts';
import { provenBySecret, provenByToken } from './proof.ts';

/** Messages have up to 60 KB, which JSON text in JSON makes longer; a list of 1,000 users has some 70 KB. */
const MAX_BODY_BYTES = 256 * 1024;

const SUCCESS = { errCode: 0, errMsg: '' };
const Success = { errCode: Type.Literal(0), errMsg: Type.Literal('') };

function successSchema(answer: JsonAnswer): JsonAnswer {
  return wrapped(answer, (one) => Type.Object({ ...Success, ...one.properties }));
}

function failureSchema(codes: readonly number[]): TObject {
  const errCode = codes.length > 0 ? Type.Integer({ enum: [...codes] }) : Type.Integer();
  return Type.Object({ errCode, errMsg: Type.String() });
}

/** OpenIM's server API (of September 2021): JSON, a `token` in the header. An answer that says its own `errCode` or `errMsg` keeps it. */
export const openimDialect: Dialect = {
  name: 'openim',
  proofs: { none: {}, user: {}, app: {} },
  successCode: 0,
  // As OpenIM's server reads it: scripts post JSON under any content type, or none.
  body: { kind: 'nested', isAlwaysJson: true, maxBytes: MAX_BODY_BYTES, maxListItems: MAX_LIST_ITEMS },
  // Admin pages of other origins call with the manager's token; no cookie proves anything.
  cors: 'any',
  prove(core, { auth, path }, received) {
    return auth === 'none' ? provenBySecret(core, received) : provenByToken(core, path, received);
  },
  bearer: ({ headers }) => headers.get('token'),
  success: (answer) => ({ ...SUCCESS, ...answer }),
  failure: failureOf,
  document: {
    title: 'OpenIM server API',
    description:
      'Called by the server of an app with JSON. `auth/user_register` and `auth/user_token` take the app’s `secret`; all others a `token` in the ' +
      'header: of a manager of the app (`adminUserId`), who may do everything, or of a user, who acts for themselves. Success is `errCode` 0. The same body ' +
      'from the same caller, `operationID` included, counts once within 24 hours, and gets the first answer.',
    success: successSchema,
    failure: failureSchema,
    textOf: (body) => (body as { errMsg: string }).errMsg,
    security: {
      app: {
        token: {
          type: 'apiKey',
          in: 'header',
          name: 'token',
          description: 'From auth/user_token or auth/user_register.',
        },
      },
    },
  },
};

import type { JsonAnswer } from '../http/answers.ts';
import type { Dialect } from '../http/dialect.ts';
import { type FailureBody, failureOf, failureSchema } from './errors.ts';
import { COOKIE, CSRF_HEADER, provenOperator, shownBy } from './proof.ts';

/** A list of a thousand topics or banners. */
const MAX_BODY_BYTES = 256 * 1024;

/** The API of those who operate an installation: the console's, and their scripts'. */
export const operatorDialect: Dialect = {
  name: 'operator',
  proofs: { none: {}, user: {}, app: {} },
  successCode: 200,
  body: { kind: 'nested', maxBytes: MAX_BODY_BYTES },
  // The console is a page of this server, and its cookie proves something: no other page may read an answer.
  cors: 'none',
  prove: provenOperator,
  bearer: shownBy,
  success: (answer) => answer,
  failure: (_path, error) => failureOf(error),
  document: {
    title: 'operators’ API',
    description:
      'For those who operate the installation. A page signs in and gets a cookie; with it, every call but GET sends the `csrfToken` of the sign-in in ' +
      `the header \`${CSRF_HEADER}\`. A script sends a bearer token, which an admin made. Every endpoint names the least role that may call it: viewer, ` +
      'support, finance, admin; each may do what those before it may. Every change says why (`reason`) and has an `Idempotency-Key`: the same key with the ' +
      'same input counts once. What is about people, lives or money takes a `tenant`; default heihei.',
    success: (answer: JsonAnswer) => answer,
    failure: failureSchema,
    textOf: (body) => (body as FailureBody).error,
    security: {
      user: {
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: COOKIE,
          description: `Of a sign-in; changes need ${CSRF_HEADER} as well.`,
        },
        bearer: {
          type: 'http',
          scheme: 'bearer',
          description: 'A token that an admin made: /operator/v1/tokens/make.',
        },
      },
    },
  },
};

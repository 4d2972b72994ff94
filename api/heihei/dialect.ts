import { Type } from '@sinclair/typebox';
import { authenticate } from '../../application/accounts/tokens.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { type AnswerSchema, wrapped } from '../http/answers.ts';
import type { Dialect } from '../http/dialect.ts';
import { compileParameters, MAX_TOKEN_CHARS } from '../http/params.ts';
import { success } from './envelope.ts';
import { codeOf, failureOf } from './errors.ts';

const token = { token: Type.String({ minLength: 1, maxLength: MAX_TOKEN_CHARS }) };
const parseToken = compileParameters(Type.Object(token));

const OK = { errorcode: Type.Literal(0), errormsg: Type.Literal('success') };

/** The endpoint's own fields behind `errorcode` and `errormsg`. */
function successSchema(answer: AnswerSchema): AnswerSchema {
  return wrapped(answer, ({ properties }) => Type.Object({ ...OK, ...properties }));
}

/** heihei, the app's own API: a person proves who they are by the parameter `token`; a call without it is told so. */
export const heiheiDialect: Dialect = {
  name: 'heihei',
  proofs: { none: {}, user: token, app: {} },
  successCode: 0,
  async prove(core, { auth }, given) {
    if (auth === 'none') return { appId: core.settings.heiheiAppId, caller: null, app: null };
    const caller = await authenticate(core, parseToken(given).token as string, 'heihei');
    if (caller.appId !== core.settings.heiheiAppId) throw new DomainError('SessionInvalid');
    return { appId: caller.appId, caller, app: null };
  },
  success,
  failure: failureOf,
  document: {
    title: 'heihei API',
    description:
      'Every endpoint takes its parameters by query, form or JSON, on GET and POST. ' +
      'Answers are HTTP 200 with `errorcode` 0 for success. An `Idempotency-Key` header makes a command of a signed-in user ' +
      'repeatable: send one with everything that must count once.',
    envelope: Type.Object({ errorcode: Type.Integer(), errormsg: Type.String() }),
    success: successSchema,
    codeOf,
  },
};

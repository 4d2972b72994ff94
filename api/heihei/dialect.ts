import { type TObject, Type } from '@sinclair/typebox';
import { authenticate } from '../../application/accounts/tokens.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { type JsonAnswer, wrapped } from '../http/answers.ts';
import type { Dialect } from '../http/dialect.ts';
import { compileParameters, MAX_TOKEN_CHARS } from '../http/params.ts';
import { TextAnswer } from '../http/writer.ts';
import { asCallback } from './callback-failures.ts';
import { type Envelope, success } from './envelope.ts';
import { failureOf } from './errors.ts';
import { messageServerProof, provenMessageServer, SIGNATURE_SCHEME } from './message-server/signature.ts';
import { heiheiPages } from './pages/router.ts';

const token = { token: Type.String({ minLength: 1, maxLength: MAX_TOKEN_CHARS }) };
const parseToken = compileParameters(Type.Object(token));

const OK = { errorcode: Type.Literal(0), errormsg: Type.Literal('success') };

/** The endpoint's own fields behind `errorcode` and `errormsg`. */
function successSchema(answer: JsonAnswer): JsonAnswer {
  return wrapped(answer, ({ properties }) => Type.Object({ ...OK, ...properties }));
}

/** Clients tell a failure from a success by `errorcode`. */
function failureSchema(codes: readonly number[]): TObject {
  const errorcode = codes.length > 0 ? Type.Integer({ enum: [...codes] }) : Type.Integer();
  return Type.Object({ errorcode, errormsg: Type.String() });
}

const TOKEN_SCHEME = {
  type: 'apiKey',
  in: 'query',
  name: 'token',
  description: 'What signInByPhone answers. In a form or JSON body it counts the same.',
};

/** heihei, the app's own API: the parameter `token` proves who calls. A call without it gets 700. The message server proves itself by `signature`. */
export const heiheiDialect: Dialect = {
  name: 'heihei',
  proofs: { none: {}, user: token, app: messageServerProof },
  successCode: 0,
  cors: 'listed',
  async prove(core, { auth }, { form }) {
    if (auth === 'app') return provenMessageServer(core, form);
    if (auth === 'none') return { appId: core.settings.heiheiAppId, caller: null, app: null };
    const caller = await authenticate(core, parseToken(form).token as string, 'heihei');
    if (caller.appId !== core.settings.heiheiAppId) throw new DomainError('SessionInvalid');
    return { appId: caller.appId, caller, app: null };
  },
  bearer({ form }) {
    const given = form.get('token');
    return typeof given === 'string' ? given : undefined;
  },
  success,
  pages: heiheiPages,
  failure: (path, error) => asCallback(path, failureOf(path, error)),
  document: {
    title: 'heihei API',
    description:
      'Every endpoint takes its parameters by query, form or JSON, on GET and POST. ' +
      'Answers are HTTP 200 with `errorcode` 0 for success. An `Idempotency-Key` header makes a command of a signed-in user ' +
      'repeatable: send one with everything that must count once.',
    success: successSchema,
    failure: failureSchema,
    textOf: (body) => (body instanceof TextAnswer ? body.text : (body as Envelope).errormsg),
    security: { user: { token: TOKEN_SCHEME }, app: { signature: SIGNATURE_SCHEME } },
  },
};

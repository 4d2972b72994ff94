import { Type } from '@sinclair/typebox';
import { addFirstOperator, signInForDev } from '../../application/operators/first.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { BASE } from './endpoint.ts';
import { NewPassword, Session, SOME_SESSION, signInMeta, withCookie } from './session.ts';

/** Where the key that a start prints adds the first operator. */
export const FIRST_OPERATOR_PATH = `${BASE}session/first-operator`;

const Key = Type.String({ minLength: 1, maxLength: 100 });

const firstOperator = endpoint({
  path: FIRST_OPERATOR_PATH,
  methods: ['POST'],
  module: 'session',
  name: 'firstOperator',
  summary: 'Add the first operator, an admin, by the key that the start printed, and sign them in',
  auth: 'none',
  cost: 'write',
  params: Type.Object({ key: Key, name: Type.String({ minLength: 3, maxLength: 64 }), password: NewPassword }),
  answer: Session,
  examples: [
    {
      params: { key: 'fXw…', name: 'lin.mei', password: 'correct horse battery' },
      answer: { ...SOME_SESSION, role: 'admin' },
    },
  ],
  errors: ['PasswordWrong', 'TooOften', 'CsrfTokenWrong'],
  async handle(call) {
    const { core, params, remoteAddress } = call;
    return withCookie(call, await addFirstOperator(core, { ...params, remoteAddress }, signInMeta(call)));
  },
});

const devSignIn = endpoint({
  path: `${BASE}session/dev-sign-in`,
  methods: ['POST'],
  module: 'session',
  name: 'devSignIn',
  summary: 'Sign in as an admin by the key of dev mode; outside dev mode nobody does',
  auth: 'none',
  cost: 'write',
  params: Type.Object({ key: Key }),
  answer: Session,
  examples: [{ params: { key: 'fXw…' }, answer: { ...SOME_SESSION, name: 'dev', role: 'admin' } }],
  errors: ['PasswordWrong', 'CsrfTokenWrong'],
  handle: async (call) => withCookie(call, await signInForDev(call.core, call.params.key, signInMeta(call))),
});

export const firstEndpoints: readonly Endpoint[] = [firstOperator, devSignIn];

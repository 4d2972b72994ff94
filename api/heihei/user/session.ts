import { Type } from '@sinclair/typebox';
import { signOut as endSession } from '../../../application/accounts/sessions.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';

/** heihei, 退出: ends the session of this token alone. */
export const signOut = endpoint({
  path: '/api/user/sign-out',
  module: 'user',
  name: 'signOut',
  summary: 'End the session of this token',
  auth: 'user',
  cost: 'write',
  params: Type.Object({}),
  answer: NoAnswer,
  examples: [{ params: {}, answer: {} }],
  errors: [],
  async handle({ core, caller, meta }) {
    await endSession(core, caller, meta);
    return {};
  },
});

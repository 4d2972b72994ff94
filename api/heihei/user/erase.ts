import { Type } from '@sinclair/typebox';
import { eraseOwnAccount } from '../../../application/accounts/erase-person.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { VerifyCode } from './sign-in.ts';

/**
 * Salon's own, in the style of the document: erases the caller's account for good. The code proves the wish: the client asks for one
 * (短信验证码) for the account's phone first. 401 for a wrong one. Every token of the account ends with it.
 */
export const eraseUser = endpoint({
  path: '/api/user/erase',
  own: true,
  module: 'user',
  name: 'erase',
  summary: "Erase one's own account for good, with a code that was sent to its phone",
  auth: 'user',
  cost: 'write',
  params: Type.Object({ verifyCode: VerifyCode }),
  answer: Type.Object(UpToDate),
  examples: [{ params: { verifyCode: '123456' }, answer: {} }],
  errors: ['CodeWrong', 'PhoneSignInOff'],
  handle: ({ core, caller, meta, remoteAddress, params: { verifyCode: code } }) =>
    eraseOwnAccount(core, caller, { code, remoteAddress }, meta),
});

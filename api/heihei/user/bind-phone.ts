import { Type } from '@sinclair/typebox';
import { bindPhone as bind } from '../../../application/accounts/bind-phone.ts';
import { NoAnswer } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { PhoneNo } from './phone-codes.ts';
import { VerifyCode } from './sign-in.ts';

/** heihei, 绑定手机号, with a code that was sent as for signing in. A wrong one is 401, another person's phone 403. */
export const bindPhone = endpoint({
  path: '/api/user/bind-phone',
  module: 'user',
  name: 'bindPhone',
  summary: 'Sign in by a phone from now on',
  auth: 'user',
  cost: 'write',
  params: Type.Object({ phone: PhoneNo, verifyCode: VerifyCode }),
  answer: NoAnswer,
  examples: [{ params: { phone: '13800138000', verifyCode: '123456' }, answer: {} }],
  errors: ['CodeWrong', 'PhoneTaken', 'PhoneSignInOff', 'UserBanned'],
  async handle({ core, caller, params: { phone: phoneNo, verifyCode: code }, remoteAddress, meta }) {
    await bind(core, caller, { phoneNo, code, remoteAddress }, meta);
    return {};
  },
});

import { Type } from '@sinclair/typebox';
import { PHONE_NO } from '../../../application/accounts/codes.ts';
import { sendCode } from '../../../application/accounts/phone-codes.ts';
import { type Call, endpoint } from '../../http/endpoint.ts';

export const PhoneNo = Type.String({ pattern: PHONE_NO.source, maxLength: 16 });

const SENDING = {
  auth: 'none',
  params: Type.Object({ phoneNo: PhoneNo }),
  answer: Type.Object({
    timeout: Type.Integer({ minimum: 0, description: 'Seconds until the next code can be sent.' }),
  }),
  examples: [{ params: { phoneNo: '13800138000' }, answer: { timeout: 60 } }],
  errors: ['CodeSentTooOften', 'PhoneSignInOff'],
} as const;

/** heihei, 短信验证码. Past a limit: 400. */
export const getSmsVerificationCode = endpoint({
  ...SENDING,
  path: '/api/user/get-sms-verification-code',
  module: 'user',
  name: 'getSMSVerificationCode',
  summary: 'Send a sign-in code to a phone',
  handle: answerSent,
});

/** The same by an older address: heihei has it in `init` alone (registerPhone). */
export const registerPhone = endpoint({
  ...SENDING,
  path: '/api/sms/register-phone',
  module: 'user',
  name: 'registerPhone',
  summary: 'Send a sign-in code to a phone, by the older address',
  own: true,
  handle: answerSent,
});

async function answerSent({ core, params: { phoneNo }, remoteAddress, meta }: Call<{ phoneNo: string }>) {
  return { timeout: (await sendCode(core, { phoneNo, remoteAddress }, meta)) / 1000 };
}

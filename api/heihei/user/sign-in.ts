import { Type } from '@sinclair/typebox';
import type { SignedIn } from '../../../application/accounts/hei-people.ts';
import { signInByPhone as signIn } from '../../../application/accounts/sign-in-by-phone.ts';
import { named, UpToDate } from '../../http/answers.ts';
import { type Call, endpoint } from '../../http/endpoint.ts';
import { BirthDay, Gender } from '../person.ts';
import { PhoneNo } from './phone-codes.ts';

/** Longer than any code, so that a wrong guess of another length is still answered as a wrong code. */
const MAX_GIVEN_CODE_CHARS = 20;
export const VerifyCode = Type.String({ minLength: 1, maxLength: MAX_GIVEN_CODE_CHARS });

export const SignedInUser = named(
  'SignedInUser',
  Type.Object({
    lastModified: Type.Integer({ description: 'Epoch ms here, and here alone.' }),
    displayName: Type.String(),
    id: Type.Integer(),
    heiNum: Type.Integer({ description: 'The number that users tell each other (黑号).' }),
    coverUrl: Type.String({
      description: 'For people without a picture one of the default pictures, always the same.',
    }),
    region: Type.Literal('zh_CN'),
    gender: Gender,
    birthDay: BirthDay,
    userType: Type.Literal('Normal'),
    address: Type.String(),
    description: Type.String(),
  }),
);

const SIGNING_IN = {
  auth: 'none',
  params: Type.Object({
    phoneNo: PhoneNo,
    verifyCode: VerifyCode,
  }),
  answer: Type.Object({
    token: Type.String({ description: 'Send it as `token` with every call that wants to know who calls.' }),
    needRegist: Type.Boolean({ description: 'The profile was never filled in: show the registration page.' }),
    userInfo: SignedInUser,
    ...UpToDate,
  }),
  examples: [
    {
      params: { phoneNo: '13800138000', verifyCode: '123456' },
      answer: {
        token: 'eyJhbGciOiJIUzI1NiIsImtpZCI6IlcxY1J2WiJ9.eyJhcHAiOiJoZWloZWkifQ.c2lnbmF0dXJl',
        needRegist: true,
        userInfo: {
          lastModified: 1_767_225_600_000,
          displayName: '用户12345678',
          id: 7_012_345_678_901,
          heiNum: 12345678,
          coverUrl: '',
          region: 'zh_CN',
          gender: 'Unspecified',
          birthDay: '',
          userType: 'Normal',
          address: '',
          description: '',
        },
      },
    },
  ],
  errors: ['CodeWrong', 'PhoneSignInOff', 'UserBanned', 'UserNotFound'],
} as const;

/** heihei, 短信登录. Registers the phone when it is new; a wrong, used or burned code is 401. */
export const signInByPhone = endpoint({
  ...SIGNING_IN,
  path: '/api/user/sign-in-cl-by-phone',
  module: 'user',
  name: 'signInCLByPhone',
  summary: 'Sign in with the code that was sent to a phone',
  handle: answerSignedIn,
});

/** The same by an older address: heihei has it in `init` alone (verifyPhone). */
export const verifyPhone = endpoint({
  ...SIGNING_IN,
  path: '/api/sms/verify-phone',
  module: 'user',
  name: 'verifyPhone',
  summary: 'Sign in with the code that was sent to a phone, by the older address',
  own: true,
  handle: answerSignedIn,
});

async function answerSignedIn({
  core,
  params: { phoneNo, verifyCode: code },
  remoteAddress,
  meta,
}: Call<{ phoneNo: string; verifyCode: string }>) {
  const signedIn = await signIn(core, { phoneNo, code, remoteAddress, audience: 'heihei' }, meta);
  const { token, issuedAt, completed, userId, profile, ...shown } = signedIn;
  return { token, needRegist: !completed, userInfo: signedInUser({ issuedAt, userId, profile }), ...shown };
}

export function signedInUser({ issuedAt, userId, profile }: Pick<SignedIn, 'issuedAt' | 'userId' | 'profile'>) {
  const { displayName, heiNum, coverUrl, gender, birthDay, address, description } = profile;
  return {
    lastModified: issuedAt,
    displayName,
    id: userId,
    heiNum,
    coverUrl,
    region: 'zh_CN' as const,
    gender,
    birthDay,
    userType: 'Normal' as const,
    address,
    description,
  };
}

import { Type } from '@sinclair/typebox';
import { signInByThirdParty } from '../../../application/accounts/sign-in-by-third-party.ts';
import { UpToDate } from '../../http/answers.ts';
import { endpoint } from '../../http/endpoint.ts';
import { SignedInUser, signedInUser } from './sign-in.ts';

/** Longest access token, open id or union id that is looked at. WeChat's tokens have some 110 characters. */
const MAX_TOKEN_CHARS = 1_024;
const MAX_ID_CHARS = 128;
const OutsideId = Type.String({ minLength: 1, maxLength: MAX_ID_CHARS });
const SOURCES = { Wechat: 'wechat', Weibo: 'weibo' } as const;

/**
 * heihei, 微博微信登录. Whoever the third party says that the token is of is signed in, and registered when they are new: 701 and 702 when it
 * does not say so. `unionId` is taken and not looked at: what the third party tells counts.
 */
export const signInByOther = endpoint({
  path: '/api/user/sign-in',
  module: 'user',
  name: 'signIn',
  summary: 'Sign in by WeChat or Weibo',
  auth: 'none',
  params: Type.Object({
    accountSource: Type.Union([Type.Literal('Weibo'), Type.Literal('Wechat')]),
    accountToken: Type.String({ minLength: 1, maxLength: MAX_TOKEN_CHARS }),
    openId: OutsideId,
    unionId: Type.Optional(Type.String({ maxLength: MAX_ID_CHARS })),
    uuid: Type.Optional(Type.String({ maxLength: MAX_ID_CHARS })),
  }),
  answer: Type.Object({
    token: Type.String({ description: 'Send it as `token` with every call that wants to know who calls.' }),
    needRegist: Type.Boolean({ description: 'The profile was never filled in: show the registration page.' }),
    userInfo: Type.Object({ ...SignedInUser.properties, level: Type.Integer({ minimum: 1 }) }),
    ...UpToDate,
  }),
  examples: [
    {
      params: {
        accountSource: 'Wechat',
        accountToken: 'OezXcEiiBSKSxW0eoylIeAsR0GmYd1aw',
        openId: 'o6_bmjrPTlm6_2sgVt7h',
      },
      answer: {
        token: 'eyJhbGciOiJIUzI1NiIsImtpZCI6IlcxY1J2WiJ9.eyJhcHAiOiJoZWloZWkifQ.c2lnbmF0dXJl',
        needRegist: true,
        userInfo: {
          lastModified: 1_767_225_600_000,
          displayName: 'Victor Chou',
          id: 7_012_345_678_901,
          heiNum: 12345678,
          coverUrl: '',
          region: 'zh_CN',
          gender: 'Male',
          birthDay: '',
          userType: 'Normal',
          address: '',
          description: '',
          level: 1,
        },
      },
    },
  ],
  errors: [
    'WeiboTokenInvalid',
    'OpenIdInvalid',
    'ThirdPartyOff',
    'ProviderAway',
    'TooOften',
    'UserBanned',
    'UserNotFound',
  ],
  async handle({ core, params: { accountSource, accountToken, openId }, remoteAddress, meta }) {
    const caller = { source: SOURCES[accountSource], accountToken, openId, remoteAddress, audience: 'heihei' } as const;
    const signedIn = await signInByThirdParty(core, caller, meta);
    const { token, issuedAt, completed, userId, profile, level, ...shown } = signedIn;
    const userInfo = { ...signedInUser({ issuedAt, userId, profile }), level };
    return { token, needRegist: !completed, userInfo, ...shown };
  },
});

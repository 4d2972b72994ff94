import { Type } from '@sinclair/typebox';
import { userSig } from '../../../application/chats/user-sig.ts';
import { endpoint } from '../../http/endpoint.ts';
import { Id } from '../../http/params.ts';

/** Tencent's older SDKs ask for a type of account; apps that have none give this. */
const NO_ACCOUNT_TYPE = 0 as const;

/**
 * What a client signs in with at the RTC server (named by heihei's 初始化接口 alone; the fields are those that its client reads). With an app
 * at Tencent configured, a signature of theirs (TLSSigAPIv2).
 */
export const getUserSig = endpoint({
  path: '/api/chat/get-user-sig',
  own: true,
  module: 'chat',
  name: 'getUserSig',
  summary: 'Get what one signs in with at the RTC server',
  auth: 'user',
  params: Type.Object({}),
  answer: Type.Object({
    identifier: Id,
    sdkAppId: Type.Integer({ minimum: 0, description: "The app's number at Tencent; 0 for another RTC server." }),
    accountType: Type.Literal(NO_ACCOUNT_TYPE),
    userSig: Type.String(),
    appid_at_3rd: Type.String({ description: 'The same as `sdkAppId`, as a text.' }),
  }),
  examples: [
    {
      params: {},
      answer: {
        identifier: 10_446,
        sdkAppId: 1_400_000_000,
        accountType: NO_ACCOUNT_TYPE,
        userSig: 'eJwtzEsLgkAUBeC-Irc5dX1NKbRo0Ua3Qm6bGW8yqJM4Y0r0',
        appid_at_3rd: '1400000000',
      },
    },
  ],
  errors: [],
  async handle({ core, caller }) {
    const { appId: sdkAppId, userSig: sig } = await userSig(core, caller);
    const { userId: identifier } = caller;
    return { identifier, sdkAppId, accountType: NO_ACCOUNT_TYPE, userSig: sig, appid_at_3rd: String(sdkAppId) };
  },
});

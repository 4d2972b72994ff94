import { Type } from '@sinclair/typebox';
import { addressTag, deriveCode, normalisePhone, PHONE_NO, proofOf } from '../../../application/accounts/codes.ts';
import type { Core } from '../../../application/core.ts';
import { DomainError } from '../../../domain/kernel/errors.ts';
import { streamName } from '../../../domain/kernel/ids.ts';
import { CODE_INTERVAL_MS, isKnownAddress, verificationDecider } from '../../../domain/verification/decider.ts';
import { endpoint } from '../../http/endpoint.ts';
import { networkOf } from '../../http/networks.ts';
import { signInLimits } from './sign-in-limits.ts';

export const PhoneNo = Type.String({ pattern: PHONE_NO.source, maxLength: 16 });

/**
 * heihei, 短信验证码. For a phone and address once in 60 s and `CODES_PER_DAY` a day, with wider limits for the phone, the address and
 * the process; past one, 400. The message itself is sent from the log. Phones with and without an account get the same answer.
 */
export const getSmsVerificationCode = endpoint({
  path: '/api/user/get-sms-verification-code',
  module: 'user',
  name: 'getSMSVerificationCode',
  summary: 'Send a sign-in code to a phone',
  auth: 'none',
  params: Type.Object({ phoneNo: PhoneNo }),
  answer: Type.Object({
    timeout: Type.Integer({ minimum: 0, description: 'Seconds until the next code can be sent.' }),
  }),
  examples: [{ params: { phoneNo: '13800138000' }, answer: { timeout: 60 } }],
  errors: ['CodeSentTooOften', 'PhoneSignInOff'],
  async handle({ core, params, remoteAddress, meta }) {
    requirePhoneSignIn(core);
    const phone = normalisePhone(params.phoneNo);
    const { codeSecret } = core.settings;
    const command = meta('send-code');
    const proof = proofOf(codeSecret, phone, deriveCode(codeSecret, command.commandId));
    const { stream, from, isKnown } = await callerOfPhone(core, phone, remoteAddress);
    const giveBack = signInLimits(core).takeCode(remoteAddress, isKnown);
    try {
      await core.commands.handle(verificationDecider, stream, { type: 'IssueCode', phone, proof, from }, command);
    } catch (error) {
      giveBack();
      throw error;
    }
    return { timeout: CODE_INTERVAL_MS / 1000 };
  },
});

/** Throws `DomainError('PhoneSignInOff')` where codes reach nobody: outside dev mode, without a provider. */
export function requirePhoneSignIn({ settings }: Core): void {
  if (!settings.phoneSignIn) throw new DomainError('PhoneSignInOff');
}

/** Who asks for a phone's code or tries one: the tag of the address, and whether the phone's owner signed in from there before. */
export async function callerOfPhone(core: Core, phone: string, remoteAddress: string) {
  const { heiheiAppId, codeSecret } = core.settings;
  const stream = streamName(verificationDecider.category, heiheiAppId, phone);
  const from = addressTag(codeSecret, phone, networkOf(remoteAddress));
  const { state } = await core.commands.load(verificationDecider, stream);
  return { stream, from, isKnown: isKnownAddress(state, from) };
}

import {
  CODE_INTERVAL_MS,
  CODE_LIFETIME_MS,
  MAX_CODE_TRIES,
  verificationDecider,
} from '../../../domain/verification/decider.ts';
import type { VerificationEvent } from '../../../domain/verification/events.ts';
import { given, T0 } from '../../support/given.ts';

const phone = '13800000000';
const issue = (proof = 'right') => ({ type: 'IssueCode', phone, proof }) as const;
const tryCode = (proof: string) => ({ type: 'TryCode', phone, proof }) as const;
const issued = (at = T0, proof = 'right'): VerificationEvent => ({
  type: 'CodeIssued',
  data: { phone, proof, expiresAt: at + CODE_LIFETIME_MS },
});
const rejected = (triesLeft: number): VerificationEvent => ({ type: 'CodeRejected', data: { phone, triesLeft } });
const accepted: VerificationEvent = { type: 'CodeAccepted', data: { phone } };
const fiveWrong = Array.from({ length: MAX_CODE_TRIES }, (_, i) => rejected(MAX_CODE_TRIES - 1 - i));

describe('verification', () => {
  describe('issuing', () => {
    it('sends a code that lives five minutes', () => given(verificationDecider).when(issue()).thenExactly(issued()));
    it('refuses another within the interval, to the millisecond', () => {
      const after = (ms: number) => given(verificationDecider, issued()).when(issue('next'), { at: T0 + ms });
      after(CODE_INTERVAL_MS - 1).thenFails('CodeSentTooOften');
      after(CODE_INTERVAL_MS).thenExactly(issued(T0 + CODE_INTERVAL_MS, 'next'));
    });
    it('refuses it after the code was used, too', () =>
      given(verificationDecider, issued(), accepted)
        .when(issue(), { at: T0 + 1 })
        .thenFails('CodeSentTooOften'));
    it('refuses it when the clock went back', () =>
      given(verificationDecider, issued())
        .when(issue(), { at: T0 - 5 })
        .thenFails('CodeSentTooOften'));
  });

  describe('trying', () => {
    it('accepts the right code once', () => {
      given(verificationDecider, issued()).when(tryCode('right')).thenExactly(accepted);
      given(verificationDecider, issued(), accepted).when(tryCode('right')).thenFails('CodeWrong');
    });
    it('counts wrong tries down', () => {
      given(verificationDecider, issued()).when(tryCode('wrong')).thenExactly(rejected(4));
      given(verificationDecider, issued(), rejected(4)).when(tryCode('')).thenExactly(rejected(3));
    });
    it('still accepts the right code on the last try', () =>
      given(verificationDecider, issued(), ...fiveWrong.slice(0, 4))
        .when(tryCode('right'))
        .thenExactly(accepted));
    it('burns the code with the fifth wrong try', () => {
      given(verificationDecider, issued(), ...fiveWrong.slice(0, 4))
        .when(tryCode('wrong'))
        .thenExactly(rejected(0));
      given(verificationDecider, issued(), ...fiveWrong)
        .when(tryCode('right'))
        .thenFails('CodeWrong');
      given(verificationDecider, issued(), ...fiveWrong)
        .when(tryCode('wrong'))
        .thenFails('CodeWrong');
    });
    it('gives a new code its own tries, and the old one none', () => {
      const again = () =>
        given(verificationDecider, issued(), ...fiveWrong).later(T0 + 60_000, issued(T0 + 60_000, 'new'));
      again()
        .when(tryCode('new'), { at: T0 + 60_001 })
        .thenExactly(accepted);
      again()
        .when(tryCode('right'), { at: T0 + 60_001 })
        .thenExactly(rejected(4));
    });
    it('refuses a code that expired, to the millisecond', () => {
      const after = (ms: number) => given(verificationDecider, issued()).when(tryCode('right'), { at: T0 + ms });
      after(CODE_LIFETIME_MS - 1).thenExactly(accepted);
      after(CODE_LIFETIME_MS).thenFails('CodeWrong');
    });
    it('refuses where no code was sent', () =>
      given(verificationDecider).when(tryCode('right')).thenFails('CodeWrong'));
  });
});

import {
  CODE_INTERVAL_MS,
  CODE_LIFETIME_MS,
  CODES_DAY_MS,
  CODES_PER_DAY,
  MAX_CODE_TRIES,
  verificationDecider,
} from '../../../domain/verification/decider.ts';
import type { VerificationEvent } from '../../../domain/verification/events.ts';
import { given, metaOf, T0 } from '../../support/given.ts';

const phone = '13800000000';
const issue = (proof = 'right') => ({ type: 'IssueCode', phone, proof }) as const;
const tryCode = (proof: string) => ({ type: 'TryCode', phone, proof }) as const;
const issued = (at = T0, proof = 'right'): VerificationEvent => ({
  type: 'CodeIssued',
  data: { phone, codeId: metaOf().commandId, proof, expiresAt: at + CODE_LIFETIME_MS },
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
    it('refuses more than ten in any 24 hours, to the millisecond', () => {
      const hour = 3600 * 1000;
      const timesOf = (count: number) => Array.from({ length: count }, (_, n) => T0 + n * hour);
      const history = (count: number) =>
        timesOf(count).reduce((so, at) => so.later(at, issued(at)), given(verificationDecider));
      const last = T0 + CODES_DAY_MS - 1;
      history(CODES_PER_DAY - 1)
        .when(issue(), { at: last })
        .thenExactly(issued(last));
      history(CODES_PER_DAY).when(issue(), { at: last }).thenFails('CodeSentTooOften');
      history(CODES_PER_DAY)
        .when(issue(), { at: last + 1 })
        .thenExactly(issued(last + 1));
      // The day moves on with the clock: the second code is the oldest that counts then.
      history(CODES_PER_DAY)
        .later(last + 1, issued(last + 1))
        .when(issue(), { at: last + hour })
        .thenFails('CodeSentTooOften');
    });
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

  describe('sending', () => {
    const { commandId: codeId } = metaOf();
    const delivered: VerificationEvent = { type: 'CodeDelivered', data: { phone, codeId } };
    const confirm = { type: 'ConfirmDelivery', phone, codeId } as const;
    const abandon = { type: 'AbandonDelivery', phone, codeId } as const;
    const expired = { at: T0 + CODE_LIFETIME_MS };

    it('is over when the provider took the message, once', () => {
      given(verificationDecider, issued()).when(confirm).thenExactly(delivered);
      given(verificationDecider, issued(), delivered).when(confirm).thenNothing();
      given(verificationDecider, issued(), delivered).when(abandon, expired).thenNothing();
    });
    it('leaves a code that was taken as good as it was', () =>
      given(verificationDecider, issued(), delivered).when(tryCode('right')).thenExactly(accepted));
    it('is given up when the code has expired, to the millisecond', () => {
      const at = (ms: number) => given(verificationDecider, issued()).when(abandon, { at: T0 + ms });
      at(CODE_LIFETIME_MS - 1).thenNothing();
      at(CODE_LIFETIME_MS).thenExactly({ type: 'CodeUndelivered', data: { phone, codeId } });
    });
    it('is over with the code: used, burned, or followed by another', () => {
      const another = { ...confirm, codeId: '00000000-0000-4000-8000-000000000001' };
      for (const history of [[issued(), accepted], [issued(), ...fiveWrong], []]) {
        given(verificationDecider, ...history)
          .when(confirm)
          .thenNothing();
        given(verificationDecider, ...history)
          .when(abandon, expired)
          .thenNothing();
      }
      given(verificationDecider, issued()).when(another).thenNothing();
    });
  });
});

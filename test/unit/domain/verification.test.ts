import { expect } from 'chai';
import {
  CODE_INTERVAL_MS,
  CODE_LIFETIME_MS,
  CODES_DAY_MS,
  CODES_PER_DAY,
  CODES_PER_PHONE_DAY,
  MAX_CODE_AGE_MS,
  MAX_CODE_TRIES,
  STRANGER_TRIES_PER_DAY,
  verificationDecider,
} from '../../../domain/verification/decider.ts';
import type { VerificationEvent } from '../../../domain/verification/events.ts';
import { given, metaOf, T0 } from '../../support/given.ts';

const phone = '13800000000';
const issue = (proof = 'right', from = 'home') => ({ type: 'IssueCode', phone, proof, from }) as const;
const tryCode = (proof: string, from = 'home') => ({ type: 'TryCode', phone, proof, from }) as const;
const issued = (at = T0, proof = 'right', from = 'home', codeId = metaOf().commandId): VerificationEvent => ({
  type: 'CodeIssued',
  data: { phone, codeId, proof, expiresAt: at + CODE_LIFETIME_MS, from },
});
const rejected = (triesLeft: number, from = 'home'): VerificationEvent => ({
  type: 'CodeRejected',
  data: { phone, triesLeft, from },
});
const acceptedFrom = (from: string): VerificationEvent => ({ type: 'CodeAccepted', data: { phone, from } });
const accepted = acceptedFrom('home');
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
        given(verificationDecider, issued(), ...fiveWrong).later(
          T0 + 60_000,
          issued(T0 + 60_000, 'new', 'home', 'second'),
        );
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
    it('is over with the code: used, or followed by another', () => {
      const another = { ...confirm, codeId: '00000000-0000-4000-8000-000000000001' };
      for (const history of [[issued(), accepted], []]) {
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

  describe('of a phone that somebody else is after', () => {
    const wrongFrom = (from: string, tries = MAX_CODE_TRIES) =>
      Array.from({ length: tries }, (_, i) => rejected(MAX_CODE_TRIES - 1 - i, from));
    const strangers = Array.from({ length: STRANGER_TRIES_PER_DAY / MAX_CODE_TRIES }, (_, n) => `stranger ${n}`);
    const burned = strangers.flatMap((from) => wrongFrom(from));

    it('leaves the tries of who asked for the code, whatever strangers try', () => {
      const attacked = given(verificationDecider, issued(), ...burned);
      attacked.when(tryCode('wrong', 'another')).thenFails('CodeWrong');
      attacked.when(tryCode('right', 'another')).thenFails('CodeWrong');
      attacked.when(tryCode('wrong')).thenExactly(rejected(4));
      attacked.when(tryCode('right')).thenExactly(accepted);
    });
    it('takes the right code from an address that did not ask for it, up to a number of wrong ones a day', () => {
      given(verificationDecider, issued()).when(tryCode('right', 'train')).thenExactly(acceptedFrom('train'));
      const nearly = given(verificationDecider, issued(), ...burned.slice(0, -1));
      nearly.when(tryCode('wrong', 'train')).thenExactly(rejected(4, 'train'));
      nearly.when(tryCode('wrong', strangers[0])).thenFails('CodeWrong');
      const nextDay = T0 + CODES_DAY_MS;
      given(verificationDecider, issued(), ...burned)
        .later(nextDay, issued(nextDay, 'right', 'home', 'next'))
        .when(tryCode('right', 'train'), { at: nextDay })
        .thenExactly(acceptedFrom('train'));
    });
    it('leaves the tries, and the codes, of an address from which its owner signed in', () => {
      const at = T0 + 3600_000;
      const attacked = given(verificationDecider, issued(), accepted)
        .later(at, issued(at, 'right', 'stranger', 'theirs'))
        .later(at, ...burned);
      attacked.when(tryCode('right'), { at }).thenExactly(accepted);
      attacked.when(tryCode('wrong'), { at }).thenExactly(rejected(4));
      const flooded = Array.from({ length: CODES_PER_PHONE_DAY }, (_, n) => `stranger ${n}`).reduce(
        (so, from) => so.later(at, issued(at, 'right', from, 'theirs')),
        given(verificationDecider, issued(), accepted),
      );
      flooded.when(issue('x', 'stranger'), { at }).thenFails('CodeSentTooOften');
      flooded.when(issue('x'), { at: at + CODE_LIFETIME_MS }).thenExactly(issued(at + CODE_LIFETIME_MS, 'x'));
    });
    it('sends the code again that somebody else asked for, with five minutes from then on', () => {
      const shared = given(verificationDecider, issued(T0, 'right', 'stranger', 'theirs'));
      const at = T0 + 100;
      shared.when(issue('mine'), { at }).thenExactly(issued(at, 'right', 'home', 'theirs'));
      // Asking alone, one gets a new code; so does who comes when it has been sent around for long.
      shared
        .when(issue('other', 'stranger'), { at: T0 + CODE_INTERVAL_MS })
        .thenExactly(issued(T0 + CODE_INTERVAL_MS, 'other', 'stranger'));
      const kept = Array.from({ length: 10 }, (_, n) => T0 + n * 200_000).reduce(
        (so, time, n) => so.later(time, issued(time, 'right', `stranger ${n}`, 'theirs')),
        given(verificationDecider),
      );
      kept
        .when(issue('mine'), { at: T0 + MAX_CODE_AGE_MS - 1 })
        .thenExactly(issued(T0 + MAX_CODE_AGE_MS - 1, 'right', 'home', 'theirs'));
      kept.when(issue('mine'), { at: T0 + MAX_CODE_AGE_MS }).thenExactly(issued(T0 + MAX_CODE_AGE_MS, 'mine'));
    });
    it('keeps the tries of who asked for a code when another replaces it', () => {
      const at = T0 + 1_000;
      given(verificationDecider, issued())
        .later(at, issued(at, 'new', 'stranger', 'second'), ...burned)
        .when(tryCode('new'), { at })
        .thenExactly(accepted);
    });
    it('gives one address ten codes a day, and after twenty each new one a single code, up to forty in all', () => {
      const ask = (requests: string[]) =>
        requests.reduce(
          (so, from, n) => so.later(T0 + n * CODE_INTERVAL_MS, issued(T0 + n * CODE_INTERVAL_MS, 'p', from, 'c')),
          given(verificationDecider),
        );
      const at = T0 + 60 * CODE_INTERVAL_MS;
      const ten = (from: string) => Array<string>(CODES_PER_DAY).fill(from);
      ask(ten('a')).when(issue('x', 'a'), { at }).thenFails('CodeSentTooOften');
      ask(ten('a')).when(issue('x'), { at }).thenExactly(issued(at, 'x'));
      const twenty = [...ten('a'), ...ten('b')];
      ask(twenty).when(issue('x'), { at }).thenExactly(issued(at, 'x'));
      ask([...twenty, 'home'])
        .when(issue('x'), { at })
        .thenFails('CodeSentTooOften');
      const more = Array.from({ length: CODES_PER_PHONE_DAY - 20 }, (_, n) => `stranger ${n}`);
      ask([...twenty, ...more.slice(1)])
        .when(issue('x'), { at })
        .thenExactly(issued(at, 'x'));
      ask([...twenty, ...more])
        .when(issue('x'), { at })
        .thenFails('CodeSentTooOften');
    });
    it('grants all strangers together so few tries a day that guessing is hopeless', () => {
      const most = MAX_CODE_TRIES * CODES_PER_PHONE_DAY + STRANGER_TRIES_PER_DAY;
      expect(most / 1_000_000).to.be.at.most(1 / 4_500);
    });
    it('reads logs from before addresses were told apart', () => {
      const old = (type: string, data: object) => ({ type, data: { phone, ...data } }) as VerificationEvent;
      const codeId = metaOf().commandId;
      const history = [
        old('CodeIssued', { codeId, proof: 'right', expiresAt: T0 + CODE_LIFETIME_MS }),
        old('CodeRejected', { triesLeft: 4 }),
      ];
      given(verificationDecider, ...history)
        .when(tryCode('right'))
        .thenExactly(accepted);
      given(verificationDecider, ...history, old('CodeRejected', { triesLeft: 0 }))
        .when({ type: 'ConfirmDelivery', phone, codeId })
        .thenNothing();
    });
  });
});

import { createHash, timingSafeEqual } from 'node:crypto';
import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { VerificationCommand } from './commands.ts';
import type { VerificationEvent } from './events.ts';

/** One code per phone in this time (heihei, 短信验证码: 400). */
export const CODE_INTERVAL_MS = 60_000;
/** Codes per phone in any `CODES_DAY_MS`: our own limit, so that nobody's phone is flooded from ever new addresses. */
export const CODES_PER_DAY = 10;
export const CODES_DAY_MS = 24 * 3600 * 1000;
/** Long enough to type it in, short enough that guessing it is hopeless. */
export const CODE_LIFETIME_MS = 5 * 60_000;
/** Wrong tries that burn a code. */
export const MAX_CODE_TRIES = 5;

export interface Verification {
  /** The last code; null when none was ever sent, or it was used up. */
  code: { proof: string; expiresAt: number; triesLeft: number } | null;
  /** When the last `CODES_PER_DAY` codes were issued, epoch ms, oldest first. */
  issuedAt: number[];
  /** The code that is still to be sent: neither taken by the provider nor used, burned or abandoned. */
  toSend: { codeId: string; expiresAt: number } | null;
}

/**
 * Sign-in codes of one phone (heihei, 短信验证码 and 短信登录). Issuing within `CODE_INTERVAL_MS`, or more than `CODES_PER_DAY`
 * in a day: `CodeSentTooOften`.
 * Trying with no live code, or one that expired, was used or burned by `MAX_CODE_TRIES` wrong tries: `CodeWrong`.
 * A wrong try is counted by an event: it returns `CodeRejected`, and the caller answers as for `CodeWrong`.
 * Whether the message was taken is an event, too, so that the log alone says which codes are still to be sent.
 */
export function decide(
  command: VerificationCommand,
  verification: Verification,
  { at, commandId }: Pick<CommandMeta, 'at' | 'commandId'>,
): VerificationEvent[] {
  const { phone } = command;
  switch (command.type) {
    case 'IssueCode':
      if (isTooOften(verification.issuedAt, at)) throw new DomainError('CodeSentTooOften');
      return [
        {
          type: 'CodeIssued',
          data: { phone, codeId: commandId, proof: command.proof, expiresAt: at + CODE_LIFETIME_MS },
        },
      ];
    case 'TryCode': {
      const { code } = verification;
      if (!code || code.triesLeft === 0 || at >= code.expiresAt) throw new DomainError('CodeWrong');
      if (isSameProof(command.proof, code.proof)) return [{ type: 'CodeAccepted', data: { phone } }];
      return [{ type: 'CodeRejected', data: { phone, triesLeft: code.triesLeft - 1 } }];
    }
    case 'ConfirmDelivery': {
      const { codeId } = command;
      return verification.toSend?.codeId === codeId ? [{ type: 'CodeDelivered', data: { phone, codeId } }] : [];
    }
    case 'AbandonDelivery': {
      const { codeId } = command;
      const { toSend } = verification;
      if (toSend?.codeId !== codeId || at < toSend.expiresAt) return [];
      return [{ type: 'CodeUndelivered', data: { phone, codeId } }];
    }
    default:
      return assertNever(command);
  }
}

function isTooOften(issuedAt: readonly number[], at: number): boolean {
  const last = issuedAt.at(-1) ?? Number.NEGATIVE_INFINITY;
  const first = issuedAt.at(-CODES_PER_DAY) ?? Number.NEGATIVE_INFINITY;
  return at - last < CODE_INTERVAL_MS || at - first < CODES_DAY_MS;
}

/** Constant time, whatever the lengths: hashes are compared, not the strings. */
function isSameProof(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

export function evolve(verification: Verification, event: VerificationEvent, meta: { at: number }): Verification {
  switch (event.type) {
    case 'CodeIssued':
      verification.code = {
        proof: event.data.proof,
        expiresAt: event.data.expiresAt,
        triesLeft: MAX_CODE_TRIES,
      };
      verification.issuedAt.push(meta.at);
      if (verification.issuedAt.length > CODES_PER_DAY) verification.issuedAt.shift();
      verification.toSend = { codeId: event.data.codeId, expiresAt: event.data.expiresAt };
      return verification;
    case 'CodeRejected':
      if (verification.code) verification.code.triesLeft = event.data.triesLeft;
      if (event.data.triesLeft === 0) verification.toSend = null;
      return verification;
    case 'CodeAccepted':
      verification.code = null;
      verification.toSend = null;
      return verification;
    case 'CodeDelivered':
    case 'CodeUndelivered':
      verification.toSend = null;
      return verification;
    default:
      return assertNever(event);
  }
}

export const verificationDecider: Decider<Verification, VerificationCommand, VerificationEvent> = {
  category: 'verification',
  version: 2,
  initialState: () => ({ code: null, issuedAt: [], toSend: null }),
  decide,
  evolve,
};

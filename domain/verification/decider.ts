import { createHash, timingSafeEqual } from 'node:crypto';
import type { CommandMeta, Decider } from '../kernel/decider.ts';
import { DomainError } from '../kernel/errors.ts';
import { assertNever } from '../kernel/event.ts';
import type { VerificationCommand } from './commands.ts';
import { type VerificationEvent, verificationEventTypes } from './events.ts';
import { CODES_DAY_MS, emptyVerification, evolve, isKnownAddress, MAX_CODE_TRIES, type Verification } from './state.ts';

export { CODES_DAY_MS, isKnownAddress, MAX_CODE_TRIES, MAX_KNOWN_ADDRESSES, type Verification } from './state.ts';

/** One code per phone and address in this time (heihei, 短信验证码: 400). */
export const CODE_INTERVAL_MS = 60_000;
/** Codes per phone in any `CODES_DAY_MS` that one address may ask for. */
export const CODES_PER_DAY = 10;
/**
 * Codes per phone in any `CODES_DAY_MS` for addresses from which its owner never signed in: nobody can flood a phone from ever new
 * addresses. From `CODES_BEFORE_SHARING` on each such address gets one: to use up the day takes 22 of them.
 */
export const CODES_PER_PHONE_DAY = 40;
export const CODES_BEFORE_SHARING = 20;
/** Long enough to type it in, short enough that guessing it is hopeless. */
export const CODE_LIFETIME_MS = 5 * 60_000;
/** How long one code may be sent again to further addresses; then the next request makes another. */
export const MAX_CODE_AGE_MS = 30 * 60_000;
/** Wrong tries per phone in any `CODES_DAY_MS` by addresses that neither asked for the code nor ever signed in. */
export const STRANGER_TRIES_PER_DAY = 20;

/**
 * Sign-in codes of one phone (heihei, 短信验证码 and 短信登录). Asking more often than the limits above: `CodeSentTooOften`.
 * Trying with no live code, or one that expired or was used, or from an address that has no try left: `CodeWrong`.
 * A wrong try is counted by an event: it returns `CodeRejected`, and the caller answers as for `CodeWrong`.
 *
 * Nobody can lock another out: tries and requests count by the address that they come from. A code that somebody else asked for
 * as well is sent again rather than replaced, so every message that the owner gets names the code that works; and whoever asked
 * for a code, or signed in from that address before, has tries that strangers cannot use up.
 *
 * Whether the message was taken is an event, too, so that the log alone says which codes are still to be sent.
 */
export function decide(
  command: VerificationCommand,
  verification: Verification,
  { at, commandId }: Pick<CommandMeta, 'at' | 'commandId'>,
): VerificationEvent[] {
  const { phone } = command;
  switch (command.type) {
    case 'IssueCode': {
      const { from } = command;
      if (isTooOften(verification, from, at)) throw new DomainError('CodeSentTooOften');
      const shared = sharedCode(verification, from, at);
      const { codeId, proof } = shared ?? { codeId: commandId, proof: command.proof };
      return [{ type: 'CodeIssued', data: { phone, codeId, proof, expiresAt: at + CODE_LIFETIME_MS, from } }];
    }
    case 'TryCode': {
      const { from } = command;
      const { code } = verification;
      const left = triesLeft(verification, from, at);
      if (!code || at >= code.expiresAt || left === 0) throw new DomainError('CodeWrong');
      if (isSameProof(command.proof, code.proof)) return [{ type: 'CodeAccepted', data: { phone, from } }];
      return [{ type: 'CodeRejected', data: { phone, triesLeft: left - 1, from } }];
    }
    case 'ConfirmDelivery': {
      const { codeId } = command;
      return verification.toSend?.codeId === codeId ? [{ type: 'CodeDelivered', data: { phone, codeId } }] : [];
    }
    case 'CancelDelivery': {
      const { toSend } = verification;
      const isMeant = toSend && (command.codeId ?? toSend.codeId) === toSend.codeId;
      return isMeant ? [{ type: 'CodeUndelivered', data: { phone, codeId: toSend.codeId } }] : [];
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

function isTooOften(verification: Verification, from: string, at: number): boolean {
  const today = verification.requests.filter((request) => at - request.at < CODES_DAY_MS);
  const own = today.filter((request) => request.from === from);
  const last = own.at(-1)?.at ?? Number.NEGATIVE_INFINITY;
  if (at - last < CODE_INTERVAL_MS || own.length >= CODES_PER_DAY) return true;
  if (isKnownAddress(verification, from)) return false;
  const others = today.filter((request) => !isKnownAddress(verification, request.from));
  return others.length >= CODES_PER_PHONE_DAY || (others.length >= CODES_BEFORE_SHARING && own.length > 0);
}

/** The live code, if another address asked for it and it is young enough to be sent again. */
function sharedCode({ code }: Verification, from: string, at: number): { codeId: string; proof: string } | null {
  if (!code || at >= code.expiresAt || at - code.since >= MAX_CODE_AGE_MS) return null;
  for (const address of code.askedFrom) if (address !== from) return code;
  return null;
}

/** Wrong tries that an address still has. */
function triesLeft(verification: Verification, from: string, at: number): number {
  const { tries, strangerTries } = verification;
  const spent = tries.get(from);
  const left = spent?.left ?? MAX_CODE_TRIES;
  const hasAsked = spent !== undefined && spent.until > 0;
  if (hasAsked || isKnownAddress(verification, from)) return left;
  const recent = strangerTries.filter((triedAt) => at - triedAt < CODES_DAY_MS).length;
  return recent < STRANGER_TRIES_PER_DAY ? left : 0;
}

/** Constant time, whatever the lengths: hashes are compared, not the strings. */
function isSameProof(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

export const verificationDecider: Decider<Verification, VerificationCommand, VerificationEvent> = {
  category: 'verification',
  eventTypes: verificationEventTypes,
  version: 3,
  initialState: emptyVerification,
  decide,
  evolve,
};

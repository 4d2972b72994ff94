import { DomainError, type DomainErrorCode, type ErrorKind, kindOf } from '../../domain/kernel/errors.ts';
import { StoreUnavailableError, UnknownOutcomeError } from '../../event-store/event-store.ts';
import type { DialectFailure } from '../http/dialect.ts';
import { RefusedRequest, TooManyRequests } from '../http/refusals.ts';

/** The document's three codes: a parameter, the signature, the system. Clients resend by themselves only for the last one. */
const [PARAMETER, SIGNATURE, SYSTEM] = [400, 403, 500];
/** Seconds after which a client should try again when the log does not answer. */
const RETRY_AFTER_SECONDS = 1;

/** What each kind of broken rule is called. */
const TEXTS_OF_KINDS: Readonly<Record<ErrorKind, string>> = {
  invalid: 'param err',
  unknown: 'not found',
  forbidden: 'not allowed',
  conflict: 'conflict',
  exhausted: 'limit reached',
  busy: 'busy',
  late: 'too late',
};
/** Texts that tell a shop more. */
const TEXTS: Partial<Record<DomainErrorCode, string>> = {
  SignatureInvalid: 'sign err',
  TextNotAllowed: 'text not allowed',
  InsufficientGold: 'not enough tokens',
  OrderTaken: 'order_id belongs to another order',
  IdempotencyConflict: 'request_id belongs to another request',
  UserNotFound: 'no such user',
  UserBanned: 'user is banned',
};

/** LinkV live's code and text for a broken rule. */
export function codeOf(_path: string, code: DomainErrorCode): { code: number; text: string } {
  return {
    code: code === 'SignatureInvalid' ? SIGNATURE : PARAMETER,
    text: TEXTS[code] ?? TEXTS_OF_KINDS[kindOf(code)],
  };
}

/**
 * What a failed call is answered with: HTTP 200, since SDKs take any other status for a broken server, and no `data`, which the
 * java client cannot read as the list that the document shows. "500" makes clients send three more times, so only failures that may
 * pass get it.
 */
export function failureOf(path: string, error: unknown): DialectFailure {
  if (error instanceof DomainError) {
    const { code, text } = codeOf(path, error.code);
    return failure(200, code, error.code === 'InvalidInput' && error.field ? `${text}: ${error.field}` : text);
  }
  // Nothing was done, and it may succeed later.
  if (error instanceof TooManyRequests) return failure(200, SYSTEM, error.message);
  if (error instanceof RefusedRequest) return failure(error.status, PARAMETER, error.message);
  if (error instanceof StoreUnavailableError || error instanceof UnknownOutcomeError) {
    const headers = { 'Retry-After': String(RETRY_AFTER_SECONDS) };
    return { ...failure(200, SYSTEM, 'try again'), headers, unexpected: true };
  }
  return { ...failure(200, SYSTEM, 'system err'), unexpected: true };
}

function failure(status: number, code: number, msg: string): DialectFailure {
  return { status, code, body: { status: String(code), msg }, unexpected: false };
}

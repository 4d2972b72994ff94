import { DomainError, type DomainErrorCode, type ErrorKind, kindOf } from '../../domain/kernel/errors.ts';
import { StoreUnavailableError, UnknownOutcomeError } from '../../event-store/event-store.ts';
import type { DialectFailure } from '../http/dialect.ts';
import { RefusedRequest, TooManyRequests } from '../http/refusals.ts';

export const TOKEN_PATH = '/api/rest/getToken';

/** The documents' codes: a parameter, the proof (of a token's request, of a message), the app's key, the system. */
const [PARAMETER, TOKEN_PROOF, PROOF, APP_KEY, SYSTEM] = [400, 401, 403, 602, 500];
/** Seconds after which a client should try again when the log does not answer. */
const RETRY_AFTER_SECONDS = 1;

const TEXTS_OF_KINDS: Readonly<Record<ErrorKind, string>> = {
  invalid: 'param err',
  unknown: 'not found',
  forbidden: 'not allowed',
  conflict: 'conflict',
  exhausted: 'limit reached',
  busy: 'busy',
  late: 'too late',
};
const TEXTS: Partial<Record<DomainErrorCode, string>> = {
  SignatureInvalid: 'sign err',
  UserBanned: 'user is banned',
  UserNotFound: 'no such user',
  InsufficientGold: 'not enough tokens',
  IdempotencyConflict: 'the key belongs to another request',
};

/** LinkV IM's code and text for a broken rule at an endpoint. */
export function codeOf(path: string, code: DomainErrorCode): { code: number; text: string } {
  const text = TEXTS[code] ?? TEXTS_OF_KINDS[kindOf(code)];
  if (code !== 'SignatureInvalid') return { code: PARAMETER, text };
  return { code: path === TOKEN_PATH ? TOKEN_PROOF : PROOF, text };
}

/**
 * What a failed call is answered with: HTTP 200 and a code, which is a text at getToken and a number elsewhere (LinkV IM, 返回字段). "500" makes some
 * clients send again, so only failures that may pass get it.
 */
export function failureOf(path: string, error: unknown): DialectFailure {
  if (error instanceof DomainError) {
    const { code, text } = codeOf(path, error.code);
    const isKey = path === TOKEN_PATH && error.code === 'SignatureInvalid' && error.field === 'appkey';
    const named = error.code === 'InvalidInput' && error.field ? `${text}: ${error.field}` : text;
    return failure(path, 200, isKey ? APP_KEY : code, named);
  }
  if (error instanceof TooManyRequests) return failure(path, 200, SYSTEM, error.message);
  if (error instanceof RefusedRequest) return failure(path, error.status, PARAMETER, error.message);
  if (error instanceof StoreUnavailableError || error instanceof UnknownOutcomeError) {
    const headers = { 'Retry-After': String(RETRY_AFTER_SECONDS) };
    return { ...failure(path, 200, SYSTEM, 'try again'), headers, unexpected: true };
  }
  return { ...failure(path, 200, SYSTEM, 'system err'), unexpected: true };
}

function failure(path: string, status: number, code: number, msg: string): DialectFailure {
  const written = path === TOKEN_PATH ? String(code) : code;
  return { status, code, body: { code: written, status: String(code), msg }, unexpected: false };
}

import { DomainError, type DomainErrorCode, type ErrorKind, kindOf } from '../../domain/kernel/errors.ts';
import type { Dialect, DialectFailure } from '../http/dialect.ts';
import { isLogAway, RETRY_SOON, RefusedRequest, TooManyRequests } from '../http/refusals.ts';

/** Codes that both documents have: a parameter, the system. Clients resend by themselves only for the last one. */
export const PARAMETER = 400;
const SYSTEM = 500;

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

/** What a broken rule is called: by its own text, where there is one, or by its kind. */
export function textOf(texts: Partial<Record<DomainErrorCode, string>>, code: DomainErrorCode): string {
  return texts[code] ?? TEXTS_OF_KINDS[kindOf(code)];
}

/** What differs between the two documents. */
interface Answers {
  /** Code and text for a broken rule at a path. */
  refusal(path: string, error: DomainError): { code: number; text: string };
  body(path: string, code: number, msg: string): object;
}

/**
 * What a failed call is answered with: HTTP 200, since SDKs take any other status for a broken server. "500" makes clients send again, so
 * only failures that may pass get it.
 */
export function failuresOf({ refusal, body }: Answers): Dialect['failure'] {
  const failure = (path: string, status: number, code: number, msg: string): DialectFailure => {
    return { status, code, body: body(path, code, msg), unexpected: false };
  };
  return (path, error) => {
    if (error instanceof DomainError) {
      const { code, text } = refusal(path, error);
      return failure(path, 200, code, error.code === 'InvalidInput' && error.field ? `${text}: ${error.field}` : text);
    }
    // Nothing was done, and it may succeed later.
    if (error instanceof TooManyRequests) return failure(path, 200, SYSTEM, error.message);
    if (error instanceof RefusedRequest) return failure(path, error.status, PARAMETER, error.message);
    if (isLogAway(error)) {
      return { ...failure(path, 200, SYSTEM, 'try again'), headers: RETRY_SOON, unexpected: true };
    }
    return { ...failure(path, 200, SYSTEM, 'system err'), unexpected: true };
  };
}

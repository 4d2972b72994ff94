import { type TObject, Type } from '@sinclair/typebox';
import { DomainError, type ErrorKind } from '../../domain/kernel/errors.ts';
import { NewerReleaseError } from '../../event-store/event-store.ts';
import type { DialectFailure } from '../http/dialect.ts';
import { isLogAway, RETRY_SOON, RefusedRequest, TooManyRequests } from '../http/refusals.ts';

/** HTTP's statuses are this dialect's codes. */
const STATUSES: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  forbidden: 403,
  unknown: 404,
  conflict: 409,
  exhausted: 409,
  late: 410,
  busy: 429,
};
/** Signing in helps. */
const UNPROVEN = 401;

/** A failed call: HTTP's status, a word that says why, a sentence, and the parameter at fault where there is one. */
export interface FailureBody {
  code: number;
  error: string;
  message: string;
  field?: string;
}

export function failureSchema(codes: readonly number[]): TObject {
  return Type.Object({
    code: codes.length > 0 ? Type.Integer({ enum: [...codes] }) : Type.Integer(),
    error: Type.String({
      description: 'Why, as a word: those of `x-errors`, or Refused, TooManyRequests, Unavailable, Internal.',
    }),
    message: Type.String(),
    field: Type.Optional(Type.String({ description: 'The parameter or header at fault.' })),
  });
}

/** The answer to a failed call. What is no broken rule says nothing of its cause. */
export function failureOf(error: unknown): DialectFailure {
  if (error instanceof DomainError) {
    const isUnproven = error.code === 'SessionInvalid' || error.code === 'TokenMissing';
    const { field } = error;
    const message = error.message === error.code ? words(error.code) : error.message;
    return failure(isUnproven ? UNPROVEN : STATUSES[error.kind], error.code, message, field);
  }
  if (error instanceof TooManyRequests) return failure(429, 'TooManyRequests', error.message);
  if (error instanceof RefusedRequest) return failure(error.status, 'Refused', error.message);
  if (isLogAway(error) || error instanceof NewerReleaseError)
    return { ...failure(503, 'Unavailable', 'try again in a moment'), headers: RETRY_SOON, unexpected: true };
  return { ...failure(500, 'Internal', 'the server has made a mistake; its log says which'), unexpected: true };
}

/** `UserNotFound` as words. */
function words(code: string): string {
  return code.replace(/(?!^)[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function failure(code: number, error: string, message: string, field?: string): DialectFailure {
  const body: FailureBody = { code, error, message, ...(field !== undefined && { field }) };
  return { status: code, code, body, unexpected: false };
}

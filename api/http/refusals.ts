import { DomainError } from '../../domain/kernel/errors.ts';
import { StoreUnavailableError } from '../../event-store/event-store.ts';

/** The error that every dialect answers with its code for a missing or wrong parameter, naming it. */
export function badParameter(name: string): DomainError {
  return new DomainError('InvalidInput', `parameter ${name} is missing or wrong`, name);
}

/** A request that HTTP itself refuses, before any parameter is looked at. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  /** HTTP's, 400 to 499. */
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** Over a rate limit: nothing was done, and the same call may be sent again later. */
export class TooManyRequests extends RefusedRequest {
  /** Whole seconds, at least 1. */
  readonly retryAfterS: number;
  constructor(waitMs: number) {
    super(429, 'too many requests');
    this.retryAfterS = Math.max(1, Math.ceil(waitMs / 1_000));
  }
}

/** When to come back, as a header; none for other errors. */
export function retryAfter(error: unknown): Record<string, string> {
  return error instanceof TooManyRequests ? { 'Retry-After': String(error.retryAfterS) } : {};
}

/** The process listens, but its read models have not caught up with the log yet. Temporary, and nothing to be logged. */
export class StartingError extends StoreUnavailableError {
  constructor() {
    super('this process is starting: its read models catch up with the log');
  }
}

import { DomainError } from '../../domain/kernel/errors.ts';
import { StoreUnavailableError, UnknownOutcomeError } from '../../event-store/event-store.ts';

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

/** Who shares a limit, and for how many people they call. */
export interface LimitedCaller {
  key: string;
  people: number;
}

/** Over a rate limit: nothing was done, and the same call may be sent again later. */
export class TooManyRequests extends RefusedRequest {
  /** After how long there is room, ms. */
  readonly waitMs: number;
  /** Whose limit it is; null: nobody's in particular. */
  readonly caller: LimitedCaller | null;
  constructor(waitMs: number, caller: LimitedCaller | null = null) {
    super(429, 'too many requests');
    this.waitMs = waitMs;
    this.caller = caller;
  }
}

/** When to come back, as a header, for a refusal that is sent `passedMs` after it was decided: whole seconds, at least 1. */
export function retryAfter({ waitMs }: TooManyRequests, passedMs = 0): Record<string, string> {
  return { 'Retry-After': String(Math.max(1, Math.ceil((waitMs - passedMs) / 1_000))) };
}

/** Whether the log does not answer, or has not said whether it took something: the same call may be sent again. */
export function isLogAway(error: unknown): boolean {
  return error instanceof StoreUnavailableError || error instanceof UnknownOutcomeError;
}

/** When a client should try again while the log is away, in seconds. */
export const RETRY_SOON = { 'Retry-After': '1' } as const;

/** The process listens, but its read models have not caught up with the log yet. Temporary, and nothing to be logged. */
export class StartingError extends StoreUnavailableError {
  constructor() {
    super('this process is starting: its read models catch up with the log');
  }
}

import { DomainError } from '../domain/kernel/errors.ts';

/** The error that every dialect answers with its code for a missing or wrong parameter, naming it. */
export function badParameter(name: string): DomainError {
  return new DomainError('InvalidInput', `parameter ${name} is missing or wrong`, name);
}

/** A request that HTTP itself refuses, before any parameter is looked at. */
export class RefusedRequest extends Error {
  override readonly name = 'RefusedRequest';
  readonly status: 405 | 413 | 415;
  constructor(status: 405 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

import { DomainError } from '../domain/kernel/errors.ts';

/** The error of whatever does not prove a payment; `why` is for logs, and repeats nothing of what was sent. */
export function unproven(why: string): DomainError {
  return new DomainError('ProofInvalid', why);
}

/** Whether a text is base64 as encoders write it: decoders overlook what else is in it, and what is overlooked proves nothing. */
export function isBase64(text: string): boolean {
  return text !== '' && Buffer.from(text, 'base64').toString('base64') === text;
}

const YUAN = /^(\d{1,9})(?:\.(\d{1,2}))?$/;

/** An amount in yuan as providers write it (`97.00`), in cents. Throws `ProofInvalid` for anything else. */
export function centsOf(yuan: string): number {
  const [, whole, part = ''] = YUAN.exec(yuan) ?? [];
  if (whole === undefined) throw unproven('no amount');
  return Number(whole) * 100 + Number(part.padEnd(2, '0'));
}

/** Cents as an amount in yuan with two digits. */
export function yuanOf(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

/** Parses a JSON object; throws `ProofInvalid` for anything else. */
export function parseObject(text: string): Record<string, unknown> {
  try {
    return objectOf(JSON.parse(text));
  } catch {
    throw unproven('no JSON object');
  }
}

/** Throws `ProofInvalid` unless the value is an object. */
export function objectOf(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw unproven('no object');
  return value as Record<string, unknown>;
}

/** Throws `ProofInvalid` unless the value is a text. */
export function textOf(value: unknown): string {
  if (typeof value !== 'string') throw unproven('no text');
  return value;
}

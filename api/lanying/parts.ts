import { type TSchema, Type } from '@sinclair/typebox';
import type { DomainErrorCode } from '../../domain/kernel/errors.ts';
import { IdOrDigits } from '../http/params.ts';

/** Longest list of ids in one call. */
export const MAX_IDS = 1_000;
/** Ids as integers or as their digits: both are sent. */
export const Ids = Type.Array(IdOrDigits, { minItems: 1, maxItems: MAX_IDS });

/** An answer of `data` alone. */
export const Data = <Schema extends TSchema>(data: Schema) => Type.Object({ data });
/** The answer of a command that says nothing but that it succeeded. */
export const Done = Data(Type.Literal(true));
export const DONE = { data: true } as const;

/** What every call may be refused with. */
export const OF_APP: readonly DomainErrorCode[] = ['AppNotFound', 'TooOften'];
/** What every call with a token may be refused with. */
export const OF_TOKEN: readonly DomainErrorCode[] = [
  ...['AppNotFound', 'TokenMissing', 'SignatureInvalid', 'SessionInvalid', 'UserNotFound', 'NotOwner'],
] as const satisfies readonly DomainErrorCode[];

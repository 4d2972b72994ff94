import { Type } from '@sinclair/typebox';
import { OPERATOR_ROLES } from '../../domain/operator/roles.ts';

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const Time = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Epoch ms.' });
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const Role = oneOf(OPERATOR_ROLES);

/** One of a few words. */
export function oneOf<const Words extends readonly string[]>(words: Words) {
  return Type.Unsafe<Words[number]>(Type.String({ enum: [...words] }));
}

/** A page of a list. */
export const PageParams = {
  offset: Type.Integer({ minimum: 0, maximum: 10_000, default: 0 }),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
};

/** For examples. */
export const SOME_PERSON = 246211185470010;

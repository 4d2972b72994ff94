import { Type } from '@sinclair/typebox';
import type { CheckState } from '../../application/operators/long-check.ts';
import { OPERATOR_ROLES } from '../../domain/operator/roles.ts';

export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const Time = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description: 'Epoch ms.' });
export const Count = Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER });

export const VIEW_STATES = ['follows', 'rebuilding', 'stopped', 'not built'] as const;

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

/** How far a check of the whole log is: spread it into the properties. */
export const CheckProgress = {
  state: oneOf(['running', 'done', 'failed']),
  beganAt: Time,
  endedAt: Type.Union([Time, Type.Null()]),
  events: Count,
  position: Type.Integer({ minimum: 0, description: 'Where in the log it is.' }),
  head: Type.Integer({ minimum: 0, description: 'Where the log ended when it began.' }),
};
export const SOME_PROGRESS = {
  ...{ state: 'done' as const, beganAt: 1_795_799_806_200, endedAt: 1_795_799_806_900 },
  ...{ events: 1042, position: 1042, head: 1042 },
};

/** A check without what it found. */
export function progressOf({ state, beganAt, endedAt, events, position, head }: CheckState<unknown>) {
  return { state, beganAt, endedAt, events, position, head };
}

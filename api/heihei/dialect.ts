import type { Dialect } from '../dialect.ts';
import { authenticate } from './auth.ts';
import { success } from './envelope.ts';
import { failureOf } from './errors.ts';

export const heiheiDialect: Dialect = {
  authenticate,
  appId: (core) => core.settings.heiheiAppId,
  success,
  failure: failureOf,
};

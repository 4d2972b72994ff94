import { banUser, unbanUser } from '../../application/operators/accounts.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, NothingElse } from './endpoint.ts';
import { AT_POSITION } from './session.ts';
import { Id } from './shapes.ts';

const whom = { userId: Id };
const SOMEBODY = { userId: 246211185470010 };

const ban = action({
  path: 'people/ban',
  name: 'banPerson',
  role: 'support',
  summary: 'Ban a person: their sessions end, and their rooms are cleared',
  params: whom,
  answer: NothingElse,
  example: { params: SOMEBODY, answer: AT_POSITION },
  errors: ['UserNotFound', 'IdempotencyConflict'],
  handle: ({ core, tenant, params: { userId }, reason, meta }) => banUser(core, tenant, { userId, reason }, meta),
});

const unban = action({
  path: 'people/unban',
  name: 'unbanPerson',
  role: 'support',
  summary: 'Let a banned person in again',
  params: whom,
  answer: NothingElse,
  example: { params: SOMEBODY, answer: AT_POSITION },
  errors: ['UserNotFound'],
  handle: ({ core, tenant, params: { userId }, meta }) => unbanUser(core, tenant, { userId }, meta),
});

export const peopleEndpoints: readonly Endpoint[] = [ban, unban];

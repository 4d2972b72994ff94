import { Type } from '@sinclair/typebox';
import { loadOperator } from '../../application/operators/operator.ts';
import {
  addOperator,
  changeRole,
  MAX_TOKEN_DAYS,
  makeToken,
  operatorsOf,
  revokeToken,
  setDisabled,
  setPassword,
  takeTotp,
} from '../../application/operators/staff.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { MAX_TOKEN_LABEL_CHARS } from '../../domain/operator/limits.ts';
import { Nullable } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, Changed, NothingElse, query } from './endpoint.ts';
import { AT_POSITION, NewPassword, SOME_OPERATOR, SOME_TIME } from './session.ts';
import { Id, Role, Time } from './shapes.ts';

const whom = { operatorId: Id };
const SOMEBODY = { operatorId: SOME_OPERATOR };

const list = query({
  path: 'operators/list',
  name: 'listOperators',
  role: 'admin',
  of: 'installation',
  summary: 'List who operates, and did',
  params: {},
  answer: Type.Object({
    operators: Type.Array(
      Type.Object({
        operatorId: Id,
        name: Type.String(),
        role: Role,
        isDisabled: Type.Boolean(),
        hasTotp: Type.Boolean(),
        addedAt: Time,
        signedInAt: Nullable(Time),
      }),
    ),
  }),
  example: {
    params: {},
    answer: {
      operators: [
        {
          ...SOMEBODY,
          name: 'lin.mei',
          role: 'finance',
          isDisabled: false,
          hasTotp: true,
          addedAt: SOME_TIME,
          signedInAt: null,
        },
      ],
    },
  },
  async handle({ core }) {
    const operators = await operatorsOf(core);
    return {
      operators: operators.map(({ appId, signedInAt, ...one }) => ({ ...one, signedInAt: signedInAt || null })),
    };
  },
});

const add = action({
  path: 'operators/add',
  name: 'addOperator',
  role: 'admin',
  of: 'installation',
  summary: 'Add somebody who operates',
  params: { name: Type.String({ minLength: 3, maxLength: 64 }), password: NewPassword, role: Role },
  answer: Type.Object({ operatorId: Id, ...Changed }),
  example: {
    params: { name: 'lin.mei', password: 'correct horse battery', role: 'support' },
    answer: { ...SOMEBODY, ...AT_POSITION },
  },
  errors: ['OperatorTaken', 'TooOften', 'IdempotencyConflict'],
  handle: ({ core, params, meta }) => addOperator(core, params, meta),
});

const role = action({
  path: 'operators/change-role',
  name: 'changeOperatorRole',
  role: 'admin',
  of: 'installation',
  summary: 'Change what somebody else may do, at once',
  params: { ...whom, role: Role },
  answer: NothingElse,
  example: { params: { ...SOMEBODY, role: 'finance' }, answer: AT_POSITION },
  errors: ['OperatorNotFound', 'OwnAccount', 'IdempotencyConflict'],
  handle: ({ core, params: { operatorId, role }, meta }) => changeRole(core, { operatorId, role }, meta),
});

const disable = action({
  path: 'operators/disable',
  name: 'disableOperator',
  role: 'admin',
  of: 'installation',
  summary: 'End somebody else’s sessions, and let neither them nor their tokens in',
  params: whom,
  answer: NothingElse,
  example: { params: SOMEBODY, answer: AT_POSITION },
  errors: ['OperatorNotFound', 'OwnAccount'],
  handle: ({ core, params: { operatorId }, meta }) => setDisabled(core, { operatorId, isDisabled: true }, meta),
});

const enable = action({
  path: 'operators/enable',
  name: 'enableOperator',
  role: 'admin',
  of: 'installation',
  summary: 'Let somebody in again who was disabled',
  params: whom,
  answer: NothingElse,
  example: { params: SOMEBODY, answer: AT_POSITION },
  errors: ['OperatorNotFound'],
  handle: ({ core, params: { operatorId }, meta }) => setDisabled(core, { operatorId, isDisabled: false }, meta),
});

const password = action({
  path: 'operators/set-password',
  name: 'setOperatorPassword',
  role: 'admin',
  of: 'installation',
  summary: 'Set somebody’s password; their sessions end',
  params: { ...whom, password: NewPassword },
  answer: NothingElse,
  example: { params: { ...SOMEBODY, password: 'correct horse battery' }, answer: AT_POSITION },
  errors: ['OperatorNotFound', 'TooOften'],
  handle: ({ core, params: { operatorId, password }, meta }) => setPassword(core, { operatorId, password }, meta),
});

const totp = action({
  path: 'operators/remove-totp',
  name: 'removeOperatorTotp',
  role: 'admin',
  of: 'installation',
  summary: 'Let somebody sign in by password alone again who lost their authenticator app',
  params: whom,
  answer: NothingElse,
  example: { params: SOMEBODY, answer: AT_POSITION },
  errors: ['OperatorNotFound'],
  handle: ({ core, params: { operatorId }, meta }) => takeTotp(core, { operatorId }, meta),
});

const tokens = query({
  path: 'tokens/list',
  name: 'listTokens',
  role: 'admin',
  of: 'installation',
  summary: 'List the tokens by which scripts act as an operator',
  params: whom,
  answer: Type.Object({
    tokens: Type.Array(Type.Object({ tokenId: Id, label: Type.String(), role: Role, expiresAt: Time })),
  }),
  example: {
    params: SOMEBODY,
    answer: { tokens: [{ tokenId: 7, label: 'nightly export', role: 'viewer', expiresAt: SOME_TIME }] },
  },
  errors: ['OperatorNotFound'],
  async handle({ core, params: { operatorId } }) {
    const operator = await loadOperator(core, operatorId);
    if (operator.operatorId === 0) throw new DomainError('OperatorNotFound');
    const shown = [...operator.tokens].map(([tokenId, { tokenHash, ...token }]) => ({ tokenId, ...token }));
    return { tokens: shown };
  },
});

const make = action({
  path: 'tokens/make',
  name: 'makeToken',
  role: 'admin',
  of: 'installation',
  summary: 'Make a token by which a script acts as an operator, at most in a role',
  params: {
    ...whom,
    label: Type.String({ minLength: 1, maxLength: 2 * MAX_TOKEN_LABEL_CHARS }),
    role: Role,
    days: Type.Integer({ minimum: 1, maximum: MAX_TOKEN_DAYS, description: 'How long it holds.' }),
  },
  answer: Type.Object({
    tokenId: Id,
    token: Nullable(Type.String({ description: 'Shown once: null when the same key comes again.' })),
    expiresAt: Time,
    ...Changed,
  }),
  example: {
    params: { ...SOMEBODY, label: 'nightly export', role: 'viewer', days: 90 },
    answer: {
      tokenId: 7,
      token: 'salon_4503599627370001_q1Jx0c2v5Y8mN3bH7kT4wZ6sD9fG2aL0pR5eU1iO3xY',
      expiresAt: SOME_TIME,
      ...AT_POSITION,
    },
  },
  errors: ['OperatorNotFound', 'TokensTooMany', 'IdempotencyConflict'],
  handle: ({ core, params: { operatorId, label, role, days }, meta }) =>
    makeToken(core, { operatorId, label, role, days }, meta),
});

const revoke = action({
  path: 'tokens/revoke',
  name: 'revokeToken',
  role: 'admin',
  of: 'installation',
  summary: 'End a token',
  params: { ...whom, tokenId: Id },
  answer: NothingElse,
  example: { params: { ...SOMEBODY, tokenId: 7 }, answer: AT_POSITION },
  errors: ['OperatorNotFound'],
  handle: ({ core, params: { operatorId, tokenId }, meta }) => revokeToken(core, { operatorId, tokenId }, meta),
});

export const staffEndpoints: readonly Endpoint[] = [
  list,
  add,
  role,
  disable,
  enable,
  password,
  totp,
  tokens,
  make,
  revoke,
];

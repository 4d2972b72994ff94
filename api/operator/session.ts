import { Type } from '@sinclair/typebox';
import { MAX_PASSWORD_CHARS } from '../../application/accounts/passwords.ts';
import type { MakeMeta } from '../../application/commands.ts';
import { csrfTokenOf } from '../../application/operators/credentials.ts';
import { loadOperator } from '../../application/operators/operator.ts';
import {
  OPERATOR_SESSION_MS,
  type OperatorSession,
  signInOperator,
  signOutOperator,
} from '../../application/operators/sign-in.ts';
import { changeOwnPassword, removeTotp, setTotp } from '../../application/operators/staff.ts';
import { newTotpSecret, totpAddress } from '../../application/operators/totp.ts';
import { MIN_OPERATOR_PASSWORD_CHARS } from '../../domain/operator/limits.ts';
import { INSTALLATION } from '../../domain/streams.ts';
import { Nullable, named } from '../http/answers.ts';
import { type Call, type Endpoint, endpoint } from '../http/endpoint.ts';
import { action, BASE, NothingElse, query } from './endpoint.ts';
import { COOKIE } from './proof.ts';
import { Id, Role, Time } from './shapes.ts';

export const Password = Type.String({ minLength: 1, maxLength: MAX_PASSWORD_CHARS });
export const NewPassword = Type.String({ minLength: MIN_OPERATOR_PASSWORD_CHARS, maxLength: MAX_PASSWORD_CHARS });
export const SOME_OPERATOR = 4503599627370001;
export const SOME_TIME = 1795799806200;
export const AT_POSITION = { position: 1042 };

export const Session = named(
  'OperatorSession',
  Type.Object({
    operatorId: Id,
    name: Type.String(),
    role: Role,
    csrfToken: Type.String({ description: 'What a page sends with every call but GET, as X-CSRF-Token.' }),
    expiresAt: Time,
  }),
);
export const SOME_SESSION = {
  operatorId: SOME_OPERATOR,
  name: 'lin.mei',
  role: 'finance' as const,
  csrfToken: 'q1Jx0c2v5Y8mN3bH7kT4wZ6sD9fG2aL0pR5eU1iO3xY',
  expiresAt: SOME_TIME,
};

/** Metadata of what somebody does to sign in. */
export function signInMeta({ core, meta, requestId }: Call<unknown>): MakeMeta {
  return (purpose) => ({
    ...meta(purpose),
    appId: INSTALLATION,
    actor: 0,
    at: core.clock.now(),
    correlationId: requestId,
  });
}

/** Answers a session, with its cookie: nothing but this API gets it, and no other site's request carries it. */
export function withCookie(call: Call<unknown>, session: OperatorSession) {
  const { cookie, ...answer } = session;
  call.setHeader('Set-Cookie', cookieOf(call, cookie, Math.floor(OPERATOR_SESSION_MS / 1000)));
  return answer;
}

function cookieOf({ core }: Call<unknown>, value: string, seconds: number): string {
  const secure = core.settings.publicUrl.startsWith('https:') ? '; Secure' : '';
  return `${COOKIE}=${value}; Path=${BASE}; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}

const signIn = endpoint({
  path: `${BASE}session/sign-in`,
  methods: ['POST'],
  module: 'session',
  name: 'signIn',
  summary: 'Sign in with a password, and with a code where the operator has set one up',
  auth: 'none',
  cost: 'write',
  params: Type.Object({
    name: Type.String({ minLength: 1, maxLength: 64 }),
    password: Password,
    code: Type.String({ maxLength: 6, default: '', description: 'Of the authenticator app.' }),
  }),
  answer: Session,
  examples: [{ params: { name: 'lin.mei', password: 'correct horse battery' }, answer: SOME_SESSION }],
  errors: ['PasswordWrong', 'TotpNeeded', 'TooOften', 'CsrfTokenWrong'],
  async handle(call) {
    const { core, params, remoteAddress } = call;
    return withCookie(call, await signInOperator(core, { ...params, remoteAddress }, signInMeta(call)));
  },
});

const me = query({
  path: 'session/me',
  name: 'me',
  role: 'viewer',
  of: 'installation',
  summary: 'Show who one is, and what a page sends with changes',
  params: {},
  answer: Type.Object({
    operatorId: Id,
    name: Type.String(),
    role: Role,
    hasTotp: Type.Boolean(),
    csrfToken: Nullable(Type.String({ description: 'Null for a bearer token, which needs none.' })),
    operatorLimitGold: Type.Integer({ minimum: 0, description: 'Gold that one operator gives or takes back alone.' }),
    operatorLimitCents: Type.Integer({
      minimum: 0,
      description: 'Cents of a withdrawal that one operator lets be paid alone.',
    }),
  }),
  example: {
    params: {},
    answer: {
      operatorId: SOME_OPERATOR,
      name: 'lin.mei',
      role: 'finance',
      hasTotp: true,
      csrfToken: SOME_SESSION.csrfToken,
      operatorLimitGold: 100_000,
      operatorLimitCents: 100_000,
    },
  },
  async handle({ core, operator: { operatorId, name, role, sessionSecret } }) {
    const { totp } = await loadOperator(core, operatorId);
    const csrfToken = sessionSecret === null ? null : csrfTokenOf(sessionSecret);
    const { operatorLimitGold, operatorLimitCents } = core.settings;
    return { operatorId, name, role, hasTotp: totp !== null, csrfToken, operatorLimitGold, operatorLimitCents };
  },
});

const signOut = action({
  path: 'session/sign-out',
  name: 'signOut',
  role: 'viewer',
  of: 'installation',
  summary: 'End the session of the cookie; a bearer token stays until it is revoked',
  params: {},
  answer: Type.Object({}),
  example: { params: {}, answer: {} },
  async handle({ core, operator, call, meta }) {
    await signOutOperator(core, operator, meta);
    call.setHeader('Set-Cookie', cookieOf(call, '', 0));
    return {};
  },
});

const changePassword = action({
  path: 'session/change-password',
  name: 'changeOwnPassword',
  role: 'viewer',
  of: 'installation',
  summary: 'Change one’s own password; every session ends',
  params: { password: Password, newPassword: NewPassword },
  answer: NothingElse,
  example: {
    params: { password: 'correct horse battery', newPassword: 'staple battery horse' },
    answer: AT_POSITION,
  },
  errors: ['PasswordWrong', 'TooOften'],
  handle: ({ core, operator: { operatorId }, params, meta }) =>
    changeOwnPassword(core, { operatorId, ...params }, meta),
});

const newTotp = query({
  path: 'session/new-totp',
  name: 'newTotp',
  role: 'viewer',
  of: 'installation',
  summary: 'Draw a secret for an authenticator app; it counts once a code of it is shown to set-totp',
  params: {},
  answer: Type.Object({
    secret: Type.String(),
    address: Type.String({ description: 'What the app reads from a QR code.' }),
  }),
  example: {
    params: {},
    answer: {
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      address: 'otpauth://totp/Salon:lin.mei?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Salon',
    },
  },
  async handle({ operator: { name } }) {
    const secret = newTotpSecret();
    return { secret, address: totpAddress(secret, name) };
  },
});

const setOwnTotp = action({
  path: 'session/set-totp',
  name: 'setTotp',
  role: 'viewer',
  of: 'installation',
  summary: 'Sign in with a code from now on, by the secret of new-totp',
  params: {
    secret: Type.String({ pattern: '^[A-Z2-7]{32}$' }),
    code: Type.String({ pattern: '^\\d{6}$' }),
    password: Password,
  },
  answer: NothingElse,
  example: {
    params: { secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', code: '287082', password: 'correct horse battery' },
    answer: AT_POSITION,
  },
  errors: ['PasswordWrong', 'TooOften'],
  handle: ({ core, operator: { operatorId }, params, meta }) => setTotp(core, { operatorId, ...params }, meta),
});

const removeOwnTotp = action({
  path: 'session/remove-totp',
  name: 'removeOwnTotp',
  role: 'viewer',
  of: 'installation',
  summary: 'Sign in by password alone again',
  params: { password: Password },
  answer: NothingElse,
  example: { params: { password: 'correct horse battery' }, answer: AT_POSITION },
  errors: ['PasswordWrong', 'TooOften'],
  handle: ({ core, operator: { operatorId }, params, meta }) => removeTotp(core, { operatorId, ...params }, meta),
});

export const sessionEndpoints: readonly Endpoint[] = [
  signIn,
  me,
  signOut,
  changePassword,
  newTotp,
  setOwnTotp,
  removeOwnTotp,
];

import { Type } from '@sinclair/typebox';
import { MAX_PASSWORD_CHARS } from '../../application/accounts/passwords.ts';
import { registerUsername, signInByPassword } from '../../application/accounts/usernames.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { type Endpoint, endpoint } from '../http/endpoint.ts';
import { UserId } from '../http/params.ts';
import { Data, OF_APP } from './parts.ts';
import { personToken } from './tokens.ts';

/** Lanying IM, 注册用户: letters, digits and underscores, not digits alone, and none that looks like Lanying's own. */
const Username = Type.String({ pattern: '^(?!maxim|mta)(?!\\d+$)[A-Za-z0-9_]{1,64}$', maxLength: 64 });
const Password = Type.String({ minLength: 1, maxLength: MAX_PASSWORD_CHARS });

/** How somebody has set their app who has set nothing: settings are not served. */
const SETTINGS = {
  auto_download: false,
  group_confirm: false,
  no_sounds: false,
  no_push: false,
  vibratory: false,
  no_push_detail: false,
  auth_mode: 0,
  no_push_start_hour: 0,
  no_push_end_hour: 0,
} as const;
const Off = Type.Literal(false);
const Zero = Type.Literal(0);
const Registered = Type.Object({
  user_id: UserId,
  auto_download: Off,
  group_confirm: Off,
  no_sounds: Off,
  no_push: Off,
  vibratory: Off,
  no_push_detail: Off,
  auth_mode: Zero,
  no_push_start_hour: Zero,
  no_push_end_hour: Zero,
});

/** Lanying IM, 注册用户. */
const register = endpoint({
  path: '/user/register/v2',
  methods: ['POST'],
  module: 'user',
  name: 'register',
  summary: 'Register a person who signs in with a name and a password',
  auth: 'none',
  cost: 'write',
  params: Type.Object({ username: Username, password: Password }),
  answer: Data(Registered),
  examples: [
    {
      params: { username: 'test_user', password: 'asd' },
      answer: { data: { user_id: 2302128618880, ...SETTINGS } },
    },
  ],
  errors: [...OF_APP, 'UsernameTaken'],
  async handle({ core, params, meta }) {
    const { userId } = await registerUsername(core, params, meta);
    return { data: { user_id: userId, ...SETTINGS } };
  },
});

/** Lanying's clients sign in by this, though its document does not have it. */
const signIn = endpoint({
  path: '/token/user',
  methods: ['POST'],
  module: 'user',
  name: 'signIn',
  summary: 'Get the access-token of a person who knows their password',
  auth: 'none',
  cost: 'write',
  own: true,
  params: Type.Object({ name: Type.String({ minLength: 1, maxLength: 64 }), password: Password }),
  answer: Data(Type.Object({ user_id: UserId, token: Type.String() })),
  examples: [
    {
      params: { name: 'test_user', password: 'asd' },
      answer: { data: { user_id: 2302128618880, token: 'eyJ0eXAiOiJKV1QiLCJhbGciOiJIUzUxMiJ9.e30.c2ln' } },
    },
  ],
  errors: [...OF_APP, 'PasswordWrong', 'UserBanned'],
  async handle({ core, params, meta, named, remoteAddress }) {
    if (!named) throw new DomainError('AppNotFound');
    const { name: username, password } = params;
    const session = await signInByPassword(core, { username, password, remoteAddress }, meta);
    return { data: { user_id: session.userId, token: await personToken(core, named, session) } };
  },
});

export const userEndpoints: readonly Endpoint[] = [register, signIn];

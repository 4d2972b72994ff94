import { Type } from '@sinclair/typebox';
import { platformSession } from '../../application/accounts/platform-sessions.ts';
import type { App } from '../../application/apps.ts';
import { registerForApp } from '../../application/people/app-people.ts';
import { type Call, type Endpoint, endpoint } from '../http/endpoint.ts';
import { MAX_SECRET_CHARS, managersOf } from './apps.ts';
import { knownPerson, Uid } from './params.ts';
import { GENDERS, PersonFields } from './person.ts';
import { appBySecret } from './proof.ts';
import { personToken, TOKEN_TTL_MS } from './tokens.ts';

/** `Platform` in tokens by its number (OpenIM, 注册新用户: `platform`); 8 is a manager's. */
const PLATFORMS = ['', 'IOS', 'Android', 'Windows', 'OSX', 'Web', 'MiniWeb', 'Linux', 'Admin'];
const [LAST_PLATFORM, MANAGERS_PLATFORM] = [7, 8];

const Secret = Type.String({
  minLength: 1,
  maxLength: MAX_SECRET_CHARS,
  description: 'Proves that the server of an app calls.',
});
const Token = Type.Object({
  data: Type.Object({
    uid: Type.String(),
    token: Type.String(),
    expiredTime: Type.Integer({ description: 'Epoch seconds.' }),
  }),
});
const EXAMPLE_TOKEN = { data: { uid: 'd5645454517', token: 'eyJhbGciOiJIUzI1NiJ9.e30.AA', expiredTime: 1795395064 } };

/** A token for a person on a platform, in OpenIM's form. */
async function tokenFor(
  { core, meta }: Pick<Call<unknown>, 'core' | 'meta'>,
  app: App,
  { uid, userId, platform }: { uid: string; userId: number; platform: number },
) {
  const at = core.clock.now();
  const session = { platform: `openim-${platform}`, ttlMs: TOKEN_TTL_MS };
  const sessionId = await platformSession(core, { appId: app.tenant, userId }, session, meta);
  const expiresAt = at + TOKEN_TTL_MS;
  const token = await personToken(app, { userId, sessionId, uid, platform: PLATFORMS[platform]! }, { at, expiresAt });
  return { data: { uid, token, expiredTime: Math.floor(expiresAt / 1000) } };
}

/** OpenIM, 注册新用户. */
const userRegister = endpoint({
  path: '/auth/user_register',
  methods: ['POST'],
  module: 'auth',
  name: 'userRegister',
  summary: 'Register a user of the app, and get a token for them',
  auth: 'none',
  cost: 'write',
  params: Type.Object({
    secret: Secret,
    platform: Type.Integer({ minimum: 1, maximum: LAST_PLATFORM }),
    uid: Uid,
    ...PersonFields,
    name: PersonFields.name,
  }),
  answer: Token,
  examples: [
    {
      params: {
        secret: 'tuoyun',
        platform: 1,
        uid: 'd5645454517',
        name: '张三',
        icon: 'https:oss.com.cn/head',
        gender: 1,
        mobile: '17812457845',
        birth: '1998.12.15',
        email: 'xxxx@qq.com',
        ex: 'xxx',
      },
      answer: EXAMPLE_TOKEN,
    },
  ],
  errors: ['SignatureInvalid', 'IdempotencyConflict', 'UserBanned'],
  async handle(call) {
    const { core, params } = call;
    const { secret, platform, uid, gender, ...texts } = params;
    const app = await appBySecret(core, secret);
    const facts = { ...texts, gender: GENDERS[gender]! };
    const input = { platform, ...facts };
    const userId = managersOf(app).includes(uid)
      ? await knownPerson({ core, app }, uid)
      : await registerForApp(core, app.tenant, { uid, facts, input }, call.meta);
    return tokenFor(call, app, { uid, userId, platform });
  },
});

/** OpenIM, 换取 IMToken. */
const userToken = endpoint({
  path: '/auth/user_token',
  methods: ['POST'],
  module: 'auth',
  name: 'userToken',
  summary: 'Get a token for a registered user, or for a manager of the app',
  auth: 'none',
  cost: 'write',
  params: Type.Object({
    secret: Secret,
    platform: Type.Integer({ minimum: 1, maximum: MANAGERS_PLATFORM }),
    uid: Uid,
  }),
  answer: Token,
  examples: [{ params: { secret: 'tuoyun', platform: 1, uid: 'd5645454517' }, answer: EXAMPLE_TOKEN }],
  errors: ['SignatureInvalid', 'UserNotFound', 'UserBanned'],
  async handle(call) {
    const { core, params } = call;
    const { secret, platform, uid } = params;
    const app = await appBySecret(core, secret);
    return tokenFor(call, app, { uid, userId: await knownPerson({ core, app }, uid), platform });
  },
});

export const authEndpoints: readonly Endpoint[] = [userRegister, userToken];

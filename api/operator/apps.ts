import { Type } from '@sinclair/typebox';
import { appsListed, endFormerSecrets, rotateSecret } from '../../application/operators/app-secrets.ts';
import { MAX_FORMER_SECRET_MS, NEVER } from '../../domain/credential/limits.ts';
import { Nullable } from '../http/answers.ts';
import type { Endpoint } from '../http/endpoint.ts';
import { action, Changed, NothingElse, query } from './endpoint.ts';
import { AT_POSITION, SOME_TIME } from './session.ts';
import { Count, Time } from './shapes.ts';

const MINUTE_MS = 60_000;

const which = {
  dialect: Type.String({ minLength: 1, maxLength: 32 }),
  appId: Type.String({ minLength: 1, maxLength: 64 }),
};
const SOME_APP = { dialect: 'openim', appId: 'openim-heihei' };

const list = query({
  path: 'apps/list',
  name: 'listApps',
  role: 'viewer',
  of: 'installation',
  summary:
    'List the apps whose servers may call, the tenants that they act in, and which of their secrets hold; never the secrets',
  params: {},
  answer: Type.Object({
    tenants: Type.Array(Type.String()),
    apps: Type.Array(
      Type.Object({
        ...{ tenant: Type.String(), dialect: Type.String(), appId: Type.String() },
        hasOldSecret: Type.Boolean({ description: 'The settings have an oldSecret for it: docs/operations.md, Apps.' }),
        secrets: Type.Array(
          Type.Object({
            version: Type.Integer({ minimum: 0, description: '0: of the settings.' }),
            until: Nullable(Type.Integer({ description: 'Until when it holds, epoch ms; null: it has no end.' })),
            lastUsedAt: Nullable(
              Type.Integer({
                description: 'Epoch ms, to ten minutes; noted once a secret was rotated. Null: not since then.',
              }),
            ),
          }),
          { description: 'The newest first.' },
        ),
      }),
    ),
  }),
  example: {
    params: {},
    answer: {
      tenants: ['heihei'],
      apps: [
        {
          tenant: 'heihei',
          ...SOME_APP,
          hasOldSecret: false,
          secrets: [
            { version: 1, until: null, lastUsedAt: SOME_TIME },
            { version: 0, until: SOME_TIME, lastUsedAt: null },
          ],
        },
      ],
    },
  },
  async handle({ core }) {
    const found = await appsListed(core);
    const apps = found.map(({ secrets, ...app }) => {
      const shown = secrets.map(({ version, until, lastUsedAt }) => {
        return { version, until: until === NEVER ? null : until, lastUsedAt: lastUsedAt || null };
      });
      return { ...app, secrets: shown };
    });
    const tenants = [...new Set([core.settings.heiheiAppId, ...apps.map(({ tenant }) => tenant)])];
    return { tenants, apps };
  },
});

const rotate = action({
  path: 'apps/rotate-secret',
  name: 'rotateSecret',
  role: 'admin',
  of: 'installation',
  summary: 'Give an app’s server a new secret, which is shown this once; the one before holds for a while as well',
  params: {
    ...which,
    keepMinutes: Type.Integer({
      minimum: 0,
      maximum: MAX_FORMER_SECRET_MS / MINUTE_MS,
      default: 24 * 60,
      description: 'How long the secret before goes on holding. What it signed for people (Lanying) ends with it.',
    }),
  },
  answer: Type.Object({
    version: Count,
    secret: Nullable(Type.String({ description: 'Null for a repetition: it is shown once.' })),
    serverToken: Nullable(
      Type.String({ description: 'By which the server calls, where its API has such tokens (Lanying). Shown once.' }),
    ),
    formerUntil: Time,
    ...Changed,
  }),
  example: {
    params: { ...SOME_APP, keepMinutes: 1440 },
    answer: {
      version: 1,
      secret: 'q3Jv0uJm2vXo7iWw5cYkzQ1bRt8eLdPa',
      serverToken: null,
      formerUntil: SOME_TIME,
      ...AT_POSITION,
    },
  },
  errors: ['AppNotFound', 'TokensTooMany', 'IdempotencyConflict'],
  handle: ({ core, params: { dialect, appId, keepMinutes }, meta }) =>
    rotateSecret(core, { dialect, appId, keepMs: keepMinutes * MINUTE_MS }, meta),
});

const endFormer = action({
  path: 'apps/end-former-secrets',
  name: 'endFormerSecrets',
  role: 'admin',
  of: 'installation',
  summary: 'Let an app’s newest secret alone prove its calls from now on, such as when an earlier one has leaked',
  params: which,
  answer: NothingElse,
  example: { params: SOME_APP, answer: AT_POSITION },
  errors: ['AppNotFound', 'IdempotencyConflict'],
  handle: ({ core, params: { dialect, appId }, meta }) => endFormerSecrets(core, { dialect, appId }, meta),
});

export const appEndpoints: readonly Endpoint[] = [list, rotate, endFormer];

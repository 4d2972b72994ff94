import type { App, AppForm } from '../../application/apps.ts';

/** Longest secret (OpenIM, 注册新用户: `secret`), in characters. */
export const MAX_SECRET_CHARS = 32;
/** Longest id of a user, in characters (OpenIM, 注册新用户: `uid`). */
export const MAX_UID_CHARS = 64;
/** Managers of one app. */
const MAX_MANAGERS = 20;

/** An app of OpenIM: `tokenSecret` signs its people's tokens; `adminUserId` is by which id, or ids, its managers sign in. */
export const openimApps: AppForm = {
  dialect: 'openim',
  maxSecretChars: MAX_SECRET_CHARS,
  isFoundBySecret: true,
  required: ['tokenSecret', 'adminUserId'],
  optional: {
    tokenSecret: (value) => (typeof value === 'string' && value !== '' ? null : 'is no text'),
    adminUserId: (value) => (areManagers(value) ? null : `takes an id, or a list of 1 to ${MAX_MANAGERS} ids`),
  },
  devApp: (tenant) => ({
    tenant,
    dialect: 'openim',
    appId: `oimdev-${tenant}`,
    secret: `oim-dev-secret-${tenant}`,
    tokenSecret: `dev-oim-token-secret-of-${tenant}-for-loopback-only`,
    adminUserId: 'openIM123456',
  }),
};

function areManagers(value: unknown): boolean {
  const ids: unknown[] = Array.isArray(value) ? value : [value];
  return ids.length > 0 && ids.length <= MAX_MANAGERS && ids.every(isUid);
}

/** What may be a user's id: 1 to 64 characters that can be seen, or blanks. */
export const UID = /^[^\p{C}]{1,64}$/u;

function isUid(value: unknown): boolean {
  return typeof value === 'string' && UID.test(value);
}

/** The ids of an app's managers, the first one first. */
export function managersOf({ adminUserId = [] }: App): readonly string[] {
  return typeof adminUserId === 'string' ? [adminUserId] : adminUserId;
}

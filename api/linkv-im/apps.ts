import type { AppForm } from '../../application/apps.ts';

/** Longest window that an operator may ask for, in seconds: the go SDK keeps a nonce for seven days. */
const MAX_WINDOW_S = 7 * 24 * 3600;

/** An app of LinkV IM: `appKey` is part of what its `sign` covers; `windowS` how far a timestamp may be from now, in seconds. */
export const linkvImApps: AppForm = {
  dialect: 'linkv-im',
  optional: {
    appKey: (value) => (typeof value === 'string' && /^[\w-]{1,64}$/.test(value) ? null : 'takes 1 to 64 characters'),
    windowS: (value) =>
      Number.isSafeInteger(value) && Number(value) >= 1 && Number(value) <= MAX_WINDOW_S
        ? null
        : `takes 1 to ${MAX_WINDOW_S} seconds`,
  },
  devApp: (tenant) => ({
    tenant,
    dialect: 'linkv-im',
    appId: `imdev-${tenant}`,
    appKey: `imkey-${tenant}`,
    secret: `dev-im-secret-of-${tenant}-for-loopback-only`,
  }),
};

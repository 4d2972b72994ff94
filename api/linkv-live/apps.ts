import type { AppForm } from '../../application/apps.ts';

/** An app of LinkV live: `appId` is what its SDKs call `app_key`, `alias` its `channel`. */
export const linkvLiveApps: AppForm = {
  dialect: 'linkv-live',
  optional: { alias: (value) => (typeof value === 'string' ? null : 'must be a string') },
  devApp: (tenant) => ({
    tenant,
    dialect: 'linkv-live',
    appId: `LMdev${tenant}0000000001`,
    secret: `dev-secret-of-${tenant}-for-loopback-only`,
    alias: tenant,
  }),
};

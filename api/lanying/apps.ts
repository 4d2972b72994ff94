import type { AppForm } from '../../application/apps.ts';

/** An app of Lanying IM: `secret` signs the access-tokens, `cluster` is a number in them that means nothing here. */
export const lanyingApps: AppForm = {
  dialect: 'lanying',
  optional: {
    cluster: (value) =>
      Number.isSafeInteger(value) && Number(value) >= 0 ? null : 'takes an integer that is not negative',
  },
  devApp: (tenant) => ({
    tenant,
    dialect: 'lanying',
    appId: `lanying-${tenant}`,
    secret: `dev-lanying-secret-of-${tenant}-for-loopback-only`,
    cluster: 0,
  }),
};

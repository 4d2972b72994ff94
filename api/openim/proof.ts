import { hash, timingSafeEqual } from 'node:crypto';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import { provenBySecretOf } from '../../application/credentials/secrets.ts';
import { ensureManagers } from '../../application/people/managers.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { Proof } from '../http/dialect.ts';
import type { Received } from '../http/received.ts';
import { badParameter } from '../http/refusals.ts';
import { managersOf } from './apps.ts';
import { bearerOf } from './tokens.ts';

/**
 * The app that a secret belongs to. All are compared, each in the same time, so that nobody learns by it how near a guess is. Throws
 * `SignatureInvalid`.
 */
export async function appBySecret(core: Core, secret: string): Promise<App> {
  const given = Buffer.from(hash('sha256', secret, 'hex'));
  const proofBy = (own: string) => (timingSafeEqual(Buffer.from(hash('sha256', own, 'hex')), given) ? true : null);
  let found: App | undefined;
  for (const app of core.settings.apps.all) {
    if (app.dialect === 'openim' && (await provenBySecretOf(core, app, proofBy))) found = app;
  }
  if (!found) throw new DomainError('SignatureInvalid');
  return found;
}

/** Proof by the secret in the body (`auth/user_register`, `auth/user_token`). Throws `InvalidInput` without one, `SignatureInvalid`. */
export async function provenBySecret(core: Core, { form }: Received): Promise<Proof> {
  const secret = form.get('secret');
  if (typeof secret !== 'string' || secret === '') throw badParameter('secret');
  const app = await appBySecret(core, secret);
  await ensureManagers(core, app.tenant, managersOf(app));
  return { appId: app.tenant, caller: null, app };
}

/**
 * Proof by the header `token`. A manager's makes the call the app's own; a user's is theirs, and everything that they do is limited as theirs.
 * `key`: the same body from the same person at the same path. Throws `SessionInvalid`.
 */
export async function provenByToken(core: Core, path: string, { headers, raw }: Received): Promise<Proof> {
  const bearer = await bearerOf(core, headers.get('token') ?? '');
  if (!bearer) throw new DomainError('SessionInvalid');
  const { app, uid, appId, userId, sessionId } = bearer;
  const body = hash('sha256', raw, 'base64url');
  const key = `${path} ${userId} ${body}`;
  await ensureManagers(core, app.tenant, managersOf(app));
  if (managersOf(app).includes(uid)) return { appId, caller: null, app, key };
  return { appId, caller: { appId, userId, sessionId }, app, isPersonal: true, key };
}

import { personById } from '../../application/accounts/named-person.ts';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import type { Proof } from '../http/dialect.ts';
import type { Endpoint } from '../http/endpoint.ts';
import type { Received, RequestHeaders } from '../http/received.ts';
import { badParameter } from '../http/refusals.ts';
import { bearerOf } from './tokens.ts';

/** The document's headers. Proxies drop names with underscores, so clients also send them with dashes. */
const HEADERS = {
  appId: ['app_id', 'app-id'],
  token: ['access-token', 'access_token'],
  userId: ['user_id', 'user-id'],
} as const;

/**
 * Who calls, by the headers `app_id`, `access-token` and `user_id` (Lanying IM, API概述). An app's server acts as the person whom it names;
 * a person as themselves. Throws, in this order, `AppNotFound`, `TokenMissing`, `SignatureInvalid`, `SessionInvalid`, `UserNotFound` and
 * `InvalidInput` for the person, `NotOwner` for a person who names somebody else, `SystemOnly` for one who calls what servers alone may.
 */
export async function provenByToken(core: Core, { auth }: Endpoint, { headers }: Received): Promise<Proof> {
  const app = core.settings.apps.find('lanying', header(headers, 'appId'));
  if (!app) throw new DomainError('AppNotFound');
  const { tenant } = app;
  if (auth === 'none') return { appId: tenant, caller: null, app: null, named: app };
  const token = header(headers, 'token');
  if (token === '') throw new DomainError('TokenMissing');
  const bearer = await bearerOf(core, app, token);
  const named = header(headers, 'userId');
  if (bearer.isAdmin) return actingAs(core, app, named, auth === 'user');
  const { userId, sessionId } = bearer;
  if (named !== '' && named !== String(userId)) throw new DomainError('NotOwner');
  if (auth === 'app') throw new DomainError('SystemOnly');
  return { appId: tenant, caller: { appId: tenant, userId, sessionId }, app: null };
}

function header(headers: RequestHeaders, name: keyof typeof HEADERS): string {
  for (const spelling of HEADERS[name]) {
    const value = headers.get(spelling);
    if (value !== undefined) return value;
  }
  return '';
}

async function actingAs(core: Core, app: App, userId: string, isNeeded: boolean): Promise<Proof> {
  const { tenant } = app;
  if (userId === '' && !isNeeded) return { appId: tenant, caller: null, app };
  if (!/^\d{1,16}$/.test(userId)) throw badParameter('user_id');
  const person = await personById(core, tenant, userId);
  if (!person) throw new DomainError('UserNotFound');
  return { appId: tenant, caller: { appId: tenant, userId: person.userId, sessionId: '' }, app };
}

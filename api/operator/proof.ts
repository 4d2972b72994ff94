import type { Core } from '../../application/core.ts';
import { isCsrfToken } from '../../application/operators/credentials.ts';
import {
  type ActingOperator,
  operatorBySession,
  operatorByToken,
  requireRole,
} from '../../application/operators/operator.ts';
import { DomainError } from '../../domain/kernel/errors.ts';
import { INSTALLATION } from '../../domain/streams.ts';
import type { Proof } from '../http/dialect.ts';
import type { Caller, Endpoint } from '../http/endpoint.ts';
import { notLoopback } from '../http/loopback.ts';
import type { Received, RequestHeaders } from '../http/received.ts';
import { RefusedRequest } from '../http/refusals.ts';

export const COOKIE = 'salon-operator';
export const CSRF_HEADER = 'X-CSRF-Token';
const BEARER = /^Bearer ([\w-]{1,128})$/;
/** A cookie beside ours may be anybody's; longer headers are not searched. */
const MAX_COOKIE_CHARS = 8_192;

/** Who calls: an operator, whom deciders take for the system. Their id is the caller's, in a tenant of its own. */
export interface OperatorCaller extends Caller {
  operator: ActingOperator;
}

/**
 * Who calls, by a bearer token or the cookie of a session, and whether their role reaches. Throws, in this order, `RefusedRequest` 403 where the console
 * is for this machine alone, `CsrfTokenWrong` for another site's page, `TokenMissing`, `SessionInvalid`, `CsrfTokenWrong` for a change by cookie
 * without the header, and `RoleTooLow`.
 */
export async function provenOperator(core: Core, { auth, role }: Endpoint, received: Received): Promise<Proof> {
  const { headers, method } = received;
  if (core.settings.console === 'loopback') requireLoopback(received);
  const isChange = method !== 'GET';
  if (isChange) requireOwnOrigin(headers);
  if (auth === 'none') return { appId: INSTALLATION, caller: null, app: null };
  const operator = await callingOperator(core, headers);
  const { operatorId, sessionSecret } = operator;
  if (isChange && sessionSecret !== null && !isCsrfToken(headers.get(CSRF_HEADER) ?? '', sessionSecret))
    throw new DomainError('CsrfTokenWrong', `a page sends ${CSRF_HEADER}`);
  requireRole(operator, role ?? 'admin');
  const caller: OperatorCaller = { appId: INSTALLATION, userId: operatorId, sessionId: '', operator };
  return { appId: INSTALLATION, caller, app: null };
}

/** The token or cookie that a request shows. */
export function shownBy({ headers }: Pick<Received, 'headers'>): string | undefined {
  return headers.get('Authorization') ?? cookieIn(headers);
}

async function callingOperator(core: Core, headers: RequestHeaders): Promise<ActingOperator> {
  if (shownBy({ headers }) === undefined) throw new DomainError('TokenMissing', 'sign in, or send a bearer token');
  const operator = await operatorNow(core, headers);
  if (!operator) throw new DomainError('SessionInvalid');
  return operator;
}

/** The operator whose token or cookie a request shows, as they are now; null: there is none, or it has ended. */
export function operatorNow(core: Core, headers: RequestHeaders): Promise<ActingOperator | null> {
  const authorization = headers.get('Authorization');
  if (authorization !== undefined) return operatorByToken(core, BEARER.exec(authorization)?.[1] ?? '');
  return operatorBySession(core, cookieIn(headers) ?? '');
}

function cookieIn(headers: RequestHeaders): string | undefined {
  const cookies = headers.get('Cookie') ?? '';
  if (cookies.length > MAX_COOKIE_CHARS) return undefined;
  const pairs = cookies.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
}

/** A proxy on this machine makes every caller look like it, so what a proxy forwards is refused, too. */
function requireLoopback({ peer, headers }: Received): void {
  const origin = headers.get('Origin');
  const isForwarded = headers.get('X-Forwarded-For') !== undefined || headers.get('Forwarded') !== undefined;
  if (isForwarded || notLoopback({ peer, host: headers.get('Host') ?? '', origin }) !== null)
    throw new RefusedRequest(403, 'the console answers this machine only (CONSOLE)');
}

/** No other site's page signs anybody in or changes anything. Programs send no Origin. */
function requireOwnOrigin(headers: RequestHeaders): void {
  const origin = headers.get('Origin');
  if (origin === undefined) return;
  const host = headers.get('Host') ?? '';
  if (origin !== `http://${host}` && origin !== `https://${host}`)
    throw new DomainError('CsrfTokenWrong', 'another site called');
}

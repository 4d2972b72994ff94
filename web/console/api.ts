/** Calls of the operators' API (/operator/v1), by the cookie of the sign-in. */
import type { paths } from '../../sdk/generated/operator.ts';
import { leastRoles } from '../../sdk/generated/operator-roles.ts';

/** What can be called, below /operator/v1/. */
export type Path = keyof typeof leastRoles;
type Json<Part> = Part extends { content: { 'application/json': infer Body } } ? Body : never;
type Operation<P extends Path> = paths[`/operator/v1/${P}`]['post'];
export type Params<P extends Path> = Json<NonNullable<Operation<P>['requestBody']>>;
export type Answer<P extends Path> = Json<Operation<P>['responses'][200]>;

export type Me = Answer<'session/me'>;

export const ROLES = ['viewer', 'support', 'finance', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Whether somebody in this role may call a path: what the API will say. */
export function mayCall({ role }: Pick<Me, 'role'>, path: Path): boolean {
  const least = leastRoles[path];
  return least === null || ROLES.indexOf(role) >= ROLES.indexOf(least);
}

/** What the API refused, in its own words. */
export class Refused extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

let csrfToken = '';
let tenant = '';

/** Which tenant people, rooms and money are of, from the next call on; '' is the server's own choice. */
export function chooseTenant(name: string): void {
  tenant = name;
}

export function signedIn(me: { csrfToken: string | null }): void {
  csrfToken = me.csrfToken ?? '';
}

/** Shows something. Rejects with `Refused`. */
export function ask<P extends Path>(path: P, params: Params<P>): Promise<Answer<P>> {
  const given = Object.entries({ tenant, ...params }).filter(([, value]) => value !== undefined && value !== '');
  const query = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return call(`${path}?${query}`, { method: 'GET' });
}

/** Changes something. The key makes a click that is sent twice count once. Rejects with `Refused`. */
export function act(path: Path, params: object, key = newKey()): Promise<Record<string, unknown>> {
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken, 'Idempotency-Key': key };
  return call(path, { method: 'POST', headers, body: JSON.stringify({ ...(tenant && { tenant }), ...params }) });
}

export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Calls that wait for their answer. */
let waiting = 0;

async function call<Body>(path: string, init: RequestInit): Promise<Body> {
  count(1);
  try {
    const response = await fetch(`/operator/v1/${path}`, { ...init, credentials: 'same-origin' });
    const body = (await response.json().catch(() => ({ message: response.statusText }))) as { message?: string };
    if (!response.ok) throw new Refused(response.status, body.message ?? String(response.status));
    return body as Body;
  } finally {
    count(-1);
  }
}

function count(by: 1 | -1): void {
  waiting += by;
  document.body.ariaBusy = String(waiting > 0);
}

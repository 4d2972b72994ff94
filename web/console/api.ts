/** Calls of the operators' API (/operator/v1), by the cookie of the sign-in. */

export interface Me {
  operatorId: number;
  name: string;
  role: Role;
  csrfToken: string | null;
}

export const ROLES = ['viewer', 'support', 'finance', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Whether a role may do what asks for at least another. */
export function reaches(role: Role, least: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(least);
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

export function signedIn(me: { csrfToken: string | null }): void {
  csrfToken = me.csrfToken ?? '';
}

/** Shows something. Rejects with `Refused`. */
export function ask<Answer>(path: string, params: Record<string, string | number> = {}): Promise<Answer> {
  const given = Object.entries(params).map(([name, value]) => [name, String(value)]);
  return call(`${path}?${new URLSearchParams(given)}`, { method: 'GET' });
}

/** Changes something. The key makes a click that is sent twice count once. Rejects with `Refused`. */
export function act<Answer>(path: string, params: object, key = newKey()): Promise<Answer> {
  const headers = { 'Content-Type': 'application/json', 'X-CSRF-Token': csrfToken, 'Idempotency-Key': key };
  return call(path, { method: 'POST', headers, body: JSON.stringify(params) });
}

export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function call<Answer>(path: string, init: RequestInit): Promise<Answer> {
  const response = await fetch(`/operator/v1/${path}`, { ...init, credentials: 'same-origin' });
  const body = (await response.json().catch(() => ({ message: response.statusText }))) as { message?: string };
  if (!response.ok) throw new Refused(response.status, body.message ?? String(response.status));
  return body as Answer;
}

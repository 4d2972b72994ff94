import { PROVIDER_TIMEOUT_MS } from '../push-sender.ts';

export interface Answered {
  status: number;
  /** {} for an answer that is no JSON object. */
  body: Record<string, unknown>;
}

/**
 * Posts JSON, or a form when `body` is `URLSearchParams`, and reads a JSON answer, whatever its status. Redirects are errors: addresses come
 * from the operator alone. Rejects when there is no answer within `PROVIDER_TIMEOUT_MS`.
 */
export async function postJson(
  url: string,
  body: object | URLSearchParams,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const isForm = body instanceof URLSearchParams;
  return answerOf(
    await fetch(url, {
      method: 'POST',
      headers: isForm ? headers : { 'content-type': 'application/json', ...headers },
      body: isForm ? body : JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS),
    }),
  );
}

/** As `postJson`, without a body. */
export async function getJson(url: string, headers: Record<string, string>): Promise<Answered> {
  return answerOf(await fetch(url, { headers, redirect: 'error', signal: AbortSignal.timeout(PROVIDER_TIMEOUT_MS) }));
}

async function answerOf(response: Response): Promise<Answered> {
  return { status: response.status, body: objectOf(await response.json().catch(() => null)) };
}

export function objectOf(value: unknown): Record<string, unknown> {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject ? (value as Record<string, unknown>) : {};
}

/** What a provider's failure is reported as: it names no token and no key. */
export function failed(provider: string, status: number, code: unknown = ''): Error {
  return new Error(`${provider} answered ${status} ${code}`.trim());
}

/** Whether a provider cannot take anything now, or not at this rate. */
export function isBusy(status: number): boolean {
  return status === 429 || status >= 500;
}

import { pauseMs } from './backoff.ts';
import type { Emitter } from './emitter.ts';
import { SalonError } from './error.ts';
import type { CallOptions, ClientEvents, ClientOptions } from './types.ts';

/** How often a call is tried before its error is the caller's: with its pauses, some 20 s of an absent server. */
const TRIES = 7;
/** How long one try may take, ms: the server gives a handler less. */
const TRY_MS = 20_000;

/** What one try came to: an answer, or an error that may be temporary. */
type Tried = { answer: Record<string, unknown> } | { error: SalonError; waitMs: number };

/** Sends calls: each with a key of its own, so that it counts once however often it is tried. */
export class Caller {
  private readonly options: ClientOptions;
  private readonly events: Emitter<ClientEvents>;

  constructor(options: ClientOptions, events: Emitter<ClientEvents>) {
    this.options = options;
    this.events = events;
  }

  /** Rejects with a `SalonError` for what the server refuses, and for a server that stays away. */
  async call(path: string, params: object, token: string, { key, signal }: CallOptions = {}) {
    const headers = { ...(token && { 'Idempotency-Key': key ?? newKey() }) };
    const { tries = TRIES, random } = this.options;
    for (let tried = 1; ; tried++) {
      const startedAt = performance.now();
      const requestId = newKey();
      const result = await this.try(path, { ...params, ...(token && { token }) }, headers, requestId, signal);
      const error = 'error' in result ? result.error : null;
      this.events.emit('call', { path, requestId, tried, durationMs: performance.now() - startedAt, error });
      if ('answer' in result) return result.answer;
      if (!result.error.temporary || tried >= tries || signal?.aborted) throw result.error;
      await sleep(pauseMs(tried, result.waitMs, random), signal);
    }
  }

  private async try(
    path: string,
    params: object,
    own: object,
    requestId: string,
    signal?: AbortSignal,
  ): Promise<Tried> {
    const { body, type } = bodyOf(params);
    const headers = { ...own, ...type, 'X-Request-Id': requestId };
    const ended = new AbortController();
    const end = () => ended.abort();
    const timer = setTimeout(end, TRY_MS);
    signal?.addEventListener('abort', end);
    try {
      const response = await (this.options.fetch ?? fetch)(this.options.url + path, {
        method: 'POST',
        headers,
        body,
        signal: ended.signal,
      });
      const answer = (await response.json().catch(() => ({}))) as { errorcode?: number; errormsg?: string };
      if (response.ok && answer.errorcode === 0) return { answer };
      const code = answer.errorcode ?? response.status;
      const text = answer.errormsg ?? `HTTP ${response.status}`;
      // 408, 429 and 5xx: nothing was done, or it is unknown; the key makes a repetition safe. 500 would fail again.
      const temporary = [408, 429, 502, 503, 504].includes(response.status) || code === 503;
      const waitMs = 1_000 * Number(response.headers.get('Retry-After') ?? 0) || 0;
      return { error: new SalonError(code, text, temporary, requestId), waitMs };
    } catch (error) {
      return { error: new SalonError(0, String(error), !signal?.aborted, requestId), waitMs: 0 };
    } finally {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
    }
  }
}

/** JSON; a form where a file is sent. */
function bodyOf(params: object): { body: string | FormData; type: Record<string, string> } {
  const entries = Object.entries(params).filter(([, value]) => value !== undefined);
  if (!entries.some(([, value]) => typeof Blob !== 'undefined' && value instanceof Blob))
    return { body: JSON.stringify(params), type: { 'Content-Type': 'application/json' } };
  const form = new FormData();
  for (const [name, value] of entries) form.append(name, value instanceof Blob ? value : String(value));
  return { body: form, type: {} };
}

/** Nobody else's: React Native has no `crypto`. */
export function newKey(): string {
  const { crypto } = globalThis as { crypto?: { randomUUID?(): string } };
  const part = () => Math.random().toString(36).slice(2, 14);
  return crypto?.randomUUID?.() ?? `${Date.now().toString(36)}-${part()}-${part()}`;
}

function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal?.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}

import { DomainError } from '../domain/kernel/errors.ts';
import { askProvider } from '../payments/http.ts';
import { parseObject } from '../payments/proof.ts';

/** Longest id that is taken from a third party. Theirs have 28 characters (WeChat) or ten digits (Weibo). */
const MAX_ID_CHARS = 128;

/** Asks for a JSON object. Throws `ProviderAway` for anything else, as `askProvider` does. */
export async function askForObject(
  url: URL,
  method: 'GET' | 'POST',
  form?: URLSearchParams,
): Promise<Record<string, unknown>> {
  const { text } = await askProvider(url.href, { method, ...(form && { body: form }) });
  try {
    return parseObject(text);
  } catch {
    throw new DomainError('ProviderAway');
  }
}

/** An id as they write it: text, or digits; null for what cannot be one. */
export function idFrom(value: unknown): string | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) && value > 0 ? String(value) : null;
  return typeof value === 'string' && value.length <= MAX_ID_CHARS && /^[\w.-]+$/.test(value) ? value : null;
}

/** A text of theirs; '' for anything else. */
export function textFrom(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

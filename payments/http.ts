import { DomainError } from '../domain/kernel/errors.ts';
import { MAX_PROVIDER_ANSWER_BYTES, PROVIDER_TIMEOUT_MS } from './provider.ts';

export interface ProviderAnswer {
  status: number;
  headers: Headers;
  text: string;
}

/**
 * Asks a provider at an address of the operator's. Redirects are errors. Throws `DomainError('ProviderAway')` when there is no answer in time,
 * one that is too long, or one that says that the provider is busy or broken (429, 5xx).
 */
export async function askProvider(
  url: string,
  request: { method: 'GET' | 'POST'; headers?: Record<string, string>; body?: string | URLSearchParams },
): Promise<ProviderAnswer> {
  try {
    const signal = AbortSignal.timeout(PROVIDER_TIMEOUT_MS);
    const response = await fetch(url, { ...request, redirect: 'error', signal });
    const text = await readShort(response);
    if (response.status === 429 || response.status >= 500) throw new Error(`it answered ${response.status}`);
    return { status: response.status, headers: response.headers, text };
  } catch {
    // The error's text may repeat the address, and with it what was signed.
    throw new DomainError('ProviderAway');
  }
}

async function readShort({ body }: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body ?? []) {
    bytes += chunk.length;
    if (bytes > MAX_PROVIDER_ANSWER_BYTES) throw new Error('too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

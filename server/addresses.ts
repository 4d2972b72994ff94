import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import proxyaddr from 'proxy-addr';
import { networkOf } from '../application/networks.ts';

/**
 * Makes a function from a TCP peer's address to the network by which limits count it; null (not counted) for the operator's
 * proxies, behind which everybody is.
 */
export function addressOfPeer(proxies: string[]): (address: string) => string | null {
  const isProxy = proxyaddr.compile(proxies);
  return (address) => (proxies.length > 0 && address !== '' && isProxy(address, 0) ? null : networkOf(address));
}

/** How many files and connections this process may have open; no limit when the system does not say. */
export function openFilesLimit(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return limit ? Number(limit[1]) : Number.MAX_SAFE_INTEGER;
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}

/**
 * Makes a function from a request to its client's address: the nearest one in X-Forwarded-For that is not the operator's own proxy.
 * Undefined without proxies: then the peer's counts.
 */
export function clientAddressBehind(proxies: string[]): ((request: IncomingMessage) => string) | undefined {
  if (proxies.length === 0) return undefined;
  const isTrusted = proxyaddr.compile(proxies);
  return (request) => proxyaddr(request, isTrusted);
}

import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import proxyaddr from 'proxy-addr';
import { networkOf } from '../application/networks.ts';

/** As what the peer of a TCP connection is counted; null for one of the operator's proxies, behind which everybody is. */
export function addressOfPeer(proxies: string[]): (address: string) => string | null {
  const isProxy = proxyaddr.compile(proxies);
  return (address) => (proxies.length > 0 && address !== '' && isProxy(address, 0) ? null : networkOf(address));
}

/** How many files and connections this process may have open; where the system does not say, as many as are wanted. */
export function openFilesLimit(): number {
  try {
    const limit = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'));
    return limit ? Number(limit[1]) : Number.MAX_SAFE_INTEGER;
  } catch {
    return Number.MAX_SAFE_INTEGER;
  }
}

/** The nearest address in X-Forwarded-For that is not one of the operator's own proxies; without proxies, the peer's. */
export function clientAddressBehind(proxies: string[]): ((request: IncomingMessage) => string) | undefined {
  if (proxies.length === 0) return undefined;
  const isTrusted = proxyaddr.compile(proxies);
  return (request) => proxyaddr(request, isTrusted);
}

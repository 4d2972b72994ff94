import { readFileSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import proxyaddr from 'proxy-addr';

/**
 * As what an address is counted where there is a limit by address. Of IPv6 its first 64 bits: whoever has one address has
 * the 2^64 that follow it. An IPv4 address stays the same in either notation.
 */
export function addressGroup(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('%')[0]!.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = address.includes('::') ? Array.from({ length: 8 - left.length - right.length }, () => '0') : [];
  const groups = [...left, ...zeros, ...right].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}

/** As what the peer of a TCP connection is counted; null for one of the operator's proxies, behind which everybody is. */
export function addressOfPeer(proxies: string[]): (address: string) => string | null {
  const isProxy = proxyaddr.compile(proxies);
  return (address) => (proxies.length > 0 && address !== '' && isProxy(address, 0) ? null : addressGroup(address));
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

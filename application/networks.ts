import { BlockList, isIPv4, isIPv6 } from 'node:net';

/**
 * The network by which limits count an address: an IPv4 address itself, in either notation; of an IPv6 address the first 64 bits,
 * because a customer has all 2^64 addresses below them. A text that is no address counts as itself.
 */
export function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  if (mapped) return mapped[1]!;
  if (!isIPv6(address)) return address;
  const [head = '', tail = ''] = address.split('%')[0]!.split('::');
  const left = head.split(':').filter(Boolean);
  const right = tail.split(':').filter(Boolean);
  const zeros = Array<string>(Math.max(0, 8 - left.length - right.length)).fill('0');
  const groups = [...left, ...zeros, ...right].slice(0, 4);
  return groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':');
}

/** What is not the internet: this machine, private networks, link-local, shared, test, multicast and reserved addresses (IANA's special-purpose registries). */
const SPECIAL = new BlockList();
for (const [network, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const)
  SPECIAL.addSubnet(network, bits, 'ipv4');
/** The addresses of today's internet; what lies outside them is special, or nobody's. */
const GLOBAL_IPV6 = new BlockList();
GLOBAL_IPV6.addSubnet('2000::', 3, 'ipv6');
/** Of those: protocols' own and tunnels to IPv4 addresses (Teredo, 6to4), and documentation. */
for (const [network, bits] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  SPECIAL.addSubnet(network, bits, 'ipv6');

/** Whether an address is one of the internet's, so that nothing of this machine or its networks is reached by it. */
export function isPublicAddress(address: string): boolean {
  const plain = networkOf(address.split('%')[0]!);
  if (isIPv4(plain)) return !SPECIAL.check(plain, 'ipv4');
  if (!isIPv6(address)) return false;
  return GLOBAL_IPV6.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
}

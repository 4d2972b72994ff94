/** The first release that BullMQ recommends; Salon itself would need no more. */
export const MIN_REDIS_VERSION = '6.2';

/** Why a server cannot be used, by what its INFO says; null when it can. What INFO leaves out counts as suitable. */
export function unsuitability(info: Readonly<Record<string, string>>): string | null {
  const { redis_version: version, redis_mode: mode, role, maxmemory_policy: policy = 'noeviction' } = info;
  if (mode === 'sentinel') return 'is a Sentinel: give its address as redis+sentinel://host:26379/name-of-the-primary';
  if (version !== undefined && version.localeCompare(MIN_REDIS_VERSION, 'en', { numeric: true }) < 0)
    return `has version ${version}: use Redis ${MIN_REDIS_VERSION} or later`;
  if (mode === 'cluster') return 'is part of a Redis Cluster: give a single server or the primary of a replicated one';
  if (role !== undefined && role !== 'master') return 'is a replica, which takes no writes: give the primary';
  if (policy !== 'noeviction')
    return `may drop keys when memory is short (${policy}): set its maxmemory-policy to noeviction`;
  return null;
}

/** The facts in an INFO text. */
export function factsIn(info: string): Record<string, string> {
  const facts: Record<string, string> = {};
  for (const line of info.split(/\r?\n/)) {
    const at = line.indexOf(':');
    if (at > 0) facts[line.slice(0, at)] = line.slice(at + 1);
  }
  return facts;
}

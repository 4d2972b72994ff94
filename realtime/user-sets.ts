/** Names a user among all apps. */
export function userKey(appId: string, userId: number): string {
  return `${appId}.${userId}`;
}

/** Adds to the set kept under a key. */
export function addTo<Item>(sets: Map<string, Set<Item>>, key: string, item: Item): void {
  const set = sets.get(key);
  if (set) set.add(item);
  else sets.set(key, new Set([item]));
}

/** Removes from the set kept under a key, which goes with its last item; false when it was not there. */
export function removeFrom<Item>(sets: Map<string, Set<Item>>, key: string, item: Item): boolean {
  const set = sets.get(key);
  if (!set?.delete(item)) return false;
  if (set.size === 0) sets.delete(key);
  return true;
}

/**
 * Keeps at least the newest `max` entries of a set or map (in its insertion order) and at most an eighth more, so that no
 * state grows for ever. Mutates it. It drops in bulk, since a map is slow to find its first entry after many deletions.
 */
export function dropOldest<K>(entries: Set<K> | Map<K, unknown>, max: number): void {
  if (entries.size <= max * 1.125) return;
  for (const key of entries.keys()) {
    if (entries.size <= max) return;
    entries.delete(key);
  }
}

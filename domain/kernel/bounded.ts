/** Keeps the newest `max` entries of a set or map (its insertion order), so that no state grows for ever. Mutates it. */
export function dropOldest<K>(entries: Set<K> | Map<K, unknown>, max: number): void {
  for (const key of entries.keys()) {
    if (entries.size <= max) return;
    entries.delete(key);
  }
}

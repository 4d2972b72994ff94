/**
 * Keeps at least the newest `max` entries of a set or map (in its insertion order) and at most an eighth more, so that no
 * state grows for ever. Mutates it. It drops in bulk, since a map is slow to find its first entry after many deletions.
 */
export function dropOldest<K>(entries: Set<K> | Map<K, unknown>, max: number): void {
  if (!hasOutgrown(entries, max)) return;
  for (const key of entries.keys()) {
    if (entries.size <= max) return;
    entries.delete(key);
  }
}

/** Whether there are so many entries that the oldest beyond `max` should go. */
export function hasOutgrown({ size }: { readonly size: number }, max: number): boolean {
  return size > max * 1.125;
}

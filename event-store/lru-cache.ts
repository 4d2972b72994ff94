import { LRUCache } from 'lru-cache';

/**
 * A cache that keeps the `max` entries that were used last. Unlike lru-cache with its option `max`, it takes memory as it fills: that
 * one sets aside room for all entries at once, some 10 ms for 50,000, at each start and in each test.
 */
export function createLruCache<Key extends {}, Value extends {}>(
  max: number,
  options: { ttl?: number; dispose?: (value: Value) => void } = {},
): LRUCache<Key, Value> {
  return new LRUCache({ maxSize: max, sizeCalculation: () => 1, ...options });
}

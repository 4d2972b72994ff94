/**
 * A cache of what was used lately, in two generations, whose look-ups cost little more than a Map's. Once the young generation is full it
 * becomes the old one, and what nobody asked for since the last time is dropped, all at once. For hot paths; `createLruCache` elsewhere.
 */
export class RecentCache<Key, Value> {
  private readonly maxSize: number;
  private readonly sizeOf: (value: Value, key: Key) => number;
  private young = new Map<Key, Value>();
  private old = new Map<Key, Value>();
  private youngSize = 0;
  private oldSize = 0;

  /** Keeps at least half of `maxSize` and at most all of it; `sizeOf` says what an entry counts, default 1. */
  constructor(maxSize: number, sizeOf: (value: Value, key: Key) => number = () => 1) {
    this.maxSize = maxSize;
    this.sizeOf = sizeOf;
  }

  get(key: Key): Value | undefined {
    const young = this.young.get(key);
    if (young !== undefined) return young;
    const old = this.old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: Key, value: Value): void {
    const size = this.sizeOf(value, key);
    if (this.youngSize + size > this.maxSize / 2) {
      this.old = this.young;
      this.oldSize = this.youngSize;
      this.young = new Map();
      this.youngSize = 0;
    }
    const before = this.young.get(key);
    this.youngSize += before === undefined ? size : size - this.sizeOf(before, key);
    this.young.set(key, value);
  }

  delete(key: Key): void {
    const young = this.young.get(key);
    if (young !== undefined) this.youngSize -= this.sizeOf(young, key);
    this.young.delete(key);
    this.old.delete(key);
  }

  clear(): void {
    this.young.clear();
    this.old.clear();
    this.youngSize = 0;
    this.oldSize = 0;
  }

  /** What is kept now, as `sizeOf` counts it; what was deleted or used again since may count twice. */
  get size(): number {
    return this.youngSize + this.oldSize;
  }

  /** Every entry, those that are in both generations twice. */
  *entries(): Generator<[Key, Value]> {
    yield* this.young;
    yield* this.old;
  }
}

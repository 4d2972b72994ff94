import { dropOldest } from '../../domain/kernel/bounded.ts';

/** The plain version of domain/kernel/dense/key-table.ts: keys with their numbers, oldest first. */
export type PlainKeyTable = Map<string, number[]>;

/** Makes a key the newest. A known key keeps its values; those of a new one are 0. */
export function addPlain(table: PlainKeyTable, key: string, columns: number): number[] {
  const values = table.get(key) ?? new Array<number>(columns).fill(0);
  table.delete(key);
  table.set(key, values);
  return values;
}

/** Drops the oldest keys until there are `max`. */
export function dropOldestPlain(table: PlainKeyTable, max: number): void {
  for (const key of table.keys()) {
    if (table.size <= max) return;
    table.delete(key);
  }
}

/** Drops every key for whose values `isToGo` is true. */
export function dropPlain(table: PlainKeyTable, isToGo: (values: readonly number[]) => boolean): void {
  for (const [key, values] of table) if (isToGo(values)) table.delete(key);
}

/** The plain version of domain/wallet/dense/combo-table.ts: keeps at least the newest `max` keys, each with its newest value. */
export class PlainNewest<Value> {
  readonly kept = new Map<string, Value>();

  put(key: string, value: Value, max: number): void {
    this.kept.delete(key);
    this.kept.set(key, value);
    dropOldest(this.kept, max);
  }
}

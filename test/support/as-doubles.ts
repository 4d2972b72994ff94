/** A JSON value as `JSON.parse` returns it: with doubles in place of the bigints that our own parser keeps exact. */
export function asDoubles<Value>(value: Value): Value {
  if (typeof value === 'bigint') return Number(value) as Value;
  if (Array.isArray(value)) return value.map(asDoubles) as Value;
  if (value instanceof Map) return new Map([...value].map(([name, member]) => [name, asDoubles(member)])) as Value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, asDoubles(member)])) as Value;
}

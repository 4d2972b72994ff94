/** Paths as declarations of personal fields name them: `from.userId`, or `users.*.person.userId` for each item of a list. */

/** The value at a path; each `*` in it is the item of a list that `items` names, the outermost first. Undefined where there is none. */
export function valueAt(data: unknown, path: readonly string[], items: readonly number[] = []): unknown {
  let value = data;
  let depth = 0;
  for (const key of path) value = childOf(value, key === '*' ? items[depth++]! : key);
  return value;
}

/** Everywhere that a path leads to in the data: for each place, which items of lists are on the way. */
export function placesAt(data: unknown, path: readonly string[], items: readonly number[] = []): (readonly number[])[] {
  const [key, ...rest] = path;
  if (key === undefined) return [items];
  if (key !== '*') return placesAt(childOf(data, key), rest, items);
  return Array.isArray(data) ? data.flatMap((item, n) => placesAt(item, rest, [...items, n])) : [];
}

function childOf(value: unknown, key: string | number): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string | number, unknown>)[key] : undefined;
}

import type { Document } from 'bson';
import type { Index } from './storage.ts';

const RANGES = new Set(['$gt', '$gte', '$lt', '$lte']);

/**
 * The index that answers a query without looking at more than it returns and without sorting: fields fixed by equality
 * first, then the sort, a range on the first field after them at the most. Null when there is none.
 */
export function servingIndex(indexes: readonly Index[], filter: Document, sort: Document = {}): Index | null {
  const fixed = new Set<string>();
  const ranged = new Set<string>();
  for (const [field, condition] of Object.entries(filter)) {
    if (field.startsWith('$')) return null;
    const isOperators = typeof condition === 'object' && condition !== null && !Array.isArray(condition);
    const operators = isOperators ? Object.keys(condition) : ['$eq'];
    if (operators.every((operator) => operator === '$eq' || operator === '$in')) fixed.add(field);
    else if (operators.every((operator) => RANGES.has(operator))) ranged.add(field);
    else return null;
  }
  if (fixed.has('_id')) return indexes.find(({ name }) => name === '_id_') ?? null;
  return indexes.find(({ key }) => serves(key, fixed, ranged, sort)) ?? null;
}

function serves(key: Index['key'], fixed: Set<string>, ranged: Set<string>, sort: Document): boolean {
  const fields = Object.keys(key);
  let at = 0;
  while (at < fields.length && fixed.has(fields[at]!)) at++;
  if (at < fixed.size || ranged.size > 1) return false;
  if (ranged.size === 1 && !ranged.has(fields[at] ?? '')) return false;
  const order = Object.entries(sort).filter(([field]) => !fixed.has(field));
  if (fixed.size + ranged.size + order.length === 0) return false;
  const isReversed = order.length > 0 && order[0]![1] !== key[fields[at] ?? ''];
  return order.every(([field, direction], place) => {
    const indexed = fields[at + place];
    return indexed === field && key[indexed] === (isReversed ? -direction : direction);
  });
}

import type { AnyBulkWriteOperation, Filter, IndexDescription } from 'mongodb';
import { indexFields, type QueryPlan } from '../query.ts';
import type { DocumentWrite, Scalar, View } from '../read-models.ts';

// Names of fields and indexes come from a view's declaration and have passed query.ts's checks. Any other input is a scalar and the
// value of an explicit operator, so it cannot act as an operator or a field name.

/** A value that an index compares: text or number, as in the embedded store. */
export type KeyValue = string | number | null;

/**
 * A stored document. `body` is the JSON as it was written, so that it reads back byte for byte; `key` holds a copy of the fields
 * that the view's indexes name, for the server to search and sort by.
 */
export interface StoredRow {
  _id: string;
  position: number;
  key: Record<string, KeyValue>;
  body: string;
}

const INDEX_NAME = /^[A-Za-z][A-Za-z0-9]*$/;

/** The names of all fields that a view's indexes use. */
export function keyFields(view: View): string[] {
  const names = Object.keys(view.indexes).flatMap((index) => indexFields(view, index).map(({ name }) => name));
  return [...new Set(names)];
}

/** One compound index per index of the view; `_id` ends each, so that its order is total. */
export function indexDescriptions(view: View): IndexDescription[] {
  return Object.keys(view.indexes).map((index) => {
    const key: Record<string, 1 | -1> = {};
    for (const { name, down } of indexFields(view, index)) key[path(name)] = down ? -1 : 1;
    return { name: indexName(index), key: { ...key, _id: 1 } };
  });
}

/** The name of an index; throws `RangeError` for a text that cannot be one. */
export function indexName(index: string): string {
  if (!INDEX_NAME.test(index)) throw new RangeError(`not an index name: ${index}`);
  return index;
}

/**
 * Writes one document unless a stored one is at or above the new position. With the guard in its filter, an upsert would try to
 * insert such a document a second time, and the duplicate key would abort the transaction; so the comparison is part of the update.
 * `$literal` keeps every value a value.
 */
export function guardedWrite(
  { id, body, position }: DocumentWrite,
  fields: readonly string[],
): AnyBulkWriteOperation<StoredRow> {
  if (typeof id !== 'string') throw new RangeError('the id of a document is a string');
  if (!Number.isSafeInteger(position)) throw new RangeError(`not a position: ${position}`);
  if (body === null) return { deleteOne: { filter: { _id: { $eq: id }, position: { $lt: position } } } };
  const row: StoredRow = { _id: id, position, key: keyOf(body, fields), body };
  const isNewer = { $gte: ['$position', position] };
  const update = [{ $replaceWith: { $cond: [isNewer, '$$ROOT', { $literal: row }] } }];
  return { updateOne: { filter: { _id: { $eq: id } }, update, upsert: true } };
}

/** Filter, sort and hint for a planned query. Fields that are fixed by equality are left out of the sort. */
export function findArguments(plan: QueryPlan): { filter: Filter<StoredRow>; sort: Record<string, 1 | -1> } {
  const filter: Record<string, Record<string, KeyValue>> = {};
  const condition = (name: string, operator: string, value: Scalar) => {
    const field = path(name);
    filter[field] = { ...filter[field], [operator]: comparable(value) };
  };
  for (const { field, value } of plan.equals) condition(field.name, '$eq', value);
  for (const { field, operator, value } of plan.bounds) condition(field.name, OPERATORS[operator], value);
  const sort: Record<string, 1 | -1> = {};
  for (const { name, down } of plan.fields.slice(plan.equals.length)) sort[path(name)] = down === plan.reverse ? 1 : -1;
  sort._id = plan.reverse ? -1 : 1;
  return { filter: filter as Filter<StoredRow>, sort };
}

const OPERATORS = { '>': '$gt', '>=': '$gte', '<': '$lt', '<=': '$lte' } as const;

function path(field: string): string {
  return `key.${field}`;
}

function keyOf(body: string, fields: readonly string[]): Record<string, KeyValue> {
  const document: unknown = JSON.parse(body);
  const key: Record<string, KeyValue> = {};
  if (typeof document !== 'object' || document === null) return key;
  const known = new Map<string, unknown>(Object.entries(document));
  for (const field of fields) key[field] = keyValue(known.get(field));
  return key;
}

/** Other values than scalars are compared as JSON: an array would make the index a multikey one, which sorts by elements. */
function keyValue(value: unknown): KeyValue {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (typeof value === 'boolean') return Number(value);
  return value === null || value === undefined ? null : JSON.stringify(value);
}

function comparable(value: Scalar): KeyValue {
  return typeof value === 'boolean' ? Number(value) : value;
}

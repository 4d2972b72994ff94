import type { Document } from 'bson';
import { Aggregator, Context, update } from 'mingo';
import * as queryOperators from 'mingo/operators/query';
import { Query } from 'mingo/query';

/** How MongoDB compares, where mingo's JavaScript comparison differs: strings by their UTF-8 bytes, types apart. */

function rank(value: unknown): number {
  if (value === null || value === undefined) return 1;
  if (typeof value === 'number' || typeof value === 'bigint') return 2;
  if (typeof value === 'string') return 3;
  if (Array.isArray(value)) return 5;
  if (typeof value === 'boolean') return 8;
  return value instanceof Date ? 9 : 4;
}

/** Order of two values, of any types. */
export function compareValues(a: unknown, b: unknown): number {
  const ranks = rank(a) - rank(b);
  if (ranks !== 0) return ranks;
  if (typeof a === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b as string));
  if (rank(a) === 1) return 0;
  if (rank(a) === 4 || rank(a) === 5) throw new Error('the fake does not order objects and arrays');
  const [x, y] = [Number(a), Number(b)];
  return x < y ? -1 : x > y ? 1 : 0;
}

/** The value at a dotted path through objects. */
export function valueAt(document: Document, path: string): unknown {
  let value: unknown = document;
  for (const part of path.split('.')) value = (value as Record<string, unknown> | null | undefined)?.[part];
  return value;
}

type Test = (order: number) => boolean;
/** An operator that, as on the server, holds only between values of one type. */
const ordered = (test: Test) => (path: string, bound: unknown) => (document: Document) => {
  const value = valueAt(document, path);
  return rank(value) === rank(bound) && test(compareValues(value, bound));
};

type QueryOperators = Parameters<Context['addQueryOps']>[0];

const comparisons = {
  $gt: ordered((order) => order > 0),
  $gte: ordered((order) => order >= 0),
  $lt: ordered((order) => order < 0),
  $lte: ordered((order) => order <= 0),
};
// mingo's type of an operator is the intersection of all that it has; its calls are as written here.
const context = Context.init({ query: { ...queryOperators, ...comparisons } as unknown as QueryOperators });

/** A filter as a predicate. */
export function matcher(filter: Document): (document: Document) => boolean {
  const query = new Query(filter, { context });
  return (document) => query.test(document);
}

/** A document changed by update operators, by a pipeline, or replaced; the one given stays as it is. */
export function updated(document: Document, change: Document | Document[], isInsert: boolean): Document {
  const copy = structuredClone(document);
  if (Array.isArray(change)) {
    const [made] = new Aggregator(change).run([copy]) as Document[];
    return withId(made!, document._id);
  }
  if (!Object.keys(change).some((key) => key.startsWith('$'))) return withId(structuredClone(change), document._id);
  const { $setOnInsert, ...operators } = change;
  if (Object.keys(operators).length > 0) update(copy, operators);
  if (isInsert && $setOnInsert) update(copy, { $set: $setOnInsert });
  return withId(copy, document._id);
}

function withId(document: Document, id: unknown): Document {
  const { _id: own = id, ...rest } = document;
  return { _id: own, ...rest };
}

/** Fields that a filter fixes by equality: what an upsert starts from. */
export function equalities(filter: Document): Document {
  const fixed: Document = {};
  for (const [field, condition] of Object.entries(filter)) {
    if (field.startsWith('$')) continue;
    if (typeof condition !== 'object' || condition === null) fixed[field] = condition;
    else if ('$eq' in condition) fixed[field] = condition.$eq;
  }
  return fixed;
}

export function projected(document: Document, projection: Document | undefined): Document {
  if (!projection || Object.keys(projection).length === 0) return document;
  const result: Document = projection._id === 0 ? {} : { _id: document._id };
  for (const [field, wanted] of Object.entries(projection)) {
    if (field.includes('.') || (!wanted && field !== '_id')) throw new Error('the fake only includes top fields');
    if (wanted && field in document) result[field] = document[field];
  }
  return result;
}

import { MAX_OFFSET, MAX_QUERY_DOCUMENTS, type Query, type Scalar, type View } from './read-models.ts';

/** Field names are written into SQL and into index definitions, so they are this plain. They never come from a caller. */
const FIELD_NAME = /^[A-Za-z][A-Za-z0-9]*$/;
const VIEW_NAME = /^[a-z][a-z0-9-]*$/;
/** `b` is the other place of the same version: a rebuild fills the one that is free and switches. */
const TABLE_NAME = /^([a-z][a-z0-9-]*)@(\d+)(b?)$/;

export interface IndexField {
  name: string;
  /** Sorted downwards. */
  down: boolean;
}

export interface Bound {
  field: IndexField;
  operator: '>' | '>=' | '<' | '<=';
  value: Scalar;
}

/** A query checked against its view's declaration and the limits, in terms that an adapter can write down. */
export interface QueryPlan {
  /** All fields of the index; ties are broken by id, upwards (downwards when reversed). */
  fields: IndexField[];
  equals: { field: IndexField; value: Scalar }[];
  bounds: Bound[];
  reverse: boolean;
  offset: number;
  limit: number;
}

/** The fields of one of a view's indexes. Throws `RangeError` for an index that the view does not declare. */
export function indexFields(view: View, index: string): IndexField[] {
  const declared = Object.hasOwn(view.indexes, index) ? view.indexes[index] : undefined;
  if (!declared) throw new RangeError(`view ${view.name} has no index ${index}`);
  return declared.map((field) => {
    const down = field.startsWith('-');
    const name = down ? field.slice(1) : field;
    if (!FIELD_NAME.test(name)) throw new RangeError(`not a field name: ${name}`);
    return { name, down };
  });
}

/** Checks a query and spells it out. Throws `RangeError` for whatever does not fit the view or the limits. */
export function planQuery(view: View, query: Query): QueryPlan {
  const fields = indexFields(view, query.index);
  if (query.equals.length > fields.length) throw new RangeError(`${query.index} has ${fields.length} fields`);
  const limit = integerWithin('limit', query.limit, 1, MAX_QUERY_DOCUMENTS);
  const offset = integerWithin('offset', query.offset ?? 0, 0, MAX_OFFSET);
  const equals = query.equals.map((value, at) => ({ field: fields[at]!, value: scalar(value) }));
  const next = fields[query.equals.length];
  const bounds: Bound[] = [];
  const bound = (value: Scalar | undefined, up: Bound['operator'], down: Bound['operator']) => {
    if (value === undefined) return;
    if (!next) throw new RangeError(`${query.index} has no field after the prefix to bound`);
    bounds.push({ field: next, operator: next.down ? down : up, value: scalar(value) });
  };
  bound(query.after, '>', '<');
  bound(query.from, '>=', '<=');
  bound(query.before, '<', '>');
  bound(query.until, '<=', '>=');
  return { fields, equals, bounds, reverse: query.reverse ?? false, offset, limit };
}

/** The table of a view in a given place: 0 for `name@version`, 1 for the one that a rebuild switches to. */
export function tableOf(view: View, place: 0 | 1 = 0): string {
  if (!VIEW_NAME.test(view.name)) throw new RangeError(`not a view name: ${view.name}`);
  return `${view.name}@${integerWithin('version', view.version, 1, 1e9)}${place === 1 ? 'b' : ''}`;
}

/** Throws `RangeError` for what is not a table's name; adapters write it into SQL only after this check. */
export function parseTable(table: string): { viewName: string; version: number; place: 0 | 1 } {
  const parts = TABLE_NAME.exec(table);
  if (!parts) throw new RangeError(`not a table: ${table}`);
  return { viewName: parts[1]!, version: Number(parts[2]), place: parts[3] === 'b' ? 1 : 0 };
}

/** Throws `RangeError` when a call carries more than MAX_QUERY_DOCUMENTS. */
export function checkBatch(what: string, count: number): void {
  if (count > MAX_QUERY_DOCUMENTS) throw new RangeError(`${count} ${what} in one call, at most ${MAX_QUERY_DOCUMENTS}`);
}

function integerWithin(name: string, value: number, least: number, most: number): number {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new RangeError(`${name} is ${value}, not an integer from ${least} to ${most}`);
  }
  return value;
}

function scalar(value: Scalar): Scalar {
  const fits =
    typeof value === 'string' || typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value));
  if (!fits) throw new RangeError('a query compares with strings, finite numbers and booleans only');
  return value;
}

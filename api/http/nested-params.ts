import type { TObject, TSchema } from '@sinclair/typebox';
import type { JsonValue } from './json.ts';
import { compileCheck, parseScalar, planOf, type Scalar } from './params.ts';
import { type Given, REPEATED, type Received } from './received.ts';
import { badParameter } from './refusals.ts';

/** Makes the parameters of an endpoint with objects and lists in them; throws `DomainError('InvalidInput')` naming what is wrong. */
export type NestedParser = (received: Pick<Received, 'form' | 'query' | 'isJson'>) => Record<string, unknown>;

/** Converts a value to its declared type. `isText`: it comes from a query or form, where everything is text. */
type Convert = (value: JsonValue, isText: boolean) => unknown;

interface Member {
  name: string;
  convert: Convert;
  required: boolean;
  fallback: unknown;
}

/**
 * Compiles the parser of a schema with objects and lists. JSON values must have the declared type (a text of digits is no integer);
 * values of a query or form are parsed from text, lists from items with commas between them. Members that the schema does not name are left out, or refused where it says
 * `additionalProperties: false`; null counts as absent. `Type.Unknown()` accepts any value.
 */
export function compileNestedParameters(schema: TObject): NestedParser {
  const members = membersOf(schema, '');
  const check = compileCheck(schema);
  return ({ form, query, isJson }) => {
    const params = takeOver(
      members,
      '',
      (name) => form.get(name),
      (name) => !isJson || query.has(name),
    );
    if (schema.additionalProperties === false) refuseOthers(members, '', form.keys());
    check(params);
    return params;
  };
}

function takeOver(
  members: readonly Member[],
  path: string,
  given: (name: string) => Given | undefined,
  isText: (name: string) => boolean,
): Record<string, unknown> {
  const taken: Record<string, unknown> = {};
  for (const { name, convert, required, fallback } of members) {
    const value = given(name);
    if (value === REPEATED) throw badParameter(path + name);
    if (value !== undefined && value !== null) taken[name] = convert(value, isText(name));
    else if (required) throw badParameter(path + name);
    else if (fallback !== undefined) taken[name] = fallback;
  }
  return taken;
}

function membersOf(schema: TObject, path: string): Member[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([name, member]) => ({
    name,
    convert: converterOf(member, path + name),
    required: required.has(name) && member.default === undefined,
    fallback: member.default as unknown,
  }));
}

function refuseOthers(members: readonly Member[], path: string, given: Iterable<string>): void {
  for (const name of given) if (!members.some((member) => member.name === name)) throw badParameter(path + name);
}

function converterOf(schema: TSchema, path: string): Convert {
  if (schema.type === 'object') return objectConverter(schema as TObject, path);
  if (schema.type === 'array') return listConverter(schema.items as TSchema, path);
  if (schema.type === undefined && schema.const === undefined && !schema.anyOf && !schema.enum) return (value) => value;
  // Of several shapes the one that it has is found by the check of the whole.
  if (schema.anyOf?.some((one: TSchema) => one.type === 'object')) return (value) => value;
  const plan = planOf(path, schema);
  return (value, isText) => {
    if (!isText && !hasType(plan.kind, value)) throw badParameter(path);
    return parseScalar(plan, value as Scalar);
  };
}

function hasType(kind: ReturnType<typeof planOf>['kind'], value: unknown): boolean {
  switch (kind) {
    case 'string':
    case 'boolean':
      return typeof value === kind;
    case 'integer':
    case 'number':
      return typeof value === 'number';
    case 'id':
      return typeof value === 'number' || typeof value === 'string';
    case 'int64':
      return typeof value === 'number' || typeof value === 'bigint';
    case 'file':
      return false;
  }
}

function objectConverter(schema: TObject, path: string): Convert {
  const inner = `${path}.`;
  const members = membersOf(schema, inner);
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) throw badParameter(path);
    const object = value as Record<string, Given>;
    const given = (name: string) => (Object.hasOwn(object, name) ? object[name] : undefined);
    if (schema.additionalProperties === false) refuseOthers(members, inner, Object.keys(object));
    return takeOver(members, inner, given, () => false);
  };
}

function listConverter(items: TSchema, path: string): Convert {
  const convert = converterOf(items, `${path}[]`);
  return (value, isText) => {
    if (isText && typeof value === 'string') return value.split(',').map((item) => convert(item, true));
    if (!Array.isArray(value)) throw badParameter(path);
    return value.map((item: JsonValue) => convert(item, false));
  };
}

import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import { Ajv, type ValidateFunction } from 'ajv';
import type { UploadedFile } from '../../files/spool.ts';
import { type Given, type Parameters, REPEATED } from './received.ts';
import { badParameter } from './refusals.ts';

/** Longest string parameter whose schema does not say otherwise, in characters. */
export const DEFAULT_MAX_STRING_CHARS = 500;
/** Longest token: ours have about 250 characters, Lanying's some 350, OpenIM's up to 700. */
export const MAX_TOKEN_CHARS = 1_000;

/** Ids that clients send: positive and below 2^53. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const UserId = Id;
/** A person, or 0: the app itself, which writes to people. */
export const PersonOrApp = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: '0: the app itself.',
});
export const LiveId = Id;
/** Any integer that JSON can carry. */
export const Int = Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });
/** An integer of 64 bits, exact: a JSON integer or its decimal digits, as a bigint for the handler. */
export const Int64 = Type.Unsafe<bigint>({ type: 'integer', format: 'int64' });
/** An id that comes as an integer or as its decimal digits, in JSON too: scripts write either. */
export const IdOrDigits = Type.Unsafe<number>({
  type: 'integer',
  format: 'id',
  minimum: 1,
  maximum: Number.MAX_SAFE_INTEGER,
  description: 'Or its decimal digits as a text.',
});
/** Start of a page; the read models' own limit. */
export const Offset = Type.Integer({ minimum: 0, maximum: 10_000, default: 0 });
/** Page size (heihei: default 10, at most 20). */
export const Limit = Type.Integer({ minimum: 1, maximum: 20, default: 10 });

/** Makes the parameter object of an endpoint from what the request gave; throws `DomainError('InvalidInput')` naming it. */
export type ParameterParser = (given: Parameters) => Record<string, Scalar | UploadedFile>;
export type Scalar = string | number | bigint | boolean;

/** A file of a multipart form: what endpoints with `body: 'multipart'` may declare, once. */
export const FileParameter = Type.Unsafe<UploadedFile>({ type: 'string', format: 'binary' });

/** What stands for a file in a form until its parameter is parsed. No JSON makes one. */
export class GivenFile {
  readonly file: UploadedFile;

  constructor(file: UploadedFile) {
    this.file = file;
  }
}
type Kind = 'string' | 'integer' | 'id' | 'int64' | 'number' | 'boolean' | 'file';

/** How one scalar is parsed. */
export interface ScalarPlan {
  name: string;
  kind: Kind;
  maxChars: number;
}

const ajv = new Ajv({ strict: true, strictTypes: false, formats: { id: true } });
const INTEGER = /^-?(0|[1-9]\d{0,15})$/;
/** Decimal numbers, such as coordinates and shares. */
const DECIMAL = /^-?\d{1,15}(\.\d{1,15})?$/;
const LONG_INTEGER = /^-?(0|[1-9]\d{0,18})$/;
const [MIN_INT64, MAX_INT64] = [-(2n ** 63n), 2n ** 63n - 1n];
/** NUL and halves of surrogate pairs: no store and no client carries them faithfully. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * Compiles the strict parser of a flat schema. A parameter is the same whether it comes by query, form or JSON: integers are
 * JSON integers or their decimal digits, booleans also 0 and 1, strings as they are. Parameters that the schema does not
 * name are ignored. Throws when the schema has something that is not a scalar.
 */
export function compileParameters(schema: TObject): ParameterParser {
  const required = new Set(schema.required ?? []);
  const plans = Object.entries(schema.properties).map(([name, property]) => ({
    ...planOf(name, property),
    required: required.has(name) && property.default === undefined,
    fallback: property.default as Scalar | undefined,
  }));
  const check = compileCheck(schema);
  return (given) => {
    const params: Record<string, Scalar | UploadedFile> = {};
    for (const plan of plans) {
      const value = given.get(plan.name);
      if (plan.kind === 'file' && value instanceof GivenFile) params[plan.name] = value.file;
      else if (value !== undefined && value !== null) params[plan.name] = parseScalar(plan, value);
      else if (plan.required) throw badParameter(plan.name);
      else if (plan.fallback !== undefined) params[plan.name] = plan.fallback;
    }
    check(params);
    return params;
  };
}

/**
 * Makes the checks of a schema beyond types (ranges, lengths, patterns), which throw `DomainError('InvalidInput')` naming the first
 * value that fails. They are compiled for the first request: that takes a few ms, and for all endpoints a third of a start.
 */
export function compileCheck(schema: TSchema): (params: object) => void {
  let validate: ValidateFunction | undefined;
  return (params) => {
    validate ??= ajv.compile(withoutInt64(schema));
    if (validate(params)) return;
    throw badParameter(validate.errors?.[0]?.instancePath.slice(1).replaceAll('/', '.') || 'parameters');
  };
}

/** ajv knows no bigints and no files: these are checked when they are parsed. */
function withoutInt64(schema: TSchema): TSchema {
  return JSON.parse(JSON.stringify(schema), (_key, value) =>
    (value?.type === 'integer' && value.format === 'int64') || value?.format === 'binary' ? {} : value,
  ) as TSchema;
}

/** How to parse a scalar; errors call it `name`. Throws `TypeError` when the schema is no scalar. */
export function planOf(name: string, schema: TSchema): ScalarPlan {
  const maxChars = (schema.maxLength as number | undefined) ?? DEFAULT_MAX_STRING_CHARS;
  return { name, kind: kindOf(name, schema), maxChars };
}

function kindOf(name: string, schema: TSchema): Kind {
  if (schema.format === 'id') return 'id';
  if (schema.format === 'int64') return 'int64';
  if (schema.format === 'binary') return 'file';
  const literal = (schema.const ?? schema.enum?.[0] ?? schema.anyOf?.[0]?.const) as unknown;
  const type = (schema.type as unknown) ?? typeof literal;
  if (type === 'string' || type === 'boolean' || type === 'integer') return type;
  if (type === 'number') return schema.type === 'number' ? 'number' : 'integer';
  throw new TypeError(`parameter ${name} is not a scalar`);
}

/** Parses a scalar from a query, a form, or JSON whose types are read leniently. Throws `DomainError('InvalidInput')` naming it. */
export function parseScalar(plan: ScalarPlan, value: Exclude<Given, null>): Scalar {
  if (value === REPEATED || typeof value === 'object') throw badParameter(plan.name);
  switch (plan.kind) {
    case 'string':
      return parseString(plan, value);
    case 'integer':
    case 'id':
      return parseInteger(plan, value);
    case 'int64':
      return parseInt64(plan, value);
    case 'number':
      return parseNumber(plan, value);
    case 'file':
      throw badParameter(plan.name);
    case 'boolean':
      if (value === true || value === 'true' || value === 1 || value === '1') return true;
      if (value === false || value === 'false' || value === 0 || value === '0') return false;
      throw badParameter(plan.name);
  }
}

function parseString(plan: ScalarPlan, value: Scalar | symbol): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text.length > 2 * plan.maxChars || UNSTORABLE.test(text)) {
    throw badParameter(plan.name);
  }
  // Limits count characters, not UTF-16 units; most texts need no counting.
  if (text.length > plan.maxChars && [...text].length > plan.maxChars) throw badParameter(plan.name);
  return text;
}

function parseInteger(plan: ScalarPlan, value: Scalar | symbol): number {
  const number = typeof value === 'string' && INTEGER.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw badParameter(plan.name);
  // JSON's -0 is an integer, but no id or amount.
  return number === 0 ? 0 : number;
}

function parseNumber(plan: ScalarPlan, value: Scalar | symbol): number {
  const number = typeof value === 'string' && DECIMAL.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number)) throw badParameter(plan.name);
  return number;
}

function parseInt64(plan: ScalarPlan, value: Scalar | symbol): bigint {
  const isWhole = Number.isSafeInteger(value) || typeof value === 'bigint';
  if (!isWhole && !(typeof value === 'string' && LONG_INTEGER.test(value))) throw badParameter(plan.name);
  const number = BigInt(value as number | bigint | string);
  if (number < MIN_INT64 || number > MAX_INT64) throw badParameter(plan.name);
  return number;
}

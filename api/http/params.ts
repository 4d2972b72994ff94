import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import { Ajv, type ValidateFunction } from 'ajv';
import { badParameter } from './refusals.ts';
import { type Given, type Parameters, REPEATED } from './request.ts';

/** Longest string parameter whose schema does not say otherwise, in characters. */
export const DEFAULT_MAX_STRING_CHARS = 500;
/** Longest token: ours have about 250 characters. */
export const MAX_TOKEN_CHARS = 1_000;

/** Ids that clients send: positive and below 2^53. */
export const Id = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });
export const UserId = Id;
export const LiveId = Id;
/** Any integer that JSON can carry. */
export const Int = Type.Integer({ minimum: -Number.MAX_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER });
/** Start of a page; the read models' own limit. */
export const Offset = Type.Integer({ minimum: 0, maximum: 10_000, default: 0 });
/** Page size (heihei: default 10, at most 20). */
export const Limit = Type.Integer({ minimum: 1, maximum: 20, default: 10 });

/** Makes the parameter object of an endpoint from what the request gave; throws `DomainError('InvalidInput')` naming it. */
export type ParameterParser = (given: Parameters) => Record<string, Scalar>;
type Scalar = string | number | boolean;
type Kind = 'string' | 'integer' | 'boolean';

interface Plan {
  name: string;
  kind: Kind;
  required: boolean;
  fallback: Scalar | undefined;
  maxChars: number;
}

const ajv = new Ajv({ strict: true, strictTypes: false });
const INTEGER = /^-?(0|[1-9]\d{0,15})$/;
/** NUL and halves of surrogate pairs: no store and no client carries them faithfully. */
const UNSTORABLE = /[\0\p{Surrogate}]/u;

/**
 * Compiles the strict parser of a flat schema. A parameter is the same whether it comes by query, form or JSON: integers are
 * JSON integers or their decimal digits, booleans also 0 and 1, strings as they are. Parameters that the schema does not
 * name are ignored. Throws when the schema has something that is not a scalar.
 */
export function compileParameters(schema: TObject): ParameterParser {
  const required = new Set(schema.required ?? []);
  const plans: Plan[] = Object.entries(schema.properties).map(([name, property]) => ({
    name,
    kind: kindOf(name, property),
    required: required.has(name) && property.default === undefined,
    fallback: property.default as Scalar | undefined,
    maxChars: (property.maxLength as number | undefined) ?? DEFAULT_MAX_STRING_CHARS,
  }));
  const validate = ajv.compile(schema) as ValidateFunction;
  return (given) => {
    const params: Record<string, Scalar> = {};
    for (const plan of plans) {
      const value = given.get(plan.name);
      if (value !== undefined && value !== null) params[plan.name] = parseScalar(plan, value);
      else if (plan.required) throw badParameter(plan.name);
      else if (plan.fallback !== undefined) params[plan.name] = plan.fallback;
    }
    if (!validate(params)) throw badParameter(validate.errors?.[0]?.instancePath.slice(1) || 'parameters');
    return params;
  };
}

function kindOf(name: string, schema: TSchema): Kind {
  const literal = (schema.const ?? schema.enum?.[0] ?? schema.anyOf?.[0]?.const) as unknown;
  const type = (schema.type as unknown) ?? typeof literal;
  if (type === 'string' || type === 'boolean' || type === 'integer') return type;
  if (type === 'number') return 'integer';
  throw new TypeError(`parameter ${name} is not a scalar`);
}

function parseScalar(plan: Plan, value: Exclude<Given, null>): Scalar {
  if (value === REPEATED || typeof value === 'object') throw badParameter(plan.name);
  switch (plan.kind) {
    case 'string':
      return parseString(plan, value);
    case 'integer':
      return parseInteger(plan, value);
    case 'boolean':
      if (value === true || value === 'true' || value === 1 || value === '1') return true;
      if (value === false || value === 'false' || value === 0 || value === '0') return false;
      throw badParameter(plan.name);
  }
}

function parseString(plan: Plan, value: Scalar | symbol): string {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  if (typeof text !== 'string' || text.length > 2 * plan.maxChars || UNSTORABLE.test(text)) {
    throw badParameter(plan.name);
  }
  // Limits count characters, not UTF-16 units; most texts need no counting.
  if (text.length > plan.maxChars && [...text].length > plan.maxChars) throw badParameter(plan.name);
  return text;
}

function parseInteger(plan: Plan, value: Scalar | symbol): number {
  const number = typeof value === 'string' && INTEGER.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isSafeInteger(number)) throw badParameter(plan.name);
  // JSON's -0 is an integer, but no id or amount.
  return number === 0 ? 0 : number;
}

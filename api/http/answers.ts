import { type TNull, type TObject, type TSchema, type TUnion, Type } from '@sinclair/typebox';
import { Ajv, type ValidateFunction } from 'ajv';
import { writeJson } from './json.ts';
import { StreamAnswer, TextAnswer } from './writer.ts';

/** What an endpoint's handler returns for its dialect to wrap: an object, or one of several. */
export type JsonAnswer = TObject | TUnion<TObject[]>;

/** A text that goes out as it is: the handler returns a `TextAnswer`. */
export const PlainText = Type.Unsafe<TextAnswer>(Type.String());

const EVENT_STREAM = 'text/event-stream';

/** Server-Sent Events for as long as the client listens: the handler returns a `StreamAnswer`. */
export function eventStream(description: string) {
  return Type.Unsafe<StreamAnswer>(Type.String({ contentMediaType: EVENT_STREAM, description }));
}

type TextSchema = typeof PlainText;
type StreamSchema = ReturnType<typeof eventStream>;

/** What an endpoint's handler returns. */
export type AnswerSchema = JsonAnswer | TextSchema | StreamSchema;

export function isPlainText(answer: AnswerSchema): answer is TextSchema {
  return answer.type === 'string' && !isEventStream(answer);
}

export function isEventStream(answer: AnswerSchema): answer is StreamSchema {
  return answer.contentMediaType === EVENT_STREAM;
}

/** The answer of an endpoint that says nothing but that it succeeded. */
export const NoAnswer = Type.Object({});

/** For answers of commands that wait for the read models (`shown`): spread it into the properties. */
export const UpToDate = {
  upToDate: Type.Optional(
    Type.Literal(false, { description: 'The command has succeeded, but lists do not show it yet. Absent: they do.' }),
  ),
};

/** For answers that a socket continues: spread it into the properties. */
export const AtPosition = {
  position: Type.Integer({
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    description:
      'What the answer reflects at least: a socket that goes on from here (`since`) misses nothing. What the answer shows already ' +
      'may come once more.',
  }),
};

export function Nullable<Schema extends TSchema>(schema: Schema): TUnion<[Schema, TNull]> {
  return Type.Union([schema, Type.Null()]);
}

/**
 * A shape that has a name in the OpenAPI document (`#/components/schemas/<name>`), and so in clients' types. One name is one
 * shape: the document refuses two under the same name.
 */
export function named<Schema extends TSchema>(name: string, schema: Schema): Schema {
  return { ...schema, title: name };
}

/** An answer as a dialect sends it: `wrap` puts one object into the envelope. */
export function wrapped(answer: JsonAnswer, wrap: (answer: TObject) => TObject): JsonAnswer {
  return 'anyOf' in answer ? { ...answer, anyOf: answer.anyOf.map(wrap) } : wrap(answer);
}

/** An answer that differs from its endpoint's declaration: a bug of this server. Tests and dev mode fail on it. */
export class AnswerMismatch extends Error {
  override readonly name = 'AnswerMismatch';
}

const ajv = new Ajv({ strict: true, strictTypes: false, allErrors: true, formats: { int64: true } });

/**
 * Compiles a check that throws `AnswerMismatch` when a body, as it is sent, does not match `schema`. Fields that the schema does
 * not name are a mismatch too: clients know only what is documented. Compiled at the first body, because most test runs call few of
 * the many endpoints.
 */
export function compileAnswerCheck(path: string, schema: TSchema): (body: object) => void {
  let validate: ValidateFunction | undefined;
  return (body) => {
    // What it will say is not known yet.
    if (body instanceof StreamAnswer) return;
    validate ??= ajv.compile(closed(schema));
    if (validate(body instanceof TextAnswer ? body.text : JSON.parse(writeJson(body)))) return;
    const found = validate.errors!.map(({ instancePath, message, params }) =>
      [instancePath, message, JSON.stringify(params)].filter((part) => part !== '').join(' '),
    );
    throw new AnswerMismatch(`the answer of ${path} is not as declared: ${found.join('; ')}`);
  };
}

/**
 * The same schema with `additionalProperties: false` for every object that does not set it itself. Throws `TypeError` for an
 * intersection.
 */
export function closed(schema: TSchema): TSchema {
  if (schema.allOf) throw new TypeError('an intersection cannot be closed: use Type.Composite');
  const { properties, items, anyOf } = schema;
  return {
    ...schema,
    ...(properties && {
      additionalProperties: false,
      properties: Object.fromEntries(
        Object.entries(properties as Record<string, TSchema>).map(([name, property]) => [name, closed(property)]),
      ),
    }),
    ...(properties &&
      schema.additionalProperties !== undefined && { additionalProperties: schema.additionalProperties }),
    ...(items && { items: closed(items) }),
    ...(anyOf && { anyOf: anyOf.map(closed) }),
  };
}

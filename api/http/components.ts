import { isDeepStrictEqual } from 'node:util';
import { type TSchema, Type } from '@sinclair/typebox';

/** The named parts of one OpenAPI document. Each stands in it once; wherever it is used there is a reference. */
export class Components {
  readonly schemas: Record<string, TSchema> = {};
  readonly responses: Record<string, object> = {};
  /** Each named shape as it was declared, to compare it with a second one of the same name. */
  private readonly declared = new Map<string, TSchema>();

  /** The same schema with a reference in place of each shape that is `named`. Throws for two shapes of one name. */
  refer(schema: TSchema): TSchema {
    const { title } = schema;
    if (title === undefined) return this.inside(schema);
    const known = this.declared.get(title);
    if (known && !isDeepStrictEqual(plain(known), plain(schema))) throw new Error(`two shapes are named ${title}`);
    if (!known) {
      this.declared.set(title, schema);
      this.schemas[title] = this.inside(schema);
    }
    return Type.Ref(`#/components/schemas/${title}`);
  }

  /** A reference to a shared response; the response itself when a different one has the name already. */
  referResponse(name: string, response: object): object {
    this.responses[name] ??= response;
    return isDeepStrictEqual(this.responses[name], response) ? { $ref: `#/components/responses/${name}` } : response;
  }

  private inside({ title: _, ...schema }: TSchema): TSchema {
    const { properties, items, anyOf, patternProperties, additionalProperties } = schema;
    return {
      ...schema,
      ...(properties && { properties: this.all(properties) }),
      ...(items && { items: this.refer(items) }),
      ...(anyOf && { anyOf: anyOf.map((one: TSchema) => this.refer(one)) }),
      ...(patternProperties && { patternProperties: this.all(patternProperties) }),
      ...(typeof additionalProperties === 'object' && { additionalProperties: this.refer(additionalProperties) }),
    } as TSchema;
  }

  private all(schemas: Record<string, TSchema>): Record<string, TSchema> {
    return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, this.refer(schema)]));
  }
}

/** The schema without TypeBox's symbols. */
function plain(schema: TSchema): unknown {
  return JSON.parse(JSON.stringify(schema));
}

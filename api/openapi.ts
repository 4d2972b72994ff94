import type { TObject, TSchema } from '@sinclair/typebox';
import { documentedParameters } from './dispatch.ts';
import type { Endpoint } from './endpoint.ts';
import { codeOf } from './heihei/errors.ts';

/** The OpenAPI 3.1 document of the declared endpoints, served under `baseUrl`. */
export function openApiDocument(endpoints: readonly Endpoint[], baseUrl: string): object {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Salon: heihei API',
      version: '2.0.0',
      description:
        'Every endpoint takes its parameters by query, form or JSON, on GET and POST. ' +
        'Answers are HTTP 200 with `errorcode` 0 for success. An `Idempotency-Key` header makes a command of a signed-in user repeatable: send one with everything that must count once.',
    },
    servers: [{ url: baseUrl }],
    paths: Object.fromEntries(endpoints.map((endpoint) => [endpoint.path, pathItem(endpoint)])),
    components: {
      schemas: {
        Envelope: {
          type: 'object',
          required: ['errorcode', 'errormsg'],
          properties: { errorcode: { type: 'integer' }, errormsg: { type: 'string' } },
        },
      },
    },
  };
}

function pathItem(endpoint: Endpoint): object {
  const schema = documentedParameters(endpoint);
  const operation = {
    tags: [endpoint.module],
    responses: {
      200: {
        description: `errorcode 0 (success); ${describedErrors(endpoint)}`,
        content: { 'application/json': { schema: { $ref: '#/components/schemas/Envelope' } } },
      },
    },
  };
  const content = { schema };
  return {
    get: { ...operation, operationId: `${endpoint.module}.${endpoint.name}.get`, parameters: queryParameters(schema) },
    post: {
      ...operation,
      operationId: `${endpoint.module}.${endpoint.name}`,
      requestBody: { content: { 'application/x-www-form-urlencoded': content, 'application/json': content } },
    },
  };
}

function queryParameters(schema: TObject): object[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([name, property]: [string, TSchema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema: property,
  }));
}

function describedErrors({ path, errors, auth }: Endpoint): string {
  const codes = auth === 'user' ? [...errors, 'SessionInvalid' as const] : errors;
  const described = ['InvalidInput' as const, ...codes].map((error) => {
    const { code, text } = codeOf(path, error);
    return `${code} ${text}`;
  });
  return [...new Set(described)].join('; ');
}

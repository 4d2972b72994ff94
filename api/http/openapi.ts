import type { TObject, TSchema } from '@sinclair/typebox';
import type { Api, Dialect } from './dialect.ts';
import { documentedParameters } from './dispatch.ts';
import type { Endpoint } from './endpoint.ts';

/** The OpenAPI 3.1 document of one API's endpoints, served under `baseUrl`. */
export function openApiDocument({ dialect, endpoints }: Api, baseUrl: string): object {
  const { title, description, envelope } = dialect.document;
  return {
    openapi: '3.1.0',
    info: { title: `Salon: ${title}`, version: '2.0.0', description },
    servers: [{ url: baseUrl }],
    paths: Object.fromEntries(endpoints.map((endpoint) => [endpoint.path, pathItem(endpoint, dialect)])),
    components: { schemas: { Envelope: envelope } },
  };
}

function pathItem(endpoint: Endpoint, dialect: Dialect): object {
  const schema = documentedParameters(endpoint, dialect);
  const operation = {
    tags: [endpoint.module],
    responses: {
      200: {
        description: `${dialect.successCode} (success); ${describedErrors(endpoint, dialect)}`,
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

/** What proving wrongly is answered with, by kind of proof. */
const UNPROVEN = { none: [], user: ['SessionInvalid'], app: ['SignatureInvalid'] } as const;

function describedErrors({ path, errors, auth }: Endpoint, { document }: Dialect): string {
  const described = ['InvalidInput' as const, ...errors, ...UNPROVEN[auth]].map((error) => {
    const { code, text } = document.codeOf(path, error);
    return `${code} ${text}`;
  });
  return [...new Set(described)].join('; ');
}

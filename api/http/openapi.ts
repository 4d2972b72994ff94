import { type TObject, type TSchema, Type } from '@sinclair/typebox';
import { DomainError, type DomainErrorCode } from '../../domain/kernel/errors.ts';
import { UnknownOutcomeError } from '../../event-store/event-store.ts';
import { isEventStream, isPlainText, named } from './answers.ts';
import { Components } from './components.ts';
import type { Api, Dialect, DialectFailure, SocketMessage } from './dialect.ts';
import { type Auth, DEFAULT_METHODS, type Endpoint, type Method } from './endpoint.ts';
import { TooManyRequests } from './refusals.ts';
import type { BodyKind } from './request.ts';
import { documentedParameters, sentAnswer } from './route.ts';

/**
 * The OpenAPI 3.1 document of one API: its endpoints, and its socket messages as webhooks. The caller adds `servers`. Throws when
 * two shapes have the same name.
 */
export function openApiDocument({ dialect, endpoints, messages = {} }: Api): object {
  const { title, description, security } = dialect.document;
  const components = new Components();
  const paths: Record<string, object> = {};
  for (const endpoint of endpoints) {
    paths[endpoint.path] = { ...paths[endpoint.path], ...operations(endpoint, dialect, components) };
  }
  const webhooks = Object.fromEntries(
    Object.entries(messages).map(([name, message]) => [name, { post: messageOperation(name, message, components) }]),
  );
  return {
    openapi: '3.1.0',
    info: { title: `Salon: ${title}`, version: '2.0.0', description },
    tags: [...new Set(endpoints.map(({ module }) => module))].map((name) => ({ name })),
    paths,
    ...(Object.keys(webhooks).length > 0 && { webhooks }),
    components: {
      schemas: components.schemas,
      responses: components.responses,
      securitySchemes: Object.assign({}, ...Object.values(security)),
      parameters: {
        IdempotencyKey: IDEMPOTENCY_KEY,
        ...(endpoints.some(({ needsKey }) => needsKey) && { NeededKey: { ...IDEMPOTENCY_KEY, required: true } }),
      },
    },
  };
}

const IDEMPOTENCY_KEY = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes a command repeatable: the same key with the same input gets the first answer, and counts once.',
  schema: { type: 'string', pattern: '^[\\x21-\\x7e]{1,200}$' },
};

/** Who may call, where callers have roles. */
const leastRole = (role: string) => `The least role that may call: ${role}.`;

const OWN = "Salon's own: the document that this API follows does not have it.";
/** Where both do the same, the document has POST alone: clients' types, and the reference, show each endpoint once. */
const GET_WORKS = 'GET works as well, with the parameters in the query.';

/** What an endpoint adds to its path, by method; once where GET and POST do the same. */
function operations(endpoint: Endpoint, dialect: Dialect, components: Components): Record<string, object> {
  const { module, name, summary, auth, own, role, needsKey, methods = DEFAULT_METHODS } = endpoint;
  const schema = documentedParameters(endpoint, dialect);
  const isEither = methods.includes('GET') && methods.includes('POST');
  const notes = [...(own ? [OWN] : []), ...(role ? [leastRole(role)] : []), ...(isEither ? [GET_WORKS] : [])];
  const operation = {
    tags: [module],
    summary,
    ...(notes.length > 0 && { description: notes.join(' ') }),
    security: Object.keys(dialect.document.security[auth] ?? {}).map((scheme) => ({ [scheme]: [] })),
    'x-errors': errorTable(endpoint, dialect),
    responses: responses(endpoint, dialect, components),
  };
  const key = needsKey ? 'NeededKey' : 'IdempotencyKey';
  const headers = auth === 'user' ? [{ $ref: `#/components/parameters/${key}` }] : [];
  const kind = endpoint.body ?? dialect.body?.kind ?? 'flat';
  const main = methods.includes('POST') ? 'POST' : methods[0];
  const operationOf = (method: Method): object => {
    const operationId = `${module}.${name}${method === main ? '' : `.${method.toLowerCase()}`}`;
    const inQuery = method === 'GET' || method === 'DELETE' || kind === 'raw';
    const parameters = [...(inQuery ? queryParameters(schema, components) : []), ...headers];
    if (inQuery && kind !== 'raw') return { ...operation, operationId, parameters };
    const content = bodyContent(endpoint, kind, schema, components);
    const required = kind === 'raw' || (schema.required ?? []).length > 0;
    return { ...operation, operationId, parameters, requestBody: { required, content } };
  };
  const shown = methods.filter((method) => !(isEither && method === 'GET'));
  return Object.fromEntries(shown.map((method) => [method.toLowerCase(), operationOf(method)]));
}

/** A request's body by its type. */
function bodyContent(endpoint: Endpoint, kind: BodyKind, schema: TObject, components: Components): object {
  if (kind === 'raw') return { '*/*': {} };
  const content = {
    schema: components.refer(named(shapeName(endpoint, 'Params'), schema)),
    ...examplesOf(endpoint, ({ params }) => params),
  };
  if (kind === 'nested') return { 'application/json': content };
  // JSON is understood as everywhere, but brings no file.
  if (kind === 'multipart') return { 'multipart/form-data': content, 'application/json': content };
  // JSON first: the reference fills whole examples into it, and none into a form.
  return { 'application/json': content, 'application/x-www-form-urlencoded': content };
}

/** Example request id for the dialects' example answers. */
const SOME_REQUEST = 'b1d7a5f0c2e94f6a8d3b7c1e';

function queryParameters(schema: TObject, components: Components): object[] {
  const required = new Set(schema.required ?? []);
  return Object.entries(schema.properties).map(([name, property]: [string, TSchema]) => ({
    name,
    in: 'query',
    required: required.has(name),
    schema: components.refer(property),
  }));
}

/** What an endpoint's examples show of one side, as OpenAPI has it. */
function examplesOf(
  { examples = [] }: Endpoint,
  value: (example: NonNullable<Endpoint['examples']>[number]) => object,
) {
  if (examples.length === 0) return {};
  const named = examples.map((example, n) => [
    examples.length > 1 ? `example${n + 1}` : 'example',
    { ...(example.summary !== undefined && { summary: example.summary }), value: value(example) },
  ]);
  return { examples: Object.fromEntries(named) };
}

/** The error for a wrong proof, by kind of proof. */
const UNPROVEN: Readonly<Record<Auth, readonly DomainErrorCode[]>> = {
  none: [],
  user: ['SessionInvalid'],
  app: ['SignatureInvalid'],
};

interface ErrorRow {
  /** Salon's error code; absent for failures that are no broken rule. */
  error?: DomainErrorCode;
  /** The dialect's code. */
  code: number;
  text: string;
  /** HTTP status. */
  status: number;
}

/** Every failure that an endpoint answers with, as its dialect says it. */
function errorTable(endpoint: Endpoint, dialect: Dialect): ErrorRow[] {
  const { path, errors, auth } = endpoint;
  const codes = [...new Set<DomainErrorCode>(['InvalidInput', ...UNPROVEN[auth], ...errors])];
  const rules = codes.map((error) => ({ error, ...rowOf(dialect, path, new DomainError(error)) }));
  const troubles = [new TooManyRequests(1_000), new UnknownOutcomeError(''), new Error('')];
  return [...rules, ...troubles.map((error) => rowOf(dialect, path, error))];
}

function rowOf(dialect: Dialect, path: string, error: Error): ErrorRow {
  const failure: DialectFailure = dialect.failure(path, error, SOME_REQUEST);
  return { code: failure.code, text: dialect.document.textOf(failure.body), status: failure.status };
}

const REFUSED = 'What HTTP itself refuses: a method, an encoding, a length, a request that is none';

/** Name of an endpoint's shape in clients' types: `CreateLiveAnswer`. */
function shapeName({ name, shapesNamed = name }: Endpoint, what: 'Params' | 'Answer' | 'Failure'): string {
  return `${shapesNamed.charAt(0).toUpperCase()}${shapesNamed.slice(1)}${what}`;
}

/** Responses by HTTP status; 200 holds the success and the failures that have this status too. */
function responses(endpoint: Endpoint, dialect: Dialect, components: Components): object {
  const { document } = dialect;
  const rows = errorTable(endpoint, dialect);
  const failures = (status: number) => rows.filter((row) => row.status === status);
  const statuses = [...new Set(rows.map(({ status }) => status))].filter((status) => status !== 200).sort();
  // Whoever is answered a text is refused by one, too.
  const isText = isPlainText(endpoint.answer);
  const others = statuses.map((status) => {
    if (isText) return [status, response(describe(failures(status)), 'text/plain', { schema: endpoint.answer })];
    const content = { schema: components.refer(document.failure(codesOf(failures(status)))) };
    return [
      status,
      components.referResponse(`Status${status}`, response(describe(failures(status)), typeOf(dialect), content)),
    ];
  });
  const refused = response(REFUSED, typeOf(dialect), { schema: components.refer(document.failure([])) });
  return {
    200: answered(endpoint, failures(200), dialect, components),
    ...Object.fromEntries(others),
    default: components.referResponse('Refused', refused),
  };
}

/** The response with HTTP status 200. */
function answered(endpoint: Endpoint, failures: readonly ErrorRow[], dialect: Dialect, components: Components): object {
  const { contentType } = endpoint;
  const answer = sentAnswer(endpoint.answer, dialect);
  const description = [`${dialect.successCode} success`, describe(failures)].filter((part) => part !== '').join('; ');
  if (isPlainText(answer)) return response(description, 'text/plain', { schema: answer });
  if (isEventStream(answer)) return response(description, 'text/event-stream', { schema: answer });
  const bodies = [
    named(shapeName(endpoint, 'Answer'), answer),
    ...(failures.length > 0
      ? [named(shapeName(endpoint, 'Failure'), dialect.document.failure(codesOf(failures)))]
      : []),
  ];
  const content = {
    schema: Type.Union(bodies.map((schema) => components.refer(schema))),
    ...examplesOf(endpoint, (example) => dialect.success(example.answer, endpoint, SOME_REQUEST)),
  };
  return response(description, contentType ?? typeOf(dialect), content);
}

const typeOf = ({ headers }: Dialect): string => headers?.['Content-Type'] ?? 'application/json';

function response(description: string, contentType: string, content: object): object {
  return { description, content: { [contentType.split(';')[0]!]: content } };
}

const codesOf = (rows: readonly ErrorRow[]): number[] => [...new Set(rows.map(({ code }) => code))];

function describe(rows: readonly ErrorRow[]): string {
  return [...new Set(rows.map(({ code, text }) => `${code} ${text}`))].join('; ');
}

/** A message that the server sends to a client's socket, as the event `msg`. */
function messageOperation(name: string, { summary, body }: SocketMessage, components: Components): object {
  return {
    tags: ['socket messages'],
    operationId: `message.${name}`,
    summary,
    requestBody: { required: true, content: { 'application/json': { schema: components.refer(body) } } },
    responses: {
      200: { description: 'Nothing is answered: a client acknowledges by its position when it comes back.' },
    },
  };
}

import type { IncomingMessage, ServerResponse } from 'node:http';
import { type TObject, Type } from '@sinclair/typebox';
import { UnknownOutcomeError } from '../event-store/event-store.ts';
import { HttpCall, type HttpUserCall } from './call.ts';
import type { Core } from './core.ts';
import type { Dialect } from './dialect.ts';
import type { Endpoint } from './endpoint.ts';
import type { Logger } from './logger.ts';
import type { ObserveRequest } from './ops/metrics.ts';
import { compileParameters, MAX_TOKEN_CHARS, type ParameterParser } from './params.ts';
import { hasBody, type Parameters, readParameters } from './request.ts';
import type { RequestsUnderWay } from './requests-under-way.ts';
import { answerJson, answerRefusal } from './writer.ts';

/** One endpoint, compiled: its parameters' parsers, its dialect and its metrics. */
export interface Route {
  endpoint: Endpoint;
  parseToken: ParameterParser;
  parseParameters: ParameterParser;
  dialect: Dialect;
  observe: ObserveRequest;
}

export interface DispatchContext {
  core: Core;
  logger: Logger;
  underWay: RequestsUnderWay;
}

const tokenParameter = Type.Object({ token: Type.String({ minLength: 1, maxLength: MAX_TOKEN_CHARS }) });
const parseToken = compileParameters(tokenParameter);

export function compileRoute(endpoint: Endpoint, dialect: Dialect, observe: ObserveRequest): Route {
  return { endpoint, parseToken, parseParameters: compileParameters(declaredParameters(endpoint)), dialect, observe };
}

/** Parameters of an endpoint as clients must send them: those declared, and the token where a user must be signed in. */
export function documentedParameters(endpoint: Endpoint): TObject {
  const declared = declaredParameters(endpoint);
  const schema: TObject =
    endpoint.auth === 'user' ? Type.Object({ ...tokenParameter.properties, ...declared.properties }) : declared;
  // For clients, what has a default is optional; handlers always get it.
  const required = schema.required?.filter((name) => schema.properties[name]?.default === undefined);
  return { ...schema, required };
}

/** The token belongs to the dialect: a handler never sees it. */
function declaredParameters(endpoint: Endpoint): TObject {
  if (endpoint.auth === 'none' || !('token' in endpoint.params.properties)) return endpoint.params;
  const { token: _, ...properties } = endpoint.params.properties;
  return Type.Object(properties);
}

/**
 * Answers one request to an endpoint: read → token → parameters → handler → one write. The token comes first, so that
 * nobody learns anything without one; a call without the parameter `token` at all is told that it is missing. A handler that
 * is silent for too long is answered for, as an outcome that is not known; what it says later is dropped.
 */
export function dispatch(
  context: DispatchContext,
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  query: string,
): void {
  const startedAt = performance.now();
  readParameters(request, query, (error, parameters) => {
    if (error) answerFailure(context, route, request, response, startedAt, error);
    else void run(context, route, request, response, startedAt, parameters);
  });
}

async function run(
  context: DispatchContext,
  route: Route,
  request: IncomingMessage,
  response: ServerResponse,
  startedAt: number,
  given: Parameters,
): Promise<void> {
  const fail = (error: unknown) => answerFailure(context, route, request, response, startedAt, error);
  const entry = context.underWay.begin(() => fail(new UnknownOutcomeError('no answer in time')));
  try {
    const answer = await call(context.core, route, request, given);
    if (response.headersSent) return;
    const body = route.dialect.success(answer);
    answerJson(response, 200, body);
    route.observe(body.errorcode, (performance.now() - startedAt) / 1000);
  } catch (error) {
    if (!response.headersSent) fail(error);
  } finally {
    context.underWay.end(entry);
  }
}

async function call(core: Core, route: Route, request: IncomingMessage, given: Parameters): Promise<object> {
  const { endpoint, dialect } = route;
  if (endpoint.auth === 'none') {
    const params = route.parseParameters(given);
    return endpoint.handle(new HttpCall(request, core, params, null, dialect.appId(core)));
  }
  const caller = await dialect.authenticate(core, route.parseToken(given).token as string);
  const params = route.parseParameters(given);
  return endpoint.handle(new HttpCall(request, core, params, caller, caller.appId) as HttpUserCall);
}

function answerFailure(
  { logger }: DispatchContext,
  { dialect, endpoint: { path }, observe }: Route,
  request: IncomingMessage,
  response: ServerResponse,
  startedAt: number,
  error: unknown,
): void {
  const { status, body, headers, unexpected } = dialect.failure(path, error);
  if (unexpected) logger.error({ err: error, path, status }, 'request failed');
  if (!request.complete && hasBody(request)) answerRefusal(request, response, status, body, headers);
  else answerJson(response, status, body, headers);
  observe(body.errorcode, (performance.now() - startedAt) / 1000);
}

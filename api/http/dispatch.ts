import type { IncomingMessage, ServerResponse } from 'node:http';
import { type TObject, Type } from '@sinclair/typebox';
import type { Core } from '../../application/core.ts';
import { UnknownOutcomeError } from '../../event-store/event-store.ts';
import type { ObserveRequest } from '../ops/metrics.ts';
import { compileAnswerCheck } from './answers.ts';
import { type HttpAppCall, HttpCall, type HttpUserCall } from './call.ts';
import type { Dialect } from './dialect.ts';
import type { Endpoint } from './endpoint.ts';
import type { Logger } from './logger.ts';
import { compileParameters, type ParameterParser } from './params.ts';
import { StartingError } from './refusals.ts';
import { hasBody, type Parameters, readParameters } from './request.ts';
import type { RequestsUnderWay } from './requests-under-way.ts';
import { answerJson, answerRefusal } from './writer.ts';

/** One endpoint, compiled: its parameters' parser, its dialect and its metrics. */
export interface Route {
  endpoint: Endpoint;
  parseParameters: ParameterParser;
  dialect: Dialect;
  observe: ObserveRequest;
  /** Throws when a success is not what the endpoint declares. Absent in production: it costs more than most answers. */
  checkAnswer?: ((body: object) => void) | undefined;
}

export interface DispatchContext {
  core: Core;
  logger: Logger;
  underWay: RequestsUnderWay;
  /** The process listens and is not ready yet: every endpoint answers that it is temporary. */
  isStarting(): boolean;
}

export function compileRoute(
  endpoint: Endpoint,
  dialect: Dialect,
  observe: ObserveRequest,
  checkAnswers: boolean,
): Route {
  const parseParameters = compileParameters(declaredParameters(endpoint, dialect));
  const { path, answer } = endpoint;
  const checkAnswer = checkAnswers && answer ? compileAnswerCheck(path, dialect.document.success(answer)) : undefined;
  return { endpoint, parseParameters, dialect, observe, checkAnswer };
}

/** Parameters of an endpoint as clients must send them: those declared, and those that prove who calls. */
export function documentedParameters(endpoint: Endpoint, dialect: Dialect): TObject {
  const { properties } = declaredParameters(endpoint, dialect);
  const schema: TObject = Type.Object({ ...dialect.proofs[endpoint.auth], ...properties });
  // For clients, what has a default is optional; handlers always get it.
  const required = schema.required?.filter((name) => schema.properties[name]?.default === undefined);
  return { ...schema, required };
}

/** What proves who calls belongs to the dialect: a handler never sees it. */
function declaredParameters(endpoint: Endpoint, { proofs }: Dialect): TObject {
  const declared = Object.entries(endpoint.params.properties).filter(([name]) => !(name in proofs[endpoint.auth]));
  return Type.Object(Object.fromEntries(declared));
}

/**
 * Answers one request to an endpoint: read → proof → parameters → handler → one write. A handler that is silent for too long is
 * answered for, as an outcome that is not known; what it says later is dropped.
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
    if (context.isStarting()) answerFailure(context, route, request, response, startedAt, new StartingError());
    else if (error) answerFailure(context, route, request, response, startedAt, error);
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
    const { dialect, observe, checkAnswer } = route;
    const body = dialect.success(answer);
    checkAnswer?.(body);
    answerJson(response, 200, body, dialect.headers);
    observe(dialect.successCode, (performance.now() - startedAt) / 1000);
  } catch (error) {
    if (!response.headersSent) fail(error);
  } finally {
    context.underWay.end(entry);
  }
}

async function call(core: Core, route: Route, request: IncomingMessage, given: Parameters): Promise<object> {
  const { endpoint, dialect } = route;
  const proof = await dialect.prove(core, endpoint, given);
  const call = new HttpCall(request, core, route.parseParameters(given), proof);
  switch (endpoint.auth) {
    case 'none':
      return endpoint.handle(call);
    case 'user':
      return endpoint.handle(call as HttpUserCall);
    case 'app':
      return endpoint.handle(call as HttpAppCall);
  }
}

function answerFailure(
  { logger }: DispatchContext,
  { dialect, endpoint: { path }, observe }: Route,
  request: IncomingMessage,
  response: ServerResponse,
  startedAt: number,
  error: unknown,
): void {
  const { status, code, body, headers: more, unexpected } = dialect.failure(path, error);
  const headers = dialect.headers ? { ...dialect.headers, ...more } : more;
  if (unexpected) logger.error({ err: error, path, status }, 'request failed');
  if (!request.complete && hasBody(request)) answerRefusal(request, response, status, body, headers);
  else answerJson(response, status, body, headers);
  observe(code, (performance.now() - startedAt) / 1000);
}

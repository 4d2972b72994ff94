import { type TObject, Type } from '@sinclair/typebox';
import type { Core } from '../../application/core.ts';
import type { Slots } from '../../files/upload-slots.ts';
import type { ObserveRequest } from '../ops/metrics.ts';
import { type AnswerSchema, compileAnswerCheck, isEventStream, isPlainText } from './answers.ts';
import type { OriginRule } from './cors.ts';
import type { Dialect } from './dialect.ts';
import type { Endpoint } from './endpoint.ts';
import type { Logger } from './logger.ts';
import { compileNestedParameters } from './nested-params.ts';
import { compileParameters } from './params.ts';
import type { RateLimits } from './rate-limits.ts';
import type { Received } from './received.ts';
import { type BodyRules, DEFAULT_BODY } from './request.ts';
import type { RequestLog } from './request-log.ts';
import type { RequestsUnderWay } from './requests-under-way.ts';

/** One endpoint, compiled: its parameters' parser, its dialect and its metrics. */
export interface Route {
  endpoint: Endpoint;
  dialect: Dialect;
  body: BodyRules;
  parseParameters(received: Received): Record<string, unknown>;
  /** Headers of every answer. */
  headers: Readonly<Record<string, string>>;
  observe: ObserveRequest;
  /** Throws when a success is not what the endpoint declares. Absent in production: it costs more than most answers. */
  checkAnswer?: ((body: object) => void) | undefined;
}

export type TraceRequest = (requestId: string, path: string) => (code: number, isFault: boolean) => void;

export interface DispatchContext {
  core: Core;
  logger: Logger;
  log: RequestLog;
  limits: RateLimits;
  underWay: RequestsUnderWay;
  /** A request to an endpoint begins; what is returned ends it. Absent: nobody asked for traces. */
  traceRequest?: TraceRequest | undefined;
  isOriginAllowed: OriginRule;
  /** The process listens and is not ready yet: every endpoint answers that it is temporary. */
  isStarting(): boolean;
  /** Files of multipart forms under way. */
  uploads: Slots;
}

export function compileRoute(
  endpoint: Endpoint,
  dialect: Dialect,
  observe: ObserveRequest,
  checkAnswers: boolean,
): Route {
  const declared = declaredParameters(endpoint, dialect);
  const body = {
    ...DEFAULT_BODY,
    ...dialect.body,
    ...(endpoint.body && { kind: endpoint.body }),
    ...(endpoint.maxBodyBytes !== undefined && { maxBytes: endpoint.maxBodyBytes }),
    ...fileRules(endpoint),
  };
  const headers = { ...dialect.headers, ...(endpoint.contentType && { 'Content-Type': endpoint.contentType }) };
  const { path, answer } = endpoint;
  const checkAnswer = checkAnswers ? compileAnswerCheck(path, sentAnswer(answer, dialect)) : undefined;
  const route = { endpoint, dialect, body, headers, observe, checkAnswer };
  if (body.kind === 'nested') return { ...route, parseParameters: compileNestedParameters(declared) };
  const parse = compileParameters(declared);
  return { ...route, parseParameters: ({ form }) => parse(form) };
}

/** What a multipart form of an endpoint may bring as its file. Throws `TypeError` when the declaration does not say. */
function fileRules({ path, body, maxFileBytes, params }: Endpoint): Pick<BodyRules, 'file'> {
  if (body !== 'multipart') return {};
  const name = Object.keys(params.properties).find((each) => params.properties[each]!.format === 'binary');
  if (name === undefined || maxFileBytes === undefined) throw new TypeError(`${path} declares no file, or no limit`);
  return { file: { name, maxBytes: maxFileBytes } };
}

/** An endpoint's answer as clients get it. */
export function sentAnswer(answer: AnswerSchema, { document }: Dialect): AnswerSchema {
  return isPlainText(answer) || isEventStream(answer) ? answer : document.success(answer);
}

/** Parameters of an endpoint as clients must send them: those declared, and those that prove who calls. */
export function documentedParameters(endpoint: Endpoint, dialect: Dialect): TObject {
  const { properties } = declaredParameters(endpoint, dialect);
  const schema: TObject = Type.Object({ ...dialect.proofs[endpoint.auth], ...properties });
  // For clients, what has a default is optional; handlers always get it.
  const required = schema.required?.filter((name) => schema.properties[name]?.default === undefined);
  return { ...schema, required };
}

/** An endpoint's own parameters, without those of the proof, which handlers never see. */
function declaredParameters(endpoint: Endpoint, { proofs }: Dialect): TObject {
  const declared = Object.entries(endpoint.params.properties).filter(([name]) => !(name in proofs[endpoint.auth]));
  return Type.Object(Object.fromEntries(declared), { additionalProperties: endpoint.params.additionalProperties });
}

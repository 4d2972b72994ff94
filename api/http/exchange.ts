import type { IncomingMessage, ServerResponse } from 'node:http';
import { corsHeaders } from './cors.ts';
import type { Proof } from './dialect.ts';
import { TooManyRequests } from './refusals.ts';
import { hasBody } from './request.ts';
import type { RequestLine } from './request-log.ts';
import type { DispatchContext, Route, TraceRequest } from './route.ts';
import { StreamAnswer, TextAnswer, writeAnswer, writeRefusal, writeStream } from './writer.ts';

/** One request to an endpoint, from its first byte to its answer: which is written once, counted and logged. */
export class Exchange {
  readonly request: IncomingMessage;
  readonly requestId: string;
  readonly route: Route;
  /** Set once the request has proven who calls. */
  proof: Proof | null = null;
  private readonly context: DispatchContext;
  private readonly response: ServerResponse;
  private readonly startedAt = performance.now();
  private readonly endTrace: ReturnType<TraceRequest> | undefined;

  constructor(
    context: DispatchContext,
    route: Route,
    request: IncomingMessage,
    response: ServerResponse,
    requestId: string,
  ) {
    this.context = context;
    this.route = route;
    this.request = request;
    this.response = response;
    this.requestId = requestId;
    this.endTrace = context.traceRequest?.(requestId, route.endpoint.path);
  }

  get isAnswered(): boolean {
    return this.response.headersSent;
  }

  /** Writes a success, with `more` headers. Throws, with nothing written, when the answer fails its check or cannot be written. */
  succeed(answer: object, more: Readonly<Record<string, string>> = {}): void {
    const { route, requestId } = this;
    const { dialect, endpoint, observe, checkAnswer } = route;
    const headers = { ...this.headers(), ...more };
    if (answer instanceof StreamAnswer) writeStream(this.response, answer, headers);
    else {
      const body = answer instanceof TextAnswer ? answer : dialect.success(answer, endpoint, requestId);
      checkAnswer?.(body);
      writeAnswer(this.response, 200, body, headers);
    }
    const durationMs = this.durationMs();
    observe(dialect.successCode, durationMs / 1000);
    this.endTrace?.(dialect.successCode, false);
    const { log } = this.context;
    if (log.takesSuccess()) log.succeeded(this.line(200, dialect.successCode, durationMs));
  }

  /** Whether the dialect blames the client for an error (a broken rule), not this server. */
  isRefusal(error: unknown): boolean {
    return !this.route.dialect.failure(this.route.endpoint.path, error, this.requestId).unexpected;
  }

  /** Answers with the dialect's failure for an error, then counts and logs it: at once, also where the answer is held back. */
  fail(error: unknown, more: Record<string, string> = {}): void {
    const { route, request, response, requestId, context } = this;
    const { path } = route.endpoint;
    const { status, code, body, headers, unexpected } = route.dialect.failure(path, error, requestId);
    if (unexpected) context.logger.error({ err: error, path, status, requestId }, 'request failed');
    const write = (retry: Record<string, string>) => {
      const allHeaders = { ...this.headers(), ...headers, ...retry, ...more };
      if (!request.complete && hasBody(request)) writeRefusal(request, response, status, body, allHeaders);
      else writeAnswer(response, status, body, allHeaders);
    };
    if (error instanceof TooManyRequests) context.limits.held.answer(error, response, write);
    else write({});
    const durationMs = this.durationMs();
    const isKnown = this.proof !== null && (this.proof.caller !== null || this.proof.app !== null);
    const blame = unexpected || status >= 500 ? 'server' : isKnown ? 'caller' : 'stranger';
    route.observe(code, durationMs / 1000, blame);
    this.endTrace?.(code, blame === 'server');
    // Texts of broken rules repeat nothing of what was sent.
    const why = route.endpoint.body === 'raw' && !unexpected ? { why: (error as Error).message } : {};
    context.log.failed(blame, { ...this.line(status, code, durationMs), ...why });
  }

  private headers(): Record<string, string> {
    const { headers, dialect } = this.route;
    const { cors = 'none' } = dialect;
    return {
      ...headers,
      ...corsHeaders(cors, this.request, this.context.isOriginAllowed),
      'X-Request-Id': this.requestId,
    };
  }

  private durationMs(): number {
    return performance.now() - this.startedAt;
  }

  private line(status: number, code: number, durationMs: number): RequestLine {
    const { request, requestId, proof } = this;
    const { endpoint, dialect } = this.route;
    return {
      method: request.method!,
      path: endpoint.path,
      dialect: dialect.name,
      code,
      status,
      durationMs: Math.round(durationMs * 10) / 10,
      requestId,
      tenant: proof?.appId,
      userId: proof?.caller?.userId,
    };
  }
}

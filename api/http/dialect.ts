import type { TObject, TProperties } from '@sinclair/typebox';
import type { RequestHandler } from 'express';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import type { AnswerSchema, JsonAnswer } from './answers.ts';
import type { CorsPolicy } from './cors.ts';
import type { Auth, Caller, Endpoint } from './endpoint.ts';
import type { Received } from './received.ts';
import type { BodyRules } from './request.ts';

/** One published API: everything in which it differs from the others. The HTTP kernel knows none of them. */
export interface Dialect {
  /** Its name in the paths of documents and in the start-up line. */
  readonly name: string;
  /** The parameters that prove who calls, by kind of proof: for documents and tests. No handler sees them. */
  readonly proofs: Readonly<Record<Auth, TProperties>>;
  /** The code under which metrics count a success. */
  readonly successCode: number;
  /** Headers of every answer, in place of the kernel's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How bodies are read and how large they may be, where it is not DEFAULT_BODY. */
  readonly body?: Partial<BodyRules>;
  /** Which web pages may call it; default 'none'. */
  readonly cors?: CorsPolicy;
  /**
   * Says who calls, from everything in the request: parameters, headers, the body's bytes. Runs before any other parameter is
   * looked at, so that nobody learns anything without a proof. Throws a `DomainError` when the proof does not hold.
   */
  prove(core: Core, endpoint: Endpoint, given: Received): Proof | Promise<Proof>;
  /**
   * The token with which one caller proves themselves again and again, as far as the request shows it: before its body is read, in headers and query.
   * Undefined: none there. Absent: each request has a proof of its own.
   */
  bearer?(given: Received): string | undefined;
  /** The body of a success: JSON, or a `TextAnswer`. Not asked when the handler itself returned a `TextAnswer`. */
  success(answer: object, endpoint: Endpoint, requestId: string): object;
  failure(path: string, error: unknown, requestId: string): DialectFailure;
  /** Pages of the web beside its endpoints: addresses that its answers hand out. What is not one of them goes on. */
  pages?(core: Core): RequestHandler;
  /** What the OpenAPI document says of the API as a whole. */
  readonly document: DialectDocument;
}

export interface DialectDocument {
  title: string;
  description: string;
  /** The whole body of a success, given what the endpoint answers: what `Dialect.success` makes of it. */
  success(answer: JsonAnswer): AnswerSchema;
  /** The body of a failure with one of the dialect's codes; without any, of a failure as such. */
  failure(codes: readonly number[]): TObject;
  /** What a failure's body says in words. */
  textOf(body: object): string;
  /** How calls prove themselves, by kind of proof: OpenAPI's security schemes by their names. */
  security: Readonly<Partial<Record<Auth, Readonly<Record<string, object>>>>>;
}

/** A message that an API's clients get over their socket. */
export interface SocketMessage {
  /** When it comes and what it says, in one line of English. */
  summary: string;
  /** As it arrives. */
  body: TObject;
}

/** A dialect, and its endpoints that are served. */
export interface Api {
  dialect: Dialect;
  endpoints: readonly Endpoint[];
  /** Its socket messages, by the name that tells them apart. */
  messages?: Readonly<Record<string, SocketMessage>>;
}

/** What a request has proven. */
export interface Proof {
  /** The tenant that it acts in. */
  appId: string;
  /** The person that calls; null for a call without one. */
  caller: Caller | null;
  /** The app whose server calls; null for a person's own call. */
  app: App | null;
  /** The app that a request names without proving anything. */
  named?: App;
  /** The person calls with a token of their own, though in the app's dialect: they may call as often as a person may. */
  isPersonal?: true;
  /**
   * Identifies the request as it was signed. It is the idempotency key when the handler gives none: the same request again is the
   * same command.
   */
  key?: string;
}

export interface DialectFailure {
  /** HTTP status. */
  status: number;
  /** The dialect's code; metrics count by it. */
  code: number;
  /** JSON, or a `TextAnswer`. */
  body: object;
  headers?: Readonly<Record<string, string>>;
  /** Not the client's fault: logged with its stack. */
  unexpected: boolean;
}

import type { TProperties, TSchema } from '@sinclair/typebox';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import type { DomainErrorCode } from '../../domain/kernel/errors.ts';
import type { AnswerSchema } from './answers.ts';
import type { Auth, Caller, Endpoint } from './endpoint.ts';
import type { Parameters } from './request.ts';

/** One published API: everything in which it differs from the others. The HTTP kernel knows none of them. */
export interface Dialect {
  /** As paths of documents and start-up name it. */
  readonly name: string;
  /** The parameters that prove who calls, by kind of proof: for documents and tests. No handler sees them. */
  readonly proofs: Readonly<Record<Auth, TProperties>>;
  /** What a success counts as in metrics. */
  readonly successCode: number;
  /** Headers of every answer, in place of the kernel's own. */
  readonly headers?: Readonly<Record<string, string>>;
  /**
   * Who calls, from everything that the request gave; before any other parameter is looked at, so that nobody learns anything
   * without a proof. Throws a `DomainError` when the proof does not hold.
   */
  prove(core: Core, endpoint: Endpoint, given: Parameters): Proof | Promise<Proof>;
  success(answer: object): object;
  failure(path: string, error: unknown): DialectFailure;
  /** What the OpenAPI document says of the API as a whole. */
  readonly document: DialectDocument;
}

export interface DialectDocument {
  title: string;
  description: string;
  /** What every answer is. */
  envelope: TSchema;
  /** The whole body of a success, given what the endpoint answers: what `Dialect.success` makes of it. */
  success(answer: AnswerSchema): AnswerSchema;
  /** The dialect's code and text for a broken rule at an endpoint. */
  codeOf(path: string, code: DomainErrorCode): { code: number; text: string };
}

/** A dialect with the endpoints that are served of it. */
export interface Api {
  dialect: Dialect;
  endpoints: readonly Endpoint[];
}

/** What a request has proven. */
export interface Proof {
  /** The tenant that it acts in. */
  appId: string;
  /** The person that calls; null for a call without one. */
  caller: Caller | null;
  /** The app whose server calls; null for a person's own call. */
  app: App | null;
  /** What tells the request as it was signed from every other: without another key, the same again is the same command. */
  key?: string;
}

export interface DialectFailure {
  /** HTTP's. */
  status: number;
  /** The dialect's, as metrics count it. */
  code: number;
  body: object;
  headers?: Readonly<Record<string, string>>;
  /** Nothing that a client did: to be logged with its stack. */
  unexpected: boolean;
}

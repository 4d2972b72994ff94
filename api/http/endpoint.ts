import type { Static, TObject } from '@sinclair/typebox';
import type { Caller } from '../../application/actor.ts';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import type { DomainErrorCode } from '../../domain/kernel/errors.ts';
import type { KeyPurpose } from '../../domain/kernel/purposes.ts';
import type { OperatorRole } from '../../domain/operator/roles.ts';
import type { AnswerSchema } from './answers.ts';
import type { RequestHeaders } from './received.ts';
import type { BodyKind } from './request.ts';

/** What an endpoint wants proven: nothing, a person, or the server of an app. */
export type Auth = 'none' | 'user' | 'app';

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';

/** What a call costs others: rate-limits.ts says what each means, and how often one may make it. */
export type Cost = 'read' | 'search' | 'write' | 'fanOut' | 'notify' | 'paid';

export type { Caller };

export interface Call<Params> {
  params: Params;
  core: Core;
  /** Scheme, host and port that the client used (or the configured public URL), for absolute addresses. */
  baseUrl: string;
  /** The peer's address. */
  remoteAddress: string;
  /** The app that the request names, where its dialect's requests name one before anything is proven. */
  named: App | null;
  /** The request's id: in log lines, in its answer's `X-Request-Id`, and as the `correlationId` of what it does. */
  requestId: string;
  /** The body, byte by byte: what endpoints with `body: 'raw'` read. */
  raw: Buffer;
  /** The request's headers: with `raw`, what a provider has signed. */
  headers: RequestHeaders;
  /**
   * Metadata for a command of this call. `key` makes it repeatable: see `keyedCommandId`. Default: the Idempotency-Key header.
   * Without anything proven there is no key, and the header is ignored.
   */
  meta(purpose: KeyPurpose, key?: string): CommandMeta;
  /** Sends a header with the answer, when it is a success. */
  setHeader(name: string, value: string): void;
}

export interface UserCall<Params> extends Call<Params> {
  caller: Caller;
}

/** A call by the server of an app, which acts in its tenant. */
export interface AppCall<Params> extends Call<Params> {
  app: App;
  /** The person in whose name the app's server calls; null where it names none. */
  caller: Caller | null;
  /** What the proof named the request by (`Proof.key`): its idempotency key, unless the handler gives another. */
  key: string | undefined;
}

/** One call as documents show it: what proves who calls is left out. */
export interface Example<Params extends TObject = TObject, Answer extends AnswerSchema = AnswerSchema> {
  /** What it shows; needed only where there are several. */
  summary?: string;
  params: Partial<Static<Params>>;
  answer: Static<Answer>;
}

interface Declaration<Params extends TObject, Answer extends AnswerSchema> {
  /** Exact path. */
  path: string;
  /** Default: GET and POST alike. Another endpoint may have the same path with other methods. */
  methods?: readonly Method[];
  /** How the body is read; default: as the dialect reads them. */
  body?: BodyKind;
  /** Largest body in bytes; default: the dialect's. */
  maxBodyBytes?: number;
  /** Largest file in bytes, where `body` is 'multipart'; the parameter that is a `FileParameter` gets it. */
  maxFileBytes?: number;
  /** Content type of its answers; default: the dialect's. */
  contentType?: string;
  /** Default: 'read'. */
  cost?: Cost;
  /** The least role that may call, where operators do. */
  role?: OperatorRole;
  /** A call without an `Idempotency-Key` is refused. */
  needsKey?: true;
  /** Module and key in heihei's `init` answer. */
  module: string;
  name: string;
  /** What its shapes are named after in clients' types, where another module has an endpoint of this name; default: `name`. */
  shapesNamed?: string;
  /** What it does, in one line of English without a full stop, for the OpenAPI document. */
  summary: string;
  /**
   * Flat object of TypeBox scalars; values arrive from query, form or JSON and are parsed strictly (see params.ts). Where the
   * body is 'nested' also of objects and lists (see nested-params.ts).
   */
  params: Params;
  /**
   * What `handle` returns: the answer without the dialect's envelope. In tests and dev mode every answer is checked against it, and a
   * field that it does not name is a mistake. Shapes that several answers share are `named`.
   */
  answer: Answer;
  examples?: readonly Example<Params, Answer>[];
  /** Not in the document that the dialect follows: Salon's own, in its style. */
  own?: true;
  /** Domain errors that this endpoint answers with a code of its own; checked against the dialect's table. */
  errors: readonly DomainErrorCode[];
}

export interface PublicEndpoint<Params extends TObject = TObject, Answer extends AnswerSchema = AnswerSchema>
  extends Declaration<Params, Answer> {
  auth: 'none';
  handle(call: Call<Static<Params>>): Promise<Static<Answer>>;
}

export interface UserEndpoint<Params extends TObject = TObject, Answer extends AnswerSchema = AnswerSchema>
  extends Declaration<Params, Answer> {
  auth: 'user';
  handle(call: UserCall<Static<Params>>): Promise<Static<Answer>>;
}

export interface AppEndpoint<Params extends TObject = TObject, Answer extends AnswerSchema = AnswerSchema>
  extends Declaration<Params, Answer> {
  auth: 'app';
  handle(call: AppCall<Static<Params>>): Promise<Static<Answer>>;
}

export type Endpoint = (PublicEndpoint | UserEndpoint | AppEndpoint) & { answer: AnswerSchema };

/** One declaration: ajv validation, static types, the OpenAPI document, heihei's `init` map and the tests' list come from it. */
export function endpoint<Params extends TObject, Answer extends AnswerSchema>(
  declaration: UserEndpoint<Params, Answer> | PublicEndpoint<Params, Answer> | AppEndpoint<Params, Answer>,
): Endpoint {
  return declaration as unknown as Endpoint;
}

export const DEFAULT_METHODS: readonly Method[] = ['GET', 'POST'];

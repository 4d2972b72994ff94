import type { Static, TObject } from '@sinclair/typebox';
import type { Caller } from '../../application/actor.ts';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import type { DomainErrorCode } from '../../domain/kernel/errors.ts';

/** What an endpoint wants proven: nothing, a person, or the server of an app. */
export type Auth = 'none' | 'user' | 'app';

export type { Caller };

export interface Call<Params> {
  params: Params;
  core: Core;
  /** Scheme, host and port that the client used (or the configured public URL), for absolute addresses. */
  baseUrl: string;
  /** The peer's address. */
  remoteAddress: string;
  /**
   * Metadata for a command of this call. `key` makes it repeatable: see `keyedCommandId`. Default: the Idempotency-Key header.
   * Without anything proven there is no key, and the header is ignored.
   */
  meta(purpose: string, key?: string): CommandMeta;
}

export interface UserCall<Params> extends Call<Params> {
  caller: Caller;
}

/** A call by the server of an app, which acts in its tenant. */
export interface AppCall<Params> extends Call<Params> {
  app: App;
}

interface Declaration<Params extends TObject> {
  /** Exact path. */
  path: string;
  /** Module and key in heihei's `init` answer. */
  module: string;
  name: string;
  /** Flat object of TypeBox scalars; values arrive from query, form or JSON and are parsed strictly (see params.ts). */
  params: Params;
  /** Domain errors that this endpoint answers with a code of its own; checked against the dialect's table. */
  errors: readonly DomainErrorCode[];
}

export interface PublicEndpoint<Params extends TObject = TObject> extends Declaration<Params> {
  auth: 'none';
  handle(call: Call<Static<Params>>): Promise<object>;
}

export interface UserEndpoint<Params extends TObject = TObject> extends Declaration<Params> {
  auth: 'user';
  handle(call: UserCall<Static<Params>>): Promise<object>;
}

export interface AppEndpoint<Params extends TObject = TObject> extends Declaration<Params> {
  auth: 'app';
  handle(call: AppCall<Static<Params>>): Promise<object>;
}

export type Endpoint = PublicEndpoint | UserEndpoint | AppEndpoint;

/** One declaration: ajv validation, static types, the OpenAPI document, heihei's `init` map and the tests' list come from it. */
export function endpoint<Params extends TObject>(
  declaration: UserEndpoint<Params> | PublicEndpoint<Params> | AppEndpoint<Params>,
): Endpoint {
  return declaration as unknown as Endpoint;
}

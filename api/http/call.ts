import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { App } from '../../application/apps.ts';
import type { Core } from '../../application/core.ts';
import type { CommandMeta } from '../../domain/kernel/decider.ts';
import { keyedCommandId } from '../../domain/kernel/ids.ts';
import type { KeyPurpose, ScopedPurpose } from '../../domain/kernel/purposes.ts';
import type { Proof } from './dialect.ts';
import type { AppCall, Call, Caller, UserCall } from './endpoint.ts';
import { RequestHeaders } from './received.ts';
import { badParameter } from './refusals.ts';
import { newRequestId } from './request-id.ts';

/** A caller's idempotency key: printable ASCII, at most 200 characters. */
const KEY = /^[\x21-\x7e]{1,200}$/;
/** A Host header as browsers and clients send it: a name or address, and perhaps a port. */
const HOST = /^(?:[a-z0-9](?:[a-z0-9.-]{0,252})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

const NO_BYTES = Buffer.alloc(0);

/** One request to an endpoint, as its handler sees it. */
export class HttpCall implements Call<Record<string, unknown>> {
  readonly params: Record<string, unknown>;
  readonly core: Core;
  readonly caller: Caller | null;
  readonly app: App | null;
  readonly named: App | null;
  readonly requestId: string;
  readonly raw: Buffer;
  private readonly appId: string;
  readonly key: string | undefined;
  /** Headers of the answer, when it is a success. */
  readonly answerHeaders: Record<string, string> = {};
  private readonly request: IncomingMessage;

  constructor(
    request: IncomingMessage,
    core: Core,
    params: Record<string, unknown>,
    { appId, caller, app, named, key }: Proof,
    requestId = newRequestId(),
    raw: Buffer = NO_BYTES,
  ) {
    this.request = request;
    this.core = core;
    this.params = params;
    this.caller = caller;
    this.app = app;
    this.named = named ?? null;
    this.requestId = requestId;
    this.raw = raw;
    this.appId = appId;
    this.key = key;
  }

  get headers(): RequestHeaders {
    return new RequestHeaders(this.request.headers);
  }

  get baseUrl(): string {
    return baseUrlOf(this.request, this.core.settings.publicUrl);
  }

  get remoteAddress(): string {
    return remoteAddressOf(this.request, this.core);
  }

  /**
   * An own property, so that handlers can destructure it. Without any proof there is no key: everybody would share the same keys,
   * and whoever guessed one would get the answer of its first user. Each app has keys of its own. A proof that identifies the
   * request (`Proof.key`) wins over the header, which nobody signed.
   */
  readonly meta = (purpose: KeyPurpose, key?: string): CommandMeta => {
    const { appId, caller, app, requestId: correlationId } = this;
    const actor = caller?.userId ?? 0;
    const at = this.core.clock.now();
    const chosen = caller || app ? (key ?? this.key ?? idempotencyKeyIn(this.headers)) : undefined;
    if (chosen === undefined) return { appId, actor, at, commandId: randomUUID(), correlationId };
    const scope: ScopedPurpose = app ? `${app.dialect} ${app.appId} ${purpose}` : purpose;
    const commandId = keyedCommandId(appId, actor, scope, chosen);
    return { appId, actor, at, commandId, keyed: true, correlationId };
  };

  /** An own property, as `meta`. */
  readonly setHeader = (name: string, value: string): void => {
    this.answerHeaders[name] = value;
  };
}

/** The caller's own key; undefined without one. Throws `InvalidInput` for one of another form. */
export function idempotencyKeyIn(headers: RequestHeaders): string | undefined {
  const key = headers.get('Idempotency-Key');
  if (key !== undefined && !KEY.test(key)) throw badParameter('Idempotency-Key');
  return key;
}

/** The same with a caller: what endpoints with `auth: 'user'` are given. */
export type HttpUserCall = HttpCall & UserCall<Record<string, unknown>>;
/** The same for `auth: 'app'`. */
export type HttpAppCall = HttpCall & AppCall<Record<string, unknown>>;

/** The socket's peer, or the client behind a proxy that the operator trusts: anybody else could forge X-Forwarded-For. */
export function remoteAddressOf(request: IncomingMessage, { settings: { clientAddress } }: Core): string {
  return clientAddress ? clientAddress(request) : (request.socket.remoteAddress ?? '');
}

/** The public URL if configured, else the request's Host; this server's own address when Host is missing or malformed. */
export function baseUrlOf(request: IncomingMessage, publicUrl: string): string {
  if (publicUrl !== '') return publicUrl;
  const { host } = request.headers;
  if (host !== undefined && HOST.test(host)) return `http://${host}`;
  const { localAddress = '127.0.0.1', localPort = 80 } = request.socket;
  return `http://${localAddress.includes(':') ? `[${localAddress}]` : localAddress}:${localPort}`;
}

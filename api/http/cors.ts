import type { IncomingMessage, ServerResponse } from 'node:http';

/**
 * Which web pages may call an API and read its answers: those of 'any' origin, those of the origins that may open sockets
 * ('listed'), or 'none'. Never with cookies: no dialect accepts one as a proof, so a page can do nothing that its own server could
 * not do.
 */
export type CorsPolicy = 'any' | 'listed' | 'none';

/** Whether pages of an origin may call, given the Host that they call. The same rule as for sockets. */
export type OriginRule = (origin: string, host: string | undefined) => boolean;

type Headers = Record<string, string>;

/** How long browsers may cache a preflight answer, in seconds; they keep it for 2 hours at most. */
const PREFLIGHT_HOLDS_S = 600;
/** What pages may read of an answer besides its body. */
const EXPOSED = 'X-Request-Id, Retry-After';
/** Request headers that pages may send under the 'listed' policy. */
const LISTED_HEADERS = 'Content-Type, Idempotency-Key, X-Request-Id';

/** The headers that tell a browser whether the page may read the answer. */
export function corsHeaders(policy: CorsPolicy, request: IncomingMessage, isAllowed: OriginRule): Headers {
  if (policy === 'none') return {};
  if (policy === 'any') return { 'Access-Control-Allow-Origin': '*', 'Access-Control-Expose-Headers': EXPOSED };
  const { origin, host } = request.headers;
  if (origin === undefined || !isAllowed(origin, host)) return { Vary: 'Origin' };
  return { Vary: 'Origin', 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': EXPOSED };
}

export interface Preflight {
  policy: CorsPolicy;
  /** The methods of the path's endpoints. */
  methods: readonly string[];
  /** The path's Allow header. */
  allow: string;
  requestId: string;
}

/** Answers OPTIONS with 204, and the methods and headers that pages may use. Needs no proof. */
export function answerPreflight(
  request: IncomingMessage,
  response: ServerResponse,
  { policy, methods, allow, requestId }: Preflight,
  isAllowed: OriginRule,
): void {
  const headers = corsHeaders(policy, request, isAllowed);
  if (headers['Access-Control-Allow-Origin'] !== undefined) {
    headers['Access-Control-Allow-Methods'] = policy === 'any' ? '*' : methods.join(', ');
    headers['Access-Control-Allow-Headers'] = policy === 'any' ? '*' : LISTED_HEADERS;
    headers['Access-Control-Max-Age'] = String(PREFLIGHT_HOLDS_S);
  }
  response.writeHead(204, { ...headers, Allow: allow, 'X-Request-Id': requestId });
  response.end();
}

/** Answers OPTIONS of an address that asks too often, which the browser takes for a no. */
export function refusePreflight(
  response: ServerResponse,
  { requestId }: Preflight,
  headers: Record<string, string>,
): void {
  response.writeHead(429, { ...headers, 'X-Request-Id': requestId });
  response.end();
}

import type { IncomingHttpHeaders } from 'node:http';

/** Most parameters of one request, declared or not: the longest documented list has 16. */
export const MAX_PARAMETERS = 100;

/** Stands for a parameter that came more than once. */
export const REPEATED = Symbol('repeated');
/** What a request gave for a parameter: a JSON value (an integer beyond 2^53 as bigint), a string from a query or form, or a file (`GivenFile`). */
export type Given = string | number | bigint | boolean | object | null | typeof REPEATED;
export type Parameters = ReadonlyMap<string, Given>;

/** Everything in a request, before any of it is verified. */
export interface Received {
  method: string;
  /** The address of the socket's other end: a proxy's, where there is one. */
  peer: string;
  headers: RequestHeaders;
  /** The parameters of query and body together. A name with two values is `REPEATED`. */
  form: Parameters;
  /** Those of the query alone. */
  query: Parameters;
  /** The body was JSON: its values have types; those of a query or form are texts. */
  isJson: boolean;
  /** The body, byte by byte as it was sent; empty without one. */
  raw: Buffer;
  /** Takes away what lies aside of a file in it; absent without one. */
  discard?(): Promise<void>;
}

/** A request's headers; names in any case. A header that was sent twice has both values joined by a comma, which matches no proof. */
export class RequestHeaders {
  private readonly headers: IncomingHttpHeaders;

  constructor(headers: IncomingHttpHeaders) {
    this.headers = headers;
  }

  get(name: string): string | undefined {
    const value = this.headers[name.toLowerCase()];
    return Array.isArray(value) ? value.join(', ') : value;
  }
}

import type { IncomingMessage } from 'node:http';

/** What one request may be beyond the limits of every other (`TcpLimits`): because it carries a file, and its sender may send one. */
export interface LargeRequest {
  /** Bytes on the connection. */
  bytes: number;
  /** Time for the whole of it. */
  ms: number;
  /** Slower ones, on the whole, are ended as every other request would be: who sends a byte now and then keeps no connection. */
  minBytesPerSecond: number;
}

/** Time for an upload: 10 MiB by a bad mobile connection. */
export const UPLOAD_MS = 5 * 60_000;
/** A tenth of a bad mobile connection. */
export const MIN_UPLOAD_BYTES_PER_SECOND = 4 * 1024;
/** Headers, fields and boundaries beside a file. */
const OVERHEAD_BYTES = 256 * 1024;

const large = new WeakMap<IncomingMessage, LargeRequest>();

/** Raises the limits for one request that carries a file of at most `maxFileBytes`. */
export function allowUpload(request: IncomingMessage, maxFileBytes: number): void {
  const bytes = maxFileBytes + OVERHEAD_BYTES;
  large.set(request, { bytes, ms: UPLOAD_MS, minBytesPerSecond: MIN_UPLOAD_BYTES_PER_SECOND });
}

/** The raised limits of a request; undefined for every other. */
export function largeRequest(request: IncomingMessage): LargeRequest | undefined {
  return large.get(request);
}

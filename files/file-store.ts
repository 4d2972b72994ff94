import type { Readable } from 'node:stream';

/** Where and how a client puts its bytes: one request, straight to the store. */
export interface UploadTicket {
  method: 'PUT';
  url: string;
  /** To be sent as they are. */
  headers: Readonly<Record<string, string>>;
  /** For clients that put it by a library of the store's, where the store gives them out. */
  credentials?: UploadCredentials;
}

/** Temporary credentials of a store, good for one upload alone. */
export interface UploadCredentials {
  keyId: string;
  secret: string;
  token: string;
  /** Where the file goes, as the store's libraries name it: the bucket, then the path. */
  place: string;
}

export interface TicketRules {
  contentType: string;
  maxBytes: number;
  /** Epoch ms. */
  expiresAt: number;
}

/** Bytes that the server itself puts into the store. */
export interface FileSource {
  sizeBytes: number;
  contentType: string;
  /** Reads them from the start; may be called again. */
  open(): Readable;
}

/** Most bytes that `firstBytes` gives: what tells one format from another stands within them. */
export const MAX_FIRST_BYTES = 4_100;

/**
 * Where files lie, by path (domain/file/path.ts). Every adapter guarantees, and test/contract/file-store.contract.ts shows:
 * 1. A ticket is good for its path and content type alone, until `expiresAt`, and once: what lies at a path is never replaced.
 * 2. A file is there whole or not at all: an upload that breaks off leaves nothing that `head` or a reader sees. When `put` resolves,
 *    or an upload was answered with 200, the file survives a crash.
 * 3. More than `maxBytes` is refused where the store can count while it receives; else `head` tells, and whoever claims the file looks.
 * 4. A text that is no path of ours is a `RangeError` everywhere, before anything is touched.
 * 5. A store that does not answer rejects with `StoreUnavailableError`: temporary, and the same call may be repeated.
 */
export interface FileStore {
  ticket(path: string, rules: TicketRules): Promise<UploadTicket>;
  /** The size in bytes of what lies there; null for nothing. */
  head(path: string): Promise<number | null>;
  /** The first `MAX_FIRST_BYTES`, or fewer where the file is shorter; empty for nothing. */
  firstBytes(path: string): Promise<Uint8Array>;
  /** Puts a file there, unless one lies there already, which then stays. */
  put(path: string, source: FileSource): Promise<void>;
  /** Nothing lies there afterwards; repeating it is harmless. */
  remove(path: string): Promise<void>;
  /** The address under which everybody reads it. */
  url(path: string): string;
}

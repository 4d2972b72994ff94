import type { Readable } from 'node:stream';

/** A file that came with a request. It lies aside, not in memory, until the request is answered. */
export interface UploadedFile {
  /** Bytes that were kept: at most the limit. */
  readonly sizeBytes: number;
  /** Lower-case hex, of what was kept. */
  readonly md5: string;
  /** More came than the limit; the rest was thrown away. */
  readonly isTooLarge: boolean;
  open(range?: { end: number }): Readable;
}

/** A file while it comes. */
export interface Spooled {
  /** Resolves when the next chunk may come. Rejects with `StoreUnavailableError` when the disk takes nothing. */
  write(chunk: Uint8Array): Promise<void>;
  finish(isTooLarge: boolean): Promise<UploadedFile>;
  /** Nothing of it is left. To be called in the end, whatever has happened; repeating it is harmless. */
  discard(): Promise<void>;
}

/** Keeps files of requests under way. */
export interface Spool {
  /** Rejects with `StoreUnavailableError` when there is no room for `maxBytes`. */
  begin(maxBytes: number): Promise<Spooled>;
}

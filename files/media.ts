import type { Readable } from 'node:stream';
import type { FileFormat } from '../domain/file/formats.ts';

/** What the bytes of files say of themselves, whatever their senders say. */
export interface Media {
  /** Whether a file that begins with `firstBytes` has this format. */
  isOf(firstBytes: Uint8Array, format: FileFormat): Promise<boolean>;
  /** The length of a sound, in seconds; null for what is no sound of that format, or takes too long to look through. */
  seconds(sound: Readable, format: FileFormat, sizeBytes: number): Promise<number | null>;
}

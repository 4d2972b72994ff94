import { DomainError } from '../../domain/kernel/errors.ts';

/** The parts of an export, in their order. */
export const EXPORT_PARTS = [
  ...['summary', 'streams', 'following', 'blocked', 'followers'],
  ...['conversations', 'hosted', 'visiting', 'visited', 'reports', 'reported', 'orders'],
] as const;
export type ExportPart = (typeof EXPORT_PARTS)[number];

/** Where an export goes on. Numbers that a part does not use are 0. */
export interface ExportCursor {
  part: number;
  /** Of lists by time: entries from this time on (epoch ms; 0: from the beginning), without the first `skip`. */
  at: number;
  skip: number;
  /** Which of several streams, and the next revision in it. */
  stream: number;
  revision: number;
}

export const EXPORT_START: ExportCursor = { part: 0, at: 0, skip: 0, stream: 0, revision: 0 };

/** A cursor as text, for clients to send back. */
export function cursorText({ part, at, skip, stream, revision }: ExportCursor): string {
  return [part, at, skip, stream, revision].join('.');
}

const CURSOR = /^(?:0|[1-9]\d{0,15})(?:\.(?:0|[1-9]\d{0,15})){4}$/;
/** Longest cursor, in characters. */
export const MAX_CURSOR_CHARS = 84;

/** Reads a cursor; throws `InvalidInput` (field `cursor`) for what no page has answered. */
export function readCursor(text: string): ExportCursor {
  const numbers = CURSOR.test(text) ? text.split('.').map(Number) : [];
  const [part = EXPORT_PARTS.length, at = 0, skip = 0, stream = 0, revision = 0] = numbers;
  if (part >= EXPORT_PARTS.length || !numbers.every(Number.isSafeInteger) || skip > MAX_SKIP)
    throw new DomainError('InvalidInput', 'not a cursor', 'cursor');
  return { part, at, skip, stream, revision };
}

/** Entries of a list that may have the same millisecond; far more than happen. */
const MAX_SKIP = 10_000;

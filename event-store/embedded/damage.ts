import { DamagedLogError, type Position } from '../event-store.ts';

/** An error that says what is damaged where, and what to do. */
export function damaged(
  file: string,
  what: string,
  { position, stream, cause }: { position?: Position; stream?: string; cause?: unknown } = {},
): DamagedLogError {
  const message = `${file} is damaged: ${what}. Stop, keep this directory for inspection, and restore it from a backup.`;
  return new DamagedLogError(message, { position, stream, cause });
}

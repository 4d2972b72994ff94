/** A part of a file, first and last byte inclusive. */
export interface Range {
  start: number;
  end: number;
}

/**
 * Reads a Range header (RFC 9110, 14.2) for a file of this size: the part, 'none' for a header that is to be ignored (another unit,
 * several parts, or malformed), 'unsatisfiable' where nothing of it is there.
 */
export function readRange(header: string | undefined, sizeBytes: number): Range | 'none' | 'unsatisfiable' {
  const [, from, to] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return 'none';
  if (from === '') {
    const start = Math.max(0, sizeBytes - Number(to));
    return Number(to) === 0 || sizeBytes === 0 ? 'unsatisfiable' : { start, end: sizeBytes - 1 };
  }
  const start = Number(from);
  const end = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1);
  if (to !== '' && Number(to) < start) return 'none';
  return start >= sizeBytes ? 'unsatisfiable' : { start, end };
}

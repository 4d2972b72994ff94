import { createHash, timingSafeEqual } from 'node:crypto';

/** Whether a client knows a secret: compared in constant time, whatever the lengths. */
export function isSameText(given: string, expected: string): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(hash(given), hash(expected));
}

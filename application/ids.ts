import { randomBytes } from 'node:crypto';
import type { Clock } from '../domain/kernel/clock.ts';

/** Ids count milliseconds from here, so that they stay below 2^53 until 2094. */
export const ID_EPOCH_MS = Date.UTC(2025, 0, 1);
export const ID_RANDOM_BITS = 12;

let lastMs = 0;
const givenInLastMs = new Set<number>();

/**
 * A new id for something that clients see: an integer below 2^53 (safe in JSON), ordered by time, with 12 random bits so
 * that neighbours cannot be counted through. Unique within the process; across processes two ids of one millisecond are
 * equal once in 4096, so whoever creates a stream by one must expect that it exists.
 */
export function newId(clock: Clock): number {
  const ms = Math.max(0, clock.now() - ID_EPOCH_MS);
  if (ms !== lastMs) {
    lastMs = ms;
    givenInLastMs.clear();
  }
  // A millisecond that is used up borrows from the next.
  for (let borrowed = 0; ; borrowed++) {
    const random = randomBytes(2).readUInt16BE() & (2 ** ID_RANDOM_BITS - 1);
    const id = (ms + (borrowed >> ID_RANDOM_BITS)) * 2 ** ID_RANDOM_BITS + random;
    if (givenInLastMs.has(id)) continue;
    givenInLastMs.add(id);
    return id;
  }
}

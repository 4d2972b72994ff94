import { createHash, randomBytes } from 'node:crypto';
import type { Clock } from '../domain/kernel/clock.ts';

/** Ids count milliseconds from here, so that they stay below 2^53 until 2094. */
export const ID_EPOCH_MS = Date.UTC(2025, 0, 1);
export const ID_RANDOM_BITS = 12;

let lastMs = 0;
const givenInLastMs = new Set<number>();

/**
 * A new id for something that clients see: an integer below 2^53 (safe in JSON), ordered by time, with 12 random bits so that
 * neighbours cannot be guessed by counting. Unique within the process. Two ids that two processes make in one millisecond are equal
 * once in 4096 times, so whoever creates a stream by an id must expect that the stream exists.
 */
export function newId(clock: Clock): number {
  const ms = Math.max(0, clock.now() - ID_EPOCH_MS);
  if (ms !== lastMs) {
    lastMs = ms;
    givenInLastMs.clear();
  }
  // When all ids of this millisecond are used up, take them from the next one.
  for (let borrowed = 0; ; borrowed++) {
    const random = randomBytes(2).readUInt16BE() & (2 ** ID_RANDOM_BITS - 1);
    const id = (ms + (borrowed >> ID_RANDOM_BITS)) * 2 ** ID_RANDOM_BITS + random;
    if (givenInLastMs.has(id)) continue;
    givenInLastMs.add(id);
    return id;
  }
}

/**
 * An id for what a command makes: the same for the same command, in whichever process it is handled, below 2^53, and not to be
 * guessed by who does not know the command's id.
 */
export function idOfCommand(commandId: string): number {
  return Number(createHash('sha256').update(commandId).digest().readBigUInt64BE() >> 11n) || 1;
}

/**
 * An id as `newId` makes them, whose random bits are the command's: for whoever sees to it that no two are equal (`freeChatId`).
 */
export function timedIdOf({ at, commandId }: { at: number; commandId: string }): number {
  return Math.max(0, at - ID_EPOCH_MS) * 2 ** ID_RANDOM_BITS + (idOfCommand(commandId) % 2 ** ID_RANDOM_BITS);
}

/** The id of a post: by its upload, so that what a crash left between claiming and posting is made up for by sending it again. */
export function subjectIdOf(fileId: string): number {
  return idOfCommand(`subject ${fileId}`);
}

/** Bytes of `digitsOfCommand`: so many that no two are equal. */
const DIGITS_BYTES = 10;
/** Their digits: fewer than the 32 that WeChat takes, and as many whatever the bytes are. */
const DIGITS = 25;

/**
 * A number in digits for what a command makes and providers know by it: an order, a withdrawal. It follows from the command, so that a
 * repetition names the same one in whichever process.
 */
export function digitsOfCommand(what: 'order' | 'withdrawal', commandId: string): string {
  const bytes = createHash('sha256').update(`${what} ${commandId}`).digest().subarray(0, DIGITS_BYTES);
  return BigInt(`0x${bytes.toString('hex')}`)
    .toString()
    .padStart(DIGITS, '0');
}

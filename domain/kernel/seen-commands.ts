import { hash } from 'node:crypto';
import { assert } from './assert.ts';
import {
  addEvent,
  countByActor,
  dropCommands,
  getCommand,
  putCommand,
  type SeenCommand,
  type SeenCommandTable,
  seenCommandTable,
  setRevision,
} from './dense/seen-command-table.ts';

export type { SeenCommand } from './dense/seen-command-table.ts';

/**
 * Keyed commands that a stream remembers of one user: the newest. A client that sends something again does so within
 * minutes; a user who sends this many keys more only pushes out keys of their own.
 */
export const REMEMBERED_PER_USER = 10_000;
/**
 * Keys of the system, and all keys of a stream that holds few, are remembered this long: 91 days, the longest time after which a payment or
 * a backup is replayed.
 */
export const REMEMBERED_MS = 91 * 24 * 3600 * 1000;
/** A stream of many users forgets keys by their age from this many on; the youngest stay. */
export const REMEMBERED_BY_AGE = 10_000;
/** The most keys of one stream, whosever they are, in some 35 MB: the oldest give way. 50 users could fill it. */
export const REMEMBERED_PER_STREAM = 500_000;

/** The actor of commands by the system: trusted, so that no bound by user applies. */
const SYSTEM = 0;
/** Size at which keys are first dropped; the next time is when the table has grown by an eighth. */
const FIRST_REVIEW = REMEMBERED_PER_USER + 512;

/** Caller-keyed commands of a stream by their ids, oldest first. */
export interface SeenCommands {
  readonly table: SeenCommandTable;
  /** Size of the table at which keys are dropped. */
  reviewAt: number;
}

export function noSeenCommands(): SeenCommands {
  return { table: seenCommandTable(), reviewAt: FIRST_REVIEW };
}

/** A copy of what is remembered of a command. */
export function seenCommand({ table }: SeenCommands, commandId: string): SeenCommand | undefined {
  return getCommand(table, commandId);
}

/** Remembers a command, in place of what was remembered of it, and forgets others now and then: see `forget`. */
export function rememberCommand(seen: SeenCommands, commandId: string, command: SeenCommand): void {
  assert(command.revision >= 0 && command.count >= 1, 'a command that is remembered has events in the stream');
  const isNew = putCommand(seen.table, commandId, command);
  if (isNew && seen.table.size >= seen.reviewAt) forget(seen, command.at);
}

/**
 * Keeps of each user the newest `REMEMBERED_PER_USER`, of all the newest `REMEMBERED_PER_STREAM`, and drops what is older than
 * `REMEMBERED_MS` at `now` (epoch ms) down to `REMEMBERED_BY_AGE`.
 */
function forget(seen: SeenCommands, now: number): void {
  const { table } = seen;
  const counts = countByActor(table);
  dropCommands(table, (actor, at) => {
    const count = counts.get(actor)!;
    const isOld = table.size > REMEMBERED_BY_AGE && at <= now - REMEMBERED_MS;
    const isTooMany = (actor !== SYSTEM && count > REMEMBERED_PER_USER) || table.size > REMEMBERED_PER_STREAM;
    if (isOld || isTooMany) counts.set(actor, count - 1);
    return isOld || isTooMany;
  });
  assert(table.size <= REMEMBERED_PER_STREAM, 'a stream remembers a bounded number of commands');
  seen.reviewAt = Math.max(FIRST_REVIEW, Math.ceil(table.size * 1.125));
}

/** Remembers one event more of a command; false when the command is not remembered. */
export function countEvent({ table }: SeenCommands, commandId: string): boolean {
  return addEvent(table, commandId);
}

/** Says where a command's events begin, if it is remembered. */
export function settleRevision({ table }: SeenCommands, commandId: string, revision: number): void {
  setRevision(table, commandId, revision);
}

/** Characters of base64url, six bits each: as many bits as a double holds exactly, and more than chance brings together. */
const FINGERPRINT_CHARS = 8;

/**
 * Hash of a command's input, 48 bits: short, since every keyed event carries it. `hashInput` makes the hash, as base64url, in the place of
 * one that needs no key.
 */
export function fingerprintOf(
  command: unknown,
  hashInput = (json: string) => hash('sha256', json, 'base64url'),
): string {
  return hashInput(JSON.stringify(command)).slice(0, FINGERPRINT_CHARS);
}

/** A fingerprint as a number, 0 to 2^48 - 1. */
export function fingerprintNumber(fingerprint: string): number {
  let number = 0;
  for (let i = 0; i < FINGERPRINT_CHARS; i++) number = number * 64 + BASE64_VALUES[fingerprint.charCodeAt(i) & 127]!;
  return number;
}

const BASE64_VALUES = new Uint8Array(128);
for (const [value, char] of [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].entries()) {
  BASE64_VALUES[char.charCodeAt(0)] = value;
}

import { hash } from 'node:crypto';
import { addRow, dropOldestKeys, findRow, type KeyTable, keyTable, setValue, valueAt } from './key-table.ts';

/** A caller's command ids are remembered at least this many at a time … */
export const REMEMBERED_COMMANDS = 10_000;
/** … and at least this long: 91 days, the longest time after which a payment or a backup is replayed. */
export const REMEMBERED_MS = 91 * 24 * 3600 * 1000;

/** What is remembered may pass its limit by this many before the oldest are dropped, all at once. */
const DROP_EVERY = 512;

/** Caller-keyed commands of a stream by their ids, oldest first. */
export type SeenCommands = KeyTable;

export interface SeenCommand {
  /** As `fingerprintNumber` tells. */
  fingerprint: number;
  /** Epoch ms of the command. */
  at: number;
  /** Revision of the command's first event, and how many there were. */
  revision: number;
  count: number;
}

const [FINGERPRINT, AT, REVISION, COUNT] = [0, 1, 2, 3];

export function noSeenCommands(): SeenCommands {
  return keyTable('uuid', 4);
}

/** A copy of what is remembered of a command. */
export function seenCommand(seen: SeenCommands, commandId: string): SeenCommand | undefined {
  const row = findRow(seen, commandId);
  if (row < 0) return undefined;
  return {
    fingerprint: valueAt(seen, row, FINGERPRINT),
    at: valueAt(seen, row, AT),
    revision: valueAt(seen, row, REVISION),
    count: valueAt(seen, row, COUNT),
  };
}

/** Remembers a command, in place of what was remembered of it, and drops the oldest now and then. */
export function rememberCommand(
  seen: SeenCommands,
  commandId: string,
  { fingerprint, at, revision, count }: SeenCommand,
): void {
  let row = findRow(seen, commandId);
  const isNew = row < 0;
  if (isNew) row = addRow(seen, commandId);
  setValue(seen, row, FINGERPRINT, fingerprint);
  setValue(seen, row, AT, at);
  setValue(seen, row, REVISION, revision);
  setValue(seen, row, COUNT, count);
  if (!isNew || seen.size <= REMEMBERED_COMMANDS || seen.size % DROP_EVERY !== 0) return;
  dropOldestKeys(seen, REMEMBERED_COMMANDS, (oldest) => valueAt(seen, oldest, AT) <= at - REMEMBERED_MS);
}

/** Remembers one event more of a command; false where the command is not remembered. */
export function countEvent(seen: SeenCommands, commandId: string): boolean {
  const row = findRow(seen, commandId);
  if (row < 0) return false;
  setValue(seen, row, COUNT, valueAt(seen, row, COUNT) + 1);
  return true;
}

/** Says where a command's events begin, if it is remembered. */
export function settleRevision(seen: SeenCommands, commandId: string, revision: number): void {
  const row = findRow(seen, commandId);
  if (row >= 0) setValue(seen, row, REVISION, revision);
}

/** Characters of base64url, six bits each: as many bits as a double holds exactly, and more than chance brings together. */
const FINGERPRINT_CHARS = 8;

/** Hash of a command's input, 48 bits: short, since every keyed event carries it. */
export function fingerprintOf(command: unknown): string {
  return hash('sha256', JSON.stringify(command), 'base64url').slice(0, FINGERPRINT_CHARS);
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

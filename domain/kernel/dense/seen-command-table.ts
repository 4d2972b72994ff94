import { addRow, dropKeys, eachKey, findRow, type KeyTable, keyTable, setValue, valueAt } from './key-table.ts';

/** What a stream remembers of a keyed command. */
export interface SeenCommand {
  /** As `fingerprintNumber` in seen-commands.ts tells. */
  fingerprint: number;
  /** Epoch ms of the command. */
  at: number;
  /** Revision of the command's first event, and how many there were. */
  revision: number;
  count: number;
  /** Who sent it: the actor of its events. */
  actor: number;
}

/** Commands by their ids, oldest first, a row of numbers each. The plain version is a `Map`: test/support/plain-seen-commands.ts. */
export type SeenCommandTable = KeyTable;

const [FINGERPRINT, AT, REVISION, COUNT, ACTOR] = [0, 1, 2, 3, 4];

export function seenCommandTable(): SeenCommandTable {
  return keyTable('uuid', 5);
}

/** A copy of what is kept of a command. */
export function getCommand(table: SeenCommandTable, commandId: string): SeenCommand | undefined {
  const row = findRow(table, commandId);
  if (row < 0) return undefined;
  return {
    fingerprint: valueAt(table, row, FINGERPRINT),
    at: valueAt(table, row, AT),
    revision: valueAt(table, row, REVISION),
    count: valueAt(table, row, COUNT),
    actor: valueAt(table, row, ACTOR),
  };
}

/** Keeps a command, in place of what was kept of it. True when it is a new one, which becomes the newest. */
export function putCommand(
  table: SeenCommandTable,
  commandId: string,
  { fingerprint, at, revision, count, actor }: SeenCommand,
): boolean {
  let row = findRow(table, commandId);
  const isNew = row < 0;
  if (isNew) row = addRow(table, commandId);
  setValue(table, row, FINGERPRINT, fingerprint);
  setValue(table, row, AT, at);
  setValue(table, row, REVISION, revision);
  setValue(table, row, COUNT, count);
  setValue(table, row, ACTOR, actor);
  return isNew;
}

/** Counts one event more of a command; false when the command is not there. */
export function addEvent(table: SeenCommandTable, commandId: string): boolean {
  const row = findRow(table, commandId);
  if (row < 0) return false;
  setValue(table, row, COUNT, valueAt(table, row, COUNT) + 1);
  return true;
}

/** Sets where a command's events begin, if it is there. */
export function setRevision(table: SeenCommandTable, commandId: string, revision: number): void {
  const row = findRow(table, commandId);
  if (row >= 0) setValue(table, row, REVISION, revision);
}

/** How many commands there are of each actor. */
export function countByActor(table: SeenCommandTable): Map<number, number> {
  const counts = new Map<number, number>();
  eachKey(table, (row) => {
    const actor = valueAt(table, row, ACTOR);
    counts.set(actor, (counts.get(actor) ?? 0) + 1);
  });
  return counts;
}

/** Drops the commands that `isToGo` picks, by their actor and time; it is asked oldest first, and the table's size falls with each. */
export function dropCommands(table: SeenCommandTable, isToGo: (actor: number, at: number) => boolean): void {
  dropKeys(table, (row) => isToGo(valueAt(table, row, ACTOR), valueAt(table, row, AT)));
}

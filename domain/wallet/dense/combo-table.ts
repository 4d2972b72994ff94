import { hasOutgrown } from '../../kernel/bounded.ts';
import {
  addRow,
  dropOldestKeys,
  findRow,
  type KeyTable,
  keyTable,
  setValue,
  valueAt,
} from '../../kernel/dense/key-table.ts';

/** What a combo has paid for so far; the same id for another gift or place is another request. */
export interface Combo {
  giftId: number;
  /** The live or the talk in which it is given. */
  placeId: number;
  /** The highest running count that is paid. */
  amount: number;
}

/** Combos by their clients' ids, oldest first, a row of numbers each; as `dropOldest` bounds a `Map`. */
export type ComboTable = KeyTable;

const [GIFT_ID, PLACE_ID, AMOUNT] = [0, 1, 2];

export function comboTable(): ComboTable {
  return keyTable('text', 3);
}

/** A copy of what is kept of a combo. */
export function getCombo(table: ComboTable, comboId: string): Combo | undefined {
  const row = findRow(table, comboId);
  if (row < 0) return undefined;
  return {
    giftId: valueAt(table, row, GIFT_ID),
    placeId: valueAt(table, row, PLACE_ID),
    amount: valueAt(table, row, AMOUNT),
  };
}

/** Keeps a combo, which becomes the newest, and at least the newest `max`, at most an eighth more. */
export function putCombo(table: ComboTable, comboId: string, { giftId, placeId, amount }: Combo, max: number): void {
  const row = addRow(table, comboId);
  setValue(table, row, GIFT_ID, giftId);
  setValue(table, row, PLACE_ID, placeId);
  setValue(table, row, AMOUNT, amount);
  if (hasOutgrown(table, max)) dropOldestKeys(table, max);
}

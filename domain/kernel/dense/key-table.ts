import { assert } from '../assert.ts';
import { forgetKey, KEY_WORDS, type KeyKind, readKey, sought } from './key-bits.ts';

/**
 * A map from strings to a few numbers each that keeps the order in which keys came, for tens of thousands of keys. Its size in
 * memory, and what copying it costs (snapshots are made of it), is that of three arrays. It is plain data, and nothing is allocated while
 * it is empty. Keys are kept as 128 bits: it can tell whether it has a key, but cannot list keys.
 *
 * The plain version is test/support/plain-key-table.ts; test/unit/domain/key-table.test.ts holds the two to each other.
 */
export interface KeyTable {
  readonly kind: KeyKind;
  /** Numbers a key. */
  readonly columns: number;
  /** How many keys there are. */
  size: number;
  /** Rows in use, oldest first. A key that became the newest again has moved on and left a stale row behind. */
  rows: number;
  keys: Int32Array;
  /** None is NaN: in the first column that marks a stale row. */
  values: Float64Array;
  /** Row + 1 in the slot of each key (open addressing); 0 is free. */
  index: Int32Array;
}

/** Arrays this small stay in V8's heap, which is cheaper than memory outside it: most tables stay small. */
const FIRST_ROWS = 2;
/** A larger table grows by a quarter, not to double its size: spare rows are copied into snapshots as well. */
const MAX_ROWS_DOUBLED = 1_024;
/** Compact a full table, instead of growing it, when at least one row in this many is stale. */
const STALE_ROWS_IN = 8;

const NO_WORDS = new Int32Array(0);
const NO_VALUES = new Float64Array(0);

export function keyTable(kind: KeyKind, columns: number): KeyTable {
  return { kind, columns, size: 0, rows: 0, keys: NO_WORDS, values: NO_VALUES, index: NO_WORDS };
}

/** The row of a key, -1 when there is none. Rows change when keys are added or dropped: do not keep one. */
export function findRow(table: KeyTable, key: string): number {
  if (table.size === 0) return -1;
  readKey(table.kind, key);
  return table.index[slotOf(table)]! - 1;
}

/** Makes a key the newest and answers its row. A known key keeps its values; those of a new one are 0. */
export function addRow(table: KeyTable, key: string): number {
  if (table.rows === capacityOf(table)) makeRoom(table);
  readKey(table.kind, key);
  const { keys, values, columns, index, rows: row } = table;
  const slot = slotOf(table);
  const before = index[slot]! - 1;
  if (before >= 0 && before === row - 1) return before;
  for (let word = 0; word < KEY_WORDS; word++) keys[row * KEY_WORDS + word] = sought[word]!;
  index[slot] = row + 1;
  table.rows++;
  if (before < 0) table.size++;
  else {
    values.copyWithin(row * columns, before * columns, (before + 1) * columns);
    values[before * columns] = Number.NaN;
  }
  return row;
}

export function valueAt({ values, columns }: KeyTable, row: number, column: number): number {
  return values[row * columns + column]!;
}

/** `value` is a number other than NaN. */
export function setValue({ values, columns }: KeyTable, row: number, column: number, value: number): void {
  values[row * columns + column] = value;
}

/** Drops the oldest keys until there are `max`. It takes as long as adding all that stay: call it now and then, to drop many. */
export function dropOldestKeys(table: KeyTable, max: number): void {
  let first = 0;
  for (; table.size > max; first++) if (!isStale(table, first)) table.size--;
  if (first > 0) rebuild(table, first, capacityOf(table));
}

/** Calls back with the row of each key, oldest first. */
export function eachKey(table: KeyTable, visit: (row: number) => void): void {
  for (let row = 0; row < table.rows; row++) if (!isStale(table, row)) visit(row);
}

/** Drops every key for whose row `isToGo` is true; it is asked oldest first, and `table.size` falls with each. Takes as long as adding all that stay. */
export function dropKeys(table: KeyTable, isToGo: (row: number) => boolean): void {
  const before = table.size;
  eachKey(table, (row) => {
    if (!isToGo(row)) return;
    table.size--;
    table.values[row * table.columns] = Number.NaN;
  });
  if (table.size < before) rebuild(table, 0, capacityOf(table));
}

function capacityOf({ keys }: KeyTable): number {
  return keys.length / KEY_WORDS;
}

function isStale({ values, columns }: KeyTable, row: number): boolean {
  return Number.isNaN(values[row * columns]);
}

function makeRoom(table: KeyTable): void {
  const capacity = capacityOf(table);
  if (capacity === 0) rebuild(table, 0, FIRST_ROWS);
  else if ((table.rows - table.size) * STALE_ROWS_IN >= capacity) rebuild(table, 0, capacity);
  else rebuild(table, 0, capacity < MAX_ROWS_DOUBLED ? 2 * capacity : Math.ceil(1.25 * capacity));
}

/** Keeps the rows from `first` on that are not stale, with room for `capacity`, and makes a new index of them. */
function rebuild(table: KeyTable, first: number, capacity: number): void {
  const { columns, rows, keys, values } = table;
  const inPlace = capacity === capacityOf(table);
  const newKeys = inPlace ? keys : new Int32Array(capacity * KEY_WORDS);
  const newValues = inPlace ? values : new Float64Array(capacity * columns);
  let kept = 0;
  for (let from = first; from < rows; ) {
    let end = from;
    while (end < rows && !isStale(table, end)) end++;
    newKeys.set(keys.subarray(from * KEY_WORDS, end * KEY_WORDS), kept * KEY_WORDS);
    newValues.set(values.subarray(from * columns, end * columns), kept * columns);
    kept += end - from;
    from = end + 1;
  }
  table.keys = newKeys.fill(0, kept * KEY_WORDS);
  table.values = newValues.fill(0, kept * columns);
  table.rows = kept;
  // Of the slots at least a quarter stays free.
  let slots = 2 * FIRST_ROWS;
  while (slots * 3 < capacity * 4) slots *= 2;
  table.index = slots === table.index.length ? table.index.fill(0) : new Int32Array(slots);
  forgetKey();
  assert(kept === table.size, 'a key table has one live row for each of its keys');
  for (let row = 0; row < kept; row++) {
    for (let word = 0; word < KEY_WORDS; word++) sought[word] = newKeys[row * KEY_WORDS + word]!;
    table.index[slotOf(table)] = row + 1;
  }
}

/** 2^32 divided by the golden ratio, as an odd number (Knuth, The Art of Computer Programming, 6.4). */
const GOLDEN = 0x9e3779b1;
/** Where the key that is sought is, else the free slot for it. The table isn't empty. */
function slotOf({ keys, index }: KeyTable): number {
  const [first, second, third, fourth] = [sought[0]!, sought[1]!, sought[2]!, sought[3]!];
  const last = index.length - 1;
  // Keys that are counted up differ in few bits: these, spread over all.
  const spread =
    Math.imul(Math.imul(first, GOLDEN) ^ second, GOLDEN) ^ Math.imul(Math.imul(third, GOLDEN) ^ fourth, GOLDEN);
  let slot = (spread ^ (spread >>> 16)) & last;
  // As in CPython's dict: keys that share a slot soon go different ways, and every slot is visited in the end.
  for (let others = (second ^ Math.imul(fourth, GOLDEN)) >>> 0; ; ) {
    const row = index[slot]! - 1;
    if (row < 0) return slot;
    const at = row * KEY_WORDS;
    if (keys[at] === first && keys[at + 1] === second && keys[at + 2] === third && keys[at + 3] === fourth) return slot;
    others >>>= 5;
    slot = (slot * 5 + 1 + others) & last;
  }
}

import { hash } from 'node:crypto';

/**
 * A map from strings to a few numbers each, in the order in which they came, made for tens of thousands of them: its size in
 * memory, and what copying it costs (snapshots are made of it), is that of three arrays. It is plain data, and nothing is
 * allocated while it is empty. Keys are kept as 128 bits, so it tells whether it has one but cannot name it.
 */
export interface KeyTable {
  /**
   * 'uuid': the keys are lower-case UUIDs of our own making, whose bits they give (any other string is hashed). 'text': anybody
   * chooses them, and they are hashed, so that nobody can choose where they are put and make looking them up slow.
   */
  readonly kind: 'uuid' | 'text';
  /** Numbers a key. */
  readonly columns: number;
  /** How many keys there are. */
  size: number;
  /** Rows that are taken, oldest first, with those that their keys have left for newer ones. */
  rows: number;
  keys: Int32Array;
  /** None is NaN: in the first column it marks a row that its key has left. */
  values: Float64Array;
  /** Row + 1 in the slot of each key (open addressing); 0 is free. */
  index: Int32Array;
}

const KEY_WORDS = 4;
/** So few are kept by V8 in the heap, which is cheaper than memory outside: most tables stay small. */
const FIRST_ROWS = 2;
/** A larger table grows by a quarter rather than to double its size: the spare rows are copied as well. */
const MAX_ROWS_DOUBLED = 1_024;
/** A full table with one row in so many left by its key is put together rather than made to grow. */
const LEFT_ROWS_IN = 8;

const NO_WORDS = new Int32Array(0);
const NO_VALUES = new Float64Array(0);

export function keyTable(kind: KeyTable['kind'], columns: number): KeyTable {
  return { kind, columns, size: 0, rows: 0, keys: NO_WORDS, values: NO_VALUES, index: NO_WORDS };
}

/** The row of a key, -1 where there is none. It holds until a key is added or dropped. */
export function findRow(table: KeyTable, key: string): number {
  if (table.size === 0) return -1;
  readKey(table.kind, key);
  return table.index[slotOf(table)]! - 1;
}

/** The row of a key, which becomes the newest. Its values are what they were, of a new one 0. */
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
  for (; table.size > max; first++) if (!hasLeft(table, first)) table.size--;
  if (first > 0) rebuild(table, first, capacityOf(table));
}

/** Calls back with the row of each key, oldest first. */
export function eachKey(table: KeyTable, visit: (row: number) => void): void {
  for (let row = 0; row < table.rows; row++) if (!hasLeft(table, row)) visit(row);
}

/** Drops each key, oldest first, whose row `isToGo` says so of; `table.size` falls with each. It takes as long as adding all that stay. */
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

function hasLeft({ values, columns }: KeyTable, row: number): boolean {
  return Number.isNaN(values[row * columns]);
}

function makeRoom(table: KeyTable): void {
  const capacity = capacityOf(table);
  if (capacity === 0) rebuild(table, 0, FIRST_ROWS);
  else if ((table.rows - table.size) * LEFT_ROWS_IN >= capacity) rebuild(table, 0, capacity);
  else rebuild(table, 0, capacity < MAX_ROWS_DOUBLED ? 2 * capacity : Math.ceil(1.25 * capacity));
}

/** Keeps the rows from `first` on that are their keys' own, with room for `capacity`, and indexes them anew. */
function rebuild(table: KeyTable, first: number, capacity: number): void {
  const { columns, rows, keys, values } = table;
  const inPlace = capacity === capacityOf(table);
  const newKeys = inPlace ? keys : new Int32Array(capacity * KEY_WORDS);
  const newValues = inPlace ? values : new Float64Array(capacity * columns);
  let kept = 0;
  for (let from = first; from < rows; ) {
    let end = from;
    while (end < rows && !hasLeft(table, end)) end++;
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
  soughtAs = undefined;
  for (let row = 0; row < kept; row++) {
    for (let word = 0; word < KEY_WORDS; word++) sought[word] = newKeys[row * KEY_WORDS + word]!;
    table.index[slotOf(table)] = row + 1;
  }
}

/** 2^32 divided by the golden ratio, as an odd number (Knuth, The Art of Computer Programming, 6.4). */
const GOLDEN = 0x9e3779b1;
/** The 128 bits that are looked for, or put somewhere. */
const sought = new Int32Array(KEY_WORDS);

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

/** Whose bits are sought, as which kind: one key is asked for several times in a row. */
let soughtKey = '';
let soughtAs: KeyTable['kind'] | undefined;

function readKey(kind: KeyTable['kind'], key: string): void {
  if (soughtAs === kind && soughtKey === key) return;
  soughtAs = kind;
  soughtKey = key;
  if (kind === 'uuid' && readUuid(key)) return;
  const digest = hash('sha256', key, 'binary');
  for (let word = 0, at = 0; word < KEY_WORDS; word++, at += 4) {
    sought[word] =
      (digest.charCodeAt(at) << 24) |
      (digest.charCodeAt(at + 1) << 16) |
      (digest.charCodeAt(at + 2) << 8) |
      digest.charCodeAt(at + 3);
  }
}

/** False for anything but a lower-case UUID. */
function readUuid(text: string): boolean {
  if (text.length !== 36) return false;
  for (const at of DASHES) if (text.charCodeAt(at) !== DASH) return false;
  let all = 0;
  for (let word = 0, digit = 0; word < KEY_WORDS; word++) {
    let bits = 0;
    for (const end = digit + 8; digit < end; digit++) {
      const code = text.charCodeAt(DIGITS[digit]!);
      const value = code < HEX_VALUES.length ? HEX_VALUES[code]! : -1;
      all |= value;
      bits = (bits << 4) | value;
    }
    sought[word] = bits;
  }
  return all >= 0;
}

/** Values of hex digits by their character codes; -1 of others. */
const HEX_VALUES = new Int8Array(128).fill(-1);
for (const digit of '0123456789abcdef') HEX_VALUES[digit.charCodeAt(0)] = Number.parseInt(digit, 16);
const DASH = 0x2d;
const DASHES = [8, 13, 18, 23];
/** Places of a UUID's 32 digits. */
const DIGITS = Uint8Array.from([...'xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx'].flatMap((c, i) => (c === 'x' ? [i] : [])));

/**
 * The messages between the main thread and the log's writer. A batch is one run of bytes, since each object in a message between threads has
 * its cost. Texts are UTF-8: a JavaScript string with one Chinese character takes two bytes for each of its others too, and it would be
 * copied and converted again at every step.
 */
export interface Batch {
  /** The numbers, then for each append its stream's name and its records. */
  data: Uint8Array<ArrayBuffer>;
  /**
   * How many numbers. For each append: length of the name, expected revision, outcome, the outcome it builds on, how many are written together,
   * the position of the first of these, count of records, their lengths.
   */
  numbers: number;
  appends: number;
}

export const EXPECT_NONE = -1;
export const EXPECT_ANY = -2;
/** As `outcome`: nothing can build on it. As `buildsOn`: it builds on nothing that may still fail. */
export const NO_OUTCOME = 0;
/** Batches that the writer may hold at once: while it syncs one, the next is made ready. */
export const BATCHES_IN_FLIGHT = 2;

export interface BatchAppend {
  stream: string;
  /** A revision, EXPECT_NONE or EXPECT_ANY. */
  expected: number;
  /**
   * A number that appends which would leave a stream at the same revision share. One that builds on it is refused when
   * none of them was written before it.
   */
  outcome: number;
  buildsOn: number;
  /** How many appends, from this one on, are written together or not at all; 0: it belongs to those of one before it. */
  together: number;
  /** Of the first of several that are written together: where its first event must stand. Else 0. */
  position: number;
  records: string[];
}

/** An append as the writer reads it out of a batch. */
export interface UnpackedAppend extends Omit<BatchAppend, 'records'> {
  /** Holds its records, as they are stored, one behind the other. */
  text: Buffer;
  /** Where each record begins in `text`, and where the last one ends. */
  bounds: number[];
}

/** Numbers of an append before the lengths of its records. */
export const NUMBERS_PER_APPEND = 7;
/** Most bytes of UTF-8 for one UTF-16 unit. */
const BYTES_PER_CHAR = 3;

/** Batches are first written here: their size in bytes is known only afterwards. */
let scratch = Buffer.allocUnsafeSlow(256 * 1024);
let scratchNumbers = new Float64Array(4 * 1024);

export function packBatch(appends: readonly BatchAppend[]): Batch {
  let numbers = 0;
  let chars = 0;
  for (const { stream, records } of appends) {
    numbers += NUMBERS_PER_APPEND + records.length;
    chars += stream.length;
    for (const record of records) chars += record.length;
  }
  if (chars * BYTES_PER_CHAR > scratch.length) scratch = Buffer.allocUnsafeSlow(chars * BYTES_PER_CHAR);
  if (numbers > scratchNumbers.length) scratchNumbers = new Float64Array(numbers);
  let at = 0;
  let end = 0;
  for (const { stream, expected, outcome, buildsOn, together, position, records } of appends) {
    const name = scratch.write(stream, end);
    end += name;
    scratchNumbers[at++] = name;
    scratchNumbers[at++] = expected;
    scratchNumbers[at++] = outcome;
    scratchNumbers[at++] = buildsOn;
    scratchNumbers[at++] = together;
    scratchNumbers[at++] = position;
    scratchNumbers[at++] = records.length;
    for (const record of records) {
      const length = scratch.write(record, end);
      end += length;
      scratchNumbers[at++] = length;
    }
  }
  const textAt = numbers * Float64Array.BYTES_PER_ELEMENT;
  const data = new Uint8Array(textAt + end);
  new Float64Array(data.buffer, 0, numbers).set(scratchNumbers.subarray(0, numbers));
  data.set(scratch.subarray(0, end), textAt);
  return { data, numbers, appends: appends.length };
}

/** A batch's numbers, its bytes, and where in these the text begins. */
export function partsOf({ data: { buffer }, numbers }: Batch): { numbers: Float64Array; text: Buffer; start: number } {
  return {
    numbers: new Float64Array(buffer, 0, numbers),
    text: Buffer.from(buffer),
    start: numbers * Float64Array.BYTES_PER_ELEMENT,
  };
}

export function* unpackBatch(batch: Batch): Generator<UnpackedAppend> {
  const { numbers, text, start } = partsOf(batch);
  let at = 0;
  let end = start;
  for (let i = 0; i < batch.appends; i++) {
    const name = end;
    end += numbers[at++]!;
    const stream = text.toString('utf8', name, end);
    const expected = numbers[at++]!;
    const outcome = numbers[at++]!;
    const buildsOn = numbers[at++]!;
    const together = numbers[at++]!;
    const position = numbers[at++]!;
    const bounds = [end];
    for (let left = numbers[at++]!; left > 0; left--) {
      end += numbers[at++]!;
      bounds.push(end);
    }
    yield { stream, expected, outcome, buildsOn, together, position, text, bounds };
  }
}

/** For each append: one of these, then a revision (the stream's last when refused) and a position. */
export type BatchResult = Float64Array;
export const WRITTEN = 0;
export const REPEATED = 1;
export const REFUSED = 2;
export const NUMBERS_PER_RESULT = 3;

/** How a batch failed. 'unwritten': it was rolled back, nothing of it remains; 'unknown': it may be on the disk or not. */
export class BatchFailure extends Error {
  readonly outcome: 'unwritten' | 'unknown';
  constructor(outcome: 'unwritten' | 'unknown', cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.outcome = outcome;
  }
}

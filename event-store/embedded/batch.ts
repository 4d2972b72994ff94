/**
 * What goes to the log's writer and comes back: one run of bytes and one array of numbers for a whole batch, since a
 * message between threads costs by the object. Bytes, for a text with one Chinese character has two bytes for each of its
 * others as well, and would be copied and converted to UTF-8 again at every step.
 */
export interface Batch {
  /** For each append its stream's name, then its records, in UTF-8. */
  bytes: Uint8Array<ArrayBuffer>;
  /** For each append: length of the name, expected revision, its outcome, the one it builds on, count, lengths. */
  numbers: Float64Array<ArrayBuffer>;
  appends: number;
}

export const EXPECT_NONE = -1;
export const EXPECT_ANY = -2;
/** Has no outcome that others could build on; builds on nothing that may still fail. */
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
  records: string[];
}

/** The same on the writer's side: its records as they are stored. */
export type UnpackedAppend = Omit<BatchAppend, 'records'> & { records: Buffer[] };

/** Numbers of an append before the lengths of its records. */
export const NUMBERS_PER_APPEND = 5;
/** UTF-8 has at most so many bytes for each UTF-16 unit. */
const BYTES_PER_CHAR = 3;

/** Batches are written here first, whose size in bytes is only known afterwards. */
let scratch = Buffer.allocUnsafeSlow(256 * 1024);

export function packBatch(appends: readonly BatchAppend[]): Batch {
  let length = 0;
  let chars = 0;
  for (const { stream, records } of appends) {
    length += NUMBERS_PER_APPEND + records.length;
    chars += stream.length;
    for (const record of records) chars += record.length;
  }
  if (chars * BYTES_PER_CHAR > scratch.length) scratch = Buffer.allocUnsafeSlow(chars * BYTES_PER_CHAR);
  const numbers = new Float64Array(length);
  let at = 0;
  let end = 0;
  const put = (text: string) => {
    const written = scratch.write(text, end);
    end += written;
    return written;
  };
  for (const { stream, expected, outcome, buildsOn, records } of appends) {
    numbers[at++] = put(stream);
    numbers[at++] = expected;
    numbers[at++] = outcome;
    numbers[at++] = buildsOn;
    numbers[at++] = records.length;
    for (const record of records) numbers[at++] = put(record);
  }
  return { bytes: new Uint8Array(scratch.subarray(0, end)), numbers, appends: appends.length };
}

export function* unpackBatch({ bytes, numbers, appends }: Batch): Generator<UnpackedAppend> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let end = 0;
  const take = () => {
    const start = end;
    end += numbers[at++]!;
    return buffer.subarray(start, end);
  };
  for (let i = 0; i < appends; i++) {
    const stream = take().toString();
    const expected = numbers[at++]!;
    const outcome = numbers[at++]!;
    const buildsOn = numbers[at++]!;
    const records = Array.from({ length: numbers[at++]! }, take);
    yield { stream, expected, outcome, buildsOn, records };
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

/**
 * What goes to the log's writer and comes back: one text and one array of numbers for a whole batch, since a message
 * between threads costs by the object.
 */
export interface Batch {
  /** For each append its stream's name, then its records. */
  text: string;
  /** For each append: length of the name, expected revision, its outcome, the one it builds on, count, lengths. */
  numbers: Float64Array;
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

export function packBatch(appends: readonly BatchAppend[]): Batch {
  const texts: string[] = [];
  let length = 0;
  for (const { records } of appends) length += 5 + records.length;
  const numbers = new Float64Array(length);
  let at = 0;
  for (const { stream, expected, outcome, buildsOn, records } of appends) {
    texts.push(stream);
    numbers[at++] = stream.length;
    numbers[at++] = expected;
    numbers[at++] = outcome;
    numbers[at++] = buildsOn;
    numbers[at++] = records.length;
    for (const record of records) {
      texts.push(record);
      numbers[at++] = record.length;
    }
  }
  return { text: texts.join(''), numbers, appends: appends.length };
}

export function* unpackBatch({ text, numbers, appends }: Batch): Generator<BatchAppend> {
  let at = 0;
  let end = 0;
  const take = () => {
    const start = end;
    end += numbers[at++]!;
    return text.slice(start, end);
  };
  for (let i = 0; i < appends; i++) {
    const stream = take();
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

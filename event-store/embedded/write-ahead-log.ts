import { closeSync, existsSync, fstatSync, fsyncSync, ftruncateSync, openSync, readSync } from 'node:fs';
import { damaged } from './damage.ts';

/**
 * After a crash the last commits are in SQLite's write-ahead log alone. SQLite replays it up to the first frame that is
 * not whole and takes the rest for the unsynced end of a crash, so one bit that changed in the middle would silently
 * cost every commit behind it. That is looked for here, before SQLite opens the file.
 *
 * What a crash may leave: the one writer syncs each commit before it writes the next, however many batches wait, so
 * behind the last synced commit there are frames of one transaction at most. Of those a power cut keeps some sectors
 * and not others, in any order. In the place of the others, and behind, are older bytes: frames of earlier generations
 * of the file (other salts), or of a transaction that found the disk full and was rolled back; no frame goes on from a
 * commit of that, since it would have been its last write. What earlier crashes left is gone: `settleWriteAheadLog`.
 *
 * So a broken frame was synced, and is damage, when behind it a frame of its generation goes on from a commit frame, be
 * that the broken one: its checksum continues from the one stored there, so it was written when that commit had been
 * synced. Otherwise the broken frame is in the last transaction, which may have been acknowledged or not (or it is the
 * commit frame before and lost the mark of one). `Acknowledged` tells after a crash of the process; after a power cut
 * nothing may.
 *
 * Format: https://www.sqlite.org/fileformat2.html#walformat
 */

const HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;
/** The last bit says in which byte order the checksums take their words. */
const MAGIC = 0x377f0682;
const FORMAT = 3_007_000;
/** What every disk writes whole or not at all. */
const SECTOR_BYTES = 512;
/** Read at once: a quarter of a megabyte. */
const READ_FRAMES = 64;

/**
 * Finds the end of the last commit that SQLite will recover, in bytes from the start of the write-ahead log; 0 when
 * there is none. Call it while nobody has the database open. Throws `DamagedLogError` when commits would be dropped.
 */
export function checkWriteAheadLog(file: string): number {
  const wal = walOf(file);
  if (!existsSync(wal)) return 0;
  const handle = openSync(wal, 'r');
  try {
    return endOfCommits(handle, file);
  } finally {
    closeSync(handle);
  }
}

/**
 * Makes what a crash left durable before it is told to anybody, and cuts off what is behind the last commit: a later
 * crash must not find it behind newer commits. Call it while nobody has the database open.
 */
export function settleWriteAheadLog(file: string, committedBytes: number): void {
  const wal = walOf(file);
  if (!existsSync(wal)) return;
  const handle = openSync(wal, 'r+');
  try {
    ftruncateSync(handle, committedBytes);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function walOf(file: string): string {
  return `${file}-wal`;
}

/** SQLite's checksum of all bytes so far: two words. */
type Sum = readonly [number, number];

interface Header {
  frameBytes: number;
  littleEndian: boolean;
  salts: Sum;
  sum: Sum;
}

interface Frame {
  isCommit: boolean;
  /** Bears the salts of the file's header: they change when the file is begun anew. */
  isCurrent: boolean;
  /** The frame's own header is in one sector, so all of it was written at one time. */
  isUnsplit: boolean;
  stored: Sum;
  /** The checksum of what it holds, and of all before. */
  sum: Sum;
}

function endOfCommits(handle: number, file: string): number {
  const { size } = fstatSync(handle);
  // The header is synced before the first frame is written.
  if (size <= HEADER_BYTES) return 0;
  const header = readHeader(handle);
  if (header === undefined) throw damaged(file, 'the header of its write-ahead log is wrong');
  let end = 0;
  let at = HEADER_BYTES;
  let running = header.sum;
  let tail: Tail | undefined;
  for (const view of framesOf(handle, header.frameBytes, size)) {
    if (tail === undefined) {
      const frame = readFrame(view, header, at, running);
      if (isWhole(frame) && frame.isCurrent) {
        running = frame.stored;
        if (frame.isCommit) end = at + header.frameBytes;
      } else {
        tail = new Tail(header, at, running);
      }
    }
    if (tail?.provesDamage(view, at)) {
      const number = (tail.start - HEADER_BYTES) / header.frameBytes + 1;
      throw damaged(file, `frame ${number} of its write-ahead log is broken, and later commits are behind it`);
    }
    at += header.frameBytes;
  }
  return end;
}

/** What is behind the last frame that SQLite takes for whole. */
class Tail {
  readonly start: number;
  private readonly header: Header;
  private running: Sum;
  private before: Frame | undefined;

  constructor(header: Header, start: number, running: Sum) {
    this.header = header;
    this.start = start;
    this.running = running;
  }

  /** Adds the next frame; true once the frames so far cannot be of one unsynced transaction. */
  provesDamage(view: DataView, at: number): boolean {
    const { before } = this;
    let frame = readFrame(view, this.header, at, this.running);
    // Where the checksum stored before is what broke, the next continues from what it should have been.
    const mended = before !== undefined && !isWhole(before) && !isWhole(frame);
    if (mended) {
      const other = readFrame(view, this.header, at, before.sum);
      if (isWhole(other)) frame = other;
    }
    const goesOnFromKnown = before !== undefined && isWhole(frame) && (mended || isWhole(before) || isWritten(before));
    // Salts and checksum of a split header may be of two generations.
    const isCurrent = isWritten(frame) || (before !== undefined && !mended && isWritten(before));
    this.before = frame;
    this.running = frame.stored;
    return isCurrent && goesOnFromKnown && before.isCommit;
  }
}

function isWhole({ stored, sum }: Frame): boolean {
  return isSame(stored, sum);
}

/** The frame's header is one that this generation wrote, whatever became of the page behind it. */
function isWritten({ isCurrent, isUnsplit }: Frame): boolean {
  return isCurrent && isUnsplit;
}

function isSame(a: Sum, b: Sum): boolean {
  return a[0] === b[0] && a[1] === b[1];
}

function* framesOf(handle: number, frameBytes: number, size: number): Generator<DataView> {
  const buffer = Buffer.alloc(frameBytes * READ_FRAMES);
  for (let at = HEADER_BYTES; at + frameBytes <= size; ) {
    const read = readSync(handle, buffer, 0, buffer.length, at);
    // Only whole frames; the file is nobody else's, so it does not become shorter meanwhile.
    if (read < frameBytes) return;
    for (let start = 0; start + frameBytes <= read; start += frameBytes, at += frameBytes) {
      yield new DataView(buffer.buffer, buffer.byteOffset + start, frameBytes);
    }
  }
}

function readHeader(handle: number): Header | undefined {
  const buffer = Buffer.alloc(HEADER_BYTES);
  readSync(handle, buffer, 0, HEADER_BYTES, 0);
  const view = new DataView(buffer.buffer, buffer.byteOffset, HEADER_BYTES);
  const magic = view.getUint32(0);
  const littleEndian = magic === MAGIC;
  const pageBytes = view.getUint32(8);
  const sum = sumOf(view, 0, HEADER_BYTES - 8, littleEndian, [0, 0]);
  if (magic >>> 1 !== MAGIC >>> 1 || view.getUint32(4) !== FORMAT || !isSame(sum, wordsAt(view, 24))) return undefined;
  return { frameBytes: FRAME_HEADER_BYTES + pageBytes, littleEndian, salts: wordsAt(view, 16), sum };
}

/** Reads a frame, whose header is at `at`, as one that continues from the checksum `running`. */
function readFrame(view: DataView, { salts, littleEndian }: Header, at: number, running: Sum): Frame {
  // The page number and the commit mark; salts and checksum are not covered.
  const headed = sumOf(view, 0, 8, littleEndian, running);
  return {
    isCommit: view.getUint32(4) !== 0,
    isCurrent: isSame(wordsAt(view, 8), salts) && view.getUint32(0) !== 0,
    isUnsplit: (at % SECTOR_BYTES) + FRAME_HEADER_BYTES <= SECTOR_BYTES,
    stored: wordsAt(view, 16),
    sum: sumOf(view, FRAME_HEADER_BYTES, view.byteLength, littleEndian, headed),
  };
}

function wordsAt(view: DataView, at: number): Sum {
  return [view.getInt32(at), view.getInt32(at + 4)];
}

function sumOf(view: DataView, from: number, to: number, littleEndian: boolean, running: Sum): Sum {
  let [a, b] = running;
  for (let at = from; at < to; at += 8) {
    a = (a + view.getInt32(at, littleEndian) + b) | 0;
    b = (b + view.getInt32(at + 4, littleEndian) + a) | 0;
  }
  return [a, b];
}

import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { type Position, START } from '../event-store.ts';
import { damaged } from './damage.ts';
import { checksum } from './record.ts';

/** Digits of a position: enough for any safe integer. */
const DIGITS = 16;
const FORMAT = /^(\d{16}) ([0-9a-f]{8})\n$/;

/**
 * The last position that is known to be on the disk, in a small file beside the log. It is written after each sync and
 * never synced itself, so it is never ahead of the log: a log that ends before it lost its end. After a crash of the
 * process it is exact; after a power cut it may be some seconds old, or missing, and says less.
 */
export class Acknowledged {
  private readonly handle: number;
  private last: Position | undefined;

  /** Throws `DamagedLogError` when the log ends at `head`, before what was acknowledged. */
  static check(file: string, head: Position): void {
    const last = readMark(fileOf(file));
    if (last <= head) return;
    const lost = last === head + 1 ? `position ${last} was` : `positions ${head + 1} to ${last} were`;
    throw damaged(file, `${lost} acknowledged, but the log ends at position ${head}`, { position: head + 1 });
  }

  constructor(file: string) {
    const path = fileOf(file);
    this.handle = openSync(path, existsSync(path) ? 'r+' : 'w+');
  }

  /** Everything up to `head` has been synced. */
  write(head: Position): void {
    if (head === this.last) return;
    const text = String(head).padStart(DIGITS, '0');
    try {
      writeSync(this.handle, `${text} ${checksum(text).toString(16).padStart(8, '0')}\n`, 0);
      this.last = head;
    } catch {
      // What it says is still true, and the commit is durable whatever becomes of it: its callers must hear of that.
    }
  }

  close(): void {
    closeSync(this.handle);
  }
}

/** The last position of a log that was acknowledged, as far as is known; START where nothing says. */
export function acknowledgedIn(file: string): Position {
  return readMark(fileOf(file));
}

function fileOf(file: string): string {
  return `${file}-acknowledged`;
}

/** A mark that is missing or torn says nothing. */
function readMark(path: string): Position {
  const [, text, sum] = existsSync(path) ? (FORMAT.exec(readFileSync(path, 'latin1')) ?? []) : [];
  if (text === undefined || sum === undefined || checksum(text) !== Number.parseInt(sum, 16)) return START;
  return Number(text);
}

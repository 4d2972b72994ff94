import { existsSync, statSync } from 'node:fs';
import { START } from '../event-store.ts';
import type { Database } from '../sqlite.ts';
import { Acknowledged } from './acknowledged.ts';
import { damaged } from './damage.ts';
import { openForReading, openForWriting } from './log-file.ts';
import { verifyLog } from './log-integrity.ts';
import { emptyTail, type LogEnd } from './tail.ts';
import { checkWriteAheadLog, settleWriteAheadLog } from './write-ahead-log.ts';

export interface OpenLog {
  database: Database;
  end: LogEnd;
  acknowledged: Acknowledged;
}

/**
 * Opens the log for its one writer, whatever a crash left of it, and creates it when there is none. A log that is
 * damaged stays as it is: it is looked at by a connection that cannot write, since closing one that can would move the
 * write-ahead log, and what is wrong with it, into the database.
 * Throws `StoreOpenError` or `DamagedLogError`.
 */
export function openLog(file: string): OpenLog {
  const committedBytes = checkWriteAheadLog(file);
  const isEmpty = !existsSync(file) || statSync(file).size === 0;
  // SQLite deletes the write-ahead log of an empty database.
  if (isEmpty && committedBytes > 0) throw damaged(file, 'it is empty or gone, and its write-ahead log is not');
  const end = (isEmpty ? undefined : verified(file)) ?? newLog();
  Acknowledged.check(file, end.head);
  settleWriteAheadLog(file, committedBytes);
  const database = openForWriting(file);
  try {
    const acknowledged = new Acknowledged(file);
    acknowledged.write(end.head);
    return { database, end, acknowledged };
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Closes the log and leaves an empty write-ahead log, so that the database file is whole by itself. Where the disk has no room
 * for that, or fails, the write-ahead log stays as after a crash: all that was acknowledged is in it, and the next
 * opening takes it in.
 */
export function closeLog({ database, acknowledged }: OpenLog): void {
  acknowledged.close();
  try {
    database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Nothing is lost, and nobody could do anything about it by then.
  }
  database.close();
}

function newLog(): LogEnd {
  return { head: START, lastStreamId: 0, tail: emptyTail() };
}

/** The end of a log that is whole; undefined where nothing was ever written. */
function verified(file: string): LogEnd | undefined {
  const { database, version } = openForReading(file);
  try {
    return version === 'new' ? undefined : verifyLog(database, file);
  } finally {
    database.close();
  }
}

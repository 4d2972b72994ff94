import { type LoggedEvent, MAX_READ_EVENTS, type Position, START } from '../event-store.ts';
import type { Connection } from './connection.ts';
import { fromAll, fromStream } from './events.ts';
import type { WireEvent } from './messages.ts';
import { fromWire, toAllPosition } from './positions.ts';

/** Pages of `$all` are at least this large, since many of a page's events may be the system's. */
const MIN_PAGE = 128;

/**
 * The port's reads on top of the server's: `$all` includes system events and the event that a read starts from, and its positions
 * must be those of events (a computed one is an error, or garbage).
 */

/** Events of a stream from a revision; from its end when `from` is undefined and `backwards`. */
export async function readStream(
  connection: Connection,
  stream: string,
  options: { from: number | undefined; backwards: boolean; limit: number },
): Promise<LoggedEvent[]> {
  const { from, backwards, limit } = options;
  const read = async (start: number | 'start' | 'end', most = limit) => {
    const page = await connection.readStream({ stream, from: start, backwards, limit: most });
    return page.map((resolved) => fromStream(resolved, connection.upcast));
  };
  if (!backwards) return read(from ?? 'start');
  if (from === undefined) return read('end');
  // Reading backwards from beyond the end, the server would go through every empty page on its way down.
  const [last] = await read('end', 1);
  return last ? read(Math.min(from, last.revision)) : [];
}

/** Our events of `$all` after a position, in order. */
export async function readAllAfter(connection: Connection, after: Position, limit: number): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  let from = after;
  for (;;) {
    // One more than needed, because the page begins with the event at `from`.
    const pageSize = Math.max(limit - events.length + 1, MIN_PAGE);
    const page = await connection.readAll({ from: toAllPosition(from), backwards: false, limit: pageSize });
    for (const resolved of page) {
      const event = fromAll(resolved, connection.upcast);
      if (event && event.position > from && events.length < limit) events.push(event);
    }
    const reached = lastPosition(page);
    if (events.length === limit || page.length < pageSize || reached === undefined || reached <= from) return events;
    from = reached;
  }
}

/** Our events of `$all` before the position of one of them, or from the end backwards; newest first. */
export async function readAllBefore(
  connection: Connection,
  before: Position | undefined,
  limit: number,
): Promise<LoggedEvent[]> {
  const events: LoggedEvent[] = [];
  let from = before;
  for (;;) {
    const pageSize = Math.max(limit - events.length, MIN_PAGE);
    const start = from === undefined ? 'end' : toAllPosition(from);
    const page = await connection.readAll({ from: start, backwards: true, limit: pageSize });
    for (const resolved of page) {
      const event = fromAll(resolved, connection.upcast);
      if (event && event.position < (from ?? Number.POSITIVE_INFINITY) && events.length < limit) events.push(event);
    }
    const reached = lastPosition(page);
    const isEnd = page.length < pageSize || reached === undefined || reached === START;
    if (events.length === limit || isEnd || (from !== undefined && reached >= from)) return events;
    from = reached;
  }
}

/** Our last event; undefined when there is none after `after`, a position that is known to be one of our events. */
export async function readLast(connection: Connection, after: Position = START): Promise<LoggedEvent | undefined> {
  let from: Position | 'end' = 'end';
  for (let pageSize = 8; ; pageSize = Math.min(pageSize * 4, MAX_READ_EVENTS)) {
    const page = await connection.readAll({
      from: from === 'end' ? from : toAllPosition(from),
      backwards: true,
      limit: pageSize,
    });
    for (const resolved of page) {
      const event = fromAll(resolved, connection.upcast);
      if (event) return event.position > after ? event : undefined;
    }
    const reached = lastPosition(page);
    if (page.length < pageSize || reached === undefined || reached <= after) return undefined;
    from = reached;
  }
}

/** The position of a page's last event, from which to read on; undefined for an empty page. */
function lastPosition(page: readonly WireEvent[]): Position | undefined {
  return fromWire(page[page.length - 1]?.commit);
}

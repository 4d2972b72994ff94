import type { EventStore, LoggedEvent, Position } from '../event-store/event-store.ts';

/** The log from a position to its head, page by page; the next page is read while one is worked on. */
export async function* pagesAfter(log: Pick<EventStore, 'readAll'>, after: Position): AsyncGenerator<LoggedEvent[]> {
  let next = log.readAll({ after });
  for (;;) {
    const events = await next;
    if (events.length === 0) return;
    next = log.readAll({ after: events[events.length - 1]!.position });
    next.catch(() => {}); // Told where it is awaited.
    yield events;
  }
}

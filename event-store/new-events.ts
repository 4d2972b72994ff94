import { currentVersion, type DomainEvent, type EventMeta, type EventTypes } from '../domain/kernel/event.ts';
import { uuidV5 } from '../domain/kernel/ids.ts';
import type { NewEvent } from './event-store.ts';

/** The events that a command was decided to, as they go to the log: their ids follow from the command's. */
export function newEvents<Event extends DomainEvent>(
  { eventTypes }: { eventTypes?: EventTypes<Event> },
  events: readonly DomainEvent[],
  meta: EventMeta,
): NewEvent<Event>[] {
  return events.map(({ type, data, ignorable }, index) => {
    const schemaVersion = eventTypes ? currentVersion(eventTypes, type) : 1;
    const written = schemaVersion > 1 ? { ...meta, schemaVersion } : meta;
    return {
      id: uuidV5(meta.commandId, String(index)),
      type,
      data,
      meta: ignorable ? { ...written, ignorable } : written,
    };
  });
}

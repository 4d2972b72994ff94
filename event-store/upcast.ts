import { currentVersion, type EventTypes } from '../domain/kernel/event.ts';
import { type LoggedEvent, logged, type RecordedEvent } from './event-store.ts';

/** Makes of an event, as the log holds it, one that today's code understands. May change the event that it is given. */
export interface Upcast {
  (event: RecordedEvent): LoggedEvent;
  /** Whether events of the type may need it although their metadata names no version. */
  changes(type: string): boolean;
}

/**
 * The upcast to the current versions of `types`, for the adapters' codecs: every event that is read out of the log passes it.
 * An event in an older version gets the data, and the version, of the current one. An event in a version above the current was
 * written by a newer release: it appears under the unknown type `<type>@<version>`, so that nobody takes its data for what they
 * know. Types that are not in `types` are left as they are. An event without a version, of a type that never changed, costs one look-up.
 */
export function upcastTo(types: EventTypes): Upcast {
  const changed = new Map(Object.entries(types).flatMap(([type, known]) => (known === true ? [] : [[type, known]])));
  const upcast = (event: RecordedEvent): LoggedEvent => {
    const { type, meta } = event;
    const upcasters = changed.get(type);
    if (meta.schemaVersion === undefined && upcasters === undefined) return logged(event);
    const version = meta.schemaVersion ?? 1;
    const current = currentVersion(types, type);
    if (current === 0 || version === current) return logged(event);
    if (version > current) return logged({ ...event, type: `${type}@${version}` });
    let { data } = event;
    for (const upcaster of (upcasters ?? []).slice(version - 1)) data = upcaster(data as never, meta);
    return logged({ ...event, data, meta: { ...meta, schemaVersion: current } });
  };
  return Object.assign(upcast, { changes: (type: string) => changed.has(type) });
}

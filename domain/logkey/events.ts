import type { DomainEvent, EventTypes } from '../kernel/event.ts';
import { notPersonal, type PersonalFields } from '../kernel/personal.ts';

/**
 * `logkey-salon.current`: which key the names of streams are hashed with where they would tell a phone or another outside name. Said once,
 * at the log's first start. `proof` is what the key makes of a fixed text: it shows that a key is the one, and not what the key is.
 */
export type LogKeyNamed = DomainEvent<'LogKeyNamed', { keyId: string; proof: string }>;
export type LogKeyEvent = LogKeyNamed;

export const logKeyEventTypes: EventTypes<LogKeyEvent> = {
  LogKeyNamed: true,
};

export const logKeyPersonal: PersonalFields<LogKeyEvent> = {
  LogKeyNamed: { keyId: notPersonal, proof: notPersonal },
};

import type { NewEvent } from '../event-store.ts';
import type { Visitor } from './personal-plan.ts';

/**
 * The person whom an operator's reason is about: the event's `userId`, of a live its `hostId`. Null where there is no reason, or where the event is
 * about no single person: then the reason stays readable.
 */
export function personOfReason({ data, meta }: Pick<NewEvent, 'data' | 'meta'>): number | null {
  if (meta.reason === undefined || meta.reason === '') return null;
  const { userId, hostId } = data as { userId?: unknown; hostId?: unknown };
  const person = userId ?? hostId;
  return typeof person === 'number' && person > 0 ? person : null;
}

/** The metadata with its reason as `visitor` makes it; the very same where there is nothing to be done. */
export function reasonReplaced<Meta extends { reason?: string }>(meta: Meta, person: unknown, visitor: Visitor): Meta {
  if (meta.reason === undefined) return meta;
  const reason = visitor.text(meta.reason, 'text', person, 'user');
  return reason === meta.reason ? meta : { ...meta, reason };
}

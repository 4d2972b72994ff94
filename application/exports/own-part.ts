import { isKnownEvent, PERSONAL } from '../../domain/events.ts';
import type { AnyPersonalFields } from '../../domain/kernel/personal.ts';
import { placesAt, valueAt } from '../../domain/kernel/personal-paths.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';

/** What proves something to somebody, or tells how it was proven: nobody is given it, the person neither. */
const SECRETS = new Set(['sessionId', 'proof', 'codeId', 'invitationKey', 'token', 'tokenHash', 'passwordHash']);
/** In these events `from` is the tag of an address, a keyed hash. */
const TAGGED = new Set(['CodeIssued', 'CodeRejected', 'CodeAccepted']);

/** An event as its person gets it. */
export interface OwnEvent {
  type: string;
  /** Epoch ms. */
  at: number;
  data: object;
}

/**
 * A person's part of an event: all of it but secrets, and of other people their ids and names alone. Null for an event that does
 * not name the person. `userId` null: an event about the person's phone, which names nobody else.
 */
export function ownPart({ type, data, meta }: LoggedEvent, userId: number | null): OwnEvent | null {
  if (!isKnownEvent(type) || (userId !== null && !names(data, userId))) return null;
  const copy = structuredClone(data) as Record<string, unknown>;
  const declared = (PERSONAL as AnyPersonalFields)[type] ?? {};
  for (const [path, decision] of Object.entries(declared)) {
    if (typeof decision === 'string' || decision.subject === 'phone' || decision.kind === 'name') continue;
    removeOfOthers(copy, data, { path, of: decision.of }, userId);
  }
  if (TAGGED.has(type)) delete copy.from;
  if (userId !== null) keepNamesOfOthers(copy, userId);
  for (const secret of SECRETS) delete copy[secret];
  return { type, at: meta.at, data: copy };
}

/** Whether a person's id stands anywhere in the data. */
function names(data: unknown, userId: number): boolean {
  if (typeof data !== 'object' || data === null) return data === userId;
  return Object.values(data).some((value) => names(value, userId));
}

/** Leaves of other people's cards in the data only what they are called. */
function keepNamesOfOthers(data: object, userId: number): void {
  for (const [key, value] of Object.entries(data)) {
    if (typeof value !== 'object' || value === null) continue;
    const card = value as { userId?: number; displayName?: string };
    const isOthers = card.userId !== undefined && card.displayName !== undefined && card.userId !== userId;
    if (isOthers) Object.assign(data, { [key]: { userId: card.userId, displayName: card.displayName } });
    else keepNamesOfOthers(value, userId);
  }
}

/** Removes a declared field from the copy wherever its path leads to, unless it is the person's. */
function removeOfOthers(
  copy: object,
  data: object,
  { path, of }: { path: string; of: string },
  userId: number | null,
): void {
  for (const items of placesAt(data, path.split('.'))) {
    if (valueAt(data, of.split('.'), items) === userId) continue;
    let depth = 0;
    const keys = path.split('.').map((key) => (key === '*' ? String(items[depth++]) : key));
    const parent = valueAt(copy, keys.slice(0, -1));
    if (typeof parent === 'object' && parent !== null) delete (parent as Record<string, unknown>)[keys.at(-1)!];
  }
}

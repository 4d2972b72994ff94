import type { Position } from '../event-store/event-store.ts';

/** `user:<app>.<id>`, `live:<app>.<id>`, `chat:<app>.<id>`, `group:<app>.<id>`, `fans:<app>.<hostId>` (those who follow a host), `friends:<app>.<id>` (a person's friends). */
export type Channel = string;

/**
 * What happens to a message when a client is slow. 'must' (gift, action): delivered, or the client is told that it has a gap.
 * 'should' (text): shed before 'must', leaving a gap marker. 'latest' (like, counters): coalesced, latest wins, dropped first.
 */
export type MessageClass = 'must' | 'should' | 'latest';

/** A message as the announcer makes it from an event; the gateway adds `msgId`, `position` and `channel`. */
export interface OutgoingMessage {
  channel: Channel;
  /** The documented object. */
  body: Record<string, unknown>;
  class: MessageClass;
  /** For class 'latest': it replaces a pending message with the same key. */
  coalesceKey?: string;
  /** A later message of the channel with the same key makes this one void: a client that was away gets only the last one. */
  replaces?: string;
  /** Goes out at once instead of with the room's next batch: single-user messages and conference control. */
  urgent?: boolean;
}

/**
 * `msgId` of an event's n-th message: growing with the position, the same on every gateway and after every restart, so that
 * clients recognise a message that they have already shown.
 */
export const MAX_MESSAGES_PER_EVENT = 8;
export function messageId(position: Position, n: number): number {
  return position * MAX_MESSAGES_PER_EVENT + n;
}
/** Of the counters of a room and of what is unread, as of a position. */
export function stateMessageId(position: Position): number {
  return messageId(position, MAX_MESSAGES_PER_EVENT - 1);
}
/** Of what a call left in a list of messages: several may be shown at one position, so each has the number of its own event. */
export function callEntryMessageId(position: Position): number {
  return messageId(position, MAX_MESSAGES_PER_EVENT - 2);
}

import type { LoggedEvent } from '../../event-store/event-store.ts';
import { functionsOf } from '../../event-store/on-events.ts';
import { encodeMessage } from '../frame.ts';
import { messageId, type OutgoingMessage } from '../message.ts';
import type { KeptMessage } from '../ring.ts';
import { userKey } from '../user-sets.ts';

/** An event's n-th message on its way to the wire: the same bytes and the same `msgId` whenever it is made. */
export function keptMessage(message: OutgoingMessage, event: LoggedEvent, n: number): KeptMessage {
  const { position } = event;
  return {
    position,
    bytes: encodeMessage(message.body, messageId(position, n), position, message.channel),
    isMust: message.class === 'must',
    sender: userKey(event.meta.appId, senderOf(event)),
    replaces: message.replaces,
  };
}

/** The user who is shown as the sender: where a reactor wrote the event, that is not `meta.actor`. */
const senders = functionsOf<[], number>({
  TextSaid: ({ data }) => data.from.userId,
  GiftShown: ({ data }) => data.from.userId,
  BulletShown: ({ data }) => data.from.userId,
  MessageSent: ({ data }) => data.from.userId,
  GroupMessageSent: ({ data }) => data.from.userId,
  ChatGiftShown: ({ data }) => data.from.userId,
});

function senderOf(event: LoggedEvent): number {
  return senders.get(event.type)?.(event) ?? event.meta.actor;
}

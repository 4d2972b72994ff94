import { isKnownEvent } from '../../domain/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { functionsOf } from '../../event-store/on-events.ts';
import type { OutgoingMessage } from '../message.ts';
import { announcementMessages } from './announcements.ts';
import { chatMessages } from './chat.ts';
import { conferenceMessages } from './conference.ts';
import { type MessageFacts, NO_FACTS } from './facts.ts';
import { feedMessages } from './feed.ts';
import { groupMessages } from './groups.ts';
import { liveMessages } from './live.ts';
import { imMessages } from './messages.ts';
import { NOBODY } from './parts.ts';
import { serverMessages } from './server-messages.ts';
import { walletMessages } from './wallet.ts';

const messages = functionsOf<[facts: MessageFacts], OutgoingMessage[]>({
  ...feedMessages,
  ...liveMessages,
  ...serverMessages,
  ...conferenceMessages,
  ...chatMessages,
  ...walletMessages,
  ...imMessages,
  ...announcementMessages,
  ...groupMessages,
});

/** Most events make no message. */
const NONE: readonly OutgoingMessage[] = [];

/**
 * The socket messages that an event becomes, pure. At most one a channel, so that a position names one message of a
 * channel, and at most MAX_MESSAGES_PER_EVENT - 2 in all (the last numbers are those of states). Throws for a type that this release
 * does not know, since it does not know the type's messages either.
 */
export function messagesOf(event: LoggedEvent, facts: MessageFacts = NO_FACTS): readonly OutgoingMessage[] {
  const type: string = event.type;
  const make = messages.get(type);
  if (make) return make(event, facts);
  if (!isKnownEvent(type)) throw new Error(`${type} was written by a newer release`);
  return NONE;
}

/** Whether an event may make a message that is kept for resumes: most events make none, or only likes. */
export function leavesMessages(event: LoggedEvent): boolean {
  try {
    return messagesOf(event, { ...NO_FACTS, conference: SOME_CONFERENCE }).some(
      (message) => message.class !== 'latest',
    );
  } catch {
    // The error is reported when the messages are made.
    return true;
  }
}

/** During a conference every viewer who joins is told of it, so a join may make a message that is kept. */
const SOME_CONFERENCE = { guest: NOBODY, connected: true };

import type { ChatGiftShown, ChatStopped } from '../../domain/chat/events.ts';
import type { WriteMessage } from '../../domain/conversation/commands.ts';
import { conversationDecider } from '../../domain/conversation/decider.ts';
import type { SubjectLiked } from '../../domain/mark/events.ts';
import { conversationStream } from '../../domain/streams.ts';
import type { SubjectPosted } from '../../domain/subject/events.ts';
import type { DueCancelled, DueExpired } from '../../domain/switchboard/events.ts';
import type { SubjectPointsCredited } from '../../domain/wallet/events.ts';
import type { LoggedEvent } from '../../event-store/event-store.ts';
import { type Reaction, type ReactorGroup, reaction } from '../reactor.ts';

/** Name of the group, apart from what frees lines: it looks up who called, and who posted. */
export const LINES_GROUP = 'lines';

/** What is written into the conversation of two people; null for nothing. */
export interface Lines {
  ofCall(event: LoggedEvent<DueExpired | DueCancelled | ChatStopped>): Promise<WriteMessage | null>;
  ofSubject(event: LoggedEvent<SubjectLiked | SubjectPosted | SubjectPointsCredited>): Promise<WriteMessage | null>;
  ofGift(event: LoggedEvent<ChatGiftShown>): Promise<WriteMessage | null>;
}

/**
 * Writes into the conversation of two people how a call between them ended, that one liked, answered or gave a gift to what the other posted, and what one gave the other
 * when they were no longer there to see it.
 */
export function linesGroup({ ofCall, ofSubject, ofGift }: Lines): ReactorGroup {
  const written =
    <Event extends LoggedEvent>(lineOf: (event: Event) => Promise<WriteMessage | null>) =>
    async (event: Event): Promise<Reaction[]> => {
      const command = await lineOf(event);
      if (!command) return [];
      const stream = conversationStream(event.meta.appId, command.from.userId, command.toUserId);
      return [reaction(conversationDecider, stream, command)];
    };
  const call = written(ofCall);
  const subject = written(ofSubject);
  return {
    name: LINES_GROUP,
    reactors: [
      { name: 'write-call-line', on: { DueExpired: call, DueCancelled: call, ChatStopped: call } },
      { name: 'write-gift-line', on: { ChatGiftShown: written(ofGift) } },
      {
        name: 'write-subject-line',
        on: { SubjectLiked: subject, SubjectPosted: subject, SubjectPointsCredited: subject },
      },
    ],
  };
}
